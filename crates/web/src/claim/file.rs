//! A file of claims, handed out as it was written. It holds what a whole month's patients were treated for: it asks once
//! more who is there.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use ccm::access::Permission;
use ccm::basics::ClaimFileId;

use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::CLAIM_FILE, get(show))
}

async fn show(State(web): State<Web>, at: AtPractice, Path(id): Path<String>) -> Result<Response, PageError> {
    at.confirmed(&web, Permission::ExportClaims)?;
    let id: ClaimFileId = id.parse().map_err(|_| PageError::NotFound)?;
    let file = app::claim::exported_file(&web.app, &at.actor(), at.place(), id).await?;
    let name = format!("attachment; filename=\"{}\"", file.name);
    let headers = [(CONTENT_TYPE, "application/edi-x12".to_owned()), (CONTENT_DISPOSITION, name)];
    Ok((headers, file.body).into_response())
}
