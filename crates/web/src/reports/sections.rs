//! The sections of a chart in words.

use app::reports::Chart;
use app::reports::changes::{ChangeView, SinceLastContact};
use app::reports::sections::*;
use ccm::basics::*;
use fluent::FluentArgs;

use super::person::{named, ours};
use super::reasons::{Told, plain_unit, reading_name};
use super::trend::flag_status;
use crate::paths;
use crate::ui::{Status, Tone};
use crate::words::Words;

/// One line of a section: what, a remark, and a status where there is one.
pub(super) struct Line {
    pub what: String,
    pub more: String,
    pub state: Option<Status>,
}

/// What became known after the patient was last spoken with.
pub(super) struct Since {
    pub at: String,
    pub changes: Vec<Line>,
}

impl Since {
    pub fn of(since: &SinceLastContact, told: Told<'_>) -> Self {
        Self {
            at: match since.at {
                Some(at) => told.at(at),
                None => told.t.say("chart-no-contact").into_owned(),
            },
            changes: since.changes.iter().map(|one| change(one, told)).collect(),
        }
    }
}

fn change(one: &ChangeView, told: Told<'_>) -> Line {
    let t = told.t;
    let kind = named(if one.is_new { "new" } else { "changed" }, one.kind, t);
    let what = match (one.kind, &one.label, &one.code) {
        ("reading", Some(value), Some(code)) => {
            let unit = one.status.as_deref().map(plain_unit).unwrap_or_default();
            format!("{} {value} {unit}", reading_name(code, t)).trim().to_owned()
        }
        (_, label, code) => match label.as_ref().or(code.as_ref()) {
            Some(text) => format!("{kind}: {text}"),
            None => kind,
        },
    };
    Line { what, more: told.at(one.at), state: one.flag.map(|flag| flag_status(flag, t)) }
}

/// The newest version of the care plan.
pub(super) struct Plan {
    pub said: String,
    pub copy: Status,
    /// The patient's words, and how one sees that it is reached.
    pub goals: Vec<Line>,
    /// Element and what the plan says there; without the goals.
    pub elements: Vec<(String, String)>,
    pub versions: Vec<String>,
}

impl Plan {
    pub fn of(plan: &PlanView, t: Words) -> Self {
        let said = |version: i64, dated: Date, by: Option<&app::reports::banner::PersonName>| {
            let mut args = FluentArgs::new();
            args.set("version", version);
            args.set("dated", t.date(dated));
            args.set("by", by.map(ours).unwrap_or_default());
            t.say_all(if by.is_some() { "chart-plan-by" } else { "chart-plan-unsigned" }, &args).into_owned()
        };
        let elements = plan.elements.iter().filter(|(element, _)| *element != "goals");
        Self {
            said: said(plan.version, plan.dated, plan.signed_by.as_ref()),
            copy: match plan.copy_given {
                Some(on) => Status::new(t.say_with("chart-plan-copy", "on", t.date(on)), Tone::Good),
                None => Status::new(t.say("chart-plan-no-copy"), Tone::Watch),
            },
            goals: goals(plan, t),
            elements: elements.map(|(element, text)| (named("element", element, t), text.clone())).collect(),
            versions: plan
                .versions
                .iter()
                .skip(1)
                .map(|one| said(one.version, one.dated, one.signed_by.as_ref()))
                .collect(),
        }
    }
}

/// Of a plan that was recorded by its elements alone, its lines.
fn goals(plan: &PlanView, t: Words) -> Vec<Line> {
    if plan.goals.is_empty() {
        let told = plan.elements.get("goals").map_or("", String::as_str);
        let line = |text: &str| Line { what: text.to_owned(), more: String::new(), state: None };
        return told.lines().filter(|text| !text.trim().is_empty()).map(line).collect();
    }
    let line = |goal: &ccm::care_plan::Goal| {
        let measure = [&goal.measure, &goal.target].map(String::as_str);
        let told = measure.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(": ");
        let due = goal.due.map(|day| t.say_with("chart-goal-due", "on", t.date(day)).into_owned());
        let more: Vec<String> = Some(told).filter(|told| !told.is_empty()).into_iter().chain(due).collect();
        Line { what: goal.words.clone(), more: more.join(" · "), state: None }
    };
    plan.goals.iter().map(line).collect()
}

pub(super) fn problem(one: &ProblemView, zone: &TimeZone, t: Words) -> Line {
    let mut more: Vec<String> = Vec::new();
    more.extend(one.label.is_some().then(|| one.icd10.clone()).flatten());
    more.extend(one.onset.map(|at| t.say_with("chart-since", "on", t.date(at.day(zone))).into_owned()));
    more.extend(one.confirmed_on.map(|on| t.say_with("chart-confirmed", "on", t.date(on)).into_owned()));
    if !one.is_active {
        more.push(named("status", &one.status, t));
    }
    Line {
        what: one
            .label
            .clone()
            .or_else(|| one.icd10.clone())
            .unwrap_or_else(|| t.say("chart-not-known").into_owned()),
        more: more.join(" · "),
        state: (one.is_chronic == Some(true) || one.confirmed_on.is_some())
            .then(|| Status::new(t.say("chart-chronic"), Tone::Open)),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    Medication,
    Allergy,
    Visit,
    Stay,
}

/// Whether a medication's status says that it is being taken.
pub(super) fn is_taken(status: &str) -> bool {
    matches!(status, "active" | "intended" | "unknown" | "draft" | "on-hold")
}

pub(super) fn fact(one: &FactView, what: What, zone: &TimeZone, t: Words) -> Line {
    let unknown = || t.say("chart-not-known").into_owned();
    let name = one.label.clone().or_else(|| one.code.clone());
    let from = one.from.map(|at| t.date(at.day(zone)));
    let until = one.until.map(|at| t.date(at.day(zone)));
    let (what, more) = match what {
        What::Medication | What::Allergy => (name.unwrap_or_else(unknown), vec![one.detail.clone(), from]),
        What::Visit => {
            let class = one.detail.as_deref().map(|class| named("class", class, t));
            (from.unwrap_or_else(unknown), vec![class, name])
        }
        What::Stay => {
            let kind = one.code.as_deref().map_or_else(unknown, |kind| named("stay", kind, t));
            let days = match (from, until) {
                (Some(from), Some(until)) => format!("{from} – {until}"),
                (Some(from), None) => t.say_with("chart-since", "on", from).into_owned(),
                (None, until) => until.unwrap_or_default(),
            };
            (kind, vec![Some(days), one.detail.clone()])
        }
    };
    let state = match one.status.as_str() {
        "active" | "finished" | "completed" | "ended" | "arrived" => None,
        status => Some(Status::new(named("status", status, t), Tone::Plain)),
    };
    Line { what, more: more.into_iter().flatten().collect::<Vec<_>>().join(" · "), state }
}

/// A contact or a piece of work. Its minutes lead to the month's log.
pub(super) struct Contact {
    pub at: String,
    pub what: String,
    pub by: String,
    pub minutes: String,
    pub href: String,
    pub state: Option<Status>,
    pub note: String,
}

impl Contact {
    pub fn of(one: &ContactView, patient: PatientId, told: Told<'_>) -> Self {
        let t = told.t;
        let month = ServiceMonth::of(told.zone.to_datetime(one.started_at).date());
        Self {
            at: told.at(one.started_at),
            what: format!("{} · {}", one.program.word(), named("activity", &one.activity, t)),
            by: one.by.as_ref().map(ours).unwrap_or_default(),
            minutes: t.length(u64::try_from(one.seconds).unwrap_or(0)),
            href: paths::minutes(patient, month),
            state: match (one.is_struck, one.was_live) {
                (true, _) => Some(Status::new(t.say("chart-struck"), Tone::Plain)),
                (false, Some(true)) => Some(Status::new(t.say("chart-reached"), Tone::Good)),
                (false, Some(false)) => Some(Status::new(t.say("chart-not-reached"), Tone::Watch)),
                (false, None) => None,
            },
            note: one.note.clone().unwrap_or_default(),
        }
    }
}

pub(super) fn task(one: &TaskView, now: Timestamp, zone: &TimeZone, t: Words) -> Line {
    let is_late = one.due < zone.to_datetime(now).date();
    let due = t.date(one.due);
    let (key, tone) = if is_late { ("chart-task-late", Tone::Watch) } else { ("chart-task-due", Tone::Open) };
    Line {
        what: one.title.clone(),
        more: one.assignee.as_ref().map_or_else(|| t.say("chart-nobody").into_owned(), ours),
        state: Some(Status::new(t.say_with(key, "on", due), tone)),
    }
}

/// Signed notes, and the plan's versions, newest first.
pub(super) fn documents(chart: &Chart, zone: &TimeZone, t: Words) -> Vec<Line> {
    let notes = chart.documents.iter().map(|one| {
        let on = zone.to_datetime(one.at).date();
        (on, named("document", one.kind, t), named("outcome", &one.detail, t))
    });
    let plans = chart.plan.iter().flat_map(|plan| &plan.versions).map(|one| {
        let version = t.say_with("chart-version", "number", one.version).into_owned();
        (one.dated, named("document", "care_plan", t), version)
    });
    let mut all: Vec<(Date, String, String)> = notes.chain(plans).collect();
    all.sort_by_key(|(on, ..)| std::cmp::Reverse(*on));
    let line = |(on, what, more): (Date, String, String)| Line {
        what,
        more: format!("{} · {more}", t.date(on)),
        state: None,
    };
    all.into_iter().map(line).collect()
}

/// What an open month supports so far.
pub(super) struct Month {
    pub month: String,
    pub href: String,
    pub lines: Vec<String>,
    pub holds: Vec<String>,
    pub is_stale: bool,
}

impl Month {
    pub fn of(one: &MonthView, patient: PatientId, t: Words) -> Self {
        let line =
            |line: &app::ports::LineRow| format!("{} × {}", line.code, t.number(line.units.unsigned_abs()));
        let mut holds: Vec<String> = one.holds.iter().map(|(rule, code)| format!("{code}: {rule}")).collect();
        holds.dedup();
        Self {
            month: one.month.to_string(),
            href: paths::minutes(patient, one.month),
            lines: one.lines.iter().map(line).collect(),
            holds,
            is_stale: one.is_stale,
        }
    }
}
