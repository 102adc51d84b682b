//! What the pages of the day read: Today, a practitioner's panel, search, the chart; and what keeps the list of the day current.
//!
//! Every read is put on record before its answer leaves, in groups. Views hold typed values; words are made at the edge.

pub mod banner;
pub mod billing_work;
pub mod changes;
pub mod chart;
mod facts;
pub mod job_runs;
pub mod keep;
mod lease;
pub mod loads;
pub mod panel;
pub mod search;
pub mod sections;
pub mod today;
pub mod view;

pub use billing_work::{BillingWork, Tray, WaitingClaims, billing_work};
pub use chart::{Chart, chart};
pub use job_runs::{EXCHANGE, Exchanged, JobBoard, exchange_now, job_runs, note_job};
pub use keep::{KeepReport, keep};
pub(crate) use lease::KeeperLease;
pub use loads::{Loads, loads};
pub use panel::{Panel, panel};
pub use search::{Found, SearchPage, SearchQuery, recent, search};
pub use today::{Today, TodayFilter, TodayQuery, TodayRow, today};
pub use view::PatientCard;
