//! Who works here, as what; what the practice has set; whose patients are whose, and charts that are shut.
//!
//! Everybody who manages sees the pages; to change anything takes a fresh proof of who is there
//! ([`crate::SignedIn::confirmed`]), and until then the forms are not shown.

mod access_policy;
mod assignments;
pub(crate) mod contact;
pub(crate) mod coverage;
pub(crate) mod figures;
pub mod glass;
mod member;
mod member_account;
mod member_changes;
mod money_terms;
mod practice;
mod practice_changes;
mod review;
mod role_form;
mod staff;
mod switches;
pub(crate) mod tabs;
pub mod typed;

pub(crate) use role_form::word as role_word;

use app::care::PatientName;
use axum::Router;
use axum::response::Redirect;
use axum::routing::get;

use crate::words::Words;
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
        .merge(contact::routes())
        .merge(coverage::routes())
        .merge(glass::routes())
        .merge(review::routes())
}

/// A patient on a page about them; whoever has no name on record is called that.
pub(crate) fn patient_name(name: &PatientName, t: Words) -> String {
    if name.0.is_empty() { t.say("day-unnamed").into_owned() } else { name.0.clone() }
}
