//! The practitioner's review (CLAIM-08), made for a telephone: each claim with what it says and what is wrong with it, and
//! one button for all that are marked.

use app::claim::{ClaimsQuery, claims, review};
use askama::Template;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use ccm::access::Permission;
use ccm::claim::ClaimState;
use serde::Deserialize;

use super::list::Row;
use crate::billing::month_of;
use crate::layout::{Frame, Page, Visit};
use crate::ui::{Status, Tone};
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::CLAIM_REVIEW, get(newest)).route(paths::MONTH_REVIEW, get(show).post(create))
}

#[derive(Template)]
#[template(path = "claim/review.html")]
struct Shown {
    frame: Frame,
    t: Words,
    month: Option<String>,
    action: String,
    said: Option<Status>,
    rows: Vec<Row>,
    /// More wait behind these.
    has_more: bool,
    reviewed: u64,
}

#[derive(Deserialize, Default)]
struct Told {
    reviewed: Option<u64>,
}

/// Of the newest month that is closed.
async fn newest(State(web): State<Web>, visit: Visit, at: AtPractice) -> Result<Response, PageError> {
    page(&web, &visit, &at, None, Told::default()).await
}

async fn show(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(month): Path<String>,
    Query(told): Query<Told>,
) -> Result<Response, PageError> {
    page(&web, &visit, &at, Some(month_of(&month)?), told).await
}

async fn page(
    web: &Web,
    visit: &Visit,
    at: &AtPractice,
    month: Option<ccm::basics::ServiceMonth>,
    told: Told,
) -> Result<Response, PageError> {
    let t = visit.words;
    let query = ClaimsQuery { month, state: Some(ClaimState::Draft), is_own: true, ..ClaimsQuery::default() };
    let found = claims(&web.app, &at.actor(), at.place(), &query).await?;
    let own = found.counts.iter().filter(|count| count.practitioner == at.person);
    let reviewed = own.filter(|count| count.state != ClaimState::Draft).map(|count| count.claims).sum();
    let action = found.month.map(|month| paths::month(month, "review")).unwrap_or_default();
    let shown = Shown {
        frame: Frame::of(visit, at, t.say("rooms-claim-review")),
        month: found.month.map(|month| t.month(month)),
        action,
        said: told.reviewed.map(|count| Status::new(t.say_with("review-done", "count", count), Tone::Good)),
        rows: found.rows.iter().map(|row| Row::of(row, at, t)).collect(),
        has_more: found.next.is_some(),
        reviewed,
        t,
    };
    Ok(Page(shown).into_response())
}

/// The marked claims, by their numbers. Doing it again changes nothing.
async fn create(
    State(web): State<Web>,
    at: AtPractice,
    Path(month): Path<String>,
    body: Bytes,
) -> Result<Response, PageError> {
    at.confirmed(&web, Permission::ReviewClaims)?;
    let month = month_of(&month)?;
    let fields: Vec<(String, String)> =
        serde_urlencoded::from_bytes(&body).map_err(|_| PageError::Malformed)?;
    let numbers: Vec<String> =
        fields.into_iter().filter(|(name, _)| name == "claim").map(|(_, number)| number).collect();
    let report = review(&web.app, &at.actor(), at.place(), month, Some(&numbers)).await?;
    let next = format!("{}?reviewed={}", paths::month(month, "review"), report.reviewed);
    Ok(Redirect::to(&next).into_response())
}
