//! What is read aloud on a call: data of `interviews/scripts.toml`.

use serde::{Deserialize, Serialize};

use crate::basics::{Date, Problem};

use super::interview::Words;

/// All scripts. `{name}`, `{practice}` and `{number}` are put in where they are shown.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Scripts {
    pub version: u32,
    #[serde(deserialize_with = "crate::care::interview::written::day")]
    pub from: Date,
    pub source: String,
    pub verified: bool,
    pub identity: Identity,
    pub opening: Words,
    /// Says nothing about anybody's health or care.
    pub voicemail: Words,
    pub closing: Words,
    pub recording: Recording,
}

/// How it is made sure who is on the line.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Identity {
    pub en: String,
    pub es: String,
    /// How many of them are compared.
    pub at_least: usize,
    pub compare: Vec<Compared>,
}

/// Something that was compared with the record. What was said is never kept.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Compared {
    pub word: String,
    /// How the note says it.
    pub note: String,
    pub en: String,
    pub es: String,
}

/// What is read where a call is recorded.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Recording {
    pub en: String,
    pub es: String,
    /// What a state that is not listed asks.
    pub default: RecordingRule,
    #[serde(rename = "state")]
    pub states: Vec<StateRule>,
}

/// What a state asks of who records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordingRule {
    /// It is said.
    Notice,
    /// It is said, and everybody agrees.
    Consent,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct StateRule {
    /// Two letters.
    pub state: String,
    pub asks: RecordingRule,
    pub cite: String,
    /// False: nobody has held it against its source yet.
    pub verified: bool,
}

impl Recording {
    /// What a state asks, and whether that has been verified. Of two states the stricter one counts: ask for both.
    pub fn rule(&self, state: &str) -> (RecordingRule, bool) {
        let listed = self.states.iter().find(|one| one.state.eq_ignore_ascii_case(state));
        listed.map_or((self.default, false), |one| (one.asks, one.verified))
    }
}

impl Scripts {
    pub(super) fn check(&self) -> Vec<Problem> {
        let texts = [&self.opening, &self.voicemail, &self.closing];
        let mut said: Vec<(&str, &str)> =
            texts.iter().map(|words| (words.en.as_str(), words.es.as_str())).collect();
        said.push((&self.identity.en, &self.identity.es));
        said.push((&self.recording.en, &self.recording.es));
        let missing = said.iter().any(|(en, es)| en.trim().is_empty() || es.trim().is_empty());
        let too_few = self.identity.compare.len() < self.identity.at_least || self.identity.at_least == 0;
        let mut problems = Vec::new();
        if missing {
            problems.push(Problem::new("required", "scripts.toml"));
        }
        if too_few {
            problems.push(Problem::new("identity", "scripts.toml"));
        }
        problems
    }
}
