//! Which services does the month support, and why? Gather, judge, keep, explain.

pub mod close;
pub mod explain;
pub mod gather;
mod known;
pub mod late;
mod month_facts;
pub mod readiness;
pub mod what_if;

pub use close::{CloseReport, close};
pub use explain::{Explanation, explain};
pub use gather::{Gathered, GatheredMonth, gather};
pub use late::{LateEntry, LateList, late};
pub use readiness::{PatientReadiness, ReadinessList, readiness};
pub use what_if::{WhatIfView, what_if};
