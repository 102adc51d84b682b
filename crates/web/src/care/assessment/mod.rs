//! Assessments: chosen, asked one question at a time or all on one page, kept, and read.

mod list;
mod making;
mod posted;
mod result;
mod said;
mod sheet;

use axum::Router;
use axum::routing::{get, post};

use crate::{Web, paths};

pub(crate) use said::assessment_trends;

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route(paths::PATIENT_ASSESSMENTS, get(list::index).post(list::create))
        .route(paths::ASSESSMENT, get(sheet::show).post(sheet::save))
        .route(paths::ASSESSMENT_RECORD, post(sheet::record))
}
