//! Whose plans wait: for a signature, for what the practitioner asked, for a review, for a copy.

use app::care_plan::{PlanListed, PlanStanding};
use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::routing::get;
use serde::Deserialize;

use super::key;
use crate::layout::{Frame, Page, Visit};
use crate::people::patient_name;
use crate::ui::{Status, Tone};
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::PLANS, get(show))
}

/// More than anybody reads at once.
const MOST: usize = 200;

struct Tab {
    href: String,
    name: String,
    count: usize,
    is_here: bool,
}

struct Row {
    name: String,
    href: String,
    state: Status,
    version: String,
    review: String,
    practitioner: String,
}

#[derive(Template)]
#[template(path = "care_plan/list.html")]
struct Shown {
    frame: Frame,
    t: Words,
    /// This part of the list, for what comes anew.
    here: String,
    tabs: Vec<Tab>,
    rows: Vec<Row>,
    /// How many are not shown.
    more: Option<String>,
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
) -> Result<Page<impl Template>, PageError> {
    let t = visit.words;
    let listed = app::care_plan::plan_list(&web.app, &at.actor(), at.place()).await?;
    let people = app::care::colleagues(&web.app, &at.actor(), at.place()).await?;
    let count = |standing| listed.iter().filter(|one| one.standing == standing).count();
    let wanted = PlanStanding::ALL.into_iter().find(|one| one.word().replace('_', "-") == wanted.show);
    let first = PlanStanding::ALL.into_iter().find(|one| count(*one) > 0);
    let here = wanted.or(first).unwrap_or(PlanStanding::Signed);
    let part = |one: PlanStanding| format!("{}?show={}", paths::PLANS, one.word().replace('_', "-"));
    let tab = |one: PlanStanding| Tab {
        href: part(one),
        name: t.say(&key("plan-standing", one.word())).into_owned(),
        count: count(one),
        is_here: one == here,
    };
    let mine = || listed.iter().filter(|one| one.standing == here);
    let row = |one: &PlanListed| Row {
        name: patient_name(&one.name, t),
        href: href(one, &at),
        state: status(one.standing, t),
        version: one.newest.map_or_else(
            || t.say("plan-no-version").into_owned(),
            |(_, version, dated)| format!("{version} · {}", t.date(dated)),
        ),
        review: one.review_by.map(|day| t.date(day)).unwrap_or_default(),
        practitioner: one.practitioner.map(|by| people.name(by).to_owned()).unwrap_or_default(),
    };
    Ok(Page(Shown {
        frame: Frame::of(&visit, &at, t.say("plan-list")),
        t,
        here: part(here),
        tabs: PlanStanding::ALL.map(tab).into_iter().collect(),
        rows: mine().take(MOST).map(row).collect(),
        more: match mine().count().saturating_sub(MOST) {
            0 => None,
            more => Some(t.say_with("plan-list-more", "count", more).into_owned()),
        },
    }))
}

/// To whoever signs, the page on which that is done.
fn href(one: &PlanListed, at: &AtPractice) -> String {
    match (one.standing, one.newest) {
        (PlanStanding::AwaitingSignature, Some((id, ..))) if one.practitioner == Some(at.person) => {
            paths::of_plan_version(one.patient, id, "approval")
        }
        _ => paths::plan(one.patient),
    }
}

fn status(standing: PlanStanding, t: Words) -> Status {
    let tone = match standing {
        PlanStanding::Returned => Tone::Alarm,
        PlanStanding::AwaitingSignature | PlanStanding::ReviewDue | PlanStanding::CopyToGive => Tone::Watch,
        PlanStanding::Draft => Tone::Open,
        PlanStanding::Signed => Tone::Good,
    };
    Status::new(t.say(&key("plan-standing", standing.word())), tone)
}
