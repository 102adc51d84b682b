//! Which services does the month support, and why? Gather, judge, keep, freeze, explain.
//!
//! [`complexity`] is the practitioner's own word among the facts. [`refresh`] keeps the answers of open months current as the record changes; [`close`] freezes them;
//! [`approve`] lets their claims go where the practice asks for it; [`reopen`] lets
//! another revision follow; [`recheck`] asks what today's rules would have said.

mod answer;
pub mod approve;
pub mod board;
pub mod close;
pub mod complexity;
mod confirmed;
mod differences;
pub mod explain;
mod follow;
pub mod frame;
pub mod gather;
mod known;
pub mod late;
mod month_facts;
mod program_facts;
pub mod readiness;
pub mod recheck;
pub mod refresh;
pub mod reopen;
pub mod result;
mod shared;
pub mod what_if;
mod worker;

pub use approve::{Approval, approve};
pub use close::{CloseReport, close, close_with, freeze};
pub use differences::LineDifference;
pub use explain::{Explanation, explain, explain_revision};
pub use frame::MonthFrame;
pub use gather::Gathered;
pub use late::{LateEntry, LateList, late};
pub use readiness::{PatientReadiness, ReadinessList, readiness};
pub use recheck::{RecheckReport, recheck};
pub use refresh::{RefreshOptions, RefreshReport, refresh};
pub use reopen::{ReopenReport, reopen};
pub use what_if::{WhatIfView, what_if};

pub(crate) use confirmed::{Confirmed, ConfirmedOfMany};
pub(crate) use month_facts::{payer_in, qmb_in};
