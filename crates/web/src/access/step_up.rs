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
use super::passkeys::{Answered, are_here};
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
    /// What is typed, if there is anything to type.
    code: Option<Entry>,
    password: Option<Entry>,
    has_passkey: bool,
    /// Any of these.
    has_form: bool,
    provider: Option<Provider>,
    /// Where it can be proved, if nothing that they have works at this address.
    elsewhere: Option<String>,
    has_nothing: bool,
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
    let ways = app::access::step_up_ways(&web.app, signed_in).await?;
    // Passkeys and the provider belong to one name.
    let are_here = are_here(web, headers);
    let is_elsewhere = !are_here && (ways.passkey || ways.provider) && !ways.code && !ways.password;
    let entry = || Entry::new("proof", "");
    Ok(Page(Shown {
        frame: Frame::of(visit, signed_in, visit.words.say("page-step-up-title")),
        t: visit.words,
        back: paths::back(back),
        code: ways.code.then(entry),
        password: ways.password.then(entry),
        has_passkey: ways.passkey && are_here,
        has_form: ways.code || ways.password || ways.passkey && are_here,
        provider: Provider::of(web, headers).filter(|_| ways.provider && are_here),
        elsewhere: web.options.origin.clone().filter(|_| is_elsewhere),
        has_nothing: !ways.any(),
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
