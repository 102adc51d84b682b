//! The clock's own addresses: how it stands, and every message about it. The server's answer is the truth; a tab shows it.

use app::time::{Beat, Finish, IdleAnswer, Resume, StartClock, Started, Stop};
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use ccm::access::CommandId;
use ccm::basics::*;
use ccm::enrollment::Program;
use ccm::time::ClockMode;
use ccm::time::clock::OfflineJournal;
use serde::Deserialize;

use super::bar::{self, Bar, ClockPage};
use super::said::{FromForm, Heard, Said, Way, filled};
use super::words;
use crate::layout::{Page, Visit};
use crate::{AtPractice, PageError, SignedIn, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route(paths::CLOCK, get(show))
        .route(paths::CLOCK_BAR, get(show_bar))
        .route(paths::CLOCK_START, post(start))
        .route(paths::CLOCK_BEAT, post(beat))
        .route(paths::CLOCK_ANSWER, post(answer))
        .route(paths::CLOCK_RESUMPTION, post(resume))
        .route(paths::CLOCK_STOP, post(stop))
        .route(paths::CLOCK_JOURNAL, post(journal))
        .route(paths::STRETCH_ACTIVITY, post(finish))
}

#[derive(Deserialize)]
struct Back {
    back: Option<String>,
}

/// The page of one's clock: all that the bar can do without any script, and what waits for an activity.
async fn show(
    State(web): State<Web>,
    visit: Visit,
    signed_in: AtPractice,
    Query(way): Query<Back>,
) -> Result<Page<ClockPage>, PageError> {
    let onward = way.back.map(|back| paths::back(Some(&back)));
    Ok(Page(bar::page(&web, &visit, &signed_in, onward).await?))
}

async fn show_bar(State(web): State<Web>, visit: Visit, signed_in: SignedIn) -> Result<Page<Bar>, PageError> {
    Ok(Page(bar::bar(&web, &visit, &signed_in).await?))
}

#[derive(Deserialize)]
pub struct StartForm {
    patient: String,
    program: String,
    #[serde(default)]
    activity: Option<String>,
    mode: ClockMode,
    command_id: String,
}

impl FromForm for StartClock {
    type Form = StartForm;

    fn from_form(form: StartForm) -> Result<Self, PageError> {
        Ok(Self {
            patient: form.patient.parse().map_err(|_| PageError::Malformed)?,
            program: program(&form.program)?,
            activity: filled(form.activity),
            mode: form.mode,
            reading: None,
            command_id: CommandId::new(&form.command_id).map_err(|_| PageError::Malformed)?,
        })
    }
}

pub(super) fn program(word: &str) -> Result<Program, PageError> {
    serde_json::from_value(word.into()).map_err(|_| PageError::Malformed)
}

async fn start(
    State(web): State<Web>,
    visit: Visit,
    signed_in: AtPractice,
    Said { told, way }: Said<StartClock>,
) -> Result<Response, PageError> {
    let patient = told.patient;
    let started = app::time::start(&web.app, &signed_in.actor(), signed_in.place(), told).await?;
    started_answer(&web, &visit, &signed_in, &way, patient, &started).await
}

/// A refused call is a page in its own right where no script shows it.
async fn started_answer(
    web: &Web,
    visit: &Visit,
    signed_in: &SignedIn,
    way: &Way,
    patient: PatientId,
    started: &Started,
) -> Result<Response, PageError> {
    let Started::CallUnderWay { person, since } = started else { return Ok(way.answer(started)) };
    let beside = app::time::beside(&web.app, &signed_in.actor(), signed_in.place(), patient).await?;
    let name = beside.names.get(person).map(String::as_str).unwrap_or_default();
    let said = words::on_the_phone(visit.words, name, *since, &beside.zone);
    match way {
        Way::Json => {
            let mut body = serde_json::json!(started);
            body["said"] = said.into();
            Ok((StatusCode::CONFLICT, axum::Json(body)).into_response())
        }
        Way::Form { back } => {
            let page = bar::refused(visit, signed_in, said, back.clone());
            Ok((StatusCode::CONFLICT, Page(page)).into_response())
        }
    }
}

async fn beat(
    State(web): State<Web>,
    signed_in: AtPractice,
    Heard(told): Heard<Beat>,
) -> Result<Response, PageError> {
    let answer = app::time::beat(&web.app, &signed_in.actor(), signed_in.place(), told).await?;
    Ok(axum::Json(answer).into_response())
}

#[derive(Deserialize)]
pub struct AnswerForm {
    entry: String,
    was_working: bool,
}

impl FromForm for IdleAnswer {
    type Form = AnswerForm;

    fn from_form(form: AnswerForm) -> Result<Self, PageError> {
        let entry = form.entry.parse().map_err(|_| PageError::Malformed)?;
        Ok(Self { entry, reading: None, was_working: form.was_working })
    }
}

async fn answer(
    State(web): State<Web>,
    signed_in: AtPractice,
    Said { told, way }: Said<IdleAnswer>,
) -> Result<Response, PageError> {
    Ok(way.answer(&app::time::answer(&web.app, &signed_in.actor(), signed_in.place(), told).await?))
}

#[derive(Deserialize)]
pub struct EntryForm {
    entry: String,
}

impl FromForm for Resume {
    type Form = EntryForm;

    fn from_form(form: EntryForm) -> Result<Self, PageError> {
        Ok(Self { entry: form.entry.parse().map_err(|_| PageError::Malformed)?, reading: None })
    }
}

async fn resume(
    State(web): State<Web>,
    visit: Visit,
    signed_in: AtPractice,
    Said { told, way }: Said<Resume>,
) -> Result<Response, PageError> {
    let (actor, place) = (signed_in.actor(), signed_in.place());
    let clock = app::time::mine(&web.app, &actor, place).await?.clock;
    let patient = clock.ok_or(PageError::NotFound)?.patient;
    let started = app::time::resume(&web.app, &actor, place, told).await?;
    started_answer(&web, &visit, &signed_in, &way, patient, &started).await
}

#[derive(Deserialize)]
pub struct StopForm {
    entry: String,
    #[serde(default)]
    activity: Option<String>,
}

impl FromForm for Stop {
    type Form = StopForm;

    fn from_form(form: StopForm) -> Result<Self, PageError> {
        Ok(Self {
            entry: form.entry.parse().map_err(|_| PageError::Malformed)?,
            reading: None,
            activity: filled(form.activity),
            live_contact: None,
            note: None,
        })
    }
}

async fn stop(
    State(web): State<Web>,
    signed_in: AtPractice,
    Said { told, way }: Said<Stop>,
) -> Result<Response, PageError> {
    Ok(way.answer(&app::time::stop(&web.app, &signed_in.actor(), signed_in.place(), told).await?))
}

/// What was kept without network.
async fn journal(
    State(web): State<Web>,
    signed_in: AtPractice,
    Heard(told): Heard<OfflineJournal>,
) -> Result<Response, PageError> {
    let answer = app::time::offline(&web.app, &signed_in.actor(), signed_in.place(), told).await?;
    Ok(axum::Json(answer).into_response())
}

#[derive(Deserialize)]
struct ActivityForm {
    activity: String,
    back: Option<String>,
}

/// Gives a stretch the activity that it waits for.
async fn finish(
    State(web): State<Web>,
    signed_in: AtPractice,
    Path(entry): Path<String>,
    crate::forms::Posted(form): crate::forms::Posted<ActivityForm>,
) -> Result<Response, PageError> {
    let entry: TimeEntryId = entry.parse().map_err(|_| PageError::NotFound)?;
    let told = Finish { entry, activity: form.activity, live_contact: None, note: None };
    app::time::finish(&web.app, &signed_in.actor(), signed_in.place(), told).await?;
    let back = form.back.map_or_else(|| paths::CLOCK.to_owned(), |back| paths::back(Some(&back)));
    Ok(axum::response::Redirect::to(&back).into_response())
}
