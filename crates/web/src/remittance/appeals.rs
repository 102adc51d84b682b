//! Appeals: made, handed out as they were made, and put on record as sent.

use app::remittance::{NewSending, appeal_files, make_appeal, send_appeal};
use axum::Router;
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use ccm::basics::{AppealId, ClaimId, Problem};

use super::denial::page;
use crate::forms::{self, Posted};
use crate::layout::{Pdf, Visit};
use crate::people::typed::{Reader, Typed};
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route(paths::DENIAL_APPEALS, post(create))
        .route(paths::APPEAL_SENDING, post(sent))
        .route(paths::APPEAL_LETTER, get(letter))
        .route(paths::APPEAL_EVIDENCE, get(evidence))
}

fn of(id: &str) -> Result<AppealId, PageError> {
    id.parse().map_err(|_| PageError::NotFound)
}

async fn create(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(id): Path<String>,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    let id: ClaimId = id.parse().map_err(|_| PageError::NotFound)?;
    let made = make_appeal(&web.app, &at.actor(), at.place(), id).await.map(|_| paths::denial(id));
    let again = async |problems: Vec<Problem>| page(&web, &visit, &at, id, &typed, &problems).await;
    forms::answer(made, again).await
}

async fn sent(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(id): Path<String>,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    let id = of(&id)?;
    let claim = appeal_files(&web.app, &at.actor(), at.place(), id).await?.0.claim;
    let done = async {
        let mut reader = Reader::of(&typed);
        let on = reader.date("on");
        let on = reader.done(on).map_err(app::Error::Invalid)?;
        let text = |name: &str| typed.text(name).to_owned();
        let new =
            NewSending { way: text("way"), on, proof: text("proof"), reference: Some(text("reference")) };
        send_appeal(&web.app, &at.actor(), at.place(), id, &new).await.map(paths::denial)
    };
    let again = async |problems: Vec<Problem>| page(&web, &visit, &at, claim, &typed, &problems).await;
    forms::answer(done.await, again).await
}

async fn letter(State(web): State<Web>, at: AtPractice, Path(id): Path<String>) -> Result<Pdf, PageError> {
    let id = of(&id)?;
    let (_, files) = appeal_files(&web.app, &at.actor(), at.place(), id).await?;
    Ok(Pdf { name: id.to_string(), bytes: files.letter })
}

async fn evidence(
    State(web): State<Web>,
    at: AtPractice,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let id = of(&id)?;
    let (_, files) = appeal_files(&web.app, &at.actor(), at.place(), id).await?;
    let name = format!("attachment; filename=\"{id}.zip\"");
    let headers = [(CONTENT_TYPE, "application/zip".to_owned()), (CONTENT_DISPOSITION, name)];
    Ok((headers, files.evidence).into_response())
}
