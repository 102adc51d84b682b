//! What patients owe, gave and read about it. Balances are made from the ledger; everything else is written once.

use async_trait::async_trait;
use ccm::access::Actor;
use ccm::basics::*;
use ccm::remittance::refund::OwedTo;
use ccm::remittance::statement::{AccountEvent, PaidBy};
use ccm::remittance::{Account, MoneyTerms};
use serde::{Deserialize, Serialize};

use super::rows::ClaimRow;
use crate::Result;

/// What of a claim stands on an account. There is none where nothing does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BalanceRow {
    pub claim: ClaimId,
    pub patient: PatientId,
    pub account: Account,
    /// Debits are positive.
    pub cents: Cents,
    /// When something last moved there.
    pub moved_at: Timestamp,
}

/// How far it is with a patient who owes something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Owing {
    /// There is news that no statement has told.
    Due,
    /// A statement was made, and nobody has said that it went out.
    Unsent,
    /// The patient was told, and nothing has happened since.
    Asked,
    /// Somebody else may still pay, there was news only just now, or it is less than the practice asks for.
    Waiting,
}

impl Owing {
    pub const ALL: [Self; 4] = [Self::Due, Self::Unsent, Self::Asked, Self::Waiting];

    pub fn word(self) -> &'static str {
        match self {
            Self::Due => "due",
            Self::Unsent => "unsent",
            Self::Asked => "asked",
            Self::Waiting => "waiting",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }
}

/// What makes somebody due: figures of the practice, at an instant.
#[derive(Clone, Copy, Debug)]
pub struct OwingTerms {
    /// A month with less than this is not asked for.
    pub small_balance: Cents,
    /// Nobody is asked whose account has moved since.
    pub quiet_since: Timestamp,
}

impl OwingTerms {
    pub fn of(terms: &MoneyTerms, now: Timestamp) -> Self {
        Self { small_balance: terms.small_balance(), quiet_since: terms.quiet_since(now) }
    }
}

/// One patient who owes something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwingRow {
    pub patient: PatientId,
    pub owed: Cents,
    /// What of it may be asked for.
    pub asked: Cents,
    pub owing: Owing,
    /// The newest one.
    pub statement: Option<StatementId>,
}

/// A statement without its pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementHead {
    pub id: StatementId,
    pub patient: PatientId,
    /// From 1, for each patient.
    pub number: i64,
    /// Of its words in `remittance/statement.toml`.
    pub version: u32,
    pub tongue: Tongue,
    pub owed: Cents,
    pub due: Date,
    /// Of what it says of the account: the same is not said twice in a row.
    pub told_sha256: [u8; 32],
    /// When something last moved on the claims that it speaks of.
    pub moved_at: Timestamp,
    pub bytes: i64,
    /// Of the file that was handed out.
    pub sha256: [u8; 32],
    pub made_at: Timestamp,
    pub made_by: Actor,
}

/// How a statement got there. A correction is a new one that names the one it corrects. It redacts itself.
#[derive(Clone, PartialEq, Eq)]
pub struct StatementDelivery {
    pub id: StatementDeliveryId,
    pub statement: StatementId,
    pub patient: PatientId,
    /// A word of [`ccm::enrollment::letter::LETTER_WAYS`].
    pub way: String,
    pub on: Date,
    /// What shows it: whose hands, a tracking number, who saw it.
    pub proof: String,
    pub corrects: Option<StatementDeliveryId>,
    pub recorded_at: Timestamp,
    pub recorded_by: Actor,
}

impl std::fmt::Debug for StatementDelivery {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "StatementDelivery({} {} …)", self.id, self.way)
    }
}

/// What somebody did with money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MoneyKind {
    /// The patient paid.
    Receipt,
    /// A receipt that was none: a check that bounced, a wrong amount.
    Reversal,
    RefundPatient,
    RefundPayer,
    /// We found that a payer paid too much.
    Overpayment,
    /// Forgiven because the patient cannot pay.
    Hardship,
    /// Money of the patient's own, set against what is owed: parts below zero are where it came from.
    CreditUsed,
    /// No payer comes after the claim's own.
    NobodyElse,
}

impl MoneyKind {
    pub const ALL: [Self; 8] = [
        Self::Receipt,
        Self::Reversal,
        Self::RefundPatient,
        Self::RefundPayer,
        Self::Overpayment,
        Self::Hardship,
        Self::CreditUsed,
        Self::NobodyElse,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Self::Receipt => "receipt",
            Self::Reversal => "reversal",
            Self::RefundPatient => "refund_patient",
            Self::RefundPayer => "refund_payer",
            Self::Overpayment => "overpayment",
            Self::Hardship => "hardship",
            Self::CreditUsed => "credit_used",
            Self::NobodyElse => "nobody_else",
        }
    }
}

/// One of them; its amount is above zero. It redacts itself.
#[derive(Clone, PartialEq, Eq)]
pub struct MoneyRow {
    pub id: MoneyDeedId,
    pub kind: MoneyKind,
    pub patient: PatientId,
    pub cents: Cents,
    pub on: Date,
    /// The receipt that a reversal takes back.
    pub reverses: Option<MoneyDeedId>,
    pub detail: MoneyDetail,
    pub recorded_at: Timestamp,
    pub recorded_by: Actor,
}

impl std::fmt::Debug for MoneyRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "MoneyRow({} {} …)", self.id, self.kind.word())
    }
}

/// What of it is sealed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoneyDetail {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<PaidBy>,
    /// A reference, why it was taken back, what a hardship rests on.
    pub note: String,
    /// What falls to each claim.
    pub parts: Vec<(ClaimId, Cents)>,
}

/// Money of somebody else's on a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreditRow {
    pub claim: ClaimId,
    pub patient: PatientId,
    pub to: OwedTo,
}

#[async_trait]
pub trait PatientMoney: Send {
    /// Nobody else moves money of these patients before this transaction ends, and whoever does now is waited for. One statement
    /// for however many.
    async fn lock_accounts(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
        now: Timestamp,
    ) -> Result<()>;
    /// Everything that stands on accounts of these patients' claims.
    async fn balances_of(&mut self, practice: PracticeId, patients: &[PatientId]) -> Result<Vec<BalanceRow>>;
    /// Patients who owe something and are this far, in the order of their ids, after this one.
    async fn owing(
        &mut self,
        practice: PracticeId,
        terms: OwingTerms,
        owing: Owing,
        after: Option<PatientId>,
        limit: i64,
    ) -> Result<Vec<OwingRow>>;
    /// How many patients are how far, with what may be asked of them all, and what they owe.
    async fn owing_counts(
        &mut self,
        practice: PracticeId,
        terms: OwingTerms,
    ) -> Result<Vec<(Owing, i64, Cents, Cents)>>;
    /// All claims of these patients of which the ledger knows something, with their events.
    async fn claims_billed(&mut self, practice: PracticeId, patients: &[PatientId]) -> Result<Vec<ClaimRow>>;
    /// # Errors
    /// [`crate::Error::Conflict`] where somebody else was making one.
    async fn add_statement(&mut self, practice: PracticeId, head: &StatementHead, file: &[u8]) -> Result<()>;
    /// A patient's statements, newest first.
    async fn statements_of(&mut self, practice: PracticeId, patient: PatientId)
    -> Result<Vec<StatementHead>>;
    /// These ones, whosever they are.
    async fn statements_named(
        &mut self,
        practice: PracticeId,
        ids: &[StatementId],
    ) -> Result<Vec<StatementHead>>;
    /// The file of one, as it was made.
    async fn statement_file(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
        id: StatementId,
    ) -> Result<Option<Vec<u8>>>;
    async fn add_statement_delivery(&mut self, practice: PracticeId, row: &StatementDelivery) -> Result<()>;
    /// Of a patient's statements, oldest first.
    async fn statement_deliveries(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
    ) -> Result<Vec<StatementDelivery>>;
    /// # Errors
    /// [`crate::Error::Conflict`] for a second reversal of the same receipt.
    async fn add_money_deed(&mut self, practice: PracticeId, row: &MoneyRow) -> Result<()>;
    /// Of these patients, oldest first.
    async fn money_deeds(&mut self, practice: PracticeId, patients: &[PatientId]) -> Result<Vec<MoneyRow>>;
    /// The `nth` that was agreed with a patient, from 1.
    ///
    /// # Errors
    /// [`crate::Error::Conflict`] where somebody else agreed something at the same time.
    async fn add_account_event(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
        nth: i64,
        event: &AccountEvent,
    ) -> Result<()>;
    /// What was agreed with these patients, in the order in which it was.
    async fn account_events(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
    ) -> Result<Vec<(PatientId, AccountEvent)>>;
    /// Patients who pay in parts, in the order of their ids, after this one.
    async fn on_plans(
        &mut self,
        practice: PracticeId,
        after: Option<PatientId>,
        limit: i64,
    ) -> Result<Vec<PatientId>>;
    /// Claims on which money of somebody else's lies: those on which it has lain longest come first.
    async fn credits(&mut self, practice: PracticeId, limit: i64) -> Result<Vec<CreditRow>>;
    /// What lies on all of them, by whose it is.
    async fn credit_totals(&mut self, practice: PracticeId) -> Result<Vec<(OwedTo, Cents)>>;
}
