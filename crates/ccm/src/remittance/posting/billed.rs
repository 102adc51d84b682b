//! A claim as posting needs to know it.

use serde::{Deserialize, Serialize};

use crate::basics::{Cents, ClaimId, ClaimLineId, Date, PatientId, PayerId};
use crate::claim::life::PayerTurn;
use crate::remittance::adjudication::Payment;
use crate::remittance::ledger::{Account, Subject};

/// What becomes of a qualified beneficiary's share: never the patient's (PAY-06). Set by the practice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QmbTerm {
    #[default]
    BillMedicaid,
    WriteOff,
}

impl QmbTerm {
    pub const ALL: [Self; 2] = [Self::BillMedicaid, Self::WriteOff];

    pub fn word(self) -> &'static str {
        match self {
            Self::BillMedicaid => "bill_medicaid",
            Self::WriteOff => "write_off",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }
}

/// A claim that was sent, and what is known of who pays for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BilledClaim {
    pub claim: ClaimId,
    /// CLM01.
    pub number: String,
    pub patient: PatientId,
    /// Whom it was sent to. Another payer's remittance for it is that of a payer after this one, unless named here.
    pub payer: PayerId,
    /// Who was asked before it, where Medicare is secondary.
    pub prior_payers: Vec<PayerId>,
    /// Qualified Medicare Beneficiary on the date of service.
    pub qmb: bool,
    pub qmb_term: QmbTerm,
    /// A payer after this one is on record, and we send it what is left.
    pub has_secondary: bool,
    /// CLM05-3 8: it takes another back, and asks for nothing itself.
    pub is_void: bool,
    pub lines: Vec<BilledLine>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BilledLine {
    pub id: ClaimLineId,
    /// REF*6R as it was sent.
    pub control: String,
    pub code: String,
    pub on: Date,
    pub charge: Cents,
    /// What the fee schedule lets expect, all units, before the patient's share and any cut.
    pub expected: Option<Cents>,
}

impl BilledClaim {
    /// Which of the claim's payers a payment comes from.
    pub fn turn(&self, payment: &Payment) -> PayerTurn {
        match payment.key.payer {
            payer if payer == self.payer => PayerTurn::Own,
            payer if self.prior_payers.contains(&payer) => PayerTurn::Before,
            _ => PayerTurn::After,
        }
    }

    pub(super) fn subject(&self, line: Option<ClaimLineId>) -> Subject {
        Subject::claim(self.claim, self.patient, line)
    }

    pub(super) fn side(&self, account: Account, line: Option<ClaimLineId>) -> (Account, Subject) {
        (account, self.subject(line))
    }
}
