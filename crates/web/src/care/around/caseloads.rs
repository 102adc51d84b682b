//! Each coordinator's patients and work against hours; a proposal of whom to move, and the move.

use std::collections::BTreeMap;

use app::access::{PatientMove, move_patients};
use app::reports::Loads;
use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use ccm::access::Permission;
use ccm::basics::*;
use ccm::reports::Load;
use serde::Deserialize;

use super::super::of;
use crate::forms::Posted;
use crate::layout::{Frame, Page, Visit};
use crate::ui::{Status, Tone};
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::CASELOADS, get(show)).route(paths::CASELOAD_MOVES, post(create))
}

/// How many moves are proposed where nobody says.
const PROPOSED: usize = 10;

struct Row {
    name: String,
    patients: String,
    clinical: String,
    work: String,
    hours: String,
    state: Status,
}

struct Proposed {
    /// Patient, from and to: what the box sends.
    value: String,
    id: String,
    name: String,
    chart: String,
    from: String,
    to: String,
    work: String,
    why: String,
}

#[derive(Template)]
#[template(path = "around/caseloads.html")]
struct Shown {
    frame: Frame,
    t: Words,
    month: String,
    rows: Vec<Row>,
    nobodys: Option<String>,
    moves: Vec<Proposed>,
    stay: Option<String>,
    most: usize,
    done: Option<String>,
}

#[derive(Default, Deserialize)]
struct Wanted {
    most: Option<usize>,
    moved: Option<u64>,
}

async fn show(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Query(wanted): Query<Wanted>,
) -> Result<Page<Shown>, PageError> {
    let (actor, place) = of(&at);
    let t = visit.words;
    let most = wanted.most.unwrap_or(PROPOSED).min(app::reports::loads::MOVES_AT_MOST);
    let all = app::reports::loads(&web.app, &actor, place, most).await?;
    let stay = all.proposal.stay_clinical;
    Ok(Page(Shown {
        frame: Frame::of(&visit, &at, t.say("around-caseloads")),
        t,
        month: t.month(all.month),
        rows: all.loads.iter().map(|one| row(one, &all, t)).collect(),
        nobodys: (all.nobodys > 0).then(|| t.say_with("around-nobodys", "count", all.nobodys).into_owned()),
        moves: proposed(&all, t),
        stay: (stay > 0).then(|| t.say_with("around-stay", "count", stay).into_owned()),
        most,
        done: wanted.moved.map(|count| t.say_with("around-moved", "count", count).into_owned()),
    }))
}

fn name(all: &Loads, person: PersonId) -> String {
    all.people.get(&person).cloned().unwrap_or_default()
}

fn row(one: &Load, all: &Loads, t: Words) -> Row {
    let surplus = one.surplus_seconds();
    let length = |seconds: i64| t.length(seconds.unsigned_abs() / 60 * 60);
    Row {
        name: name(all, one.person),
        patients: t.number(one.patients),
        clinical: t.number(one.clinical),
        work: t.length(one.work_seconds / 60 * 60),
        hours: one
            .rostered_seconds
            .map_or_else(|| t.say("around-no-roster").into_owned(), |seconds| t.length(seconds / 60 * 60)),
        state: match surplus {
            None => Status::new(t.say("around-no-roster"), Tone::Plain),
            Some(seconds) if seconds < 0 => {
                Status::new(t.say_with("around-deficit", "time", length(seconds)), Tone::Watch)
            }
            Some(seconds) => Status::new(t.say_with("around-surplus", "time", length(seconds)), Tone::Good),
        },
    }
}

fn proposed(all: &Loads, t: Words) -> Vec<Proposed> {
    let shown = all.proposal.moves.iter().enumerate().map(|(place, one)| {
        let mut args = fluent::FluentArgs::new();
        args.set("from", name(all, one.from));
        args.set("deficit", t.length(one.deficit_seconds / 60 * 60));
        args.set("to", name(all, one.to));
        args.set("surplus", t.length(one.surplus_seconds / 60 * 60));
        Proposed {
            value: format!("{}.{}.{}", one.patient, one.from, one.to),
            id: format!("move-{place}"),
            name: all.names.get(&one.patient).map(|name| name.0.clone()).unwrap_or_default(),
            chart: paths::chart(one.patient),
            from: name(all, one.from),
            to: name(all, one.to),
            work: t.length(one.work_seconds),
            why: t.say_all("around-why-move", &args).into_owned(),
        }
    });
    shown.collect()
}

async fn create(
    State(web): State<Web>,
    at: AtPractice,
    Posted(form): Posted<BTreeMap<String, String>>,
) -> Result<Response, PageError> {
    if !at.may(Permission::Assign) {
        return Err(PageError::Denied(Permission::Assign.word()));
    }
    let (actor, place) = of(&at);
    let chosen = form.iter().filter(|(field, _)| field.starts_with("move-"));
    let moves: Option<Vec<PatientMove>> = chosen.map(|(_, value)| read(value)).collect();
    let moves = moves.ok_or(PageError::Malformed)?;
    let moved = move_patients(&web.app, &actor, place, &moves).await?;
    Ok(Redirect::to(&format!("{}?moved={moved}", paths::CASELOADS)).into_response())
}

fn read(value: &str) -> Option<PatientMove> {
    let mut parts = value.split('.');
    let (patient, from, to) = (parts.next()?, parts.next()?, parts.next()?);
    Some(PatientMove { patient: patient.parse().ok()?, from: from.parse().ok()?, to: to.parse().ok()? })
}
