//! Everything the engine may know about one patient and one month.
//!
//! `Option` is "known or not": a rule that needs a fact which is `None` answers `Unknown`, and the code is
//! held (ENG-09). A list is complete as given: an empty list of consents says that there is none. Where
//! `None` is itself a fact (never revoked, not signed) the field says so. Nothing here is assumed: what a
//! case file leaves out is filled by the case loader, what the record lacks stays `None`.
//!
//! People and records are [`Key`]s: ids of the store, or short names in a case file. Local dates and times
//! have been resolved by whoever gathers the facts. The shape is stored for ever: fields are added, never
//! renamed or given a new meaning.

mod key;
mod parties;
mod record;
mod services;
mod work;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::word::Word;
use crate::basics::{Date, Hcpcs, ServiceMonth, ZoneName};
use crate::enrollment::Program;

pub use key::Key;
pub use parties::*;
pub use record::*;
pub use services::*;
pub use work::*;

/// What a switch is set to: `true`, `4`, `month_end`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Setting {
    Flag(bool),
    Number(i64),
    Word(Word),
}

impl std::fmt::Display for Setting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Flag(flag) => write!(f, "{flag}"),
            Self::Number(number) => write!(f, "{number}"),
            Self::Word(word) => f.write_str(word.as_str()),
        }
    }
}

/// The switches that a practice has set away from their defaults, by name.
pub type Settings = BTreeMap<Box<str>, Setting>;

/// One patient's month, as the engine sees it.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct MonthFacts {
    pub month: ServiceMonth,
    /// The practice's zone on the last day of the month: it settles the month's edges and all local days (ENG-03).
    pub zone: ZoneName,
    /// The day of evaluation; only timely filing asks for it (CLAIM-06).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub today: Option<Date>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub settings: Settings,
    pub practice: PracticeFacts,
    pub biller: BillerFacts,
    pub payer: PayerFacts,
    /// When care management for this patient began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service_start: Option<Date>,
    /// `non_complex`, `complex`, `qhp`; `None`: the practice declared none (CCM-SEL-01).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub declared_track: Option<Word>,
    /// Programs with an enrollment on record; read for APCM alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub enrolled: Vec<Program>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conditions: Vec<ConditionFact>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub consents: Vec<ConsentFact>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub visits: Vec<VisitFact>,
    /// Every version of the plan up to now.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub care_plans: Vec<CarePlanFact>,
    /// The practitioner's words on decision making: of this month, and others that might be meant for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decision_making: Vec<DecisionMakingFact>,
    /// In the order of their ids: TIME-07 breaks its last tie by it. Struck entries are not here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entries: Vec<EntryFact>,
    /// Time that the same staff logged for other patients (TIME-08).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub other_patient_entries: Vec<OtherPatientEntry>,
    /// Services known to be billed beside ours, by us or by anybody.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub other_services: Vec<OtherService>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stays: Vec<StayFact>,
    /// Death, the end of Part B, a move to a plan that we do not bill (TIME-11). Empty: none is known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub departures: Vec<Departure>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub devices: Vec<DeviceFact>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tcm: Option<TcmFact>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cocm: Option<CocmFact>,
    /// Whether a need that limits care was named at the visit (ELIG-04).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chi_need_named: Option<bool>,
    /// Further codes that the practice asks for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub requested: Vec<RequestedCode>,
    /// The code that the practice asked for in place of ours (FQ-03, FQ-05); `None`: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requested_instead: Option<Hcpcs>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub global_surgery: Vec<GlobalSurgery>,
}

impl MonthFacts {
    /// A month of which nothing is known but whose it is.
    pub fn blank(month: ServiceMonth, zone: ZoneName, practitioner: Key) -> Self {
        Self {
            month,
            zone,
            today: None,
            settings: Settings::new(),
            practice: PracticeFacts::default(),
            biller: BillerFacts { practitioner, role: None, qualifying_participant: None },
            payer: PayerFacts::default(),
            service_start: None,
            declared_track: None,
            enrolled: Vec::new(),
            conditions: Vec::new(),
            consents: Vec::new(),
            visits: Vec::new(),
            care_plans: Vec::new(),
            decision_making: Vec::new(),
            entries: Vec::new(),
            other_patient_entries: Vec::new(),
            other_services: Vec::new(),
            stays: Vec::new(),
            departures: Vec::new(),
            devices: Vec::new(),
            tcm: None,
            cocm: None,
            chi_need_named: None,
            requested: Vec::new(),
            requested_instead: None,
            global_surgery: Vec::new(),
        }
    }
}

/// Diagnoses and what was done for a person are not for logs.
impl std::fmt::Debug for MonthFacts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "MonthFacts({}, {} entries, …)", self.month, self.entries.len())
    }
}
