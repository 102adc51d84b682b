//! Who did what: the audit log, filtered, page by page, and taken out of the program. Looking is on record itself.

mod export;
mod filter;
mod list;

pub(crate) use list::who;

use axum::Router;
use axum::routing::{get, post};

use crate::{Web, paths};

pub(crate) fn routes() -> Router<Web> {
    Router::new()
        .route(paths::AUDIT, get(list::index).post(list::find))
        .route(paths::AUDIT_EXPORT, post(export::create))
}
