//! Why now: data, not sentences. Words are made at the edge.

use serde::{Deserialize, Serialize};

use super::case::UrgentReading;
use crate::basics::{Hcpcs, Timestamp};
use crate::enrollment::Program;

/// What sort of reason. Clinical ones stand above all others, and pace below all others, whatever the weights are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReasonClass {
    Clinical,
    /// Somebody waits for us, or a record waits for its completion.
    Duty,
    /// Time of the month. It orders equal cases.
    Pace,
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $word:literal, $class:ident;)*) => {
        /// One kind of reason, under the word that `ranking.toml` knows it by.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum ReasonKind { $($(#[$doc])* $name,)* }

        impl ReasonKind {
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            pub fn word(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }

            pub fn class(self) -> ReasonClass {
                match self { $(Self::$name => ReasonClass::$class,)* }
            }
        }
    };
}

kinds! {
    UrgentReading = "urgent_reading", Clinical;
    Escalation = "escalation", Clinical;
    Discharge = "discharge", Clinical;
    Callback = "callback", Duty;
    Message = "message", Duty;
    ConsentMissing = "consent_missing", Duty;
    PlanReview = "plan_review", Duty;
    PlannedContact = "planned_contact", Duty;
    UnsignedNote = "unsigned_note", Duty;
    /// The patient likes to be called at this hour. It has no weight of its own: it comes and goes by the hour, and
    /// orders what is otherwise equal.
    Window = "window", Pace;
    Pace = "pace", Pace;
}

impl ReasonKind {
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.word() == word)
    }
}

/// One reason, with what makes it one.
#[derive(Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Reason {
    UrgentReading(UrgentReading),
    Escalation {
        since: Timestamp,
        acknowledge_by: Option<Timestamp>,
        is_overdue: bool,
    },
    /// Contact after a discharge, until `by` (TCM-02).
    Discharge {
        discharged: Timestamp,
        by: Timestamp,
        attempts: u16,
        is_overdue: bool,
    },
    Callback {
        at: Timestamp,
        is_overdue: bool,
    },
    Message {
        since: Timestamp,
        count: usize,
    },
    ConsentMissing {
        program: Program,
    },
    PlanReview {
        by: Timestamp,
        is_overdue: bool,
    },
    /// The days that were agreed on for the next contact have begun.
    PlannedContact {
        until: Timestamp,
        is_overdue: bool,
    },
    UnsignedNote {
        since: Timestamp,
        count: usize,
    },
    /// Open now, in the patient's time zone.
    Window {
        until: Timestamp,
    },
    Pace {
        program: Program,
        code: Hcpcs,
        counted_seconds: u64,
        needed_seconds: u64,
        days_left: u16,
    },
}

impl Reason {
    pub fn kind(&self) -> ReasonKind {
        match self {
            Self::UrgentReading(_) => ReasonKind::UrgentReading,
            Self::Escalation { .. } => ReasonKind::Escalation,
            Self::Discharge { .. } => ReasonKind::Discharge,
            Self::Callback { .. } => ReasonKind::Callback,
            Self::Message { .. } => ReasonKind::Message,
            Self::ConsentMissing { .. } => ReasonKind::ConsentMissing,
            Self::PlanReview { .. } => ReasonKind::PlanReview,
            Self::PlannedContact { .. } => ReasonKind::PlannedContact,
            Self::UnsignedNote { .. } => ReasonKind::UnsignedNote,
            Self::Window { .. } => ReasonKind::Window,
            Self::Pace { .. } => ReasonKind::Pace,
        }
    }

    /// By when, or since when: of two reasons of one weight the earlier comes first.
    pub fn due(&self) -> Option<Timestamp> {
        match self {
            Self::UrgentReading(reading) => Some(reading.at),
            Self::Escalation { since, acknowledge_by, .. } => Some(acknowledge_by.unwrap_or(*since)),
            Self::Discharge { by, .. } | Self::PlanReview { by, .. } => Some(*by),
            Self::Callback { at, .. } => Some(*at),
            Self::PlannedContact { until, .. } => Some(*until),
            Self::Message { since, .. } | Self::UnsignedNote { since, .. } => Some(*since),
            Self::ConsentMissing { .. } | Self::Window { .. } | Self::Pace { .. } => None,
        }
    }
}

// What befell a patient is not for logs.
impl std::fmt::Debug for Reason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Reason({} …)", self.kind().word())
    }
}
