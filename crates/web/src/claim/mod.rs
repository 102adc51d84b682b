//! Claims: the list of a closing, one claim with what it rests on and what became of it, the practitioner's review, the
//! files that went out and those that came.

mod file;
mod list;
mod paper;
mod problems;
mod received;
mod received_file;
mod review;
mod show;
mod submission;
mod submissions;
mod timeline;
mod worksheet;

pub(crate) use timeline::{outcome, reasons};

pub(crate) use list::{address, matter_key, state};

use axum::Router;

use crate::Web;

pub(crate) fn routes() -> Router<Web> {
    Router::new()
        .merge(list::routes())
        .merge(show::routes())
        .merge(file::routes())
        .merge(review::routes())
        .merge(submissions::routes())
        .merge(submission::routes())
        .merge(received::routes())
        .merge(received_file::routes())
        .merge(paper::routes())
        .merge(worksheet::routes())
}
