//! Coming in, and what is one's own: sign-in, second factor, invitation, the first administrator, sessions, step-up, and
//! at which practice one works.

mod factors;
mod first;
mod home;
mod invitation;
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

use crate::door::cookies;
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
}

/// The cookie, and on to where one wanted to go.
fn come_in(token: &app::access::SessionToken, back: Option<&str>) -> Response {
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
