//! Who it is, once more, before what cannot be taken back. The session gets another token by it.

use app::access::{Address, FactorProof, SignIn, StepUpProof};
use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::http::{Extensions, HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use ccm::access::Password;
use serde::Deserialize;

use super::oidc::Provider;
use super::passkeys::Answered;
use super::{SignedIn, go_on};
use crate::door::rate;
use crate::forms::Posted;
use crate::layout::{Frame, Page, Visit};
use crate::ui::Entry;
use crate::words::Words;
use crate::{PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::STEP_UP, get(show).post(create))
}

#[derive(Template)]
#[template(path = "access/step_up.html")]
struct Shown {
    frame: Frame,
    t: Words,
    back: String,
    /// A code where there is a second factor, the password where there is none.
    has_factor: bool,
    has_passkey: bool,
    proof: Entry,
    /// Where they are linked to it, and have no second factor here.
    provider: Option<Provider>,
    refused: Option<String>,
}

/// The page once more, after another proof has failed.
pub(super) async fn again(
    web: &Web,
    visit: &Visit,
    signed_in: &SignedIn,
    headers: &HeaderMap,
    back: Option<&str>,
    refused: String,
) -> Result<Response, PageError> {
    let page = page(web, visit, signed_in, headers, back, Some(refused)).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

async fn page(
    web: &Web,
    visit: &Visit,
    signed_in: &SignedIn,
    headers: &HeaderMap,
    back: Option<&str>,
    refused: Option<String>,
) -> Result<Page<Shown>, PageError> {
    let has_passkey =
        web.app.passkeys.is_some() && !app::access::passkey::list(&web.app, signed_in).await?.is_empty();
    let provider = match Provider::of(web, headers).filter(|one| one.elsewhere.is_none()) {
        Some(one) if !signed_in.has_second_factor => {
            let links = app::access::oidc::links(&web.app, signed_in).await?;
            links.iter().any(|link| link.is_current).then_some(one)
        }
        _ => None,
    };
    Ok(Page(Shown {
        frame: Frame::of(visit, signed_in, visit.words.say("page-step-up-title")),
        t: visit.words,
        back: paths::back(back),
        has_factor: signed_in.has_second_factor,
        has_passkey,
        proof: Entry::new("proof", ""),
        provider,
        refused,
    }))
}

#[derive(Deserialize)]
struct Back {
    back: Option<String>,
}

async fn show(
    State(web): State<Web>,
    visit: Visit,
    signed_in: SignedIn,
    headers: HeaderMap,
    Query(query): Query<Back>,
) -> Result<Page<Shown>, PageError> {
    page(&web, &visit, &signed_in, &headers, query.back.as_deref(), None).await
}

#[derive(Deserialize)]
struct Form {
    #[serde(default)]
    proof: String,
    back: Option<String>,
    #[serde(flatten)]
    passkey: Answered,
}

async fn create(
    State(web): State<Web>,
    visit: Visit,
    signed_in: SignedIn,
    headers: HeaderMap,
    extensions: Extensions,
    Posted(form): Posted<Form>,
) -> Result<Response, PageError> {
    let typed = form.proof.trim();
    let proof = match (form.passkey.read(), signed_in.has_second_factor, typed.len()) {
        (Some((token, answer)), ..) => StepUpProof::Factor(FactorProof::Passkey(token, answer)),
        (None, false, _) => StepUpProof::Password(Password::new(form.proof.as_str())),
        // Six digits, perhaps with a blank between; a recovery code is longer.
        (None, true, ..=7) => StepUpProof::Factor(FactorProof::Totp(typed.to_owned())),
        (None, true, _) => StepUpProof::Factor(FactorProof::RecoveryCode(typed.to_owned())),
    };
    let address = Address::new(rate::address(&extensions).to_string());
    let refused = match app::access::step_up(&web.app, &signed_in, &proof, &address).await? {
        SignIn::Done(session) => return Ok(go_on(&session.token, form.back.as_deref())),
        SignIn::Locked { .. } => visit.words.say("access-locked"),
        SignIn::Refused | SignIn::SecondFactor(..) => visit.words.say("access-proof-refused"),
    };
    again(&web, &visit, &signed_in, &headers, form.back.as_deref(), refused.into_owned()).await
}
