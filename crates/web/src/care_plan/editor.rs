//! The editor: the draft's form, saved as it is typed; or, without a draft, the plan as it stands and where one begins.

use app::Error;
use app::care_plan::PlanView;
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderName, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use ccm::access::Permission;
use ccm::basics::*;

use super::posted::Posted;
use super::sheet::{Making, Sheet};
use super::start::StartForm;
use super::versions::{Listed, listed};
use crate::layout::{Frame, Page, Visit};
use crate::people::glass;
use crate::words::Words;
use crate::{AtPractice, PageError, Web, forms, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route(paths::PLAN, get(show).post(save))
        .route(paths::PLAN_VERSIONS, get(to_plan).post(add_version))
}

/// Tries when another window saves in the same instant.
const TRIES: usize = 4;

#[derive(Template)]
#[template(path = "care_plan/editor.html")]
struct Editor {
    frame: Frame,
    t: Words,
    name: String,
    chart: String,
    sheet: Sheet,
    start: StartForm,
    versions: Vec<Listed>,
    returned: Option<String>,
}

/// What a save sends back.
#[derive(Template)]
#[template(path = "care_plan/_saved.html")]
struct Saved {
    sheet: Sheet,
}

/// The plan without a draft.
#[derive(Template)]
#[template(path = "care_plan/plan.html")]
struct Standing {
    frame: Frame,
    t: Words,
    id: String,
    here: String,
    name: String,
    chart: String,
    start: Option<StartForm>,
    versions: Vec<Listed>,
    returned: Option<String>,
}

/// What became of a form.
#[derive(Default)]
struct Told {
    posted: Option<Posted>,
    refused: Vec<Problem>,
}

async fn to_plan(Path(id): Path<String>) -> Result<Redirect, PageError> {
    Ok(Redirect::to(&paths::plan(super::patient(&id)?)))
}

async fn show(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let id = super::patient(&id)?;
    match app::care_plan::plan(&web.app, &at.actor(), at.place(), id).await {
        Ok(view) => answer(&web, &visit, &at, &view, &Told::default(), StatusCode::OK).await,
        Err(error) => Ok(glass::instead(&web, &at, id, error).await),
    }
}

/// Takes what was typed. A page with scripts gets the parts that have changed, another one the whole page.
async fn save(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(id): Path<String>,
    forms::Posted(pairs): forms::Posted<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let id = super::patient(&id)?;
    let posted = Posted::read(pairs).ok_or(PageError::Malformed)?;
    let Some((posted, _)) = keep(&web, &at, id, posted).await? else {
        return gone(&web, &visit, &at, id).await;
    };
    let is_settled = posted.mine.is_empty();
    if !visit.is_part && is_settled {
        return Ok(Redirect::to(&paths::plan(id)).into_response());
    }
    let view = app::care_plan::plan(&web.app, &at.actor(), at.place(), id).await?;
    let told = Told { posted: Some(posted), ..Told::default() };
    let status = if visit.is_part { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    answer(&web, &visit, &at, &view, &told, status).await
}

/// Saves what stands in the form, and keeps it as a version.
async fn add_version(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(id): Path<String>,
    forms::Posted(pairs): forms::Posted<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let id = super::patient(&id)?;
    let posted = Posted::read(pairs).ok_or(PageError::Malformed)?;
    let Some((posted, revision)) = keep(&web, &at, id, posted).await? else {
        return gone(&web, &visit, &at, id).await;
    };
    let mut told = Told { posted: Some(posted), ..Told::default() };
    if told.posted.as_ref().is_some_and(|posted| posted.mine.is_empty()) {
        match app::care_plan::add_plan_version(&web.app, &at.actor(), at.place(), id, revision).await {
            Ok(plan) => return Ok(Redirect::to(&paths::plan_version(id, plan)).into_response()),
            Err(Error::Invalid(problems)) => told.refused = problems,
            Err(error) => return Err(error.into()),
        }
    }
    let view = app::care_plan::plan(&web.app, &at.actor(), at.place(), id).await?;
    answer(&web, &visit, &at, &view, &told, StatusCode::UNPROCESSABLE_ENTITY).await
}

/// Keeps all that can be kept, and the revision it is kept as. `None`: the draft has become a version, or was put aside.
async fn keep(
    web: &Web,
    at: &AtPractice,
    id: PatientId,
    mut posted: Posted,
) -> Result<Option<(Posted, i64)>, PageError> {
    for _ in 0..TRIES {
        let (actor, place, edits) = (at.actor(), at.place(), posted.edits());
        match app::care_plan::save_plan(&web.app, &actor, place, id, posted.revision, edits).await {
            Ok(saved) => {
                posted.keep_mine(&saved.differences);
                return Ok(Some((posted, saved.revision)));
            }
            Err(Error::Contended) => {}
            Err(Error::Conflict(_)) => return Ok(None),
            Err(error) => return Err(error.into()),
        }
    }
    Err(PageError::Conflict)
}

/// The draft is no more. It has mostly become a version, of which the change feed tells a page that is still open before
/// its own answer has come: both lead to the same place.
async fn gone(web: &Web, visit: &Visit, at: &AtPractice, id: PatientId) -> Result<Response, PageError> {
    let view = app::care_plan::plan(&web.app, &at.actor(), at.place(), id).await?;
    let newest = view.versions.first();
    let to = newest.map_or_else(|| paths::plan(id), |one| paths::plan_version(id, one.plan.id));
    if visit.is_part {
        return Ok((StatusCode::OK, [(HeaderName::from_static("hx-redirect"), to)]).into_response());
    }
    Ok(Redirect::to(&to).into_response())
}

async fn answer(
    web: &Web,
    visit: &Visit,
    at: &AtPractice,
    view: &PlanView,
    told: &Told,
    status: StatusCode,
) -> Result<Response, PageError> {
    let (actor, place, t) = (at.actor(), at.place(), visit.words);
    let people = app::care::colleagues(&web.app, &actor, place).await?;
    let sheet = view.draft.as_ref().map(|draft| {
        let making = Making {
            t,
            patient: view.patient,
            draft,
            people: &people,
            posted: told.posted.as_ref(),
            refused: &told.refused,
            csrf: crate::door::csrf::masked(&at.csrf.0),
            is_part: visit.is_part,
        };
        making.sheet()
    });
    let sheet = match sheet {
        Some(sheet) if visit.is_part => return Ok((status, Page(Saved { sheet })).into_response()),
        sheet => sheet,
    };
    let callee = app::care::callee(&web.app, &actor, place, view.patient).await?;
    let name = crate::people::patient_name(&callee.name, t);
    let frame = Frame::of(visit, at, t.say("plan-title"));
    let (versions, returned) = listed(view, &people, t);
    let start = StartForm::of(view, callee.speaks_spanish(), t);
    let chart = paths::patient(view.patient);
    Ok(match sheet {
        Some(sheet) => {
            let page = Editor { frame, t, name, chart, sheet, start, versions, returned };
            (status, Page(page)).into_response()
        }
        None => {
            let start = at.may(Permission::RecordCare).then_some(start);
            let (id, here) = (view.patient.to_string(), paths::plan(view.patient));
            let page = Standing { frame, t, id, here, name, chart, start, versions, returned };
            (status, Page(page)).into_response()
        }
    })
}
