//! What one coordinator hands to another: the open work as it stood, and a note. Written once; its receiver accepts it.

use serde::{Deserialize, Serialize};

use crate::basics::{Date, HandoverId, PatientId, PersonId, Problem, Timestamp};

/// The longest note.
pub const NOTE_CHARACTERS: usize = 4_000;

/// What kind of work is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HandedKind {
    /// What cannot wait, not disposed of.
    Escalation,
    Task,
    /// An open loop.
    Referral,
    NextContact,
    /// A call whose note is not signed: whoever began it must.
    Draft,
}

impl HandedKind {
    pub const ALL: [Self; 5] = [Self::Escalation, Self::Task, Self::Referral, Self::NextContact, Self::Draft];

    pub fn word(self) -> &'static str {
        match self {
            Self::Escalation => "escalation",
            Self::Task => "task",
            Self::Referral => "referral",
            Self::NextContact => "next_contact",
            Self::Draft => "draft",
        }
    }
}

/// One piece of it, as it stood.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handed {
    pub kind: HandedKind,
    pub patient: Option<PatientId>,
    /// In words: a title, a protocol, to whom.
    pub what: String,
    /// Due, or the last day.
    pub on: Option<Date>,
    /// Its id, as it is written outside.
    pub id: String,
}

/// Facts and note.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandoverBody {
    pub note: String,
    pub handed: Vec<Handed>,
}

/// A handover as it was made.
#[derive(Clone, PartialEq, Eq)]
pub struct Handover {
    pub id: HandoverId,
    pub from: PersonId,
    pub to: PersonId,
    /// `None`: the whole caseload.
    pub patient: Option<PatientId>,
    pub body: HandoverBody,
    pub made_at: Timestamp,
}

/// When its receiver said that it is theirs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Acceptance {
    pub at: Timestamp,
    pub by: PersonId,
}

/// What is wrong with a new one, all at once.
pub fn check_handover(from: PersonId, to: PersonId, note: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    if from == to {
        problems.push(Problem::new("to_oneself", "to"));
    }
    match note.trim().chars().count() {
        0 => problems.push(Problem::new("required", "note")),
        length if length > NOTE_CHARACTERS => {
            problems.push(
                Problem::new("too_long", "note")
                    .with("expected", format!("at most {NOTE_CHARACTERS} characters")),
            );
        }
        _ => {}
    }
    problems
}

/// The most pressing first: by kind, then by day.
pub fn in_order(mut handed: Vec<Handed>) -> Vec<Handed> {
    handed.sort_by(|a, b| (a.kind, a.on.is_none(), a.on, &a.id).cmp(&(b.kind, b.on.is_none(), b.on, &b.id)));
    handed
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
redacted!(Handed HandoverBody Handover);
