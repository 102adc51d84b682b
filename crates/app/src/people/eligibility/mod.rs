//! Does the payer say what the record says of whom it covers? Asked before each month is closed, kept as it was answered,
//! and settled by people where both differ (ELIG-05, PAY-06; interop.md §4).

mod ask;
mod decide;
mod file;
mod ground;
mod history;
mod list;
mod take_in;

pub use ask::{AskReport, AskedFile, NotAsked, WhichAsked, ask, ask_due};
pub use decide::{Matter, decide};
pub(crate) use ground::chart_of;
pub use history::{CoverageHistory, ToldOn, coverage_history};
pub use list::{EligibilityList, EligibilityRow, eligibility};
pub use take_in::TakenCoverage;
pub(crate) use take_in::take_in;
