//! What single programs ask of the record, and what is billed beside ours.

use serde::{Deserialize, Serialize};

use super::Key;
use crate::basics::{Date, Hcpcs, Moment, ServiceMonth};
use crate::billing::word::Word;

/// A service that is known to be billed beside ours.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OtherService {
    pub id: Key,
    pub code: Hcpcs,
    pub date: Date,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub practitioner: Option<Key>,
    /// Of our group? Ours if the practitioner is ours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub same_group: Option<bool>,
    /// Who told us: `own`, `eligibility`, `payer`, `patient`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Word>,
}

/// A device and one 30-day window of its data (RPM-02).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeviceFact {
    pub id: Key,
    pub kind: Word,
    pub window_start: Date,
    pub window_end: Date,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days_with_data: Option<u16>,
    /// The device meets FDA's definition and sends its data without a hand in between (RPM-01).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uploads_by_itself: Option<bool>,
}

/// A discharge and what followed it (TCM).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TcmFact {
    pub id: Key,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discharge: Option<Moment>,
    /// Out of what kind of stay: `inpatient`, `observation`, `snf`, … (TCM-01).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Word>,
    /// `home`, `rest_home`, `assisted_living`, `snf`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Word>,
    /// First contact made; `None`: none was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact_at: Option<Moment>,
    /// Timely attempts that did not reach anybody.
    #[serde(default)]
    pub failed_attempts: u16,
    /// `None`: no visit yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visit_date: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision_making: Option<Word>,
    /// `None`: not done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub medication_reconciliation: Option<Date>,
}

/// The facts of a collaborative-care episode (COCM-01).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CocmFact {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_month: Option<ServiceMonth>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub psychiatric_review: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registry: Option<bool>,
}

/// A code that the practice asks for beside those that the facts suggest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RequestedCode {
    pub code: Hcpcs,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub practitioner: Option<Key>,
}

/// Who is paid the global fee of an operation, and when (CONC-32).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GlobalSurgery {
    pub practitioner: Key,
    pub from: Date,
    pub to: Date,
}
