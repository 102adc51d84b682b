//! A way in with every proof, and a chart that is somebody's.

use app::ports::*;
use ccm::access::{AccessPolicy, Tries};
use ccm::basics::*;

use super::PATIENT;
use crate::support::*;

const ACCOUNT: AccountId = AccountId(uuid::Uuid::from_u128(800));

pub fn account() -> AccountRow {
    AccountRow {
        id: ACCOUNT,
        person: PersonId(id(50)),
        login: "login-nurse".into(),
        state: AccountState::Active,
        password: Some("secret-hash".into()),
        password_at: Some(now()),
    }
}

pub async fn fill(tx: &mut dyn Tx) {
    tx.put_account(&account(), now()).await.unwrap();
    assert!(tx.put_totp(ACCOUNT, b"secret-totp").await.unwrap());
    tx.put_recovery_codes(ACCOUNT, &[[3; 32]], now()).await.unwrap();
    let identity = IdentityRow {
        id: IdentityId(id(810)),
        account: ACCOUNT,
        issuer: "https://id.example".into(),
        subject: [9; 32],
        name: "secret-subject".into(),
        linked_at: now(),
        used_at: None,
    };
    assert!(tx.add_identity(&identity).await.unwrap());
    let passkey = PasskeyRow {
        id: PasskeyId(id(801)),
        account: ACCOUNT,
        name: "Key".into(),
        credential_sha256: [4; 32],
        credential: b"secret-credential".to_vec(),
        counter: 1,
        created_at: now(),
        used_at: None,
    };
    tx.add_passkey(&passkey).await.unwrap();
    let ceremony = CeremonyRow {
        token_sha256: [5; 32],
        kind: "second_factor".into(),
        account: Some(ACCOUNT),
        state: b"secret-state".to_vec(),
        expires_at: at("2026-09-15T12:05:00Z"),
    };
    tx.add_ceremony(&ceremony, now()).await.unwrap();
    let invitation = InvitationRow {
        id: InvitationId(id(802)),
        account: ACCOUNT,
        token_sha256: [6; 32],
        made_at: now(),
        expires_at: at("2026-09-18T12:00:00Z"),
        used_at: None,
        withdrawn_at: None,
    };
    tx.add_invitation(&invitation).await.unwrap();
    let session = SessionRow {
        id: SessionId(id(803)),
        account: ACCOUNT,
        token_sha256: [7; 32],
        practice: None,
        device: "Browser".into(),
        proof: "password".into(),
        created_at: now(),
        seen_at: now(),
        stepped_up_until: None,
        revoked_at: None,
    };
    tx.add_session(&session).await.unwrap();
    tx.tries(TriesOf::Login, [8; 32], now()).await.unwrap();
    tx.put_tries(TriesOf::Login, [8; 32], Tries { failures: 1, last_at: Some(now()) }, now()).await.unwrap();
    tx.put_access_policy(&AccessPolicy::default()).await.unwrap();
}

pub async fn fill_charts(tx: &mut dyn Tx, practice: PracticeId) {
    let row = AssignmentRow {
        id: AssignmentId(id(804)),
        patient: PATIENT,
        person: PersonId(id(50)),
        purpose: Purpose::Care,
        from: now(),
        until: None,
        ends: None,
    };
    tx.add_assignment(practice, &row, Some(PersonId(id(51))), now()).await.unwrap();
    let glass = BreakGlassRow {
        id: BreakGlassId(id(805)),
        patient: PATIENT,
        person: PersonId(id(50)),
        reason: "secret-reason".into(),
        at: now(),
        until: at("2026-09-15T16:00:00Z"),
    };
    tx.add_break_glass(practice, &glass).await.unwrap();
}
