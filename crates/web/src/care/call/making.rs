//! Makes a call's form of its view, of what was just posted, and of what was wrong with it.

use std::collections::BTreeSet;

use app::care::{CallView, Colleagues};
use ccm::basics::*;
use ccm::care::Interviews;
use fluent::FluentArgs;

use super::blocks::why_words;
use super::controls::{self, Controls};
use super::form::{CallForm, Control, Told};
use super::posted::Posted;
use super::problems::noted;
use crate::ui::Choice;
use crate::words::Words;

/// Makes the form of a view.
pub struct Making<'a> {
    pub t: Words,
    pub view: &'a CallView,
    pub people: &'a Colleagues,
    /// What was just posted, where something was.
    pub posted: Option<&'a Posted>,
    /// What of it was refused.
    pub problems: &'a [Problem],
    /// Stand in the way of signing.
    pub is_signing: bool,
}

impl Making<'_> {
    pub fn form(&self) -> CallForm {
        let (t, view) = (self.t, self.view);
        let standing = controls::of(view);
        let refused: BTreeSet<&str> =
            self.problems.iter().map(|problem| controls::field(&problem.path)).collect();
        // What was refused is shown as it was typed.
        let mut shown = standing.clone();
        if let Some(posted) = self.posted {
            for (name, value) in &mut shown {
                if posted.had(name) && refused.contains(controls::field(name)) {
                    posted.value(name).clone_into(value);
                }
            }
        }
        let control = |name: &str| self.control(&shown, name);
        let sections = self.sections(&shown, &standing);
        let (answered, asked) =
            sections.iter().fold((0, 0), |(done, of), one| (done + one.answered, of + one.of));
        let mut progress = FluentArgs::new();
        progress.set("done", answered);
        progress.set("of", asked);
        let book = Interviews::embedded();
        let wait = view.draft.next.is_none();
        let mut all: Vec<Problem> = self.problems.to_vec();
        all.extend(view.problems.iter().filter(|one| !self.problems.contains(one)).cloned());
        CallForm {
            revision: view.revision,
            saved: t.time(view.saved_at, &self.people.zone),
            is_mine: view.is_mine,
            direction: self.choices(&shown, "direction", &["outbound", "inbound"], "care-direction-"),
            identity: book
                .scripts
                .identity
                .compare
                .iter()
                .map(|one| Control {
                    choices: vec![Choice { label: one.en.clone(), ..Choice::default() }],
                    ..control(&format!("identity.{}", one.word))
                })
                .collect(),
            identity_said: t
                .say_with("care-identity-said", "count", book.scripts.identity.at_least)
                .into_owned(),
            recording: self.choices(&shown, "recording_notice", &["", "read", "not_read"], "care-recording-"),
            outcomes: self.outcomes(&shown),
            has_outcome: view.draft.outcome.is_some(),
            answered,
            asked,
            progress: t.say_all("care-progress", &progress).into_owned(),
            sections,
            medications: self.medications(&shown),
            told: (0..=view.draft.told.len())
                .map(|row| Told {
                    label: control(&format!("told.{row}.label")),
                    how: control(&format!("told.{row}.how")),
                    reason: control(&format!("told.{row}.reason")),
                })
                .collect(),
            goals: self.goals(&shown),
            remarks: control("remarks"),
            tasks: (0..=view.draft.tasks.len()).map(|row| self.task(&shown, row)).collect(),
            minutes: self.minutes(),
            next_from: control("next.from"),
            next_until: control("next.until"),
            next_part: self.choices(
                &shown,
                "next.part",
                &["", "morning", "afternoon", "evening"],
                "care-part-",
            ),
            proposal: self.proposal(),
            reasons: view.next.why.iter().map(|why| why_words(*why, t)).collect(),
            accepts_proposal: wait && self.posted.is_none_or(|posted| posted.accepts_proposal),
            note: control("note"),
            is_edited: view.is_edited,
            problems: noted(&all, view, t, self.is_signing),
            differing: self.differing(&standing),
            swaps: self.swaps(&standing),
            was: standing.into_iter().collect(),
        }
    }

    pub(super) fn control(&self, shown: &Controls, name: &str) -> Control {
        let problem = self.problems.iter().find(|problem| problem.path == name);
        Control {
            name: name.to_owned(),
            value: shown.get(name).cloned().unwrap_or_default(),
            choices: Vec::new(),
            problem: problem.map(|problem| super::problems::said(problem, self.t)),
        }
    }

    pub(super) fn with(&self, shown: &Controls, name: &str, choices: Vec<(String, String)>) -> Control {
        let control = self.control(shown, name);
        let choices = choices.into_iter().map(|(value, label)| Choice {
            is_chosen: value == control.value,
            value,
            label,
        });
        Control { choices: choices.collect(), ..control }
    }

    pub(super) fn choices(&self, shown: &Controls, name: &str, words: &[&str], prefix: &str) -> Control {
        let label = |word: &&str| {
            let key = if word.is_empty() { "none" } else { word };
            ((*word).to_owned(), self.t.say(&format!("{prefix}{}", key.replace('_', "-"))).into_owned())
        };
        self.with(shown, name, words.iter().map(label).collect())
    }
}
