//! An appointment: with whom and when, and whether it was kept. Its state is derived from its events; what was recorded by
//! mistake is taken back by an event of its own.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::basics::{AppointmentId, Date, PatientId, PersonId, Problem, TimeZone, Timestamp};

/// The longest name of whom it is with, and the longest reason.
pub const WITH_CHARACTERS: usize = 200;
pub const REASON_CHARACTERS: usize = 2_000;

/// What is arranged.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewAppointment {
    /// A person, a clinic, a service.
    pub with: String,
    /// A word of `coordination/appointments.toml`.
    pub kind: String,
    pub at: Timestamp,
}

impl NewAppointment {
    /// What is wrong with it, all at once.
    pub fn check(&self, terms: &AppointmentTerms) -> Vec<Problem> {
        let mut problems = Vec::new();
        match self.with.trim().chars().count() {
            0 => problems.push(Problem::new("required", "with")),
            length if length > WITH_CHARACTERS => problems.push(
                Problem::new("too_long", "with")
                    .with("expected", format!("at most {WITH_CHARACTERS} characters")),
            ),
            _ => {}
        }
        if terms.kind(&self.kind).is_none() {
            problems.push(Problem::new("unknown_word", "kind"));
        }
        problems
    }
}

/// An appointment as it was arranged.
#[derive(Clone, PartialEq, Eq)]
pub struct Appointment {
    pub id: AppointmentId,
    pub patient: PatientId,
    pub new: NewAppointment,
    pub arranged_at: Timestamp,
    pub arranged_by: PersonId,
}

/// What became of it. Written once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum AppointmentStep {
    Kept,
    Missed {
        reason: String,
    },
    Cancelled {
        reason: String,
    },
    /// The newest step that stands was recorded by mistake.
    Corrected {
        reason: String,
    },
}

impl AppointmentStep {
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Missed { .. } => "missed",
            Self::Cancelled { .. } => "cancelled",
            Self::Corrected { .. } => "corrected",
        }
    }

    pub fn reason(&self) -> Option<&str> {
        match self {
            Self::Kept => None,
            Self::Missed { reason } | Self::Cancelled { reason } | Self::Corrected { reason } => Some(reason),
        }
    }

    /// What is wrong with its words, all at once.
    pub fn check(&self) -> Vec<Problem> {
        match self.reason().map(|reason| reason.trim().chars().count()) {
            Some(0) => vec![Problem::new("required", "reason")],
            Some(length) if length > REASON_CHARACTERS => vec![
                Problem::new("too_long", "reason")
                    .with("expected", format!("at most {REASON_CHARACTERS} characters")),
            ],
            _ => Vec::new(),
        }
    }
}

/// A step, with who did it and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppointmentEvent {
    pub at: Timestamp,
    pub by: PersonId,
    pub step: AppointmentStep,
}

/// Where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AppointmentState {
    Booked,
    Kept,
    Missed,
    Cancelled,
}

impl AppointmentState {
    pub fn word(self) -> &'static str {
        match self {
            Self::Booked => "booked",
            Self::Kept => "kept",
            Self::Missed => "missed",
            Self::Cancelled => "cancelled",
        }
    }

    /// Derives it.
    pub fn of(events: &[AppointmentEvent]) -> Self {
        events.iter().fold(Self::Booked, |_, event| match event.step {
            AppointmentStep::Kept => Self::Kept,
            AppointmentStep::Missed { .. } => Self::Missed,
            AppointmentStep::Cancelled { .. } => Self::Cancelled,
            // Nothing but a correction follows an end, and nothing but an end a correction.
            AppointmentStep::Corrected { .. } => Self::Booked,
        })
    }

    /// Whether a step may follow at an instant: what has not begun is neither kept nor missed.
    ///
    /// # Errors
    /// [`AppointmentError`].
    pub fn may(
        self,
        step: &AppointmentStep,
        begins: Timestamp,
        now: Timestamp,
    ) -> Result<(), AppointmentError> {
        match step {
            AppointmentStep::Corrected { .. } if self == Self::Booked => {
                Err(AppointmentError::NothingToCorrect)
            }
            AppointmentStep::Corrected { .. } => Ok(()),
            _ if self != Self::Booked => Err(AppointmentError::Ended),
            AppointmentStep::Kept | AppointmentStep::Missed { .. } if now < begins => {
                Err(AppointmentError::NotYet)
            }
            _ => Ok(()),
        }
    }
}

/// Why a step is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AppointmentError {
    #[error("it has ended; what was recorded by mistake is taken back with a reason")]
    Ended,
    #[error("it has not begun")]
    NotYet,
    #[error("there is no step to take back")]
    NothingToCorrect,
}

/// A word with its label.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AppointmentKind {
    pub word: String,
    pub en: String,
}

/// `coordination/appointments.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AppointmentTerms {
    pub version: u32,
    #[serde(deserialize_with = "crate::care::interview::written::day")]
    pub from: Date,
    pub source: String,
    pub verified: bool,
    /// So many days before, somebody reminds the patient.
    reminder_days: i64,
    task: String,
    kind: Vec<AppointmentKind>,
}

static TERMS: LazyLock<AppointmentTerms> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../../coordination/appointments.toml")).expect("our own table reads")
});

impl AppointmentTerms {
    pub fn embedded() -> &'static Self {
        &TERMS
    }

    pub fn kinds(&self) -> &[AppointmentKind] {
        &self.kind
    }

    pub fn kind(&self, word: &str) -> Option<&AppointmentKind> {
        self.kind.iter().find(|one| one.word == word)
    }

    /// The title of the reminder.
    pub fn reminder(&self, with: &str) -> String {
        self.task.replace("{with}", with.trim())
    }

    /// When to remind, on the practice's calendar; never before today.
    pub fn remind_on(&self, at: Timestamp, zone: &TimeZone, today: Date) -> Date {
        zone.to_datetime(at).date().saturating_sub(jiff::Span::new().days(self.reminder_days)).max(today)
    }
}

macro_rules! redacted {
    ($($name:ident)*) => {$(
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    )*};
}
redacted!(NewAppointment Appointment AppointmentStep);
