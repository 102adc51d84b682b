//! Sign-in through a provider of the organization's own: the way there, and the way back.
//!
//! A form that is posted may not end at another site (`form-action` holds over every redirect, and providers have chains of
//! them). So the answer to it is a page of ours that says where one goes, and goes there by itself. A cookie of its own
//! ties the way back to the browser that left; what else there is to know of it stands in the record.

use app::access::oidc::{self, Arrival, Errand, Leaving, Outcome, Returned};
use app::access::{Address, InvitationToken, PendingToken, SignIn};
use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::header::{HeaderName, HeaderValue, SET_COOKIE};
use axum::http::{Extensions, HeaderMap};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use serde::Deserialize;

use super::{SignedIn, come_in, device, go_on, identities, second_factor, sign_in, step_up};
use crate::door::{cookies, rate};
use crate::forms::Posted;
use crate::layout::{Frame, Page, Visit};
use crate::words::Words;
use crate::{PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route(paths::OIDC_SIGN_IN, post(begin_sign_in))
        .route(paths::OIDC_CALLBACK, get(finish))
        .route(paths::OIDC_STEP_UP, post(begin_step_up))
        .route(paths::OIDC_INVITATION, post(begin_invitation))
}

/// The provider, as pages offer it.
pub(super) struct Provider {
    /// What people call it.
    pub label: String,
    /// Where it works, for whoever came by another address: it sends people back to one name only.
    pub elsewhere: Option<String>,
}

impl Provider {
    pub(super) fn of(web: &Web, headers: &HeaderMap) -> Option<Self> {
        let label = web.app.identity_provider.as_ref()?.terms().label.clone();
        let elsewhere = match super::passkeys::are_here(web, headers) {
            true => None,
            false => Some(web.options.origin.clone()?),
        };
        Some(Self { label, elsewhere })
    }
}

#[derive(Template)]
#[template(path = "access/leaving.html")]
struct Shown {
    frame: Frame,
    t: Words,
    label: String,
    address: String,
}

/// The page on the way, with the cookie for the way back.
pub(super) fn leave(web: &Web, visit: &Visit, leaving: &Leaving) -> Result<Response, PageError> {
    let provider = web.app.identity_provider.as_ref().ok_or(PageError::NotFound)?;
    let page = Page(Shown {
        frame: Frame::alone(visit, visit.words.say("oidc-leaving")),
        t: visit.words,
        label: provider.terms().label.clone(),
        address: leaving.address.clone(),
    });
    let refresh = HeaderValue::from_str(&format!("0;url={}", leaving.address));
    let refresh = refresh.map_err(|_| PageError::Internal)?;
    let cookie = cookies::set_leaving(&leaving.token.text());
    Ok(([(SET_COOKIE, cookie), (HeaderName::from_static("refresh"), refresh)], page).into_response())
}

/// What a page says where the provider does not answer; every other way in is still there.
pub(super) fn down(web: &Web, t: Words) -> String {
    let label = web.app.identity_provider.as_ref().map(|provider| provider.terms().label.as_str());
    t.say_with("oidc-down", "provider", label.unwrap_or_default()).into_owned()
}

#[derive(Deserialize)]
struct Going {
    organization: Option<String>,
    back: Option<String>,
}

async fn begin_sign_in(
    State(web): State<Web>,
    visit: Visit,
    headers: HeaderMap,
    Posted(form): Posted<Going>,
) -> Result<Response, PageError> {
    let organization = form.organization.as_deref().map(str::trim).filter(|key| !key.is_empty());
    let back = paths::back(form.back.as_deref());
    let refused = match oidc::begin_sign_in(&web.app, organization, &back).await {
        Ok(leaving) => return leave(&web, &visit, &leaving),
        Err(app::Error::Unavailable(_)) => down(&web, visit.words),
        Err(app::Error::NotFound("organization")) => visit.words.say("oidc-organization").into_owned(),
        Err(error) => return Err(error.into()),
    };
    sign_in::again(&web, &visit, &headers, form.back, refused).await
}

async fn begin_step_up(
    State(web): State<Web>,
    visit: Visit,
    signed_in: SignedIn,
    headers: HeaderMap,
    Posted(form): Posted<Going>,
) -> Result<Response, PageError> {
    let back = paths::back(form.back.as_deref());
    match oidc::begin_step_up(&web.app, &signed_in, &back).await {
        Ok(leaving) => leave(&web, &visit, &leaving),
        Err(app::Error::Unavailable(_)) => {
            let refused = down(&web, visit.words);
            step_up::again(&web, &visit, &signed_in, &headers, Some(&back), refused).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn begin_invitation(
    State(web): State<Web>,
    visit: Visit,
    headers: HeaderMap,
    Path(token): Path<String>,
) -> Result<Response, PageError> {
    let token: InvitationToken = token.parse()?;
    match oidc::begin_invitation(&web.app, &token).await {
        Ok(leaving) => leave(&web, &visit, &leaving),
        Err(app::Error::Unavailable(_)) => {
            super::invitation::again(&web, &visit, &headers, &token, down(&web, visit.words)).await
        }
        Err(error) => Err(error.into()),
    }
}

/// As RFC 6749 §4.1.2 and RFC 9207 have it; of an error its mere being there is enough.
#[derive(Deserialize)]
struct CameBack {
    #[serde(default)]
    state: String,
    code: Option<String>,
    iss: Option<String>,
}

async fn finish(
    State(web): State<Web>,
    visit: Visit,
    headers: HeaderMap,
    extensions: Extensions,
    Query(query): Query<CameBack>,
) -> Result<Response, PageError> {
    let answer = finished(&web, &visit, &headers, &extensions, query).await;
    let mut response = answer.unwrap_or_else(IntoResponse::into_response);
    response.headers_mut().append(SET_COOKIE, cookies::drop_leaving());
    Ok(response)
}

async fn finished(
    web: &Web,
    visit: &Visit,
    headers: &HeaderMap,
    extensions: &Extensions,
    query: CameBack,
) -> Result<Response, PageError> {
    if web.app.identity_provider.is_none() {
        return Err(PageError::NotFound);
    }
    let t = visit.words;
    let refused = |key: &str| t.say(key).into_owned();
    let token = cookies::leaving(headers).and_then(|text| text.parse::<PendingToken>().ok());
    let Some(token) = token else {
        return sign_in::again(web, visit, headers, None, refused("oidc-refused")).await;
    };
    let returned = Returned { state: query.state, code: query.code, issuer: query.iss };
    let address = Address::new(rate::address(extensions).to_string());
    let signed_in = visit.signed_in.as_deref();
    let arrival = oidc::finish(&web.app, &token, returned, signed_in, &address, device(headers)).await;
    let Arrival { errand, back, outcome } = match arrival {
        Ok(arrival) => arrival,
        Err(app::Error::Unavailable(_)) => {
            return sign_in::again(web, visit, headers, None, down(web, t)).await;
        }
        Err(error) => return Err(error.into()),
    };
    let refused = refused(match outcome {
        Outcome::SignIn(SignIn::Done(session)) => {
            return Ok(match errand {
                Errand::StepUp(_) => go_on(&session.token, Some(&back)),
                _ => come_in(web, &session.token, Some(&back)).await,
            });
        }
        Outcome::SignIn(SignIn::SecondFactor(pending, factors)) => {
            return Ok(second_factor::ask(visit, &pending, &factors, back, None).into_response());
        }
        Outcome::Linked => return Ok(Redirect::to(paths::IDENTITIES).into_response()),
        Outcome::SignIn(SignIn::Locked { .. }) => "access-locked",
        Outcome::SignIn(SignIn::Refused) => "oidc-refused",
        Outcome::Unknown => "oidc-unknown",
        Outcome::Taken => "oidc-taken",
    });
    match (errand, &visit.signed_in) {
        (Errand::Link(_), Some(signed_in)) => {
            identities::again(web, visit, &SignedIn(signed_in.clone()), headers, refused).await
        }
        (Errand::StepUp(_), Some(signed_in)) => {
            step_up::again(web, visit, &SignedIn(signed_in.clone()), headers, Some(&back), refused).await
        }
        _ => sign_in::again(web, visit, headers, Some(back), refused).await,
    }
}
