//! Whether the program lives, and whether it can work: for whatever watches over it.

use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;

use crate::{Web, paths};

/// A storage that takes longer to say which tenants there are is not ready.
const READY_WITHIN: Duration = Duration::from_secs(2);

pub fn routes() -> Router<Web> {
    Router::new().route(paths::HEALTH, get(async || "live\n")).route(paths::READY, get(ready))
}

/// Asks storage one small question.
async fn ready(State(web): State<Web>) -> (StatusCode, &'static str) {
    match tokio::time::timeout(READY_WITHIN, web.app.organizations()).await {
        Ok(Ok(_)) => (StatusCode::OK, "ready\n"),
        _ => (StatusCode::SERVICE_UNAVAILABLE, "storage does not answer\n"),
    }
}
