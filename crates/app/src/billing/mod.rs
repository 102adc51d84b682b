//! Which services does the month support, and why? Gather, judge, keep, explain.

pub mod close;
pub mod explain;
pub mod gather;
pub mod late;
mod month_facts;
mod program_facts;

pub use close::{CloseReport, close};
pub use explain::{Explanation, explain};
pub use gather::{Gathered, GatheredMonth, gather};
pub use late::{LateEntry, LateList, late};
