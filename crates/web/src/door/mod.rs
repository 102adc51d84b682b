//! What every request passes before a page, and every answer after it, from the outside in:
//!
//! 1. [`trace`]: an id for the request, and one line in the log that names its route and never what was in it
//! 2. [`headers`]: what browsers are told to refuse
//! 3. [`problems`]: an error becomes a page, a toast or JSON
//! 4. a panic becomes an error
//! 5. [`rate`]: so many requests, and no more
//! 6. [`limits`]: so many bytes, and an answer within so long
//! 7. [`visit`]: language, theme and session of whoever asks
//! 8. [`csrf`]: a change was meant by whoever is signed in

pub mod cookies;
pub mod csrf;
pub mod headers;
pub mod limits;
pub mod problems;
pub mod rate;
pub mod trace;
pub mod visit;

use std::panic::AssertUnwindSafe;

use axum::Router;
use axum::extract::Request;
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;

use crate::{PageError, Web};

/// Stands before everything that is about people.
pub(crate) fn before_pages(pages: Router<Web>, web: &Web) -> Router<Web> {
    pages
        .layer(from_fn_with_state(web.clone(), csrf::check))
        .layer(from_fn_with_state(web.clone(), visit::begin))
        .layer(from_fn_with_state(web.clone(), limits::hold))
        .layer(from_fn(headers::keep_private))
}

/// Stands before everything.
pub(crate) fn before_all(router: Router<Web>, web: &Web) -> Router<Web> {
    router
        .layer(from_fn_with_state(web.clone(), rate::hold))
        .layer(from_fn(catch_panic))
        .layer(from_fn_with_state(web.clone(), problems::show))
        .layer(from_fn_with_state(web.clone(), headers::add))
        .layer(from_fn(trace::note))
}

/// A bug in one page is that page's end, and nobody else's.
async fn catch_panic(request: Request, next: Next) -> Response {
    match AssertUnwindSafe(next.run(request)).catch_unwind().await {
        Ok(response) => response,
        // The panic's own words went to the error output, with its place. They may hold anything, so they go no further.
        Err(_) => {
            tracing::error!("a page panicked");
            PageError::Internal.into_response()
        }
    }
}
