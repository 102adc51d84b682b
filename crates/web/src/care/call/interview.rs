//! The guided interview of a form: due questions with what was answered before, and how the call ended.

use std::collections::BTreeSet;

use app::care::QuestionView;
use ccm::basics::*;
use ccm::care::Interviews;
use ccm::care::interview::{AnswerKind, AskedOf};
use fluent::FluentArgs;

use super::controls::Controls;
use super::form::{Outcome, Question, Section, Swap};
use super::making::Making;
use crate::ui::Choice;

impl Making<'_> {
    pub(super) fn outcomes(&self, shown: &Controls) -> Vec<Outcome> {
        let chosen = shown.get("outcome").map_or("", String::as_str);
        let all = &Interviews::embedded().outcomes.all;
        let outcome = |one: &ccm::care::outcome::Outcome| {
            let mut follows = Vec::new();
            if let Some(days) = one.retry_days {
                let key = if one.other_window { "care-follows-retry-other" } else { "care-follows-retry" };
                follows.push(self.t.say_with(key, "days", days).into_owned());
            }
            if let Some(task) = &one.task {
                follows.push(self.t.say_with("care-follows-task", "title", task.title.as_str()).into_owned());
            }
            Outcome {
                choice: Choice {
                    value: one.word.clone(),
                    label: one.en.clone(),
                    is_chosen: one.word == chosen,
                },
                follows: follows.join(" "),
            }
        };
        all.iter().map(outcome).collect()
    }

    pub(super) fn sections(&self, shown: &Controls, standing: &Controls) -> Vec<Section> {
        let spanish = self.view.callee.speaks_spanish();
        let sections = self.view.sections.iter().enumerate().map(|(index, section)| {
            let names: Vec<String> =
                section.questions.iter().map(|one| format!("answer.{}", one.question.id)).collect();
            let prefix = format!("answer.{}.", section.bank);
            let swap = match self.posted {
                None => Swap::Not,
                Some(posted) if names.iter().any(|name| self.is_foreign(posted, standing, name)) => {
                    Swap::Replace
                }
                Some(posted) => {
                    let had = posted.shown_of(&prefix).collect::<BTreeSet<_>>();
                    let has = names.iter().map(String::as_str).collect::<BTreeSet<_>>();
                    let changed = posted.changed();
                    let is_changed = names.iter().any(|name| changed.contains(name));
                    if had == has && !is_changed { Swap::Not } else { Swap::Morph }
                }
            };
            Section {
                id: section.bank.to_owned(),
                title: section.title.en.clone(),
                asked_of: (section.asked_of == AskedOf::Caregiver)
                    .then(|| self.t.say("care-asked-of-caregiver").into_owned()),
                answered: section.answered,
                of: section.questions.len(),
                key: (index < 9).then_some(index + 1),
                questions: section.questions.iter().map(|one| self.question(one, shown, spanish)).collect(),
                swap,
            }
        });
        sections.collect()
    }

    fn question(&self, one: &QuestionView, shown: &Controls, spanish: bool) -> Question {
        let (t, question) = (self.t, one.question);
        let name = format!("answer.{}", question.id);
        let none = (String::new(), t.say("care-not-asked").into_owned());
        let (kind, choices, unit) = match &question.answer {
            AnswerKind::YesNo => {
                let yes_no = [("yes", "care-yes"), ("no", "care-no")];
                let yes_no = yes_no.map(|(value, key)| (value.to_owned(), t.say(key).into_owned()));
                ("radio", yes_no.into_iter().chain([none]).collect(), String::new())
            }
            AnswerKind::Choice { options } => {
                let options = options.iter().map(|one| (one.word.clone(), one.en.clone()));
                ("radio", options.chain([none]).collect(), String::new())
            }
            AnswerKind::Scale => {
                let scale = (0..=10).map(|number| (number.to_string(), number.to_string()));
                ("select", std::iter::once(none).chain(scale).collect(), t.say("care-of-ten").into_owned())
            }
            AnswerKind::Number { unit, .. } => ("number", Vec::new(), unit.clone()),
            AnswerKind::Text => ("text", Vec::new(), String::new()),
        };
        Question {
            id: question.id.clone(),
            kind,
            asked: question.words(spanish).to_owned(),
            means: spanish.then(|| question.en.clone()),
            unit,
            previous: one.previous.as_ref().map(|before| self.before(before.on, &before.shown)),
            control: self.with(shown, &name, choices),
        }
    }

    pub(super) fn before(&self, on: Date, said: &str) -> String {
        let mut args = FluentArgs::new();
        args.set("day", self.t.date(on));
        args.set("said", said);
        self.t.say_all("care-before", &args).into_owned()
    }
}
