//! The other blocks of a form: medications, goals, tasks, minutes, the next contact.

use ccm::care::TaskKind;
use ccm::care::next_contact::{DayPart, Why};
use fluent::FluentArgs;

use super::controls::Controls;
use super::form::{Goal, Medication, Minutes, Task};
use super::making::Making;
use crate::words::Words;

impl Making<'_> {
    pub(super) fn medications(&self, shown: &Controls) -> Vec<Medication> {
        let medication = |one: &app::care::MedicationView| {
            let name = format!("medication.{}", one.listed.medication);
            let before = one.before.as_ref().zip(one.before_on).map(|(said, on)| {
                let key = format!("care-taking-{}", said.taking.word().replace('_', "-"));
                self.before(on, &self.t.say(&key))
            });
            let words = ["taking", "not_taking", "differently", ""];
            Medication {
                id: one.listed.medication.to_string(),
                label: one.listed.label.clone(),
                dosage: one.listed.dosage.clone().unwrap_or_default(),
                before,
                taking: self.choices(shown, &format!("{name}.taking"), &words, "care-taking-"),
                how: self.control(shown, &format!("{name}.how")),
                reason: self.control(shown, &format!("{name}.reason")),
                refill: self.control(shown, &format!("{name}.refill")),
            }
        };
        self.view.medications.iter().map(medication).collect()
    }

    pub(super) fn goals(&self, shown: &Controls) -> Vec<Goal> {
        let goal = |(index, one): (usize, &app::care::GoalView)| {
            let control = |part: &str| self.control(shown, &format!("goal.{index}.{part}"));
            let before = one.before.as_ref().zip(one.before_on).map(|(said, on)| {
                let sure = said.confidence.map(|sure| format!("{sure}/10"));
                let parts = [said.value.clone(), sure, said.barrier.clone()];
                self.before(on, &parts.into_iter().flatten().collect::<Vec<_>>().join(" · "))
            });
            let scale = (0..=10).map(|number| (number.to_string(), number.to_string()));
            let none = (String::new(), self.t.say("care-not-asked").into_owned());
            Goal {
                goal: control("goal"),
                before,
                measure: control("measure"),
                value: control("value"),
                confidence: self.with(
                    shown,
                    &format!("goal.{index}.confidence"),
                    std::iter::once(none).chain(scale).collect(),
                ),
                barrier: control("barrier"),
                words: control("words"),
            }
        };
        self.view.goals.iter().enumerate().map(goal).collect()
    }

    pub(super) fn task(&self, shown: &Controls, row: usize) -> Task {
        let name = |part: &str| format!("tasks.{row}.{part}");
        let kinds: Vec<&str> = TaskKind::ALL.iter().map(|kind| kind.word()).collect();
        let nobody = (String::new(), self.t.say("care-owner-none").into_owned());
        let people = self.people.here.iter().map(|one| (one.id.to_string(), one.name.clone()));
        Task {
            title: self.control(shown, &name("title")),
            kind: self.choices(shown, &name("kind"), &kinds, "care-task-"),
            due: self.control(shown, &name("due")),
            owner: self.with(shown, &name("owner"), std::iter::once(nobody).chain(people).collect()),
        }
    }

    pub(super) fn minutes(&self) -> Vec<Minutes> {
        let view = self.view;
        let entry = |one: &app::ports::OpenEntryRow| {
            let mut args = FluentArgs::new();
            args.set("from", self.t.moment(one.started_at, &self.people.zone));
            args.set("length", self.t.length(u64::try_from(one.seconds).unwrap_or_default()));
            args.set("activity", one.activity.replace('_', " "));
            let ends = one.started_at.checked_add(jiff::SignedDuration::from_secs(one.seconds));
            Minutes {
                name: format!("entry.{}", one.id),
                said: self.t.say_all("care-entry", &args).into_owned(),
                // What ended before this call began belongs to it only if somebody says so.
                is_ticked: match self.posted.filter(|_| self.is_signing) {
                    Some(posted) => posted.entries.contains(&one.id),
                    None => ends.is_ok_and(|end| end > view.opened_at),
                },
            }
        };
        view.entries.iter().map(entry).collect()
    }

    pub(super) fn proposal(&self) -> String {
        let (t, next) = (self.t, &self.view.next);
        let mut args = FluentArgs::new();
        args.set("from", t.date(next.from));
        args.set("until", t.date(next.until));
        let part = next.part.map_or("", DayPart::word);
        args.set(
            "part",
            if part.is_empty() { String::new() } else { t.say(&format!("care-part-{part}")).into_owned() },
        );
        args.set("hasPart", if part.is_empty() { "no" } else { "yes" });
        t.say_all("care-proposal", &args).into_owned()
    }
}

/// A reason for the next contact.
pub fn why_words(why: Why, t: Words) -> String {
    match why {
        Why::RedFlag { severity } => {
            t.say(&format!("care-why-red-flag-{}", severity.word().replace('_', "-"))).into_owned()
        }
        Why::TaskDue { due } => t.say_with("care-why-task-due", "day", t.date(due)).into_owned(),
        Why::NotReached => t.say("care-why-not-reached").into_owned(),
        Why::OtherPartOfDay => t.say("care-why-other-part").into_owned(),
        Why::Usual => t.say("care-why-usual").into_owned(),
        Why::NotSooner { days } => t.say_with("care-why-not-sooner", "days", days).into_owned(),
        Why::PreferredPart => t.say("care-why-preferred-part").into_owned(),
        Why::ThisMonth { .. } => t.say("care-why-this-month").into_owned(),
    }
}
