//! Claims: the list of a closing, one claim with what it rests on, the practitioner's review, the files that went out.

mod file;
mod list;
mod problems;
mod review;
mod show;

use axum::Router;

use crate::Web;

pub(crate) fn routes() -> Router<Web> {
    Router::new().merge(list::routes()).merge(show::routes()).merge(file::routes()).merge(review::routes())
}
