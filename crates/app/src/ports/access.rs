//! Who comes in: accounts, their proofs, their sessions; and whose charts they see.

use async_trait::async_trait;
use ccm::access::{AccessPolicy, Tries};
use ccm::basics::*;
use serde::{Deserialize, Serialize};

use crate::Result;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountState {
    /// Has never had a password.
    Invited,
    Active,
    Disabled,
}

/// A person's way in.
#[derive(Clone)]
pub struct AccountRow {
    pub id: AccountId,
    pub person: PersonId,
    pub login: String,
    pub state: AccountState,
    /// argon2's own text (PHC).
    pub password: Option<String>,
    pub password_at: Option<Timestamp>,
}

/// What a person is at a practice, as far as permissions go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldRole {
    pub practice: PracticeId,
    pub word: String,
    pub from: Date,
    pub until: Option<Date>,
}

/// What one-time codes are made of.
#[derive(Clone)]
pub struct TotpRow {
    pub secret: Vec<u8>,
    pub last_step: i64,
    pub is_confirmed: bool,
}

/// A passkey; its credential is the implementation's own text.
#[derive(Clone)]
pub struct PasskeyRow {
    pub id: PasskeyId,
    pub account: AccountId,
    pub name: String,
    pub credential_sha256: [u8; 32],
    pub credential: Vec<u8>,
    pub counter: i64,
    pub created_at: Timestamp,
    pub used_at: Option<Timestamp>,
}

/// What was begun and must be finished once, before it expires.
#[derive(Clone)]
pub struct CeremonyRow {
    pub token_sha256: [u8; 32],
    pub kind: String,
    pub account: Option<AccountId>,
    pub state: Vec<u8>,
    pub expires_at: Timestamp,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvitationRow {
    pub id: InvitationId,
    pub account: AccountId,
    pub token_sha256: [u8; 32],
    pub made_at: Timestamp,
    pub expires_at: Timestamp,
    pub used_at: Option<Timestamp>,
    pub withdrawn_at: Option<Timestamp>,
}

/// A session with whose it is.
#[derive(Clone)]
pub struct SessionRow {
    pub id: SessionId,
    pub account: AccountId,
    pub token_sha256: [u8; 32],
    pub practice: Option<PracticeId>,
    /// What the browser calls itself, cut short.
    pub device: String,
    /// How it was opened: `password`, `password+totp`, `passkey`, …
    pub proof: String,
    pub created_at: Timestamp,
    pub seen_at: Timestamp,
    pub stepped_up_until: Option<Timestamp>,
    pub revoked_at: Option<Timestamp>,
}

/// What a page needs to know of whoever has a session.
#[derive(Clone)]
pub struct Sitting {
    pub session: SessionRow,
    pub person: PersonId,
    pub login: String,
    pub given: String,
    pub family: String,
    pub has_second_factor: bool,
}

/// A sitting, with all that says what may be done in it.
#[derive(Clone)]
pub struct Seat {
    pub sitting: Sitting,
    pub policy: AccessPolicy,
    /// All that the person was ever given.
    pub roles: Vec<HeldRole>,
    /// The organization's practices: id, key, name.
    pub practices: Vec<(PracticeId, String, String)>,
}

/// Why somebody sees a chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// They care for the patient.
    Care,
    /// They review the chart from outside.
    Review,
}

/// A stretch in which a chart is somebody's. Written once; another row ends it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssignmentRow {
    pub id: AssignmentId,
    pub patient: PatientId,
    pub person: PersonId,
    pub purpose: Purpose,
    pub from: Timestamp,
    pub until: Option<Timestamp>,
    /// The earlier row that this one ends.
    pub ends: Option<AssignmentId>,
}

/// A broken glass.
#[derive(Clone, PartialEq, Eq)]
pub struct BreakGlassRow {
    pub id: BreakGlassId,
    pub patient: PatientId,
    pub person: PersonId,
    pub reason: String,
    pub at: Timestamp,
    pub until: Timestamp,
}

/// Whose tries are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TriesOf {
    Login,
    Address,
}

/// Accounts, roles, policy, tries.
#[async_trait]
pub trait Accounts: Send {
    async fn account_of_login(&mut self, login: &str) -> Result<Option<AccountRow>>;
    async fn account(&mut self, id: AccountId) -> Result<Option<AccountRow>>;
    async fn account_of(&mut self, person: PersonId) -> Result<Option<AccountRow>>;
    /// Keeps a new account, or a new state or password of an old one.
    async fn put_account(&mut self, account: &AccountRow, now: Timestamp) -> Result<()>;
    /// Every role of a person in the organization, also those that are over.
    async fn held_roles(&mut self, person: PersonId) -> Result<Vec<HeldRole>>;
    /// People of the organization who are known by one of these role words on a day, and have an active account.
    async fn has_active(&mut self, words: &[String], on: Date) -> Result<bool>;
    /// Practices by name: (id, key, name), in the order of their keys.
    async fn practice_names(&mut self) -> Result<Vec<(PracticeId, String, String)>>;
    /// The organization's own, or the usual one.
    async fn access_policy(&mut self) -> Result<AccessPolicy>;
    async fn put_access_policy(&mut self, policy: &AccessPolicy) -> Result<()>;
    /// A keyed hash of something that must not stand in clear: an address, a sign-in name.
    async fn keyed_hash(&mut self, kind: &str, value: &str) -> Result<[u8; 32]>;
    /// What was counted; nobody else counts for this subject until the transaction ends.
    async fn tries(&mut self, of: TriesOf, subject: [u8; 32], now: Timestamp) -> Result<Tries>;
    async fn put_tries(&mut self, of: TriesOf, subject: [u8; 32], tries: Tries, now: Timestamp)
    -> Result<()>;
}

/// Second factors, passkeys, what was begun.
#[async_trait]
pub trait Factors: Send {
    async fn totp(&mut self, account: AccountId) -> Result<Option<TotpRow>>;
    /// A new secret in place of one that nobody has confirmed; `false` where there is a confirmed one.
    async fn put_totp(&mut self, account: AccountId, secret: &[u8]) -> Result<bool>;
    async fn confirm_totp(&mut self, account: AccountId, now: Timestamp) -> Result<()>;
    /// Uses a step up; `false`: it, or a later one, was used before.
    async fn take_totp_step(&mut self, account: AccountId, step: i64) -> Result<bool>;
    /// Puts new codes in place of all old ones.
    async fn put_recovery_codes(
        &mut self,
        account: AccountId,
        sha256: &[[u8; 32]],
        now: Timestamp,
    ) -> Result<()>;
    /// Uses a code up; `false`: there is none, or it was used before.
    async fn take_recovery_code(
        &mut self,
        account: AccountId,
        sha256: [u8; 32],
        now: Timestamp,
    ) -> Result<bool>;
    async fn recovery_codes_left(&mut self, account: AccountId) -> Result<i64>;
    async fn passkeys(&mut self, account: AccountId) -> Result<Vec<PasskeyRow>>;
    async fn passkey_by_credential(&mut self, sha256: [u8; 32]) -> Result<Option<PasskeyRow>>;
    async fn add_passkey(&mut self, passkey: &PasskeyRow) -> Result<()>;
    /// Notes a use; `false`: the counter did not grow, so somebody has made a copy of the authenticator.
    async fn use_passkey(&mut self, passkey: &PasskeyRow, now: Timestamp) -> Result<bool>;
    async fn drop_passkey(&mut self, account: AccountId, id: PasskeyId) -> Result<bool>;
    /// Takes codes, one-time secrets and passkeys of an account away.
    async fn drop_factors(&mut self, account: AccountId) -> Result<()>;
    /// Keeps it, and sweeps out what has expired.
    async fn add_ceremony(&mut self, ceremony: &CeremonyRow, now: Timestamp) -> Result<()>;
    async fn ceremony(&mut self, kind: &str, sha256: [u8; 32], now: Timestamp)
    -> Result<Option<CeremonyRow>>;
    /// Takes it away: whoever gets it is the only one.
    async fn take_ceremony(
        &mut self,
        kind: &str,
        sha256: [u8; 32],
        now: Timestamp,
    ) -> Result<Option<CeremonyRow>>;
}

/// Invitations and sessions.
#[async_trait]
pub trait Sessions: Send {
    /// Keeps it, and withdraws the account's earlier ones.
    async fn add_invitation(&mut self, invitation: &InvitationRow) -> Result<()>;
    async fn invitation(&mut self, sha256: [u8; 32]) -> Result<Option<InvitationRow>>;
    /// Uses it up; `false`: used, withdrawn or expired before.
    async fn take_invitation(&mut self, id: InvitationId, now: Timestamp) -> Result<bool>;
    async fn add_session(&mut self, session: &SessionRow) -> Result<()>;
    /// The session behind a token, of an account that is active. Whether it still lives is the domain's to say.
    async fn seat(&mut self, sha256: [u8; 32]) -> Result<Option<Seat>>;
    /// Notes that it was used; stands beside what is written.
    async fn see_session(&mut self, id: SessionId, now: Timestamp) -> Result<()>;
    /// Of an account that was not revoked and began after an instant, newest first.
    async fn sessions_of(&mut self, account: AccountId, since: Timestamp) -> Result<Vec<SessionRow>>;
    async fn session(&mut self, id: SessionId) -> Result<Option<SessionRow>>;
    /// `false`: it was revoked before.
    async fn revoke_session(&mut self, id: SessionId, now: Timestamp) -> Result<bool>;
    /// All of an account but one; how many.
    async fn revoke_sessions_of(
        &mut self,
        account: AccountId,
        but: Option<SessionId>,
        now: Timestamp,
    ) -> Result<u64>;
    /// Gives it another token; `false`: somebody else did so first, or it was revoked.
    async fn rotate_session(
        &mut self,
        id: SessionId,
        old: [u8; 32],
        new: [u8; 32],
        stepped_up_until: Timestamp,
    ) -> Result<bool>;
    async fn place_session(&mut self, id: SessionId, practice: PracticeId) -> Result<()>;
}

/// Whose charts are whose.
#[async_trait]
pub trait ChartAccess: Send {
    async fn add_assignment(
        &mut self,
        practice: PracticeId,
        row: &AssignmentRow,
        by: Option<PersonId>,
        at: Timestamp,
    ) -> Result<()>;
    /// What holds at an instant, of one patient.
    async fn assignments_of(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
        at: Timestamp,
    ) -> Result<Vec<AssignmentRow>>;
    /// What holds at an instant, of one person.
    async fn assigned_to(
        &mut self,
        practice: PracticeId,
        person: PersonId,
        purpose: Purpose,
        at: Timestamp,
    ) -> Result<Vec<AssignmentRow>>;
    /// Whether a patient is this person's at an instant.
    async fn is_assigned(
        &mut self,
        practice: PracticeId,
        person: PersonId,
        patient: PatientId,
        purpose: Purpose,
        at: Timestamp,
    ) -> Result<bool>;
    async fn add_break_glass(&mut self, practice: PracticeId, row: &BreakGlassRow) -> Result<()>;
    /// The glass that somebody broke and that is still open.
    async fn open_glass(
        &mut self,
        practice: PracticeId,
        person: PersonId,
        patient: PatientId,
        at: Timestamp,
    ) -> Result<Option<BreakGlassId>>;
    /// Charts that somebody sees through a broken glass.
    async fn glass_patients(
        &mut self,
        practice: PracticeId,
        person: PersonId,
        at: Timestamp,
    ) -> Result<Vec<PatientId>>;
    /// All that were broken since an instant, with their reasons, newest first.
    async fn broken_glasses(&mut self, practice: PracticeId, since: Timestamp) -> Result<Vec<BreakGlassRow>>;
}
