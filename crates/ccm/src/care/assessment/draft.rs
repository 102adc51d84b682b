//! An assessment while it is being asked.

use serde::{Deserialize, Serialize};

use crate::basics::{Date, Problem};
use crate::care::interview::AnswerValue;

use super::instrument::Instrument;
use super::score::Answers;

/// How it was asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    #[default]
    Phone,
    InPerson,
    /// The person answered on their own; somebody typed it in.
    Alone,
}

impl Way {
    pub const ALL: [Self; 3] = [Self::Phone, Self::InPerson, Self::Alone];

    pub fn word(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::InPerson => "in_person",
            Self::Alone => "alone",
        }
    }
}

/// What has been answered so far, and how it is asked. It redacts itself.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssessmentDraft {
    pub answers: Answers,
    pub way: Way,
    pub spanish: bool,
    /// The day on which it was asked.
    pub on: Date,
}

/// What changes in a draft.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct AssessmentEdits {
    /// By the word of the item; `None` takes an answer back.
    pub answers: Vec<(String, Option<AnswerValue>)>,
    pub way: Option<Way>,
    pub spanish: Option<bool>,
    pub on: Option<Date>,
}

impl AssessmentDraft {
    /// Takes edits. Answers that are no longer asked for are dropped with them.
    ///
    /// # Errors
    /// All problems at once; nothing is changed then.
    pub fn merge(
        &mut self,
        instrument: &Instrument,
        edits: &AssessmentEdits,
        today: Date,
    ) -> Result<(), Vec<Problem>> {
        let mut problems = Vec::new();
        for (word, value) in &edits.answers {
            match (instrument.item(word), value) {
                (None, _) => problems.push(Problem::new("unknown_word", word.as_str())),
                (Some(item), Some(value)) if !instrument.kind(item).takes(value) => {
                    let expected = instrument.kind(item).expected();
                    problems.push(Problem::new("answer", word.as_str()).with("expected", expected));
                }
                _ => {}
            }
        }
        if edits.on.is_some_and(|on| on > today) {
            problems.push(Problem::new("in_future", "on"));
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        for (word, value) in &edits.answers {
            match value {
                Some(value) => drop(self.answers.insert(word.clone(), value.clone())),
                None => drop(self.answers.remove(word)),
            }
        }
        self.way = edits.way.unwrap_or(self.way);
        self.spanish = edits.spanish.unwrap_or(self.spanish);
        self.on = edits.on.unwrap_or(self.on);
        // In the order of the items: what follows from an answer that is dropped is dropped too.
        for item in &instrument.items {
            if !item.is_asked(&self.answers) {
                self.answers.remove(&item.word);
            }
        }
        Ok(())
    }
}

impl std::fmt::Debug for AssessmentDraft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AssessmentDraft(…)")
    }
}

impl std::fmt::Debug for AssessmentEdits {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AssessmentEdits(…)")
    }
}
