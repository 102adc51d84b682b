//! What deserves attention, and how far is everybody: Today, finding patients, and one patient's chart.

mod banner;
mod chart;
mod month;
mod patients;
mod person;
mod reasons;
mod sections;
mod today;
mod trend;

use axum::Router;
use ccm::access::{Permission, Standing};

use crate::access::SignedIn;
use crate::{Web, paths};

pub(crate) fn routes() -> Router<Web> {
    Router::new().merge(today::routes()).merge(patients::routes()).merge(chart::routes())
}

/// Where one lands after sign-in: on the list of the day, whoever works at a practice and may read charts; a reviewer from
/// outside on the charts of their list.
pub(crate) fn first_page(signed_in: &SignedIn) -> Option<&'static str> {
    match signed_in.standing {
        _ if signed_in.practice.is_none() || !signed_in.may(Permission::ReadChart) => None,
        Standing::Auditor => Some(paths::REVIEW),
        _ => Some(paths::TODAY),
    }
}
