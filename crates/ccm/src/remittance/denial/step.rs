//! The words of denials: causes, next steps, and where refused money waits.

use serde::{Deserialize, Serialize};

use crate::remittance::ledger::Account;

/// What a reason comes down to; denials are worked by it. Labels are data of `remittance/carc.toml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CauseGroup {
    PatientShare,
    Contractual,
    Sequestration,
    PriorPayer,
    Duplicate,
    Bundled,
    Qualifying,
    OtherProvider,
    OtherPayer,
    Eligibility,
    Limit,
    Information,
    Coding,
    Provider,
    Authorization,
    Filing,
    Necessity,
    NotCovered,
    Pending,
    Payment,
    Other,
}

impl CauseGroup {
    pub const ALL: [Self; 21] = [
        Self::PatientShare,
        Self::Contractual,
        Self::Sequestration,
        Self::PriorPayer,
        Self::Duplicate,
        Self::Bundled,
        Self::Qualifying,
        Self::OtherProvider,
        Self::OtherPayer,
        Self::Eligibility,
        Self::Limit,
        Self::Information,
        Self::Coding,
        Self::Provider,
        Self::Authorization,
        Self::Filing,
        Self::Necessity,
        Self::NotCovered,
        Self::Pending,
        Self::Payment,
        Self::Other,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Self::PatientShare => "patient_share",
            Self::Contractual => "contractual",
            Self::Sequestration => "sequestration",
            Self::PriorPayer => "prior_payer",
            Self::Duplicate => "duplicate",
            Self::Bundled => "bundled",
            Self::Qualifying => "qualifying",
            Self::OtherProvider => "other_provider",
            Self::OtherPayer => "other_payer",
            Self::Eligibility => "eligibility",
            Self::Limit => "limit",
            Self::Information => "information",
            Self::Coding => "coding",
            Self::Provider => "provider",
            Self::Authorization => "authorization",
            Self::Filing => "filing",
            Self::Necessity => "necessity",
            Self::NotCovered => "not_covered",
            Self::Pending => "pending",
            Self::Payment => "payment",
            Self::Other => "other",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }
}

/// What we propose to do. A person decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NextStep {
    /// Never adjudicated: a new original.
    CorrectAndResend,
    /// Often a Medicare Advantage plan.
    SendToOtherPayer,
    /// With the evidence of the month.
    Appeal,
    WriteOff,
    BillPatient,
    BillSecondary,
    AskPayer,
    Wait,
    Refund,
    /// The contractor corrects a processed claim on request.
    Reopen,
}

impl NextStep {
    pub const ALL: [Self; 10] = [
        Self::CorrectAndResend,
        Self::SendToOtherPayer,
        Self::Appeal,
        Self::WriteOff,
        Self::BillPatient,
        Self::BillSecondary,
        Self::AskPayer,
        Self::Wait,
        Self::Refund,
        Self::Reopen,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Self::CorrectAndResend => "correct_and_resend",
            Self::SendToOtherPayer => "send_to_other_payer",
            Self::Appeal => "appeal",
            Self::WriteOff => "write_off",
            Self::BillPatient => "bill_patient",
            Self::BillSecondary => "bill_secondary",
            Self::AskPayer => "ask_payer",
            Self::Wait => "wait",
            Self::Refund => "refund",
            Self::Reopen => "reopen",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }
}

/// Where an adjustment of the groups CO, OA and PI goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MoneyTo {
    Contractual,
    Sequestration,
    /// The payer before has settled it: nothing is left of it to be had from this one.
    PriorPayer,
    /// Refused; it waits for somebody to decide.
    #[default]
    Disputed,
}

impl MoneyTo {
    /// `None`: it moves nothing in our books when another payer than the claim's own says it.
    pub fn account(self) -> Option<Account> {
        match self {
            Self::Contractual => Some(Account::Contractual),
            Self::Sequestration => Some(Account::Sequestration),
            Self::Disputed => Some(Account::Disputed),
            Self::PriorPayer => None,
        }
    }
}
