//! The connection that a page keeps open.

use std::convert::Infallible;
use std::time::Duration;

use axum::Router;
use axum::extract::{Query, State};
use axum::http::HeaderName;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use ccm::basics::PatientId;
use serde::Deserialize;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::watch;

use super::{Seat, Told};
use crate::{AtPractice, PageError, Web, paths};

/// So that nobody in between takes a quiet connection for a dead one.
const ALIVE_EVERY: Duration = Duration::from_secs(20);
/// A connection ends by itself, and is opened again with whatever the session is by then: whoever was signed out
/// elsewhere listens no longer than this.
const OPEN_FOR: Duration = Duration::from_secs(120);

pub(crate) fn routes() -> Router<Web> {
    Router::new().route(paths::LIVE, get(listen))
}

#[derive(Deserialize)]
struct Wanted {
    /// The chart that the page shows.
    chart: Option<String>,
}

async fn listen(
    State(web): State<Web>,
    signed_in: AtPractice,
    Query(wanted): Query<Wanted>,
) -> Result<Response, PageError> {
    let seat = seat(&web, &signed_in, wanted.chart.as_deref()).await?;
    let listener = web.live.listen(signed_in.place(), signed_in.session.0).ok_or(PageError::TooOften)?;
    let ending = web.options.ending.clone();
    let events = async_stream::stream! {
        let mut listener = listener;
        let _seat = seat;
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

/// A seat at a chart that is theirs to see.
async fn seat(web: &Web, signed_in: &AtPractice, chart: Option<&str>) -> Result<Option<Seat>, PageError> {
    let place = signed_in.place();
    let patient = chart.and_then(|chart| chart.parse::<PatientId>().ok());
    let (Some(patient), Some(practice)) = (patient, place.practice) else { return Ok(None) };
    let (seen, _) = app::time::plates(&web.app, &signed_in.actor(), place, &[patient]).await?;
    Ok(seen.contains_key(&patient).then(|| web.live.sit(practice, patient, signed_in.person)))
}

async fn program_ends(ending: Option<watch::Receiver<bool>>) {
    match ending {
        Some(mut ending) => drop(ending.wait_for(|is_ending| *is_ending).await),
        None => std::future::pending().await,
    }
}
