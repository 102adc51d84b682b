//! What deserves attention, and how far is everybody: Today, a practitioner's panel, finding patients,
//! and one patient's chart.

mod banner;
mod billing_work;
mod chart;
mod evidence;
mod month;
mod night;
mod operations;
mod panel;
mod patients;
mod person;
mod reasons;
mod sections;
mod today;
pub(crate) mod trend;

pub(crate) use evidence::Evidence;
pub(crate) use person::{Who, named};

use axum::Router;
use ccm::access::{Permission, Standing};

use crate::access::SignedIn;
use crate::{Web, paths};

pub(crate) fn routes() -> Router<Web> {
    Router::new()
        .merge(today::routes())
        .merge(patients::routes())
        .merge(chart::routes())
        .merge(panel::routes())
        .merge(night::routes())
        .merge(operations::routes())
        .merge(billing_work::routes())
}

/// Where one lands after sign-in: on the list of the day, whoever works at a practice and may read its charts; on what waits
/// to be billed, whoever bills; on their own list, whoever reviews from outside.
pub(crate) fn first_page(signed_in: &SignedIn) -> Option<&'static str> {
    signed_in.practice?;
    match signed_in.standing {
        Standing::Auditor => Some(paths::REVIEW),
        Standing::Biller => Some(paths::BILLING_WORK),
        _ => signed_in.may(Permission::ReadChart).then_some(paths::TODAY),
    }
}
