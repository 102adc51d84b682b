//! Worked months: one format everywhere (billing-rules section 21), read by one runner.
//!
//! [`Case`] is a line as it is written; [`load`] makes facts of it, filling what it leaves out from
//! `rules/cases/neutral.json` and nowhere else; [`compare`] says in what a determination differs.

mod compare;
mod format;
mod load;
mod neutral;
mod run;

pub use compare::{Difference, compare, compare_with};
pub use format::*;
pub use load::facts;
pub use neutral::Neutral;
pub use run::{CaseOutcome, CaseReport, CaseResult, read, run_cases};
