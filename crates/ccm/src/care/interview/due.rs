//! Which questions are due now, each with what was answered before.

use std::collections::BTreeMap;

use crate::basics::{Date, Icd10Cm};
use crate::enrollment::Program;

use super::answer::AnswerValue;
use super::bank::{Bank, Question};
use super::book::Interviews;

/// The newest signed answer to a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreviousAnswer {
    pub question: String,
    pub value: AnswerValue,
    /// The local day of the call.
    pub on: Date,
}

/// What decides which questions are asked.
#[derive(Clone, Copy, Debug)]
pub struct Situation<'a> {
    /// The conditions that are managed.
    pub conditions: &'a [Icd10Cm],
    pub programs: &'a [Program],
    /// The local day.
    pub today: Date,
    pub previous: &'a [PreviousAnswer],
    /// Of this call, so far.
    pub given: &'a BTreeMap<String, AnswerValue>,
}

/// The due questions of one bank.
#[derive(Clone, Debug, PartialEq)]
pub struct DueSection<'a> {
    pub bank: &'a Bank,
    pub questions: Vec<DueQuestion<'a>>,
}

/// A question to be asked, or answered already in this call.
#[derive(Clone, Debug, PartialEq)]
pub struct DueQuestion<'a> {
    pub question: &'a Question,
    pub previous: Option<&'a PreviousAnswer>,
    pub given: Option<&'a AnswerValue>,
}

impl DueSection<'_> {
    /// How many are answered, of how many.
    pub fn progress(&self) -> (usize, usize) {
        (self.questions.iter().filter(|one| one.given.is_some()).count(), self.questions.len())
    }
}

impl Interviews {
    /// The sections of this call, in order. A question that was answered in this call stays, whether due or not.
    pub fn due<'a>(&'a self, situation: &Situation<'a>) -> Vec<DueSection<'a>> {
        let banks = self.banks.iter().filter(|bank| bank.is_for(situation.conditions, situation.programs));
        let sections = banks.map(|bank| {
            let questions = bank.questions.iter().filter_map(|question| situation.due(question)).collect();
            DueSection { bank, questions }
        });
        sections.filter(|section| !section.questions.is_empty()).collect()
    }
}

impl<'a> Situation<'a> {
    fn due(&self, question: &'a Question) -> Option<DueQuestion<'a>> {
        let given = self.given.get(&question.id);
        let previous =
            self.previous.iter().filter(|one| one.question == question.id).max_by_key(|one| one.on);
        let follows = question.after.as_ref().is_none_or(|after| {
            self.given.get(&after.question).is_some_and(|answer| after.when.fits(answer))
        });
        let is_time = match (question.every_days, previous) {
            (Some(days), Some(previous)) => {
                let next = previous.on.checked_add(jiff::Span::new().days(i64::from(days)));
                next.is_ok_and(|next| next <= self.today)
            }
            _ => true,
        };
        (given.is_some() || follows && is_time).then_some(DueQuestion { question, previous, given })
    }
}
