//! My panel: numbers, and behind each of them only what asks for a physician. Made for a telephone first.

use app::care::EscalationView;
use app::reports::Panel;
use app::reports::panel::PanelCourse;
use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::routing::get;
use ccm::basics::*;
use ccm::care::Questionnaires;
use ccm::monitoring::Course;
use fluent::FluentArgs;
use serde::Deserialize;

use super::reasons::{plain_unit, reading_name};
use super::trend::flag_status;
use crate::layout::{Frame, Page, Visit};
use crate::people::patient_name;
use crate::ui::{Status, Tone};
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::PANEL, get(show))
}

/// Rows of a kind that the first page shows; its door leads to all of them.
const FIRST: usize = 5;

/// A number, and the list that it counts.
struct Tile {
    href: String,
    name: String,
    count: u64,
    is_here: bool,
    /// Nothing waits.
    is_quiet: bool,
}

struct Section {
    id: &'static str,
    name: String,
    rows: Vec<Row>,
    /// The way to all of them, where some are not shown.
    all: Option<(String, String)>,
}

struct Row {
    href: String,
    name: String,
    what: String,
    more: String,
    state: Option<Status>,
}

#[derive(Template)]
#[template(path = "reports/panel.html")]
struct Shown {
    frame: Frame,
    t: Words,
    here: String,
    said: String,
    effort: String,
    tiles: Vec<Tile>,
    sections: Vec<Section>,
    claims: String,
}

#[derive(Deserialize)]
struct Wanted {
    #[serde(default)]
    show: String,
}

async fn show(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Query(wanted): Query<Wanted>,
) -> Result<Page<Shown>, PageError> {
    let t = visit.words;
    let panel = app::reports::panel(&web.app, &at.actor(), at.place()).await?;
    let people = app::care::colleagues(&web.app, &at.actor(), at.place()).await?;
    let told = Told { panel: &panel, people: &people, t };
    let all = told.sections();
    let wanted = all.iter().map(|(id, _)| *id).find(|id| *id == wanted.show);
    let part = |id: &str| format!("{}?show={id}", paths::PANEL);
    let name = |id: &str| t.say(&format!("panel-door-{id}")).into_owned();
    let mut tiles: Vec<Tile> = all
        .iter()
        .map(|(id, rows)| Tile {
            href: part(id),
            name: name(id),
            count: rows.len() as u64,
            is_here: wanted == Some(*id),
            is_quiet: rows.is_empty(),
        })
        .collect();
    tiles.push(Tile {
        href: paths::CLAIM_REVIEW.to_owned(),
        name: name("claims"),
        count: panel.claims,
        is_here: false,
        is_quiet: panel.claims == 0,
    });
    let sections = all
        .into_iter()
        .filter(|(id, rows)| wanted.map_or(!rows.is_empty(), |wanted| wanted == *id))
        .map(|(id, mut rows)| {
            let count = rows.len();
            let is_cut = wanted.is_none() && count > FIRST;
            if is_cut {
                rows.truncate(FIRST);
            }
            let all = is_cut.then(|| (part(id), t.say_with("panel-all", "count", count).into_owned()));
            Section { id, name: name(id), rows, all }
        });
    let mut effort = FluentArgs::new();
    effort.set("own", t.length(panel.own_seconds));
    effort.set("all", t.length(panel.counted_seconds));
    effort.set("month", t.month(panel.month));
    Ok(Page(Shown {
        frame: Frame::of(&visit, &at, t.say("rooms-panel")),
        here: wanted.map_or_else(|| paths::PANEL.to_owned(), part),
        said: t.say_with("panel-said", "count", panel.patients).into_owned(),
        effort: t.say_all("panel-effort", &effort).into_owned(),
        claims: panel.claims_month.map(|month| t.month(month)).unwrap_or_default(),
        sections: sections.collect(),
        tiles,
        t,
    }))
}

struct Told<'a> {
    panel: &'a Panel,
    people: &'a app::care::Colleagues,
    t: Words,
}

impl Told<'_> {
    /// Every kind with all of its rows: what is counted is what is listed.
    fn sections(&self) -> [(&'static str, Vec<Row>); 5] {
        let Panel { escalations, plans, worsening, withdrawn, attestations, .. } = self.panel;
        let t = self.t;
        let plan = |one: &app::reports::panel::PanelPlan| Row {
            href: paths::of_plan_version(one.patient, one.plan, "approval"),
            name: self.name(one.patient),
            what: t.say_with("panel-plan", "version", one.version).into_owned(),
            more: t.date(one.dated),
            state: None,
        };
        let withdrawal = |one: &app::reports::panel::PanelWithdrawal| Row {
            href: paths::consent_words(one.patient),
            name: self.name(one.patient),
            what: t.say_with("panel-withdrew", "program", one.program.word()).into_owned(),
            more: t.date(one.at.day(&self.panel.zone)),
            state: None,
        };
        let attestation = |one: &app::reports::panel::PanelAttestation| {
            let (more, state) = match &one.asked {
                Some((by, due, why)) => {
                    let due = t.say_with("panel-due", "day", t.date(*due)).into_owned();
                    (format!("{}: {why}", self.people.name(*by)), Some(Status::new(due, Tone::Watch)))
                }
                None => (t.say("panel-rules-ask").into_owned(), None),
            };
            let href = paths::complexity(one.patient, one.month);
            Row { href, name: self.name(one.patient), what: t.month(one.month), more, state }
        };
        [
            ("escalations", escalations.iter().map(|one| self.escalation(one)).collect()),
            ("plans", plans.iter().map(plan).collect()),
            ("worsening", worsening.iter().map(|one| self.course(one)).collect()),
            ("withdrawn", withdrawn.iter().map(withdrawal).collect()),
            ("attestations", attestations.iter().map(attestation).collect()),
        ]
    }

    fn name(&self, patient: PatientId) -> String {
        self.panel.names.get(&patient).map_or_else(String::new, |name| patient_name(name, self.t))
    }

    fn escalation(&self, one: &EscalationView) -> Row {
        let t = self.t;
        let by = t.moment(one.acknowledge_by, &self.panel.zone);
        let (key, tone) = match (one.is_overdue, one.acknowledged) {
            (true, _) => ("panel-answer-late", Tone::Alarm),
            (false, None) => ("panel-answer-by", Tone::Watch),
            (false, Some(_)) => ("panel-seen", Tone::Open),
        };
        let label = match one.source.as_str() {
            "by_hand" => t.say("care-by-hand").into_owned(),
            _ => one.label.clone(),
        };
        Row {
            href: paths::escalation(one.id),
            name: self.name(one.patient),
            what: label,
            more: one.protocol.map(|protocol| protocol.title.en.clone()).unwrap_or_default(),
            state: Some(Status::new(t.say_with(key, "at", by), tone)),
        }
    }

    fn course(&self, one: &PanelCourse) -> Row {
        let readings = one.courses.iter().map(|course| self.readings(course));
        let scores = one.scores.iter().filter_map(|(head, change)| {
            let instrument = Questionnaires::embedded().get(&head.instrument)?;
            Some(format!("{} {} → {}", instrument.title.en, change.before, head.score?))
        });
        let gravest = one.courses.iter().map(|course| course.flag).max_by_key(|flag| flag.is_urgent());
        let mut told: Vec<String> = readings.chain(scores).collect();
        let what = if told.is_empty() { String::new() } else { told.remove(0) };
        Row {
            href: paths::chart(one.patient),
            name: self.name(one.patient),
            what,
            more: told.join(" · "),
            state: gravest
                .map(|flag| flag_status(flag, self.t))
                .or_else(|| Some(Status::new(self.t.say("panel-worse"), Tone::Watch))),
        }
    }

    /// `Systolic pressure 150 → 152 → 158 mmHg`.
    fn readings(&self, course: &Course) -> String {
        let values: Vec<String> = course.values.iter().map(|(_, value)| value.to_string()).collect();
        let unit = course.unit.as_deref().map(plain_unit).unwrap_or_default();
        format!("{} {} {unit}", reading_name(&course.code, self.t), values.join(" → ")).trim().to_owned()
    }
}
