//! What an answer or a band leads to: an escalation at once, or a task.

use serde::Deserialize;

use crate::care::red_flag::Severity;
use crate::care::task::TaskKind;

use super::instrument::{Given, Instrument};
use super::score::{Answers, Scored};

/// A rule: an answer, or one of some bands; and an escalation, or a task.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Stable for ever; with the instrument it is the source of what it opens.
    pub word: String,
    /// How a note and an escalation name it, in English.
    pub note: String,
    pub answer: Option<Given>,
    #[serde(default)]
    pub bands: Vec<String>,
    pub escalate: Option<Escalate>,
    pub task: Option<TaskToDo>,
}

/// An escalation with its protocol of `interviews/protocols.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Escalate {
    pub severity: Severity,
    pub protocol: String,
}

/// A task, due so many days after the assessment.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaskToDo {
    pub kind: TaskKind,
    pub due_days: u16,
    pub title: String,
}

/// A rule that these answers have met, with what it asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raised<'a> {
    /// `phq_9.self_harm`.
    pub source: String,
    pub action: Action<'a>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action<'a> {
    Escalate(&'a Escalate),
    Task(&'a TaskToDo),
}

impl Instrument {
    /// Rules that single answers have met: those cannot wait for the rest.
    pub fn raised_by_answers(&self, answers: &Answers) -> Vec<Raised<'_>> {
        self.raised(|rule| {
            let given = rule.answer.as_ref();
            given.is_some_and(|given| answers.get(&given.item).is_some_and(|value| given.when.fits(value)))
        })
    }

    /// Rules that the band has met.
    pub fn raised_by_band(&self, scored: &Scored<'_>) -> Vec<Raised<'_>> {
        self.raised(|rule| scored.band.is_some_and(|band| rule.bands.contains(&band.word)))
    }

    fn raised(&self, is_met: impl Fn(&Rule) -> bool) -> Vec<Raised<'_>> {
        let met = self.rules.iter().filter(|rule| is_met(rule));
        met.filter_map(|rule| {
            let action = match (&rule.escalate, &rule.task) {
                (Some(escalate), _) => Action::Escalate(escalate),
                (None, Some(task)) => Action::Task(task),
                (None, None) => return None,
            };
            Some(Raised { source: format!("{}.{}", self.id, rule.word), action })
        })
        .collect()
    }
}
