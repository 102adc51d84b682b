//! A call: opened, ticked and typed into, signed.

mod blocks;
mod changes;
mod controls;
mod edits;
mod form;
mod interview;
mod making;
mod opened;
mod page;
mod posted;
mod problems;
mod signed;

pub use blocks::why_words;
pub(super) use problems::said as problem_words;

use std::collections::BTreeSet;

use app::Error;
use app::care::CallView;
use app::ports::CallState;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderName, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use ccm::basics::*;
use ccm::care::DraftEdit;

use self::making::Making;
use self::posted::Posted;
use super::of;
use crate::layout::{Page, Visit};
use crate::{AtPractice, PageError, Web, forms, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route(paths::PATIENT_CALL, get(opened::show))
        .route(paths::PATIENT_CALLS, post(opened::create))
        .route(paths::CALL, get(show).post(save))
        .route(paths::CALL_SIGNATURE, post(signed::create))
}

/// Tries when another window saves in the same instant.
const TRIES: usize = 4;

async fn show(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let view = view(&web, &at, call_id(&id)?).await?;
    if let (CallState::Signed, Some(note)) = (view.state, view.note) {
        return Ok(Redirect::to(&paths::note(note)).into_response());
    }
    answer(&web, &visit, &at, &view, &Told::default(), StatusCode::OK).await
}

/// Takes what was typed. A page with scripts gets the parts that have changed, another one the whole page.
async fn save(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(id): Path<String>,
    forms::Posted(pairs): forms::Posted<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let id = call_id(&id)?;
    let posted = Posted::read(pairs).ok_or(PageError::Malformed)?;
    let told = match keep(&web, &at, id, posted).await? {
        Some(told) => told,
        None => return Ok(gone(&visit, id)),
    };
    let view = view(&web, &at, id).await?;
    if !visit.is_part && told.is_settled() {
        return Ok(Redirect::to(&paths::call(id)).into_response());
    }
    let status = match told.problems.is_empty() || visit.is_part {
        true => StatusCode::OK,
        false => StatusCode::UNPROCESSABLE_ENTITY,
    };
    answer(&web, &visit, &at, &view, &told, status).await
}

/// Somebody has signed it meanwhile: its address leads to the note.
fn gone(visit: &Visit, id: CallId) -> Response {
    let to = paths::call(id);
    if visit.is_part {
        return (StatusCode::OK, [(HeaderName::from_static("hx-redirect"), to)]).into_response();
    }
    Redirect::to(&to).into_response()
}

/// What became of a form.
#[derive(Default)]
struct Told {
    posted: Option<Posted>,
    problems: Vec<Problem>,
    /// What is told as a sentence: the note has changed since it was read.
    notice: Option<&'static str>,
    is_signing: bool,
}

impl Told {
    fn is_settled(&self) -> bool {
        self.problems.is_empty() && self.posted.as_ref().is_none_or(|posted| posted.mine.is_empty())
    }
}

/// Keeps all that can be kept. What cannot be read, and what somebody else changed meanwhile, comes back. `None`: the
/// call is signed.
async fn keep(web: &Web, at: &AtPractice, id: CallId, mut posted: Posted) -> Result<Option<Told>, PageError> {
    let (actor, place) = of(at);
    let edits::Edits { mut edits, mut problems } = posted.edits();
    for _ in 0..TRIES {
        match app::care::save(&web.app, &actor, place, id, posted.revision, edits.clone()).await {
            Ok(saved) => {
                let differing: BTreeSet<String> =
                    saved.differences.iter().map(|one| field_of(&one.field, &posted)).collect();
                posted.keep_mine(&differing);
                return Ok(Some(Told { posted: Some(posted), problems, ..Told::default() }));
            }
            Err(Error::Contended) => {}
            Err(Error::Conflict(_)) => return Ok(None),
            // One wrong field keeps nothing else from being kept.
            Err(Error::Invalid(wrong)) => {
                let fields: BTreeSet<&str> = wrong.iter().map(|one| one.path.as_str()).collect();
                let before = edits.len();
                edits.retain(|edit: &DraftEdit| !fields.contains(edit.field().as_str()));
                if edits.len() == before {
                    return Err(PageError::Invalid(wrong));
                }
                problems.extend(wrong);
            }
            Err(error) => return Err(error.into()),
        }
    }
    Err(PageError::Conflict)
}

/// A goal is named by its text in the draft and by its row in the form.
fn field_of(field: &str, posted: &Posted) -> String {
    let Some(goal) = field.strip_prefix("goal.") else { return field.to_owned() };
    let row = posted.typed.iter().find(|(name, value)| name.ends_with(".goal") && *value == goal);
    row.map_or_else(|| field.to_owned(), |(name, _)| controls::field(name).to_owned())
}

async fn view(web: &Web, at: &AtPractice, id: CallId) -> Result<CallView, PageError> {
    let (actor, place) = of(at);
    Ok(app::care::call(&web.app, &actor, place, id).await?)
}

async fn answer(
    web: &Web,
    visit: &Visit,
    at: &AtPractice,
    view: &CallView,
    told: &Told,
    status: StatusCode,
) -> Result<Response, PageError> {
    let (actor, place) = of(at);
    let people = app::care::colleagues(&web.app, &actor, place).await?;
    let making = Making {
        t: visit.words,
        view,
        people: &people,
        posted: told.posted.as_ref(),
        problems: &told.problems,
        is_signing: told.is_signing,
    };
    let form = making.form();
    let sheet = page::Sheet::of(visit, at, view, &people, form, told);
    Ok(match visit.is_part {
        true => (status, Page(page::Saved { sheet })).into_response(),
        false => {
            let clock = app::time::mine(&web.app, &actor, place).await.ok().and_then(|answer| answer.clock);
            let here = Some(paths::call(view.id));
            let beside = crate::time::beside::beside(web, visit, at, view.patient, here).await?;
            let due = app::care::due_assessments(&web.app, &actor, place, view.patient).await?;
            let shown = page::Shown::of(visit, at, sheet, view, &people, (beside, clock), &due);
            (status, Page(shown)).into_response()
        }
    })
}

fn call_id(id: &str) -> Result<CallId, PageError> {
    id.parse().map_err(|_| PageError::NotFound)
}
