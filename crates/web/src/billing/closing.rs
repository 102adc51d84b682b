//! What the buttons of the closing do: freeze the month, and hand the reviewed claims out as files.

use std::time::Duration;

use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::post;
use ccm::access::Permission;
use ccm::basics::ServiceMonth;
use serde::Deserialize;

use super::place::month_of;
use crate::forms::Posted;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route(paths::MONTH_CLOSURES, post(close))
        .route(paths::MONTH_APPROVALS, post(approve))
        .route(paths::MONTH_FILES, post(export))
}

/// A large practice's month takes longer than a page should wait: it goes on by itself, and the page says so.
const WAIT: Duration = Duration::from_secs(20);

#[derive(Deserialize)]
struct Nothing {}

fn told(month: ServiceMonth, word: &str) -> Response {
    Redirect::to(&format!("{}?told={word}", paths::month(month, "close"))).into_response()
}

/// Freezes and drafts the claims. Whoever comes second is told that it was done.
async fn close(
    State(web): State<Web>,
    at: AtPractice,
    Path(month): Path<String>,
    Posted(Nothing {}): Posted<Nothing>,
) -> Result<Response, PageError> {
    at.confirmed(&web, Permission::CloseMonth)?;
    let month = month_of(&month)?;
    let (app, actor, place) = (web.app.clone(), at.actor(), at.place());
    let work = tokio::spawn(async move {
        let closed = app::billing::close(&app, &actor, place, month).await?;
        // The board shows the frozen month from here on; where this fails, the job does it.
        if let Err(error) = app::billing::board::keep(&app, &actor, place, month).await {
            tracing::warn!(%error, "a board is not made yet");
        }
        Ok::<_, app::Error>(closed.was_closed)
    });
    match tokio::time::timeout(WAIT, work).await {
        Err(_) => Ok(told(month, "working")),
        Ok(Ok(Ok(true))) => Ok(told(month, "already")),
        Ok(Ok(Ok(false))) => Ok(told(month, "closed")),
        Ok(Ok(Err(error))) => Err(error.into()),
        Ok(Err(error)) => {
            tracing::error!(%error, "a closing ended early");
            Err(PageError::Internal)
        }
    }
}

#[derive(Deserialize)]
struct Approved {
    /// The revision that the page showed.
    revision: i64,
}

/// Approves what the page showed; a closing that has come since is looked at first.
async fn approve(
    State(web): State<Web>,
    at: AtPractice,
    Path(month): Path<String>,
    Posted(Approved { revision }): Posted<Approved>,
) -> Result<Response, PageError> {
    let month = month_of(&month)?;
    match app::billing::approve(&web.app, &at.actor(), at.place(), month, Some(revision)).await {
        Ok(_) => Ok(told(month, "approved")),
        Err(app::Error::Conflict(_)) => Ok(told(month, "changed")),
        Err(error) => Err(error.into()),
    }
}

/// Writes what is reviewed and without problems. Asking again writes nothing twice.
async fn export(
    State(web): State<Web>,
    at: AtPractice,
    Path(month): Path<String>,
    Posted(Nothing {}): Posted<Nothing>,
) -> Result<Response, PageError> {
    at.confirmed(&web, Permission::ExportClaims)?;
    let month = month_of(&month)?;
    match app::claim::export(&web.app, &at.actor(), at.place(), month).await {
        Ok(report) if report.exported > 0 => Ok(told(month, "exported")),
        // Nothing is reviewed, or all of it went out before: the page shows which.
        Ok(_) | Err(app::Error::Conflict(_)) => Ok(told(month, "nothing")),
        Err(error) => Err(error.into()),
    }
}
