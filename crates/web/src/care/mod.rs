//! What was done? Assessments, the call with its note, what could not wait, what is left to do, the end of the day, the
//! care around the plan, and the sample that a practitioner looks over.

mod around;
mod assessment;
mod call;
mod escalations;
mod notes;
mod panel;
mod steps;
mod supervision;
mod supervision_terms;
mod tasks;
mod wrap_up;

use app::Place;
use axum::Router;
use ccm::access::Actor;

use crate::{AtPractice, Web};

pub(crate) use around::{AccessRow, ReferralLine, access_row, referral_line};
pub(crate) use assessment::assessment_trends;

pub(crate) fn routes() -> Router<Web> {
    Router::new()
        .merge(assessment::routes())
        .merge(around::routes())
        .merge(call::routes())
        .merge(escalations::routes())
        .merge(notes::routes())
        .merge(supervision::routes())
        .merge(supervision_terms::routes())
        .merge(tasks::routes())
        .merge(wrap_up::routes())
        .merge(panel::routes())
}

/// Who asks, and where: what every use case takes first.
fn of(at: &AtPractice) -> (Actor, Place) {
    (at.actor(), at.place())
}
