//! A call's form, ready to print: every block with the values that stand in it, and what became of a save.

use std::collections::{BTreeMap, BTreeSet};

use app::care::{CallView, Colleagues, QuestionView};
use ccm::basics::*;
use ccm::care::interview::{AnswerKind, AskedOf};
use ccm::care::next_contact::{DayPart, Why};
use ccm::care::{Interviews, TaskKind};
use fluent::FluentArgs;

use super::controls::{self, Controls};
use super::posted::Posted;
use super::problems::{Noted, noted};
use crate::ui::Choice;
use crate::words::Words;

/// How a block goes out: with the page, or into a page that is open already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Swap {
    /// It is as it was.
    #[default]
    Not,
    /// Something was added or taken away; what stands in it is the reader's.
    Morph,
    /// Somebody else changed what stands in it.
    Replace,
}

impl Swap {
    pub fn style(self) -> &'static str {
        if self == Self::Replace { "outerHTML" } else { "outerMorph" }
    }

    pub fn is_sent(self) -> bool {
        self != Self::Not
    }
}

/// A row of radio buttons, a select, a box: with what is chosen.
#[derive(Clone, Debug, Default)]
pub struct Control {
    pub name: String,
    pub value: String,
    pub choices: Vec<Choice>,
    pub problem: Option<String>,
}

pub struct Outcome {
    pub choice: Choice,
    pub follows: String,
}

pub struct Section {
    pub id: String,
    pub title: String,
    pub asked_of: Option<String>,
    pub answered: usize,
    pub of: usize,
    /// The key that leads to it.
    pub key: Option<usize>,
    pub questions: Vec<Question>,
    pub swap: Swap,
}

pub struct Question {
    pub id: String,
    pub kind: &'static str,
    /// As it is asked, in the patient's language.
    pub asked: String,
    /// In English, where it is asked in another language.
    pub means: Option<String>,
    pub unit: String,
    pub previous: Option<String>,
    pub control: Control,
}

pub struct Medication {
    pub id: String,
    pub label: String,
    pub dosage: String,
    pub before: Option<String>,
    pub taking: Control,
    pub how: Control,
    pub reason: Control,
    pub refill: Control,
}

pub struct Told {
    pub label: Control,
    pub how: Control,
    pub reason: Control,
}

pub struct Goal {
    pub goal: Control,
    pub before: Option<String>,
    pub measure: Control,
    pub value: Control,
    pub confidence: Control,
    pub barrier: Control,
    pub words: Control,
}

pub struct Task {
    pub title: Control,
    pub kind: Control,
    pub due: Control,
    pub owner: Control,
}

pub struct Minutes {
    pub name: String,
    pub said: String,
    pub is_ticked: bool,
}

/// Something that two people have typed differently.
pub struct Differing {
    pub field: String,
    pub anchor: String,
    pub label: String,
    pub theirs: String,
    pub yours: String,
    pub mine: Vec<(String, String)>,
}

pub struct CallForm {
    pub revision: i64,
    pub was: Vec<(String, String)>,
    pub saved: String,
    pub is_mine: bool,
    pub direction: Control,
    pub identity: Vec<Control>,
    pub identity_said: String,
    pub recording: Control,
    pub outcomes: Vec<Outcome>,
    pub has_outcome: bool,
    pub sections: Vec<Section>,
    pub answered: usize,
    pub asked: usize,
    /// The same in words.
    pub progress: String,
    pub medications: Vec<Medication>,
    pub told: Vec<Told>,
    pub goals: Vec<Goal>,
    pub remarks: Control,
    pub tasks: Vec<Task>,
    pub minutes: Vec<Minutes>,
    pub next_from: Control,
    pub next_until: Control,
    pub next_part: Control,
    pub proposal: String,
    pub reasons: Vec<String>,
    pub accepts_proposal: bool,
    pub note: Control,
    pub is_edited: bool,
    pub problems: Vec<Noted>,
    pub differing: Vec<Differing>,
    swaps: BTreeMap<&'static str, Swap>,
}

impl CallForm {
    /// How a block that is no section of the interview goes out.
    pub fn swap(&self, block: &str) -> Swap {
        self.swaps.get(block).copied().unwrap_or_default()
    }
}

/// The block that a control stands in, where it is no question's.
fn block(control: &str) -> &'static str {
    match control.split('.').next() {
        Some("direction" | "identity" | "recording_notice") => "start",
        Some("outcome") => "outcome",
        Some("medication" | "told") => "medications",
        Some("goal") => "goals",
        Some("remarks") => "remarks",
        Some("tasks") => "tasks",
        Some("next") => "next",
        _ => "",
    }
}

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

    fn control(&self, shown: &Controls, name: &str) -> Control {
        let problem = self.problems.iter().find(|problem| problem.path == name);
        Control {
            name: name.to_owned(),
            value: shown.get(name).cloned().unwrap_or_default(),
            choices: Vec::new(),
            problem: problem.map(|problem| super::problems::said(problem, self.t)),
        }
    }

    fn with(&self, shown: &Controls, name: &str, choices: Vec<(String, String)>) -> Control {
        let control = self.control(shown, name);
        let choices = choices.into_iter().map(|(value, label)| Choice {
            is_chosen: value == control.value,
            value,
            label,
        });
        Control { choices: choices.collect(), ..control }
    }

    /// Words of ours, each with a sentence of its own.
    fn choices(&self, shown: &Controls, name: &str, words: &[&str], prefix: &str) -> Control {
        let label = |word: &&str| {
            let key = if word.is_empty() { "none" } else { word };
            ((*word).to_owned(), self.t.say(&format!("{prefix}{}", key.replace('_', "-"))).into_owned())
        };
        self.with(shown, name, words.iter().map(label).collect())
    }

    fn outcomes(&self, shown: &Controls) -> Vec<Outcome> {
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

    fn sections(&self, shown: &Controls, standing: &Controls) -> Vec<Section> {
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
                    let refused = self.problems.iter().any(|one| names.contains(&one.path));
                    if had == has && !refused { Swap::Not } else { Swap::Morph }
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

    fn before(&self, on: Date, said: &str) -> String {
        let mut args = FluentArgs::new();
        args.set("day", self.t.date(on));
        args.set("said", said);
        self.t.say_all("care-before", &args).into_owned()
    }

    fn medications(&self, shown: &Controls) -> Vec<Medication> {
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

    fn goals(&self, shown: &Controls) -> Vec<Goal> {
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

    fn task(&self, shown: &Controls, row: usize) -> Task {
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

    fn minutes(&self) -> Vec<Minutes> {
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

    fn proposal(&self) -> String {
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

    /// Whether somebody else changed what stands in a control.
    fn is_foreign(&self, posted: &Posted, standing: &Controls, name: &str) -> bool {
        let refused = self.problems.iter().any(|one| controls::field(&one.path) == controls::field(name));
        posted.had(name) && !refused && standing.get(name).is_some_and(|value| posted.value(name) != value)
    }

    fn swaps(&self, standing: &Controls) -> BTreeMap<&'static str, Swap> {
        let mut swaps = BTreeMap::new();
        let Some(posted) = self.posted else { return swaps };
        for name in standing.keys() {
            let swap = match () {
                () if self.is_foreign(posted, standing, name) => Swap::Replace,
                // A row was added.
                () if !posted.had(name) => Swap::Morph,
                () if self.problems.iter().any(|one| one.path == *name) => Swap::Morph,
                () => continue,
            };
            let known = swaps.entry(block(name)).or_insert(swap);
            if swap == Swap::Replace {
                *known = swap;
            }
        }
        swaps.entry("next").or_insert(Swap::Morph);
        swaps
    }

    fn differing(&self, standing: &Controls) -> Vec<Differing> {
        let Some(posted) = self.posted else { return Vec::new() };
        let differing = posted.undecided().into_iter().map(|(field, mine)| {
            let join = |values: Vec<&str>| {
                values.into_iter().filter(|value| !value.is_empty()).collect::<Vec<_>>().join(" · ")
            };
            let theirs = standing.iter().filter(|(name, _)| controls::field(name) == field);
            Differing {
                anchor: super::problems::anchor(&field, None),
                label: super::problems::label(&field, self.view, self.t),
                theirs: join(theirs.map(|(_, value)| value.as_str()).collect()),
                yours: join(mine.iter().map(|(_, value)| *value).collect()),
                mine: mine.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
                field,
            }
        });
        differing.collect()
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
