//! Who works here, as what; what the practice has set; whose patients are whose, and charts that are shut.
//!
//! Everybody who manages sees the pages; to change anything takes a fresh proof of who is there
//! ([`crate::SignedIn::confirmed`]), and until then the forms are not shown.

mod access_policy;
mod assignments;
pub mod glass;
mod member;
mod member_account;
mod member_changes;
mod practice;
mod practice_changes;
mod review;
mod role_form;
mod staff;
mod switches;
mod tabs;
pub mod typed;

pub(crate) use role_form::word as role_word;

use axum::Router;
use axum::response::Redirect;
use axum::routing::get;

use crate::{Web, paths};

pub(crate) fn routes() -> Router<Web> {
    Router::new()
        .route(paths::SETTINGS, get(async || Redirect::to(paths::STAFF)))
        .merge(staff::routes())
        .merge(member::routes())
        .merge(member_account::routes())
        .merge(member_changes::routes())
        .merge(practice::routes())
        .merge(practice_changes::routes())
        .merge(switches::routes())
        .merge(access_policy::routes())
        .merge(assignments::routes())
        .merge(glass::routes())
        .merge(review::routes())
}
