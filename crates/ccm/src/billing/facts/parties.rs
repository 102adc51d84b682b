//! Who bills and who pays: the group, the practitioner, the payer.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::Key;
use crate::basics::{Date, Hcpcs};
use crate::billing::payer::PayerTerms;
use crate::billing::word::Word;
use crate::people::verification::DeductibleLeft;

/// The billing group.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PracticeFacts {
    /// `physician`, `rhc`, `fqhc`, …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub setting: Option<Word>,
    /// Place of service code, two digits (CLAIM-02).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place_of_service: Option<Word>,
    /// What the practice can do at any hour (PLAN-03), as words of `rules/programs.toml`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capabilities: Option<Vec<Word>>,
}

/// The practitioner under whose name the month is billed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BillerFacts {
    pub practitioner: Key,
    /// Role word on the last day of the month: `md`, `np` (CCM-BILL-01).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Word>,
    /// Qualifying APM participant in the year of the date of service (PAY-02).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub qualifying_participant: Option<bool>,
}

/// Who pays.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PayerFacts {
    /// `medicare_ffs`, `medicare_advantage`, …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<Word>,
    /// Part B on the date of service, departures of this month aside (ELIG-05).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part_b_active: Option<bool>,
    /// Qualified Medicare Beneficiary on the date of service (PAY-06).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub qmb: Option<bool>,
    /// Coverage by this payer on the date of service; asked of payers other than original Medicare.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coverage_active: Option<bool>,
    /// What the payer itself says when it is asked; `None`: it is not asked here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed: Option<ConfirmedFacts>,
    /// What this payer's contract says otherwise than the rules of its kind (PAYER-01); `None`: nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms: Option<Box<PayerTerms>>,
    /// What the payer has agreed to beforehand (PAYER-01).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authorizations: Vec<Authorization>,
    /// The locality's indices on the date of service; `None`: only the national rate is worked out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gpci: Option<Gpci>,
}

/// What became of asking the payer whom it covers (ELIG-05).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ConfirmedFacts {
    /// The day of its answer for this month; `None`: there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
    /// What it says otherwise than the record, as long as nobody has said which stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<Word>,
    /// What it says is left of the year's deductible (PAY-05).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deductible_left: Option<DeductibleLeft>,
}

/// A payer's word, given beforehand, that a service may be furnished.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Authorization {
    pub id: Key,
    pub code: Hcpcs,
    pub from: Date,
    pub until: Date,
}

/// Geographic practice cost indices (PAY-01).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gpci {
    pub work: Decimal,
    pub pe: Decimal,
    pub mp: Decimal,
}
