//! Second factors: each code works once, however many try it at once.

use std::sync::Arc;

use app::access::*;
use app::ports::PasskeyRow;
use ccm::access::Password;
use ccm::basics::PasskeyId;
use passkeys::OriginPasskeys;

use crate::support::*;

fn secret(new: &totp::NewTotp) -> Vec<u8> {
    let (mut bytes, mut held, mut bits) = (Vec::new(), 0u32, 0);
    for letter in new.secret.bytes() {
        let value = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".iter().position(|&known| known == letter);
        (held, bits) = (held << 5 | value.expect("base 32") as u32, bits + 5);
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits) as u8);
        }
    }
    bytes
}

impl Walls {
    pub fn code(&self, secret: &[u8], steps: i64) -> String {
        let step = self.app().now().as_second().div_euclid(30) + steps;
        format!("{:06}", self.app().secrets.one_time_code(secret, step))
    }

    pub async fn with_totp(&self, signed_in: &SignedIn) -> Vec<u8> {
        let new = totp::begin(self.app(), signed_in).await.expect("a secret");
        assert!(new.uri.starts_with("otpauth://totp/Perennial:rhea?secret="));
        let secret = secret(&new);
        let wrong = totp::confirm(self.app(), signed_in, "000000x").await;
        assert!(wrong.is_err());
        totp::confirm(self.app(), signed_in, &self.code(&secret, 0)).await.expect("confirmed");
        assert!(totp::begin(self.app(), signed_in).await.is_err(), "confirmed ones stay");
        secret
    }

    async fn pending(&self) -> (PendingToken, Vec<Factor>) {
        match self.try_in("rhea", PHRASE).await {
            SignIn::SecondFactor(token, factors) => (token, factors),
            other => panic!("no second factor asked: {other:?}"),
        }
    }

    async fn show(&self, pending: &PendingToken, proof: FactorProof) -> SignIn {
        second_factor(self.app(), pending, &proof, &address(), "test").await.expect("an answer")
    }
}

#[tokio::test]
async fn a_one_time_code_works_once() {
    each(async |walls| {
        let new = walls.admit("rhea").await;
        let secret = walls.with_totp(&new.signed_in).await;
        let (token, factors) = walls.pending().await;
        assert_eq!(factors, [Factor::Totp]);
        // The code of the confirmation is used up.
        let used = walls.code(&secret, 0);
        assert!(matches!(walls.show(&token, FactorProof::Totp(used)).await, SignIn::Refused));
        walls.house.put_clock("2026-09-14T15:01:00Z");
        // Two sign-ins, one code, at once.
        let (other, _) = walls.pending().await;
        let code = walls.code(&secret, 1);
        let (one, two) = tokio::join!(
            walls.show(&token, FactorProof::Totp(code.clone())),
            walls.show(&other, FactorProof::Totp(code.clone()))
        );
        let opened = [one, two].iter().filter(|answer| matches!(answer, SignIn::Done(_))).count();
        assert_eq!(opened, 1);
        // A step earlier than the last one used is used up too.
        let (token, _) = walls.pending().await;
        let earlier = walls.code(&secret, 0);
        assert!(matches!(walls.show(&token, FactorProof::Totp(earlier)).await, SignIn::Refused));
    })
    .await;
}

#[tokio::test]
async fn a_recovery_code_works_once() {
    each(async |walls| {
        let new = walls.admit("rhea").await;
        assert!(recovery::make(walls.app(), &new.signed_in).await.is_err(), "there is no second factor yet");
        walls.with_totp(&new.signed_in).await;
        let codes = recovery::make(walls.app(), &new.signed_in).await.expect("codes");
        assert_eq!(codes.len(), 10);
        let (one, factors) = walls.pending().await;
        assert_eq!(factors, [Factor::Totp, Factor::RecoveryCode]);
        let (two, _) = walls.pending().await;
        let typed = format!(" {} ", codes[0].to_uppercase());
        let answers = tokio::join!(
            walls.show(&one, FactorProof::RecoveryCode(typed.clone())),
            walls.show(&two, FactorProof::RecoveryCode(typed))
        );
        let opened = [answers.0, answers.1].iter().filter(|one| matches!(one, SignIn::Done(_))).count();
        assert_eq!(opened, 1);
        assert_eq!(recovery::left(walls.app(), &new.signed_in).await.expect("a count"), 9);
        // One finished ceremony opens no second session, whatever is shown.
        let answer = walls.show(&one, FactorProof::RecoveryCode(codes[1].clone())).await;
        let other = walls.show(&two, FactorProof::RecoveryCode(codes[1].clone())).await;
        assert!(matches!((&answer, &other), (SignIn::Refused, _) | (_, SignIn::Refused)));
    })
    .await;
}

#[tokio::test]
async fn whoever_has_the_password_cannot_guess_the_second_factor_for_ever() {
    each(async |walls| {
        let new = walls.admit("rhea").await;
        walls.with_totp(&new.signed_in).await;
        for _ in 0..5 {
            let (token, _) = walls.pending().await;
            let wrong = FactorProof::RecoveryCode("0000-0000-0000-0000".to_owned());
            assert!(matches!(walls.show(&token, wrong).await, SignIn::Refused));
        }
        assert!(matches!(walls.try_in("rhea", PHRASE).await, SignIn::Locked { .. }));
        let up = StepUpProof::Password(Password::new(PHRASE));
        let locked = step_up(walls.app(), &new.signed_in, &up, &address()).await.expect("an answer");
        assert!(matches!(locked, SignIn::Locked { .. }));
    })
    .await;
}

#[tokio::test]
async fn a_sign_in_that_takes_too_long_is_over() {
    each(async |walls| {
        let new = walls.admit("rhea").await;
        let secret = walls.with_totp(&new.signed_in).await;
        let (token, _) = walls.pending().await;
        walls.house.put_clock("2026-09-14T15:05:00Z");
        let answer = walls.show(&token, FactorProof::Totp(walls.code(&secret, 0))).await;
        assert!(matches!(answer, SignIn::Refused));
    })
    .await;
}

#[tokio::test]
async fn a_fresh_proof_is_asked_by_what_somebody_has() {
    each(async |mut walls| {
        let rhea = walls.admit("rhea").await.signed_in;
        let ways = async |walls: &Walls| step_up_ways(walls.app(), &rhea).await.expect("ways");
        assert_eq!(ways(&walls).await, StepUpWays { password: true, ..NOTHING });
        walls.house.app.passkeys =
            Some(Arc::new(OriginPasskeys::new("https://walls.example.org").expect("an origin")));
        let mut work = walls.app().begin(&rhea.actor(), walls.north).await.expect("work");
        let passkey = PasskeyRow {
            id: PasskeyId(work.id()),
            account: rhea.account,
            name: "laptop".to_owned(),
            credential_sha256: [7; 32],
            credential: b"{}".to_vec(),
            counter: 0,
            created_at: work.now,
            used_at: None,
        };
        work.tx.add_passkey(&passkey).await.expect("kept");
        work.audit("add", "passkey", &passkey.id.to_string(), None, serde_json::Value::Null);
        work.commit().await.expect("committed");
        assert_eq!(ways(&walls).await, StepUpWays { passkey: true, ..NOTHING });
        walls.with_totp(&rhea).await;
        assert_eq!(ways(&walls).await, StepUpWays { passkey: true, code: true, ..NOTHING });
        // Started without an origin, the program knows of no passkey.
        walls.house.app.passkeys = None;
        assert_eq!(ways(&walls).await, StepUpWays { code: true, ..NOTHING });
    })
    .await;
}
