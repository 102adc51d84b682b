//! How a call ends, and what follows from it: data of `interviews/outcomes.toml`.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::basics::{Date, Problem};

use super::task::TaskKind;

/// A way for a call to end.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    pub word: String,
    /// How the note says it.
    pub note: String,
    pub en: String,
    pub es: String,
    /// Somebody was spoken with: the note needs its minutes.
    pub reached: bool,
    /// A talk took place: the note needs the identity check.
    pub interview: bool,
    /// When the next try is proposed.
    pub retry_days: Option<u16>,
    /// At another time of day than this try.
    #[serde(default)]
    pub other_window: bool,
    /// The word of `rules/activities.toml` under which the minutes belong.
    pub activity: String,
    pub task: Option<OutcomeTask>,
}

/// What is left to do after such a call.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct OutcomeTask {
    pub kind: TaskKind,
    pub title: String,
    pub due_days: u16,
}

/// All of them, in the order in which they are offered.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Outcomes {
    pub version: u32,
    #[serde(deserialize_with = "crate::care::interview::written::day")]
    pub from: Date,
    pub source: String,
    pub verified: bool,
    #[serde(rename = "outcome")]
    pub all: Vec<Outcome>,
}

impl Outcomes {
    pub fn get(&self, word: &str) -> Option<&Outcome> {
        self.all.iter().find(|outcome| outcome.word == word)
    }

    pub(super) fn check(&self) -> Vec<Problem> {
        let mut seen = BTreeSet::new();
        let bad = self.all.iter().filter(|one| {
            !seen.insert(&one.word)
                || [&one.note, &one.en, &one.es, &one.activity].iter().any(|text| text.trim().is_empty())
                || one.interview && !one.reached
        });
        bad.map(|one| Problem::new("outcome", format!("outcomes.toml: {}", one.word))).collect()
    }
}
