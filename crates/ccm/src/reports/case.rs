//! What is known of a patient that may ask for somebody's attention.

use serde::{Deserialize, Serialize};

use super::month_meter::MonthMeter;
use crate::basics::{Timestamp, ZoneName};
use crate::enrollment::Program;
use crate::people::preference::CallWindow;

/// Instants, not judgments: what of it is a reason now, [`super::rank`] says. So a case that is kept stays right while
/// time passes, and is made anew only when something happens.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// Since the last contact, newest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub urgent_readings: Vec<UrgentReading>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub escalations: Vec<Escalation>,
    /// A discharge after which nobody has been reached yet (TCM-02).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discharge: Option<Discharge>,
    /// When we promised to call.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub callbacks: Vec<Timestamp>,
    /// The days agreed on for the next contact, where nobody was spoken with since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub planned_contact: Option<PlannedContact>,
    /// When each unread message came.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unread_messages: Vec<Timestamp>,
    /// When each unsigned note was begun.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unsigned_notes: Vec<Timestamp>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing_consents: Vec<MissingConsent>,
    /// The first instant by which the plan is to be reviewed (PLAN-04).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan_review_by: Option<Timestamp>,
    /// In which the patient likes to be called, in `zone`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub windows: Vec<CallWindow>,
    /// The patient's time zone; `None`: not known, and no window is ever open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<ZoneName>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meter: Option<MonthMeter>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_contact: Option<Timestamp>,
    /// Nothing asks for anybody any more.
    #[serde(default)]
    pub has_died: bool,
}

/// A reading outside of its urgent limits.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct UrgentReading {
    /// LOINC.
    pub code: String,
    pub value: f64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    pub at: Timestamp,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Escalation {
    pub since: Timestamp,
    /// `None`: acknowledged, and not disposed of yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acknowledge_by: Option<Timestamp>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Discharge {
    pub at: Timestamp,
    /// The first instant after the last business day on which the contact is in time.
    pub contact_by: Timestamp,
    /// Timely attempts that reached nobody.
    pub attempts: u16,
}

/// From the first instant of the first day to the first after the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedContact {
    pub from: Timestamp,
    pub until: Timestamp,
}

/// A program that asks for consent, and has none that is valid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MissingConsent {
    pub program: Program,
}

// Readings and what befell somebody are not for logs.
macro_rules! redacted {
    ($($name:ident)*) => {$(
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    )*};
}
redacted!(Case UrgentReading);
