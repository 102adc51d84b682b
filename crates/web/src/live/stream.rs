//! The connection that a page keeps open.

use std::convert::Infallible;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::HeaderName;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::watch;

use super::Told;
use crate::{AtPractice, PageError, Web, paths};

/// So that nobody in between takes a quiet connection for a dead one.
const ALIVE_EVERY: Duration = Duration::from_secs(20);
/// A connection ends by itself, and is opened again with whatever the session is by then: whoever was signed out
/// elsewhere listens no longer than this.
const OPEN_FOR: Duration = Duration::from_secs(120);

pub(crate) fn routes() -> Router<Web> {
    Router::new().route(paths::LIVE, get(listen))
}

async fn listen(State(web): State<Web>, signed_in: AtPractice) -> Result<Response, PageError> {
    let listener = web.live.listen(signed_in.place(), signed_in.session.0).ok_or(PageError::TooOften)?;
    let ending = web.options.ending.clone();
    let events = async_stream::stream! {
        let mut listener = listener;
        let end = tokio::time::sleep(OPEN_FOR);
        let ending = program_ends(ending);
        tokio::pin!(end, ending);
        loop {
            let told = tokio::select! {
                told = listener.told.recv() => told,
                () = &mut end => break,
                () = &mut ending => return,
            };
            let event = match told {
                Ok(Told::Change(named)) => Event::default().event("change").json_data(named),
                Ok(Told::All) | Err(RecvError::Lagged(_)) => Ok(Event::default().event("all").data("")),
                Err(RecvError::Closed) => break,
            };
            match event {
                Ok(event) => yield Ok::<_, Infallible>(event),
                Err(error) => tracing::error!(%error, "a change could not be told"),
            }
        }
        // The page knows this for an ordinary end, and comes back at once.
        yield Ok(Event::default().event("again").data(""));
    };
    let alive = KeepAlive::new().interval(ALIVE_EVERY);
    // A proxy that collects what it passes on would keep changes back.
    let unbuffered = [(HeaderName::from_static("x-accel-buffering"), "no")];
    Ok((unbuffered, Sse::new(events).keep_alive(alive)).into_response())
}

async fn program_ends(ending: Option<watch::Receiver<bool>>) {
    match ending {
        Some(mut ending) => drop(ending.wait_for(|is_ending| *is_ending).await),
        None => std::future::pending().await,
    }
}
