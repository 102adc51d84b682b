//! Handovers: what is to be handed over, those given and received, and one on its own page.

use std::collections::BTreeMap;

use app::care::{Colleagues, HandoverView, PatientName};
use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use ccm::basics::*;
use ccm::care::{Handed, HandedKind};
use serde::Deserialize;

use super::super::of;
use super::{Tab, tabs};
use crate::forms::{self, Posted};
use crate::layout::{Frame, Page, Visit};
use crate::people::typed::Typed;
use crate::ui::{Choice, Entry, Status, Tone};
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route(paths::HANDOVERS, get(index).post(create))
        .route(paths::HANDOVER, get(show))
        .route(paths::HANDOVER_ACCEPTANCE, post(accept))
}

/// One kind of open work, with its pieces.
struct Group {
    label: String,
    pieces: Vec<Piece>,
}

struct Piece {
    what: String,
    patient: Option<(String, String)>,
    on: String,
}

fn groups(handed: &[Handed], names: &BTreeMap<PatientId, PatientName>, t: Words) -> Vec<Group> {
    let piece = |one: &Handed| Piece {
        what: one.what.clone(),
        patient: one.patient.and_then(|id| Some((paths::chart(id), names.get(&id)?.0.clone()))),
        on: one.on.map(|on| t.date(on)).unwrap_or_default(),
    };
    let group = |kind: HandedKind| Group {
        label: t.say(&format!("handed-{}", kind.word().replace('_', "-"))).into_owned(),
        pieces: handed.iter().filter(|one| one.kind == kind).map(piece).collect(),
    };
    HandedKind::ALL.into_iter().map(group).filter(|group| !group.pieces.is_empty()).collect()
}

struct Row {
    href: String,
    at: String,
    from: String,
    to: String,
    what: String,
    state: Status,
}

fn row(one: &HandoverView, people: &Colleagues, t: Words) -> Row {
    let (handover, count) = (&one.handover, one.handover.body.handed.len());
    let patient = handover.patient.and_then(|id| one.names.get(&id));
    Row {
        href: paths::handover(handover.id),
        at: t.moment(handover.made_at, &people.zone),
        from: people.name(handover.from).to_owned(),
        to: people.name(handover.to).to_owned(),
        what: match patient {
            Some(name) => name.0.clone(),
            None => t.say_with("around-whole-caseload", "count", count).into_owned(),
        },
        state: match one.acceptance {
            Some(acceptance) => {
                let at = t.moment(acceptance.at, &people.zone);
                Status::new(t.say_with("around-accepted-at", "at", at), Tone::Good)
            }
            None => Status::new(t.say("around-not-accepted"), Tone::Watch),
        },
    }
}

#[derive(Template)]
#[template(path = "around/handovers.html")]
struct Index {
    frame: Frame,
    t: Words,
    tabs: Vec<Tab>,
    rows: Vec<Row>,
    /// Of whom; `None`: the whole caseload.
    patient: Option<(String, String, String)>,
    groups: Vec<Group>,
    to: (Entry, Vec<Choice>),
    note: Entry,
}

#[derive(Default, Deserialize)]
struct Filter {
    patient: Option<String>,
}

async fn index(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Query(filter): Query<Filter>,
) -> Result<Page<Index>, PageError> {
    let patient = patient(filter.patient.as_deref().unwrap_or_default())?;
    page(&web, &visit, &at, patient, &Typed::default(), &[]).await
}

fn patient(text: &str) -> Result<Option<PatientId>, PageError> {
    match text {
        "" => Ok(None),
        id => id.parse().map(Some).map_err(|_| PageError::NotFound),
    }
}

async fn page(
    web: &Web,
    visit: &Visit,
    at: &AtPractice,
    patient: Option<PatientId>,
    typed: &Typed,
    problems: &[Problem],
) -> Result<Page<Index>, PageError> {
    let (actor, place) = of(at);
    let t = visit.words;
    let people = app::care::colleagues(&web.app, &actor, place).await?;
    let (handed, names) = app::care::to_hand_over(&web.app, &actor, place, patient).await?;
    let all = app::care::handovers(&web.app, &actor, place).await?;
    let others = people.here.iter().filter(|one| one.id != people.me);
    let others = others.map(|one| (one.id.to_string(), one.name.as_str().into()));
    let named = |id: PatientId| names.get(&id).map(|name| name.0.clone()).unwrap_or_default();
    Ok(Page(Index {
        frame: Frame::of(visit, at, t.say("around-handovers")),
        t,
        tabs: tabs(paths::HANDOVERS),
        rows: all.iter().map(|one| row(one, &people, t)).collect(),
        patient: patient.map(|id| (id.to_string(), paths::chart(id), named(id))),
        groups: groups(&handed, &names, t),
        to: (typed.entry("to", problems, t), typed.choices("to", others)),
        note: typed.entry("note", problems, t),
    }))
}

async fn create(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    let (actor, place) = of(&at);
    let patient = patient(typed.text("patient"))?;
    let to: PersonId = typed.text("to").parse().map_err(|_| PageError::NotFound)?;
    let outcome = app::care::hand_over(&web.app, &actor, place, to, patient, typed.text("note")).await;
    let again = async |problems: Vec<Problem>| page(&web, &visit, &at, patient, &typed, &problems).await;
    forms::answer(outcome.map(paths::handover), again).await
}

#[derive(Template)]
#[template(path = "around/handover.html")]
struct Shown {
    frame: Frame,
    t: Words,
    row: Row,
    note: String,
    groups: Vec<Group>,
    /// Where it is accepted, for whoever may.
    acceptance: Option<String>,
}

async fn show(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(id): Path<String>,
) -> Result<Page<Shown>, PageError> {
    let id: HandoverId = id.parse().map_err(|_| PageError::NotFound)?;
    let (actor, place) = of(&at);
    let t = visit.words;
    let people = app::care::colleagues(&web.app, &actor, place).await?;
    let one = app::care::handover(&web.app, &actor, place, id).await?;
    let is_waiting = one.handover.to == one.me && one.acceptance.is_none();
    Ok(Page(Shown {
        frame: Frame::of(&visit, &at, t.say("around-handover")),
        t,
        row: row(&one, &people, t),
        note: one.handover.body.note.clone(),
        groups: groups(&one.handover.body.handed, &one.names, t),
        acceptance: is_waiting.then(|| paths::handover_acceptance(id)),
    }))
}

async fn accept(
    State(web): State<Web>,
    at: AtPractice,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let id: HandoverId = id.parse().map_err(|_| PageError::NotFound)?;
    let (actor, place) = of(&at);
    app::care::accept_handover(&web.app, &actor, place, id).await?;
    Ok(Redirect::to(&paths::handover(id)).into_response())
}
