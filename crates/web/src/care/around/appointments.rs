//! A patient's appointments, the form that keeps one, and what became of each.

use app::care::{AppointmentView, Colleagues};
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use ccm::access::Permission;
use ccm::basics::*;
use ccm::care::{AppointmentState, AppointmentStep, AppointmentTerms, NewAppointment};

use super::super::of;
use crate::forms::{self, Posted};
use crate::layout::{Frame, Page, Visit};
use crate::people::typed::{Reader, Typed};
use crate::ui::{Choice, Entry, Status, Tone};
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route(paths::PATIENT_APPOINTMENTS, get(show).post(create))
        .route(paths::APPOINTMENT_STEPS, post(step))
}

/// One in words.
pub struct Row {
    pub at: String,
    pub with: String,
    pub kind: String,
    pub state: Status,
    pub by: String,
    pub action: String,
    pub seen: usize,
    pub is_booked: bool,
    pub has_begun: bool,
    pub reasons: Vec<String>,
}

pub fn row(one: &AppointmentView, people: &Colleagues, t: Words) -> Row {
    let kind = AppointmentTerms::embedded().kind(&one.kind);
    let tone = match one.state {
        AppointmentState::Booked if one.is_open_past => Tone::Watch,
        AppointmentState::Booked => Tone::Open,
        AppointmentState::Kept => Tone::Good,
        AppointmentState::Missed => Tone::Watch,
        AppointmentState::Cancelled => Tone::Plain,
    };
    let word = if one.is_open_past { "past" } else { one.state.word() };
    let reasons = one.steps.iter().filter_map(|step| step.step.reason()).map(str::to_owned);
    Row {
        at: t.moment(one.at, &people.zone),
        with: one.with.clone(),
        kind: kind.map_or_else(|| one.kind.clone(), |kind| kind.en.clone()),
        state: Status::new(t.say(&format!("appointment-{word}")), tone),
        by: people.name(one.arranged_by).to_owned(),
        action: paths::appointment_steps(one.id),
        seen: one.seen,
        is_booked: one.state == AppointmentState::Booked,
        has_begun: one.at <= people.now,
        reasons: reasons.collect(),
    }
}

#[derive(Template)]
#[template(path = "around/appointments.html")]
struct Shown {
    frame: Frame,
    t: Words,
    chart: String,
    here: String,
    patient: String,
    rows: Vec<Row>,
    may_record: bool,
    zone: String,
    with: Entry,
    kind: (Entry, Vec<Choice>),
    at: Entry,
}

async fn show(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let id: PatientId = id.parse().map_err(|_| PageError::NotFound)?;
    Ok(page(&web, &visit, &at, id, &Typed::default(), &[]).await?.into_response())
}

async fn page(
    web: &Web,
    visit: &Visit,
    at: &AtPractice,
    id: PatientId,
    typed: &Typed,
    problems: &[Problem],
) -> Result<Page<Shown>, PageError> {
    let (actor, place) = of(at);
    let t = visit.words;
    let all = app::care::appointments(&web.app, &actor, place, id).await?;
    let people = app::care::colleagues(&web.app, &actor, place).await?;
    let kinds = AppointmentTerms::embedded().kinds().iter();
    let kinds = kinds.map(|kind| (kind.word.clone(), kind.en.as_str().into()));
    Ok(Page(Shown {
        frame: Frame::of(visit, at, t.say("around-appointments")),
        t,
        chart: paths::chart(id),
        here: paths::patient_appointments(id),
        patient: id.to_string(),
        rows: all.iter().map(|one| row(one, &people, t)).collect(),
        may_record: at.may(Permission::RecordCare),
        zone: people.zone.iana_name().unwrap_or_default().to_owned(),
        with: typed.entry("with", problems, t),
        kind: (typed.entry("kind", problems, t), typed.choices("kind", kinds)),
        at: typed.entry("at", problems, t),
    }))
}

async fn create(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(id): Path<String>,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    let id: PatientId = id.parse().map_err(|_| PageError::NotFound)?;
    let (actor, place) = of(&at);
    let people = app::care::colleagues(&web.app, &actor, place).await?;
    let outcome = match read(&typed, &people.zone) {
        Ok(new) => app::care::arrange(&web.app, &actor, place, id, new).await,
        Err(problems) => Err(app::Error::Invalid(problems)),
    };
    let again = async |problems: Vec<Problem>| page(&web, &visit, &at, id, &typed, &problems).await;
    forms::answer(outcome.map(|_| paths::patient_appointments(id)), again).await
}

fn read(typed: &Typed, zone: &TimeZone) -> Result<NewAppointment, Vec<Problem>> {
    let mut reader = Reader::of(typed);
    let at = reader.parsed::<jiff::civil::DateTime>("at", "date");
    let at = at.and_then(|at| zone.to_timestamp(at).ok()).unwrap_or_default();
    let new = NewAppointment { with: reader.text("with"), kind: typed.text("kind").to_owned(), at };
    reader.done(new)
}

async fn step(
    State(web): State<Web>,
    at: AtPractice,
    Path(id): Path<String>,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    let id: AppointmentId = id.parse().map_err(|_| PageError::NotFound)?;
    let (actor, place) = of(&at);
    let seen: usize = typed.text("seen").parse().map_err(|_| PageError::Malformed)?;
    let patient: PatientId = typed.text("patient").parse().map_err(|_| PageError::Malformed)?;
    let reason = typed.text("reason").to_owned();
    let step = match typed.text("step") {
        "kept" => AppointmentStep::Kept,
        "missed" => AppointmentStep::Missed { reason },
        "cancelled" => AppointmentStep::Cancelled { reason },
        "corrected" => AppointmentStep::Corrected { reason },
        _ => return Err(PageError::Malformed),
    };
    app::care::step_appointment(&web.app, &actor, place, id, seen, step).await?;
    Ok(Redirect::to(&paths::patient_appointments(patient)).into_response())
}
