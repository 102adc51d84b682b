//! A referral: somebody else is asked for something, and the loop is open until their report was read. Its state is
//! derived from its events; what was recorded by mistake is taken back by an event of its own.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::basics::{Date, DirectoryEntryId, PatientId, PersonId, Problem, ReferralId, TimeZone, Timestamp};

/// The longest name of whom it is sent to, and the longest reason.
pub const TO_CHARACTERS: usize = 200;
pub const WHY_CHARACTERS: usize = 2_000;

/// How soon. The days are data of `coordination/referrals.toml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    Urgent,
    Soon,
    Routine,
}

impl Urgency {
    pub const ALL: [Self; 3] = [Self::Urgent, Self::Soon, Self::Routine];

    pub fn word(self) -> &'static str {
        match self {
            Self::Urgent => "urgent",
            Self::Soon => "soon",
            Self::Routine => "routine",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }
}

/// What is asked of whom.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewReferral {
    /// As it was when it was sent, also where it came from the directory.
    pub to: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<DirectoryEntryId>,
    pub why: String,
    pub urgency: Urgency,
    /// Who wants it: a colleague.
    pub asked_by: PersonId,
}

impl NewReferral {
    /// What is wrong with it, all at once.
    pub fn check(&self) -> Vec<Problem> {
        [("to", &self.to, TO_CHARACTERS), ("why", &self.why, WHY_CHARACTERS)]
            .into_iter()
            .filter_map(|(path, text, most)| text_problem(path, text, most))
            .collect()
    }
}

fn text_problem(path: &str, text: &str, most: usize) -> Option<Problem> {
    match text.trim().chars().count() {
        0 => Some(Problem::new("required", path)),
        length if length > most => {
            Some(Problem::new("too_long", path).with("expected", format!("at most {most} characters")))
        }
        _ => None,
    }
}

/// A referral as it was sent.
#[derive(Clone, PartialEq, Eq)]
pub struct Referral {
    pub id: ReferralId,
    pub patient: PatientId,
    pub new: NewReferral,
    pub opened_at: Timestamp,
    pub opened_by: PersonId,
}

/// What happened to it. Written once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum LoopStep {
    Sent,
    /// They take the patient; `on`: the day of the appointment, where there is one. Again where it was moved.
    Accepted {
        on: Option<Date>,
    },
    Seen {
        on: Date,
    },
    ReportReceived,
    /// The report was read and acted on.
    Closed {
        remark: Option<String>,
    },
    /// They, or the patient, do not want it.
    Declined {
        reason: String,
    },
    /// The patient did not go; the loop stays open.
    NoShow {
        reason: String,
    },
    /// Nobody can find out any more.
    Lost {
        reason: String,
    },
    /// The newest step that stands was recorded by mistake.
    Corrected {
        reason: String,
    },
}

/// Where the loop is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LoopState {
    Sent,
    Accepted,
    NoShow,
    Seen,
    ReportReceived,
    Closed,
    Declined,
    Lost,
}

impl LoopState {
    /// Open ones first, in their order.
    pub const ALL: [Self; 8] = [
        Self::Sent,
        Self::Accepted,
        Self::NoShow,
        Self::Seen,
        Self::ReportReceived,
        Self::Closed,
        Self::Declined,
        Self::Lost,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Accepted => "accepted",
            Self::NoShow => "no_show",
            Self::Seen => "seen",
            Self::ReportReceived => "report_received",
            Self::Closed => "closed",
            Self::Declined => "declined",
            Self::Lost => "lost",
        }
    }

    pub fn is_open(self) -> bool {
        self < Self::Closed
    }

    /// What may follow, the usual one first. A stranger's report may come without a word of the visit.
    pub fn next(self) -> &'static [Self] {
        use LoopState as S;
        match self {
            S::Sent => &[S::Accepted, S::Seen, S::ReportReceived, S::NoShow, S::Declined, S::Lost],
            S::Accepted => &[S::Seen, S::Accepted, S::NoShow, S::ReportReceived, S::Declined, S::Lost],
            S::NoShow => &[S::Accepted, S::Seen, S::Declined, S::Lost],
            S::Seen => &[S::ReportReceived, S::Lost],
            S::ReportReceived => &[S::Closed],
            S::Closed | S::Declined | S::Lost => &[],
        }
    }
}

impl LoopStep {
    /// The state that it leads to; `None`: it takes another one back.
    pub fn state(&self) -> Option<LoopState> {
        Some(match self {
            Self::Sent => LoopState::Sent,
            Self::Accepted { .. } => LoopState::Accepted,
            Self::Seen { .. } => LoopState::Seen,
            Self::ReportReceived => LoopState::ReportReceived,
            Self::Closed { .. } => LoopState::Closed,
            Self::Declined { .. } => LoopState::Declined,
            Self::NoShow { .. } => LoopState::NoShow,
            Self::Lost { .. } => LoopState::Lost,
            Self::Corrected { .. } => return None,
        })
    }

    pub fn kind(&self) -> &'static str {
        self.state().map_or("corrected", LoopState::word)
    }

    /// What somebody said with it.
    pub fn words(&self) -> Option<&str> {
        match self {
            Self::Closed { remark } => remark.as_deref(),
            Self::Declined { reason }
            | Self::NoShow { reason }
            | Self::Lost { reason }
            | Self::Corrected { reason } => Some(reason),
            Self::Sent | Self::Accepted { .. } | Self::Seen { .. } | Self::ReportReceived => None,
        }
    }

    pub fn on(&self) -> Option<Date> {
        match self {
            Self::Accepted { on } => *on,
            Self::Seen { on } => Some(*on),
            _ => None,
        }
    }

    /// What is wrong with its words on a day, all at once.
    pub fn check(&self, today: Date) -> Vec<Problem> {
        let mut problems = Vec::new();
        match self {
            Self::Closed { remark: None } => {}
            Self::Closed { remark: Some(text) } if text.trim().is_empty() => {}
            _ => problems.extend(self.words().and_then(|text| text_problem("reason", text, WHY_CHARACTERS))),
        }
        if matches!(self, Self::Seen { on } if *on > today) {
            problems.push(Problem::new("in_the_future", "on"));
        }
        problems
    }
}

/// A step, with who did it and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoopEvent {
    pub at: Timestamp,
    pub by: PersonId,
    pub step: LoopStep,
}

/// A referral as its events have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoopStanding {
    pub state: LoopState,
    /// Since when.
    pub since: Timestamp,
    /// The day of the appointment or of the visit that the state speaks of.
    pub on: Option<Date>,
    /// Whether there is a step that can be taken back.
    pub is_correctable: bool,
}

/// Derives the state.
pub fn loop_standing(referral: &Referral, events: &[LoopEvent]) -> LoopStanding {
    let mut path: Vec<&LoopEvent> = Vec::new();
    for event in events {
        match event.step.state() {
            Some(_) => path.push(event),
            // The sending itself is not taken back: such a referral is lost, with its reason.
            None if path.len() > 1 => drop(path.pop()),
            None => {}
        }
    }
    let newest = path.last();
    LoopStanding {
        state: newest.and_then(|event| event.step.state()).unwrap_or(LoopState::Sent),
        since: newest.map_or(referral.opened_at, |event| event.at),
        on: newest.and_then(|event| event.step.on()),
        is_correctable: path.len() > 1,
    }
}

/// Why a step is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LoopError {
    #[error("the loop is closed; a step recorded by mistake is taken back with a reason")]
    Ended,
    #[error("a referral goes forward; a step recorded by mistake is taken back with a reason")]
    Backwards,
    #[error("there is no step to take back")]
    NothingToCorrect,
}

impl LoopStanding {
    /// Whether a step may follow.
    ///
    /// # Errors
    /// [`LoopError`].
    pub fn may(&self, step: &LoopStep) -> Result<(), LoopError> {
        match step.state() {
            None if self.is_correctable => Ok(()),
            None => Err(LoopError::NothingToCorrect),
            Some(next) if self.state.next().contains(&next) => Ok(()),
            Some(_) if !self.state.is_open() => Err(LoopError::Ended),
            Some(_) => Err(LoopError::Backwards),
        }
    }

    /// Until when the next step should be known; `None`: there is none.
    pub fn due(&self, terms: &LoopTerms, urgency: Urgency, zone: &TimeZone) -> Option<Date> {
        let days = terms.of(urgency)?;
        let since = zone.to_datetime(self.since).date();
        let (from, days) = match self.state {
            LoopState::Sent => (since, days.accepted),
            LoopState::Accepted => match self.on {
                Some(on) => (on, days.booked),
                None => (since, days.seen),
            },
            LoopState::Seen => (self.on.unwrap_or(since), days.reported),
            LoopState::ReportReceived => (since, days.closed),
            LoopState::NoShow => (since, days.rebooked),
            LoopState::Closed | LoopState::Declined | LoopState::Lost => return None,
        };
        Some(from.saturating_add(jiff::Span::new().days(days)))
    }
}

/// Days of one urgency.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LoopDays {
    pub word: Urgency,
    pub accepted: i64,
    pub seen: i64,
    /// After the day of an appointment.
    pub booked: i64,
    pub reported: i64,
    pub closed: i64,
    pub rebooked: i64,
}

/// `coordination/referrals.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LoopTerms {
    pub version: u32,
    #[serde(deserialize_with = "crate::care::interview::written::day")]
    pub from: Date,
    pub source: String,
    pub verified: bool,
    urgency: Vec<LoopDays>,
    tasks: std::collections::BTreeMap<String, String>,
}

static TERMS: LazyLock<LoopTerms> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../../coordination/referrals.toml")).expect("our own table reads")
});

impl LoopTerms {
    pub fn embedded() -> &'static Self {
        &TERMS
    }

    pub fn of(&self, urgency: Urgency) -> Option<&LoopDays> {
        self.urgency.iter().find(|one| one.word == urgency)
    }

    /// The title of the task that stands for what comes after a state; `None`: nothing does.
    pub fn task(&self, state: LoopState, to: &str) -> Option<String> {
        self.tasks.get(state.word()).map(|text| text.replace("{to}", to.trim()))
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
redacted!(NewReferral Referral LoopStep);
