//! One-time codes: set up, confirmed by a first one, with recovery codes shown once.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use ccm::basics::Problem;
use serde::Deserialize;

use super::SignedIn;
use crate::forms::Posted;
use crate::layout::{Frame, Page, Visit};
use crate::ui::{Entry, Qr};
use crate::words::Words;
use crate::{PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route(paths::FACTORS, get(show))
        .route(paths::TOTP, post(begin))
        .route(paths::TOTP_CONFIRMATION, post(confirm))
        .route(paths::RECOVERY_CODES, post(make))
}

#[derive(Template)]
#[template(path = "access/factors.html")]
struct Shown {
    frame: Frame,
    t: Words,
    has_factor: bool,
    is_owed: bool,
    codes_left: i64,
}

#[derive(Template)]
#[template(path = "access/totp.html")]
struct NewTotp {
    frame: Frame,
    t: Words,
    /// In groups of four, to be typed.
    secret: String,
    uri: String,
    qr: Option<Qr>,
    code: Entry,
}

#[derive(Template)]
#[template(path = "access/recovery_codes.html")]
struct Codes {
    frame: Frame,
    t: Words,
    codes: Vec<String>,
}

async fn show(State(web): State<Web>, visit: Visit, signed_in: SignedIn) -> Result<Page<Shown>, PageError> {
    Ok(Page(Shown {
        frame: Frame::of(&visit, &signed_in, visit.words.say("factors-title")),
        t: visit.words,
        has_factor: signed_in.has_second_factor,
        is_owed: signed_in.owes_second_factor,
        codes_left: app::access::recovery::left(&web.app, &signed_in).await?,
    }))
}

async fn begin(
    State(web): State<Web>,
    visit: Visit,
    signed_in: SignedIn,
) -> Result<Page<NewTotp>, PageError> {
    let made = app::access::totp::begin(&web.app, &signed_in).await?;
    Ok(Page(new(&visit, &signed_in, &made.secret, made.uri, &[])))
}

fn new(visit: &Visit, signed_in: &SignedIn, secret: &str, uri: String, problems: &[Problem]) -> NewTotp {
    let groups: Vec<&str> =
        secret.as_bytes().chunks(4).filter_map(|four| std::str::from_utf8(four).ok()).collect();
    NewTotp {
        frame: Frame::of(visit, signed_in, visit.words.say("factors-title")),
        t: visit.words,
        secret: groups.join(" "),
        qr: Some(&uri).filter(|uri| !uri.is_empty()).and_then(|uri| Qr::of(uri)),
        uri,
        code: Entry::new("code", "").with(problems, visit.words),
    }
}

#[derive(Deserialize)]
struct Confirmation {
    code: String,
    /// As they were shown: a wrong code shows them again.
    secret: String,
    uri: String,
}

async fn confirm(
    State(web): State<Web>,
    visit: Visit,
    signed_in: SignedIn,
    Posted(form): Posted<Confirmation>,
) -> Result<Response, PageError> {
    match app::access::totp::confirm(&web.app, &signed_in, &form.code).await {
        Ok(()) => codes(&web, &visit, &signed_in).await,
        Err(app::Error::Invalid(problems)) => {
            let plain: String = form.secret.split_whitespace().collect();
            // Only an address of the kind that we made is shown as a link.
            let uri = if form.uri.starts_with("otpauth://totp/") { form.uri } else { String::new() };
            let page = Page(new(&visit, &signed_in, &plain, uri, &problems));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

async fn make(State(web): State<Web>, visit: Visit, signed_in: SignedIn) -> Result<Response, PageError> {
    codes(&web, &visit, &signed_in).await
}

async fn codes(web: &Web, visit: &Visit, signed_in: &SignedIn) -> Result<Response, PageError> {
    let codes = app::access::recovery::make(&web.app, signed_in).await?;
    let frame = Frame::of(visit, signed_in, visit.words.say("factors-codes"));
    Ok(Page(Codes { frame, t: visit.words, codes }).into_response())
}
