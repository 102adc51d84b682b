//! What cannot wait: the list, one on its own page with all that an answer needs, and one that is opened by hand.

use app::care::Raise;
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use ccm::access::Permission;
use ccm::basics::*;
use ccm::care::Severity;
use serde::Deserialize;

use super::of;
use super::steps::{self, Card, Cards};
use crate::forms::Posted;
use crate::layout::{Frame, Page, Visit};
use crate::reports::Evidence;
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route(paths::ESCALATIONS, get(index))
        .route(paths::ESCALATION, get(show))
        .route(paths::ESCALATION_NOTIFICATIONS, post(steps::notify))
        .route(paths::ESCALATION_REASSIGNMENTS, post(steps::reassign))
        .route(paths::ESCALATION_ACKNOWLEDGMENT, post(steps::acknowledge))
        .route(paths::ESCALATION_ANSWERS, post(steps::answer))
        .route(paths::ESCALATION_DISPOSITION, post(steps::dispose))
        .route(paths::PATIENT_ESCALATIONS, post(create))
}

#[derive(Template)]
#[template(path = "care/escalations.html")]
struct Index {
    frame: Frame,
    t: Words,
    cards: Vec<Card>,
}

#[derive(Template)]
#[template(path = "care/escalation.html")]
pub(super) struct Shown {
    frame: Frame,
    t: Words,
    card: Card,
    trigger: Option<Trigger>,
    evidence: Evidence,
    /// To whoever answers: the way back to what else waits.
    is_practitioner: bool,
}

async fn index(State(web): State<Web>, visit: Visit, at: AtPractice) -> Result<Page<Index>, PageError> {
    let (actor, place) = of(&at);
    let open = app::care::open_escalations(&web.app, &actor, place, None).await?;
    let people = app::care::colleagues(&web.app, &actor, place).await?;
    let t = visit.words;
    let cards = Cards { t, people: &people, back: paths::ESCALATIONS.to_owned(), at: &at };
    let cards = open.iter().map(|one| cards.card(one, &[])).collect();
    Ok(Page(Index { frame: Frame::of(&visit, &at, t.say("care-flags")), t, cards }))
}

async fn show(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(id): Path<String>,
) -> Result<Page<Shown>, PageError> {
    let id: EscalationId = id.parse().map_err(|_| PageError::NotFound)?;
    let (actor, place) = of(&at);
    let view = app::care::escalation(&web.app, &actor, place, id).await?;
    let people = app::care::colleagues(&web.app, &actor, place).await?;
    let cards = Cards { t: visit.words, people: &people, back: paths::escalation(id), at: &at };
    alone(&web, &visit, &at, id, cards.card(&view, &[])).await
}

/// A card on a page of its own, with what raised it and what the chart says beside it.
pub(super) async fn alone(
    web: &Web,
    visit: &Visit,
    at: &AtPractice,
    id: EscalationId,
    card: Card,
) -> Result<Page<Shown>, PageError> {
    let (actor, place) = of(at);
    let t = visit.words;
    let sheet = app::care::escalation_sheet(&web.app, &actor, place, id).await?;
    let chart = app::reports::chart(&web.app, &actor, place, sheet.view.patient).await?;
    let trigger = sheet.trigger.map(|one| Trigger {
        question: one.question,
        answer: one.answer,
        on: one.on.map_or_else(|| t.say("panel-not-signed").into_owned(), |day| t.date(day)),
    });
    Ok(Page(Shown {
        frame: Frame::of(visit, at, t.say("care-flag")),
        t,
        card,
        trigger,
        evidence: Evidence::of(visit, at, &chart),
        is_practitioner: at.may(Permission::Attest),
    }))
}

/// The question that raised it, and its answer.
struct Trigger {
    question: String,
    answer: String,
    on: String,
}

#[derive(Deserialize)]
struct Form {
    severity: String,
    protocol: String,
    call: Option<String>,
    back: Option<String>,
}

async fn create(
    State(web): State<Web>,
    at: AtPractice,
    Path(patient): Path<String>,
    Posted(form): Posted<Form>,
) -> Result<Response, PageError> {
    let patient: PatientId = patient.parse().map_err(|_| PageError::NotFound)?;
    let all = [Severity::Emergency, Severity::Urgent, Severity::SameDay];
    let severity = all.into_iter().find(|one| one.word() == form.severity).ok_or(PageError::Malformed)?;
    let call = form.call.filter(|call| !call.is_empty()).map(|call| call.parse()).transpose();
    let raise =
        Raise { patient, call: call.map_err(|_| PageError::NotFound)?, severity, protocol: form.protocol };
    let (actor, place) = of(&at);
    let opened = app::care::raise(&web.app, &actor, place, raise).await?;
    let back = match form.back {
        Some(_) => format!("{}#{}", paths::back(form.back.as_deref()), opened.id),
        None => paths::escalation(opened.id),
    };
    Ok(Redirect::to(&back).into_response())
}
