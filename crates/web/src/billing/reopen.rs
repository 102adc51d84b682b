//! A closed month is opened again, with a reason and a fresh proof of who asks.

use app::billing::board;
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use ccm::access::Permission;
use ccm::basics::{Problem, ServiceMonth};

use super::place::{Place, month_of};
use crate::forms::Posted;
use crate::layout::{Frame, Page, Visit};
use crate::people::typed::Typed;
use crate::ui::Entry;
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::MONTH_REOPENINGS, get(show).post(create))
}

#[derive(Template)]
#[template(path = "billing/reopen.html")]
struct Shown {
    frame: Frame,
    t: Words,
    place: Place,
    action: String,
    reason: Entry,
    /// Claims that went out already, which stay as they are.
    exported: String,
}

async fn show(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(month): Path<String>,
) -> Result<Response, PageError> {
    let month = month_of(&month)?;
    at.confirmed(&web, Permission::ReopenMonth)?;
    page(&web, &visit, &at, month, &Typed::default(), &[]).await
}

async fn page(
    web: &Web,
    visit: &Visit,
    at: &AtPractice,
    month: ServiceMonth,
    typed: &Typed,
    problems: &[Problem],
) -> Result<Response, PageError> {
    let t = visit.words;
    let found = board::closings(&web.app, &at.actor(), at.place(), month).await?;
    if !found.board.is_closed() {
        return Err(PageError::Conflict);
    }
    let exported = found.revisions.first().map_or(0, |one| one.exported);
    let shown = Shown {
        frame: Frame::of(visit, at, t.say_with("month-reopen-title", "month", t.month(month))),
        place: Place::of(&found.board, visit, at),
        action: paths::month(month, "reopenings"),
        reason: typed.entry("reason", problems, t),
        exported: match exported {
            0 => String::new(),
            count => t.say_with("month-reopen-exported", "count", count).into_owned(),
        },
        t,
    };
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, Page(shown)).into_response())
}

async fn create(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(month): Path<String>,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    at.confirmed(&web, Permission::ReopenMonth)?;
    let month = month_of(&month)?;
    match app::billing::reopen(&web.app, &at.actor(), at.place(), month, typed.text("reason")).await {
        Ok(_) => {
            let next = format!("{}?told=reopened", paths::month(month, "close"));
            Ok(Redirect::to(&next).into_response())
        }
        Err(app::Error::Invalid(problems)) => page(&web, &visit, &at, month, &typed, &problems).await,
        Err(error) => Err(error.into()),
    }
}
