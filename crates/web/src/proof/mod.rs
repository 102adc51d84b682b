//! Can we prove it? The evidence of a claim with its verdict, cases of audits from outside, the quarterly sample.

mod case;
mod case_changes;
mod cases;
mod evidence;
mod score;
mod self_audit;

use axum::Router;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use ccm::access::Permission;

use crate::{AtPractice, PageError, Web, paths};

pub(crate) fn routes() -> Router<Web> {
    Router::new()
        .merge(cases::routes())
        .merge(case::routes())
        .merge(case_changes::routes())
        .merge(evidence::routes())
        .merge(self_audit::routes())
}

/// An archive, handed out.
fn handed_out(archive: app::proof::Archive) -> Response {
    let name = format!("attachment; filename=\"{}\"", archive.name);
    let headers = [(CONTENT_TYPE, "application/zip".to_owned()), (CONTENT_DISPOSITION, name)];
    (headers, archive.bytes).into_response()
}

/// Goes on only for whoever keeps the cases.
fn keeps_cases(at: &AtPractice) -> Result<(), PageError> {
    match at.may(Permission::KeepAuditCases) {
        true => Ok(()),
        false => Err(PageError::Denied(Permission::KeepAuditCases.word())),
    }
}

/// Where one confirms that it is oneself and comes back here; `None`: it is confirmed.
fn step_up(web: &Web, at: &AtPractice, here: &str) -> Option<String> {
    let owed = !at.is_confirmed(web, Permission::KeepAuditCases);
    owed.then(|| paths::with_back(paths::STEP_UP, here))
}
