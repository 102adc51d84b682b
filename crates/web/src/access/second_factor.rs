//! The second half of a sign-in: a one-time code, or one of the codes kept for the day the telephone is lost.

use app::access::{Address, Factor, FactorProof, PendingToken, SignIn};
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::{Extensions, HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::post;
use serde::Deserialize;

use super::passkeys::Answered;
use super::{come_in, device};
use crate::door::rate;
use crate::forms::Posted;
use crate::layout::{Frame, Page, Visit};
use crate::ui::Entry;
use crate::words::Words;
use crate::{PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::SECOND_FACTOR, post(create))
}

#[derive(Template)]
#[template(path = "access/second_factor.html")]
pub(super) struct Shown {
    frame: Frame,
    t: Words,
    /// What was begun; a secret, as long as it lives.
    pending: String,
    back: String,
    has_totp: bool,
    has_recovery: bool,
    has_passkey: bool,
    code: Entry,
    recovery: Entry,
    refused: Option<String>,
}

/// Asks for what is owed.
pub(super) fn ask(
    visit: &Visit,
    pending: &PendingToken,
    factors: &[Factor],
    back: String,
    refused: Option<String>,
) -> Page<Shown> {
    Page(Shown {
        frame: Frame::alone(visit, visit.words.say("access-second-factor")),
        t: visit.words,
        pending: pending.text(),
        back,
        has_totp: factors.contains(&Factor::Totp),
        has_recovery: factors.contains(&Factor::RecoveryCode),
        has_passkey: factors.contains(&Factor::Passkey),
        code: Entry::new("code", ""),
        recovery: Entry::new("recovery", ""),
        refused,
    })
}

#[derive(Deserialize)]
struct Form {
    pending: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    recovery: String,
    #[serde(default)]
    offered: String,
    #[serde(flatten)]
    passkey: Answered,
    back: Option<String>,
}

async fn create(
    State(web): State<Web>,
    visit: Visit,
    headers: HeaderMap,
    extensions: Extensions,
    Posted(form): Posted<Form>,
) -> Result<Response, PageError> {
    // A sign-in that took too long begins again.
    let Ok(pending) = form.pending.parse::<PendingToken>() else {
        return Ok(Redirect::to(paths::SIGN_IN).into_response());
    };
    let proof = match (form.passkey.read(), form.recovery.trim()) {
        (Some((token, answer)), _) => FactorProof::Passkey(token, answer),
        (None, "") => FactorProof::Totp(form.code.clone()),
        (None, code) => FactorProof::RecoveryCode(code.to_owned()),
    };
    let address = Address::new(rate::address(&extensions).to_string());
    let outcome = app::access::second_factor(&web.app, &pending, &proof, &address, device(&headers)).await?;
    let refused = match outcome {
        SignIn::Done(session) => return Ok(come_in(&web, &session.token, form.back.as_deref()).await),
        SignIn::Locked { .. } => visit.words.say("access-locked"),
        SignIn::Refused | SignIn::SecondFactor(..) => visit.words.say("access-code-refused"),
    };
    // What was offered the first time is offered again; it decides nothing.
    let mut factors = Vec::new();
    if form.offered.contains("totp") {
        factors.push(Factor::Totp);
    }
    if form.offered.contains("passkey") {
        factors.push(Factor::Passkey);
    }
    if form.offered.contains("recovery") {
        factors.push(Factor::RecoveryCode);
    }
    let page = ask(&visit, &pending, &factors, paths::back(form.back.as_deref()), Some(refused.into_owned()));
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}
