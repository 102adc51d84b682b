//! Coming in, and what is one's own: sign-in, second factor, provider, invitation, the first administrator, sessions, step-up, and
//! at which practice one works.

mod factors;
mod first;
mod home;
mod identities;
mod invitation;
mod oidc;
mod passkeys;
mod password;
mod second_factor;
mod sessions;
mod sign_in;
mod signed_in;
mod step_up;

pub use signed_in::{AtPractice, SignedIn};

use axum::Router;
use axum::http::HeaderMap;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Redirect, Response};
use ccm::basics::{TimeZone, Timestamp};

use crate::door::cookies;
use crate::words::Words;
use crate::{Web, paths};

pub(crate) fn routes() -> Router<Web> {
    Router::new()
        .merge(home::routes())
        .merge(sign_in::routes())
        .merge(second_factor::routes())
        .merge(invitation::routes())
        .merge(first::routes())
        .merge(sessions::routes())
        .merge(step_up::routes())
        .merge(factors::routes())
        .merge(passkeys::routes())
        .merge(oidc::routes())
        .merge(identities::routes())
        .merge(password::routes())
}

/// In: the cookie, and on to where one wanted to go; past one's clock, where one stands still and asks what to do with it.
async fn come_in(web: &Web, token: &app::access::SessionToken, back: Option<&str>) -> Response {
    let back = paths::back(back);
    let stands = match app::access::who_quietly(&web.app, token).await {
        Ok(Some(signed_in)) => crate::time::looked_after(web, &signed_in).await,
        _ => false,
    };
    let to = if stands { paths::with_back(paths::CLOCK, &back) } else { back };
    ([(SET_COOKIE, cookies::set_session(&token.text()))], Redirect::to(&to)).into_response()
}

/// The same session under another token.
fn go_on(token: &app::access::SessionToken, back: Option<&str>) -> Response {
    let cookie = cookies::set_session(&token.text());
    ([(SET_COOKIE, cookie)], Redirect::to(&paths::back(back))).into_response()
}

/// What the browser calls itself, for the list of sessions.
fn device(headers: &HeaderMap) -> &str {
    headers.get("user-agent").and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// Ends what the browser held.
fn gone(to: &str) -> Response {
    ([(SET_COOKIE, cookies::drop_session())], Redirect::to(to)).into_response()
}

/// When something of one's own account was made or used. One may work at practices in several zones: the zone is told.
fn said_at(instant: Timestamp, t: Words) -> String {
    format!("{} UTC", t.moment(instant, &TimeZone::UTC))
}
