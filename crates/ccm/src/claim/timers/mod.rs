//! What should have happened to a claim by now, and what must happen soon (interop.md §4, CLAIM-06).
//!
//! Figures are data, `remittance/timers.toml`; a payer's own stand in its profile. Business days are those of
//! `rules/holidays.toml`.

mod alerts;
mod figures;
mod matters;

pub use alerts::{AlertRule, ClaimAlert, Clocks, alerts};
pub use figures::{TimerFile, Timers, Warnings};
pub use matters::{ClaimMatter, appeal_last_day, filing_last_day, looks_on, matters};
