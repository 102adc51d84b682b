//! A call is opened: its clock starts with it, unless somebody else is on the phone with the patient already.

use app::care::{Colleagues, OpenCall, OpenDraft};
use app::time::{StartClock, Started};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use ccm::access::{CommandId, Permission};
use ccm::basics::*;
use ccm::care::Direction;
use ccm::enrollment::Program;
use ccm::time::ClockMode;
use serde::Deserialize;

use super::of;
use super::page::CalleeShown;
use crate::forms::Posted;
use crate::layout::{Frame, Page, Visit};
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

#[derive(Default, Deserialize)]
pub struct Form {
    /// A word of `Program`; the patient's first where none is said.
    program: Option<String>,
    direction: Option<String>,
    /// Write down a call without a clock: its time is typed in, or was kept elsewhere.
    without_clock: Option<String>,
}

#[derive(Template)]
#[template(path = "care/under_way.html")]
struct UnderWay {
    frame: Frame,
    t: Words,
    said: String,
    action: String,
    program: String,
    chart: String,
    drafts: Vec<DraftShown>,
}

/// A note that somebody has begun for this patient and not signed.
struct DraftShown {
    said: String,
    page: String,
}

/// Before a call: whom one is about to call. Nothing starts by looking.
#[derive(Template)]
#[template(path = "care/new.html")]
struct New {
    frame: Frame,
    t: Words,
    callee: CalleeShown,
    action: String,
    programs: Vec<String>,
    drafts: Vec<DraftShown>,
}

pub async fn show(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(patient): Path<String>,
) -> Result<Response, PageError> {
    let patient: PatientId = patient.parse().map_err(|_| PageError::NotFound)?;
    let (actor, place) = of(&at);
    let t = visit.words;
    let callee = app::care::callee(&web.app, &actor, place, patient).await?;
    let people = app::care::colleagues(&web.app, &actor, place).await?;
    let page = New {
        drafts: drafts(&web, &at, patient, &people, t).await?,
        frame: Frame::of(&visit, &at, t.say("care-call")),
        t,
        programs: callee.programs.iter().map(|program| program.word().to_owned()).collect(),
        callee: CalleeShown::of(&callee, web.app.now(), t),
        action: paths::patient_calls(patient),
    };
    Ok(Page(page).into_response())
}

pub async fn create(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(patient): Path<String>,
    Posted(form): Posted<Form>,
) -> Result<Response, PageError> {
    let patient: PatientId = patient.parse().map_err(|_| PageError::NotFound)?;
    let (actor, place) = of(&at);
    let callee = app::care::callee(&web.app, &actor, place, patient).await?;
    let wanted = form.program.as_deref().filter(|word| !word.is_empty());
    let program = match wanted {
        Some(word) => Program::from_word(word),
        None => callee.programs.first().copied(),
    };
    let program = program.ok_or_else(|| PageError::Invalid(vec![Problem::new("no_program", "program")]))?;
    let direction = match form.direction.as_deref() {
        Some("inbound") => Direction::Inbound,
        _ => Direction::Outbound,
    };
    if form.without_clock.is_none() && at.may(Permission::LogTime) {
        let started = start(&web, &at, patient, program).await?;
        if let Some(Started::CallUnderWay { person, since }) = started {
            let people = app::care::colleagues(&web.app, &actor, place).await?;
            let t = visit.words;
            let mut args = fluent::FluentArgs::new();
            args.set("name", people.name(person).to_owned());
            args.set("since", t.time(since, &people.zone));
            let page = UnderWay {
                frame: Frame::of(&visit, &at, t.say("care-under-way-title")),
                t,
                said: t.say_all("care-under-way-said", &args).into_owned(),
                action: paths::patient_calls(patient),
                program: program.word().to_owned(),
                chart: paths::patient(patient),
                drafts: drafts(&web, &at, patient, &people, t).await?,
            };
            return Ok((StatusCode::CONFLICT, Page(page)).into_response());
        }
    }
    let open = OpenCall { patient, program, direction };
    let opened = app::care::open_call(&web.app, &actor, place, open).await?;
    Ok(Redirect::to(&paths::call(opened.call)).into_response())
}

/// What stands open for this patient: whoever comes second is led to it, and writes no second note by accident.
async fn drafts(
    web: &Web,
    at: &AtPractice,
    patient: PatientId,
    people: &Colleagues,
    t: Words,
) -> Result<Vec<DraftShown>, PageError> {
    if !at.may(Permission::RecordCare) {
        return Ok(Vec::new());
    }
    let (actor, place) = of(at);
    let open = app::care::open_drafts(&web.app, &actor, place, patient).await?;
    let shown = |draft: OpenDraft| {
        let mut args = fluent::FluentArgs::new();
        args.set("name", people.name(draft.by).to_owned());
        args.set("since", t.moment(draft.since, &people.zone));
        let key = if draft.by == people.me { "care-draft-mine" } else { "care-draft-theirs" };
        DraftShown { said: t.say_all(key, &args).into_owned(), page: paths::call(draft.call) }
    };
    Ok(open.into_iter().map(shown).collect())
}

/// Starts the clock in call mode. `None`: this person is on the phone already, with this patient or with another; that
/// call's clock is not ended by the way.
async fn start(
    web: &Web,
    at: &AtPractice,
    patient: PatientId,
    program: Program,
) -> Result<Option<Started>, PageError> {
    let (actor, place) = of(at);
    let mine = match app::time::mine(&web.app, &actor, place).await {
        Ok(answer) => answer.clock,
        // Who learns works on assigned charts, and has no clock.
        Err(app::Error::Forbidden(_)) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    if mine.is_some_and(|clock| clock.mode == ClockMode::Call && clock.paused.is_none()) {
        return Ok(None);
    }
    let command_id =
        CommandId::new(&web.app.ids.next().to_string()).map_err(|one| PageError::Invalid(vec![one]))?;
    let new =
        StartClock { patient, program, activity: None, mode: ClockMode::Call, reading: None, command_id };
    Ok(Some(app::time::start(&web.app, &actor, place, new).await?))
}
