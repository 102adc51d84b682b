//! The log of round-the-clock access (PLAN-03): who called at what hour, who answered with the record before them, what
//! was asked and said, how it ended. Written once; a correction is another entry that names the one it replaces.
//!
//! It counts no time: minutes come from the clock and the call's own note alone, so that none is counted twice.

use std::sync::LazyLock;

use jiff::civil::Time;
use serde::{Deserialize, Serialize};

use crate::basics::{AccessCallId, Date, PatientId, PersonId, Problem, TaskId, TimeZone, Timestamp};

/// The longest question or answer.
pub const WORDS_CHARACTERS: usize = 4_000;
/// How far back a call may be entered.
pub const ENTERED_WITHIN_DAYS: i64 = 7;

/// What was said.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessWords {
    pub asked: String,
    pub answered: String,
}

impl std::fmt::Debug for AccessWords {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AccessWords(…)")
    }
}

/// What is entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAccessCall {
    pub called_at: Timestamp,
    /// Words of `coordination/access_calls.toml`.
    pub caller: String,
    pub disposition: String,
    pub words: AccessWords,
    pub replaces: Option<AccessCallId>,
}

impl NewAccessCall {
    /// What is wrong with it at an instant, all at once.
    pub fn check(&self, terms: &AccessTerms, now: Timestamp) -> Vec<Problem> {
        let mut problems = Vec::new();
        let earliest = now.checked_sub(jiff::SignedDuration::from_hours(24 * ENTERED_WITHIN_DAYS));
        if self.called_at > now {
            problems.push(Problem::new("in_the_future", "called_at"));
        } else if earliest.is_ok_and(|earliest| self.called_at < earliest) && self.replaces.is_none() {
            let days = ENTERED_WITHIN_DAYS;
            problems.push(Problem::new("out_of_range", "called_at").with("days_at_most", days));
        }
        for (path, text) in [("asked", &self.words.asked), ("answered", &self.words.answered)] {
            match text.trim().chars().count() {
                0 => problems.push(Problem::new("required", path)),
                length if length > WORDS_CHARACTERS => problems.push(
                    Problem::new("too_long", path)
                        .with("expected", format!("at most {WORDS_CHARACTERS} characters")),
                ),
                _ => {}
            }
        }
        if terms.caller(&self.caller).is_none() {
            problems.push(Problem::new("unknown_word", "caller"));
        }
        if terms.disposition(&self.disposition).is_none() {
            problems.push(Problem::new("unknown_word", "disposition"));
        }
        problems
    }
}

/// An entry of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessCall {
    pub id: AccessCallId,
    pub patient: PatientId,
    pub new: NewAccessCall,
    /// Of the file that had the words.
    pub terms_version: u32,
    /// Whether the roster had whoever answered on call at that instant.
    pub was_on_call: bool,
    /// The follow-up in the morning; `None` in a correction, which has the first one's.
    pub task: Option<TaskId>,
    pub recorded_at: Timestamp,
    pub recorded_by: PersonId,
}

/// A word with its label.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccessWord {
    pub word: String,
    pub en: String,
}

/// `coordination/access_calls.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccessTerms {
    pub version: u32,
    #[serde(deserialize_with = "crate::care::interview::written::day")]
    pub from: Date,
    pub source: String,
    pub verified: bool,
    morning: Time,
    task: String,
    caller: Vec<AccessWord>,
    disposition: Vec<AccessWord>,
}

static TERMS: LazyLock<AccessTerms> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../../coordination/access_calls.toml")).expect("our own table reads")
});

impl AccessTerms {
    pub fn embedded() -> &'static Self {
        &TERMS
    }

    pub fn callers(&self) -> &[AccessWord] {
        &self.caller
    }

    pub fn dispositions(&self) -> &[AccessWord] {
        &self.disposition
    }

    pub fn caller(&self, word: &str) -> Option<&AccessWord> {
        self.caller.iter().find(|one| one.word == word)
    }

    pub fn disposition(&self, word: &str) -> Option<&AccessWord> {
        self.disposition.iter().find(|one| one.word == word)
    }

    /// The title of the follow-up, by how the call ended.
    pub fn follow_up(&self, disposition: &AccessWord) -> String {
        self.task.replace("{why}", &disposition.en)
    }

    /// The morning after a call, on the practice's calendar.
    pub fn morning_after(&self, called_at: Timestamp, zone: &TimeZone) -> Date {
        let called = zone.to_datetime(called_at);
        let is_night = called.time() < self.morning;
        if is_night { called.date() } else { called.date().tomorrow().unwrap_or(called.date()) }
    }
}
