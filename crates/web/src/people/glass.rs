//! A chart that is shut: opened for a reason, for some hours, and loudly. And the list of those that were opened, for
//! whoever watches over privacy.

use app::access::{break_glass, broken_glasses, is_behind_glass, named};
use app::people::staff::staff;
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use ccm::access::Permission;
use ccm::basics::{PatientId, Problem, Timestamp};

use super::typed::{Reader, Typed};
use crate::access::AtPractice;
use crate::forms::Posted;
use crate::layout::{Frame, Page, Visit};
use crate::ui::{Entry, Status, Tone};
use crate::words::Words;
use crate::{PageError, Web, paths};

/// How far back the list of broken glasses goes.
const LISTED_DAYS: i64 = 90;

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route(paths::BROKEN_GLASSES, get(index).post(create))
        .route(paths::GLASS, get(show).post(create_here))
}

/// What a page of a chart answers when there is none for these eyes: the glass, for whoever may break it. To everybody
/// else it is not there.
pub async fn instead(
    web: &Web,
    signed_in: &app::access::SignedIn,
    patient: PatientId,
    error: app::Error,
) -> Response {
    let (actor, place) = (signed_in.actor(), signed_in.place());
    if matches!(error, app::Error::NotFound("patient")) {
        match is_behind_glass(&web.app, &actor, place, patient).await {
            Ok(true) => return Redirect::to(&paths::glass(patient)).into_response(),
            Ok(false) => {}
            Err(error) => return PageError::from(error).into_response(),
        }
    }
    PageError::from(error).into_response()
}

#[derive(Template)]
#[template(path = "people/glass.html")]
struct Glass {
    frame: Frame,
    t: Words,
    /// Asked for where the address names nobody.
    patient: Option<Entry>,
    reason: Entry,
    may_break: bool,
    /// For whoever reads the audit log.
    broken: Option<Vec<Row>>,
}

struct Row {
    at: String,
    until: String,
    is_open: Option<Status>,
    who: String,
    name: String,
    mrn: String,
    reason: String,
}

async fn index(State(web): State<Web>, visit: Visit, at: AtPractice) -> Result<Page<Glass>, PageError> {
    page(&web, &visit, &at, None, &Typed::default(), &[]).await
}

async fn page(
    web: &Web,
    visit: &Visit,
    at: &AtPractice,
    patient: Option<PatientId>,
    typed: &Typed,
    problems: &[Problem],
) -> Result<Page<Glass>, PageError> {
    let t = visit.words;
    let (may_break, may_read) = (at.may(Permission::BreakGlass), at.may(Permission::ReadAudit));
    if !may_break && !may_read {
        return Err(PageError::Denied(Permission::BreakGlass.word()));
    }
    let broken = match may_read && patient.is_none() {
        true => Some(rows(web, at, t).await?),
        false => None,
    };
    Ok(Page(Glass {
        frame: Frame::of(visit, at, t.say("glass-title")),
        t,
        patient: patient.is_none().then(|| typed.entry("patient", problems, t)),
        reason: typed.entry("reason", problems, t),
        may_break,
        broken,
    }))
}

async fn rows(web: &Web, at: &AtPractice, t: Words) -> Result<Vec<Row>, PageError> {
    let (app, actor, place) = (&web.app, at.actor(), at.place());
    let now = app.now();
    let since = now - jiff::SignedDuration::from_hours(24 * LISTED_DAYS);
    let zone = app::people::zone_now(app, place).await?;
    let people = staff(app, &actor, place).await?;
    let who = |person| {
        let one = people.iter().find(|one| one.person == person);
        one.map_or_else(|| format!("{person}"), |one| format!("{} {}", one.given, one.family))
    };
    let is_open = |until: Timestamp| (now < until).then(|| Status::new(t.say("glass-open"), Tone::Alarm));
    let broken = broken_glasses(app, &actor, place, since).await?;
    Ok(broken
        .into_iter()
        .map(|one| Row {
            at: t.moment(one.glass.at, &zone),
            until: t.moment(one.glass.until, &zone),
            is_open: is_open(one.glass.until),
            who: who(one.glass.person),
            name: super::patient_name(&one.name, t),
            mrn: one.mrn.unwrap_or_default(),
            reason: one.reason,
        })
        .collect())
}

async fn create(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    let outcome = match find(&web, &at, &typed).await {
        Ok(patient) => opened(&web, &at, patient, &typed).await,
        Err(error) => Err(error),
    };
    shut(&web, &visit, &at, None, &typed, outcome).await
}

/// The patient that a number means, here.
async fn find(web: &Web, at: &AtPractice, typed: &Typed) -> app::Result<PatientId> {
    let mut reader = Reader::of(typed);
    let number = reader.text("patient");
    reader.text("reason");
    let number = reader.done(number).map_err(app::Error::Invalid)?;
    let found = named(&web.app, &at.actor(), at.place(), Permission::BreakGlass, &[number]).await?;
    match found.first().map(Vec::as_slice) {
        Some([one]) => Ok(*one),
        Some([_, _, ..]) => {
            Err(app::Error::invalid(Problem::new("number_of_several", "patient").with("line", 1)))
        }
        _ => Err(app::Error::invalid(Problem::new("unknown_number", "patient").with("line", 1))),
    }
}

async fn opened(web: &Web, at: &AtPractice, patient: PatientId, typed: &Typed) -> app::Result<PatientId> {
    break_glass(&web.app, &at.actor(), at.place(), patient, typed.text("reason")).await.map(|_| patient)
}

/// The chart, or what is wrong with the reason.
async fn shut(
    web: &Web,
    visit: &Visit,
    at: &AtPractice,
    patient: Option<PatientId>,
    typed: &Typed,
    outcome: app::Result<PatientId>,
) -> Result<Response, PageError> {
    match outcome {
        Ok(patient) => Ok(Redirect::to(&paths::patient(patient)).into_response()),
        Err(app::Error::Invalid(problems)) => {
            let page = page(web, visit, at, patient, typed, &problems).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        // Open to them anyway: nothing to break.
        Err(app::Error::Conflict(_)) if patient.is_some() => {
            Ok(Redirect::to(&patient.map(paths::patient).unwrap_or_default()).into_response())
        }
        Err(app::Error::Conflict(_)) => {
            let problems = [Problem::new("chart_is_open", "patient")];
            let page = page(web, visit, at, None, typed, &problems).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

async fn show(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(patient): Path<String>,
) -> Result<Response, PageError> {
    let patient: PatientId = patient.parse().map_err(|_| PageError::NotFound)?;
    if !is_behind_glass(&web.app, &at.actor(), at.place(), patient).await? {
        return Err(PageError::NotFound);
    }
    Ok(page(&web, &visit, &at, Some(patient), &Typed::default(), &[]).await?.into_response())
}

async fn create_here(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(patient): Path<String>,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    let patient: PatientId = patient.parse().map_err(|_| PageError::NotFound)?;
    let outcome = opened(&web, &at, patient, &typed).await;
    if matches!(outcome, Err(app::Error::Forbidden(_))) {
        return Err(PageError::NotFound);
    }
    shut(&web, &visit, &at, Some(patient), &typed, outcome).await
}
