//! How a patient wishes to be reached, and who may speak for them: what they told us, and the form that keeps a new word.

mod form;
mod told;

use app::people::{Wishes, tell_preference, wishes};
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use ccm::access::Permission;
use ccm::basics::{PatientId, Problem};

use self::form::Form;
use crate::access::AtPractice;
use crate::forms::Posted;
use crate::layout::{Frame, Page, Visit};
use crate::people::typed::Typed;
use crate::words::Words;
use crate::{PageError, Web, paths};

pub(crate) use told::{Helper, helpers};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::CONTACT, get(show).post(keep))
}

#[derive(Template)]
#[template(path = "people/contact.html")]
struct Shown {
    frame: Frame,
    t: Words,
    name: String,
    chart: String,
    form: Option<Form>,
    /// Somebody kept another word while this one was typed.
    is_late: bool,
    helpers: Vec<Helper>,
    earlier: Vec<told::Word>,
}

fn patient(id: &str) -> Result<PatientId, PageError> {
    id.parse().map_err(|_| PageError::NotFound)
}

async fn show(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(id): Path<String>,
) -> Result<Page<Shown>, PageError> {
    page(&web, &visit, &at, patient(&id)?, None, &[]).await
}

/// What was typed stands again; without it, the newest word.
async fn page(
    web: &Web,
    visit: &Visit,
    at: &AtPractice,
    id: PatientId,
    typed: Option<&Typed>,
    problems: &[Problem],
) -> Result<Page<Shown>, PageError> {
    let t = visit.words;
    let known = wishes(&web.app, &at.actor(), at.place(), id).await?;
    let staff = app::care::colleagues(&web.app, &at.actor(), at.place()).await?;
    let is_late = typed.is_some() && problems.is_empty();
    let shown = typed.cloned().unwrap_or_else(|| form::typed(&known));
    Ok(Page(Shown {
        frame: Frame::of(visit, at, t.say("contact-title")),
        t,
        name: super::patient_name(&known.name, t),
        chart: paths::chart(id),
        form: at.may(Permission::RecordCare).then(|| Form::of(&known, &shown, problems, t)),
        is_late,
        helpers: helpers(known.newest().into_iter().flat_map(|one| &one.caregivers), known.today, t),
        earlier: known.told.iter().map(|one| told::word(one, &staff, t)).collect(),
    }))
}

async fn keep(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(id): Path<String>,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    let (id, typed) = (patient(&id)?, form::closed_up(&typed));
    let known: Wishes = wishes(&web.app, &at.actor(), at.place(), id).await?;
    let kept = match form::read(&typed, &known) {
        Ok((seen, told)) => tell_preference(&web.app, &at.actor(), at.place(), seen, told).await,
        Err(problems) => Err(app::Error::Invalid(problems)),
    };
    let (status, problems) = match kept {
        Ok(_) => return Ok(Redirect::to(&paths::contact(id)).into_response()),
        Err(app::Error::Invalid(problems)) => (StatusCode::UNPROCESSABLE_ENTITY, problems),
        Err(app::Error::Conflict(_)) => (StatusCode::CONFLICT, Vec::new()),
        Err(error) => return Err(error.into()),
    };
    let page = page(&web, &visit, &at, id, Some(&typed), &problems).await?;
    Ok((status, page).into_response())
}
