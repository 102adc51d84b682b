//! Patients and money: who owes something, one patient's account, and what goes back.

mod account;
mod forms;
mod history;
mod list;
mod posted;
mod refunds;

use app::Place;
use axum::Router;
use ccm::access::Actor;

use crate::{AtPractice, Web};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .merge(list::routes())
        .merge(account::routes())
        .merge(posted::routes())
        .merge(refunds::routes())
}

fn of(at: &AtPractice) -> (Actor, Place) {
    (at.actor(), at.place())
}

/// A key of `locales` made of a word.
fn key(frame: &str, word: &str) -> String {
    format!("{frame}-{}", word.replace('_', "-"))
}
