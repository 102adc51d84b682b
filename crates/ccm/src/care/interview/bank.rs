//! One file of questions: about a condition, or for everybody.

use serde::{Deserialize, Serialize};

use crate::basics::{Date, Icd10Cm};
use crate::care::red_flag::Severity;
use crate::enrollment::Program;

use super::answer::{AnswerKind, AnswerValue};

/// The same in both languages that patients are spoken to in.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    pub en: String,
    pub es: String,
}

/// Who is asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AskedOf {
    #[default]
    Patient,
    Caregiver,
}

/// A bank of questions, with whom it is for and where its wording comes from.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Bank {
    /// Its name in question ids: `diabetes`.
    pub bank: String,
    /// Its place among the sections of an interview.
    pub order: u32,
    pub version: u32,
    #[serde(deserialize_with = "crate::care::interview::written::day")]
    pub from: Date,
    pub source: String,
    /// Reviewed by clinicians of the practice.
    pub verified: bool,
    pub title: Words,
    /// Beginnings of ICD-10-CM codes; none: everybody.
    pub applies_to: Vec<String>,
    /// None: every program.
    pub programs: Vec<Program>,
    #[serde(default)]
    pub asked_of: AskedOf,
    #[serde(rename = "question")]
    pub questions: Vec<Question>,
    #[serde(rename = "score", default)]
    pub scores: Vec<Score>,
}

/// One question, in words of ours.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// `bank.word`, stable for ever.
    pub id: String,
    /// How the note names it, in English.
    pub note: String,
    pub en: String,
    pub es: String,
    pub answer: AnswerKind,
    /// Days after which it is due again; absent: at every call.
    pub every_days: Option<u16>,
    /// Asked only where another question of this call was answered so.
    pub after: Option<After>,
    /// The first that fits counts; the gravest stands first.
    #[serde(rename = "red_flag", default)]
    pub red_flags: Vec<RedFlag>,
}

/// An earlier answer that a question waits for.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct After {
    pub question: String,
    pub when: Trigger,
}

/// What an answer must be.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Trigger {
    /// Yes or no.
    Is(bool),
    AtLeast(i64),
    AtMost(i64),
    /// Words of a choice.
    OneOf(Vec<String>),
}

/// An answer that cannot wait.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct RedFlag {
    pub when: Trigger,
    pub severity: Severity,
    /// Id of a protocol.
    pub protocol: String,
}

/// Several answers that count together.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Score {
    pub id: String,
    pub note: String,
    /// Of choices with points.
    pub questions: Vec<String>,
    /// From here on it is a red flag.
    pub at_least: i64,
    pub most: i64,
    pub severity: Severity,
    pub protocol: String,
}

impl Bank {
    /// Whether somebody with these conditions in these programs is asked.
    pub fn is_for(&self, conditions: &[Icd10Cm], programs: &[Program]) -> bool {
        let begins = |code: &Icd10Cm| self.applies_to.iter().any(|start| code.as_str().starts_with(start));
        (self.applies_to.is_empty() || conditions.iter().any(begins))
            && (self.programs.is_empty() || self.programs.iter().any(|one| programs.contains(one)))
    }
}

impl Question {
    pub fn words(&self, spanish: bool) -> &str {
        if spanish { &self.es } else { &self.en }
    }
}

impl Trigger {
    pub fn fits(&self, value: &AnswerValue) -> bool {
        match (self, value) {
            (Self::Is(wanted), AnswerValue::Yes) => *wanted,
            (Self::Is(wanted), AnswerValue::No) => !*wanted,
            (Self::OneOf(words), AnswerValue::Choice(word)) => words.contains(word),
            (Self::AtLeast(least), value) => value.number().is_some_and(|found| found >= (*least).into()),
            (Self::AtMost(most), value) => value.number().is_some_and(|found| found <= (*most).into()),
            _ => false,
        }
    }
}
