//! The month as a practice sees it: where every code of every patient stands, how far the month will come, and how far
//! its closing is.
//!
//! A board is made from the kept answers ([`keep`](keep::keep)), never from an evaluation while somebody waits: a page
//! reads what was counted, and a list is a stretch of an index.

mod closings;
mod company;
mod forecast;
mod keep;
mod list;
mod source;
mod view;

pub use closings::{Closings, PractitionerClaims, RevisionView, closings};
pub use company::{MonthStage, PracticeMonths, StageView, company};
pub use forecast::{CodeForecast, CoordinatorPace, Forecast, Pace, forecast};
pub use keep::{keep, keep_all};
pub use list::{StandingView, StandingsList, StandingsQuery, standings};
pub(super) use view::read;
pub use view::{ClosingView, MonthBoard, PatientClosings, ReopeningView, board, closings_of, reckon};
