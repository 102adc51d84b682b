//! Passkeys: made, listed, removed; and a sign-in with one, without any name typed.
//!
//! Browsers bind a passkey to a domain name. Where a page was opened by another name, or by a bare address, it says so
//! and offers none.

use app::access::{Address, PendingToken, SignIn, passkey};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{Extensions, HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use ccm::basics::PasskeyId;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{SignedIn, come_in, device};
use crate::door::rate;
use crate::forms::Posted;
use crate::layout::{Frame, Page, Visit};
use crate::ui::Entry;
use crate::words::Words;
use crate::{PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route(paths::PASSKEYS, get(index).post(create))
        .route(paths::PASSKEY_CHALLENGES, post(begin))
        .route(paths::PASSKEY_REMOVAL, post(remove))
        .route(paths::PASSKEY_SIGN_IN, post(sign_in))
        .route(paths::PASSKEY_SIGN_IN_CHALLENGES, post(begin_sign_in))
        .route(paths::SECOND_FACTOR_CHALLENGES, post(begin_second_factor))
        .route(paths::STEP_UP_CHALLENGES, post(begin_step_up))
}

/// Whether passkeys work on a page that was asked for by this name.
pub(super) fn are_here(web: &Web, headers: &HeaderMap) -> bool {
    let host = headers.get("host").and_then(|host| host.to_str().ok());
    let ours = web.options.origin.as_deref().and_then(|origin| Some(origin.split_once("://")?.1));
    ours.is_some() && ours == host
}

#[derive(Template)]
#[template(path = "access/passkeys.html")]
struct Shown {
    frame: Frame,
    t: Words,
    rows: Vec<Row>,
    name: Entry,
    are_here: bool,
    /// Where they would work.
    elsewhere: Option<String>,
    refused: Option<String>,
}

struct Row {
    name: String,
    made: String,
    used: String,
    removal: String,
}

async fn index(
    State(web): State<Web>,
    visit: Visit,
    signed_in: SignedIn,
    headers: HeaderMap,
) -> Result<Page<Shown>, PageError> {
    page(&web, &visit, &signed_in, &headers, "", None).await
}

async fn page(
    web: &Web,
    visit: &Visit,
    signed_in: &SignedIn,
    headers: &HeaderMap,
    name: &str,
    refused: Option<String>,
) -> Result<Page<Shown>, PageError> {
    let t = visit.words;
    let at = |instant| super::said_at(instant, t);
    let rows = passkey::list(&web.app, signed_in).await?.into_iter().map(|one| Row {
        name: if one.name.is_empty() { t.say("passkeys-unnamed").into_owned() } else { one.name },
        made: at(one.created_at),
        used: one.used_at.map_or_else(|| t.say("passkeys-unused").into_owned(), at),
        removal: paths::passkey_removal(one.id),
    });
    let are_here = are_here(web, headers);
    Ok(Page(Shown {
        frame: Frame::of(visit, signed_in, t.say("passkeys-title")),
        t,
        rows: rows.collect(),
        name: Entry::new("name", name),
        are_here,
        elsewhere: web.options.origin.clone().filter(|_| !are_here),
        refused,
    }))
}

/// What the script asks for before it wakes the authenticator.
fn challenge(begun: passkey::Challenge) -> Json<Value> {
    Json(json!({"token": begun.token.text(), "options": begun.options}))
}

async fn begin(State(web): State<Web>, signed_in: SignedIn) -> Result<Json<Value>, PageError> {
    Ok(challenge(passkey::begin_registration(&web.app, &signed_in).await?))
}

async fn begin_step_up(State(web): State<Web>, signed_in: SignedIn) -> Result<Json<Value>, PageError> {
    Ok(challenge(passkey::begin_step_up(&web.app, &signed_in).await?))
}

#[derive(Deserialize)]
struct Begin {
    organization: Option<String>,
    #[serde(default)]
    pending: String,
}

async fn begin_sign_in(
    State(web): State<Web>,
    Posted(form): Posted<Begin>,
) -> Result<Json<Value>, PageError> {
    let organization = form.organization.as_deref().filter(|key| !key.is_empty());
    Ok(challenge(passkey::begin_sign_in(&web.app, organization).await?))
}

async fn begin_second_factor(
    State(web): State<Web>,
    Posted(form): Posted<Begin>,
) -> Result<Json<Value>, PageError> {
    let pending: PendingToken = form.pending.parse().map_err(|_| PageError::NotFound)?;
    Ok(challenge(passkey::begin_second_factor(&web.app, &pending).await?))
}

/// What the script fills in: the challenge's token, and what the authenticator answered.
#[derive(Deserialize)]
pub(super) struct Answered {
    #[serde(default)]
    passkey_token: String,
    #[serde(default)]
    passkey_answer: String,
}

impl Answered {
    /// `None` where the script filled nothing in.
    pub(super) fn read(&self) -> Option<(PendingToken, Value)> {
        let answer = serde_json::from_str(&self.passkey_answer).ok()?;
        Some((self.passkey_token.parse().ok()?, answer))
    }
}

#[derive(Deserialize)]
struct New {
    #[serde(default)]
    name: String,
    #[serde(flatten)]
    answered: Answered,
}

async fn create(
    State(web): State<Web>,
    visit: Visit,
    signed_in: SignedIn,
    headers: HeaderMap,
    Posted(form): Posted<New>,
) -> Result<Response, PageError> {
    let outcome = match form.answered.read() {
        None => Err(app::Error::NotFound("ceremony")),
        Some((token, answer)) => {
            passkey::finish_registration(&web.app, &signed_in, &token, &form.name, &answer).await
        }
    };
    let refused = match outcome {
        Ok(_) => return Ok(Redirect::to(paths::PASSKEYS).into_response()),
        Err(app::Error::Conflict(_)) => "passkeys-known",
        Err(app::Error::Invalid(_) | app::Error::NotFound("ceremony")) => "passkeys-refused",
        Err(error) => return Err(error.into()),
    };
    let refused = Some(visit.words.say(refused).into_owned());
    let page = page(&web, &visit, &signed_in, &headers, &form.name, refused).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

async fn remove(
    State(web): State<Web>,
    signed_in: SignedIn,
    Path(id): Path<String>,
) -> Result<Redirect, PageError> {
    let id: PasskeyId = id.parse().map_err(|_| PageError::NotFound)?;
    passkey::remove(&web.app, &signed_in, id).await?;
    Ok(Redirect::to(paths::PASSKEYS))
}

#[derive(Deserialize)]
struct Coming {
    back: Option<String>,
    #[serde(flatten)]
    answered: Answered,
}

async fn sign_in(
    State(web): State<Web>,
    visit: Visit,
    headers: HeaderMap,
    extensions: Extensions,
    Posted(form): Posted<Coming>,
) -> Result<Response, PageError> {
    let Some((token, answer)) = form.answered.read() else {
        return Ok(Redirect::to(paths::SIGN_IN).into_response());
    };
    let address = Address::new(rate::address(&extensions).to_string());
    let outcome = passkey::finish_sign_in(&web.app, &token, &answer, &address, device(&headers)).await?;
    let refused = match outcome {
        SignIn::Done(session) => return Ok(come_in(&web, &session.token, form.back.as_deref()).await),
        SignIn::Locked { .. } => "access-locked",
        SignIn::Refused | SignIn::SecondFactor(..) => "passkeys-sign-in-refused",
    };
    let refused = visit.words.say(refused).into_owned();
    super::sign_in::again(&web, &visit, &headers, form.back, refused).await
}
