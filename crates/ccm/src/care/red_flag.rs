//! Answers that cannot wait: which ones, how grave, and what is done about them. All of it is data of `interviews/`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::basics::{Date, Problem};

use super::TaskKind;
use super::interview::{AnswerKind, AnswerValue, Interviews, Words};

/// How soon somebody must look. The gravest is the least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    Emergency,
    Urgent,
    SameDay,
}

impl Severity {
    pub fn word(self) -> &'static str {
        match self {
            Self::Emergency => "emergency",
            Self::Urgent => "urgent",
            Self::SameDay => "same_day",
        }
    }
}

/// What a severity asks.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Asks {
    pub label: Words,
    /// From the answer to the acknowledgment.
    pub acknowledge_minutes: i64,
    /// The next contact is no later than this many days on.
    pub follow_up_days: u16,
}

/// `interviews/severities.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Severities {
    pub version: u32,
    #[serde(deserialize_with = "crate::care::interview::written::day")]
    pub from: Date,
    pub source: String,
    pub verified: bool,
    emergency: Asks,
    urgent: Asks,
    same_day: Asks,
}

impl Severities {
    pub fn asks(&self, severity: Severity) -> &Asks {
        match severity {
            Severity::Emergency => &self.emergency,
            Severity::Urgent => &self.urgent,
            Severity::SameDay => &self.same_day,
        }
    }
}

/// What is done about a red flag.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Protocol {
    pub id: String,
    pub title: Words,
    /// The words for 911 are shown at once.
    pub advise_911: bool,
    pub steps: Vec<String>,
}

/// A way for an escalation to end.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Disposition {
    pub word: String,
    /// How the note says it.
    pub note: String,
    pub en: String,
    pub es: String,
    /// It must be said in words why.
    #[serde(default)]
    pub reason: bool,
    /// It rests on a clinician's answer.
    #[serde(default)]
    pub needs_answer: bool,
}

/// A way in which a clinician answers, and what the answer leaves to do for whoever asked.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct AnswerWay {
    pub word: String,
    pub en: String,
    /// What kind of follow-up it opens.
    pub task: TaskKind,
    /// Its days from the answer on; without them, the days of the severity.
    #[serde(default)]
    pub due_days: Option<i64>,
}

/// `interviews/protocols.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Protocols {
    pub version: u32,
    #[serde(deserialize_with = "crate::care::interview::written::day")]
    pub from: Date,
    pub source: String,
    pub verified: bool,
    pub advise_911: Words,
    #[serde(rename = "disposition")]
    pub dispositions: Vec<Disposition>,
    #[serde(rename = "answer")]
    pub ways: Vec<AnswerWay>,
    #[serde(rename = "protocol")]
    protocols: Vec<Protocol>,
}

impl Protocols {
    pub fn get(&self, id: &str) -> Option<&Protocol> {
        self.protocols.iter().find(|protocol| protocol.id == id)
    }

    pub fn iter(&self) -> impl Iterator<Item = &Protocol> {
        self.protocols.iter()
    }

    pub fn disposition(&self, word: &str) -> Option<&Disposition> {
        self.dispositions.iter().find(|disposition| disposition.word == word)
    }

    pub fn way(&self, word: &str) -> Option<&AnswerWay> {
        self.ways.iter().find(|way| way.word == word)
    }

    pub(super) fn check(&self) -> Vec<Problem> {
        let bad = self.protocols.iter().filter(|one| {
            one.steps.is_empty() || one.title.en.trim().is_empty() || one.title.es.trim().is_empty()
        });
        let mut problems: Vec<Problem> =
            bad.map(|one| Problem::new("required", format!("protocols.toml: {}", one.id))).collect();
        let mut ids: Vec<&str> = self.protocols.iter().map(|one| one.id.as_str()).collect();
        ids.extend(self.dispositions.iter().map(|one| one.word.as_str()));
        ids.extend(self.ways.iter().map(|one| one.word.as_str()));
        ids.sort_unstable();
        let twice = ids.windows(2).filter(|pair| pair[0] == pair[1]);
        problems.extend(twice.map(|pair| Problem::new("not_unique", format!("protocols.toml: {}", pair[0]))));
        problems
    }
}

/// A red flag that the answers of a call have raised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Raised {
    /// The question, or the score.
    pub source: String,
    pub severity: Severity,
    pub protocol: String,
}

/// All red flags of these answers, the gravest first; for each question or score at most one.
pub fn raised(book: &Interviews, answers: &BTreeMap<String, AnswerValue>) -> Vec<Raised> {
    let mut raised = Vec::new();
    for (id, value) in answers {
        let Some(question) = book.question(id) else { continue };
        let flag = question.red_flags.iter().find(|flag| flag.when.fits(value));
        raised.extend(flag.map(|flag| Raised {
            source: id.clone(),
            severity: flag.severity,
            protocol: flag.protocol.clone(),
        }));
    }
    for score in book.banks.iter().flat_map(|bank| &bank.scores) {
        let points = score_of(book, &score.questions, answers);
        if points.is_some_and(|points| points >= score.at_least) {
            raised.push(Raised {
                source: score.id.clone(),
                severity: score.severity,
                protocol: score.protocol.clone(),
            });
        }
    }
    raised.sort_by(|a, b| (a.severity, &a.source).cmp(&(b.severity, &b.source)));
    raised
}

/// The points of these questions together; nothing while one is unanswered.
pub fn score_of(
    book: &Interviews,
    questions: &[String],
    answers: &BTreeMap<String, AnswerValue>,
) -> Option<i64> {
    let points = questions.iter().map(|id| {
        let (AnswerKind::Choice { options }, AnswerValue::Choice(word)) =
            (&book.question(id)?.answer, answers.get(id)?)
        else {
            return None;
        };
        options.iter().find(|option| option.word == *word)?.points
    });
    points.sum()
}
