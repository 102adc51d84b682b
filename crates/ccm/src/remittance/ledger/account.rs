//! Where money stands.

use serde::{Deserialize, Serialize};

/// An account. A debit is positive: what is owed to us, what we have, what was given up. A credit is negative: what was
/// earned, what we owe.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Account {
    /// Earned by charging; negative.
    Charges,
    /// Owed by the payer that the claim was sent to.
    PayerReceivable,
    /// Owed by whoever pays after it: a supplement, Medicaid.
    OtherReceivable,
    /// The patient's share as a payer told it, before it is settled who bears it. Zero after every settlement.
    PatientShare,
    /// Owed by the patient. Always zero for a Qualified Medicare Beneficiary (PAY-06).
    PatientReceivable,
    /// Refused by a payer, and nobody has given it up: denials.
    Disputed,
    /// Above what the payer allows.
    Contractual,
    /// Cut from the payment by law (PAY-08).
    Sequestration,
    /// A qualified beneficiary's share that nobody pays.
    QmbWriteOff,
    /// Forgiven because the patient cannot pay.
    Hardship,
    /// Given up because the patient does not pay.
    BadDebt,
    /// Of what was refused: given up by the practice.
    WriteOff,
    /// Paid for a late payment; negative.
    Interest,
    /// Taken back by a payer out of a payment.
    Recovery,
    /// What else a payer does to a payment as a whole.
    ProviderLevel,
    /// Paid for claims that we do not know yet; negative.
    Unmatched,
    /// A payment that is announced, until it is in the bank.
    CashClearing,
    Bank,
    /// Received from patients, less what they got back.
    PatientMoney,
    /// Owed to the patient; negative.
    RefundPatient,
    /// Owed to a payer; negative.
    RefundPayer,
}

impl Account {
    pub const ALL: [Self; 21] = [
        Self::Charges,
        Self::PayerReceivable,
        Self::OtherReceivable,
        Self::PatientShare,
        Self::PatientReceivable,
        Self::Disputed,
        Self::Contractual,
        Self::Sequestration,
        Self::QmbWriteOff,
        Self::Hardship,
        Self::BadDebt,
        Self::WriteOff,
        Self::Interest,
        Self::Recovery,
        Self::ProviderLevel,
        Self::Unmatched,
        Self::CashClearing,
        Self::Bank,
        Self::PatientMoney,
        Self::RefundPatient,
        Self::RefundPayer,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Self::Charges => "charges",
            Self::PayerReceivable => "payer_receivable",
            Self::OtherReceivable => "other_receivable",
            Self::PatientShare => "patient_share",
            Self::PatientReceivable => "patient_receivable",
            Self::Disputed => "disputed",
            Self::Contractual => "contractual",
            Self::Sequestration => "sequestration",
            Self::QmbWriteOff => "qmb_write_off",
            Self::Hardship => "hardship",
            Self::BadDebt => "bad_debt",
            Self::WriteOff => "write_off",
            Self::Interest => "interest",
            Self::Recovery => "recovery",
            Self::ProviderLevel => "provider_level",
            Self::Unmatched => "unmatched",
            Self::CashClearing => "cash_clearing",
            Self::Bank => "bank",
            Self::PatientMoney => "patient_money",
            Self::RefundPatient => "refund_patient",
            Self::RefundPayer => "refund_payer",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }
}
