//! The coordinator's time: the running clock in the frame, what stands beside a patient, and a month's minutes down to the
//! raw events.
//!
//! - `clock`: the clock's addresses, for its script (`assets/js/parts/clock.ts`) and for plain forms. `said`: both ways.
//! - `bar`: how it looks; [`beside`]: start, call, and who is here; [`unfinished`]: stretches without an activity.
//! - `own`: a practitioner's own minutes, on a telephone.
//! - `minutes`, `log`, `manual`, `strike`: the page of a month.

pub mod beside;
pub mod unfinished;

mod arrival;
mod bar;
mod clock;
mod log;
mod manual;
mod minutes;
mod own;
mod said;
mod strike;
mod words;

pub(crate) use arrival::{looked_after, stopped};
pub use beside::Beside;
pub use unfinished::Waiting;
pub(crate) use words::says;

use axum::Router;

use crate::Web;

pub(crate) fn routes() -> Router<Web> {
    Router::new()
        .merge(beside::routes())
        .merge(clock::routes())
        .merge(minutes::routes())
        .merge(own::routes())
        .merge(manual::routes())
        .merge(strike::routes())
}
