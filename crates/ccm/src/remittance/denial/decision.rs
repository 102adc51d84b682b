//! What somebody decides about a claim that was not paid. Written once; the newest counts.

use serde::{Deserialize, Serialize};

use crate::basics::{Date, Problem};

/// The longest note.
pub const NOTE_CHARACTERS: usize = 2_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// Somebody works on it; nothing is decided.
    Taken,
    /// It goes on the sheet for the next call.
    AskPayer,
    /// Nothing before a day.
    Wait,
    /// Another claim is asked in place of it.
    Correct,
    /// A redetermination was asked for.
    Appeal,
    /// The payer was asked to open it again; no file says so.
    Reopen,
    /// What was refused is given up.
    WriteOff,
    /// The payer says that it is the patient's, and so it stays.
    BillPatient,
}

impl Decision {
    pub const ALL: [Self; 8] = [
        Self::Taken,
        Self::AskPayer,
        Self::Wait,
        Self::Correct,
        Self::Appeal,
        Self::Reopen,
        Self::WriteOff,
        Self::BillPatient,
    ];

    /// What a person may say by hand; the others come with a deed of their own.
    pub const BY_HAND: [Self; 6] =
        [Self::Taken, Self::AskPayer, Self::Wait, Self::Reopen, Self::WriteOff, Self::BillPatient];

    pub fn word(self) -> &'static str {
        match self {
            Self::Taken => "taken",
            Self::AskPayer => "ask_payer",
            Self::Wait => "wait",
            Self::Correct => "correct",
            Self::Appeal => "appeal",
            Self::Reopen => "reopen",
            Self::WriteOff => "write_off",
            Self::BillPatient => "bill_patient",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }

    /// Nothing is left to be decided after it.
    pub fn ends(self) -> bool {
        matches!(self, Self::WriteOff | Self::BillPatient)
    }

    fn needs_reason(self) -> bool {
        matches!(self, Self::Reopen | Self::WriteOff | Self::BillPatient)
    }

    /// What is wrong with it as it was said, all at once.
    pub fn check(self, until: Option<Date>, note: &str, today: Date) -> Vec<Problem> {
        let mut problems = Vec::new();
        match (self, until) {
            (Self::Wait, None) => problems.push(Problem::new("required", "until")),
            (Self::Wait, Some(until)) if until <= today => {
                problems.push(Problem::new("in_the_past", "until"))
            }
            _ => {}
        }
        let length = note.trim().chars().count();
        if length == 0 && self.needs_reason() {
            problems.push(Problem::new("required", "note"));
        }
        if length > NOTE_CHARACTERS {
            let most = format!("at most {NOTE_CHARACTERS} characters");
            problems.push(Problem::new("too_long", "note").with("expected", most));
        }
        problems
    }
}
