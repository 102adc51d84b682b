//! What deserves attention, and how far is everybody? Looks back over all rooms, decides nothing in them.
//!
//! - [`Case`]: what is known of a patient that may ask for somebody, as instants and not as judgments.
//! - [`rank`]: a case at an instant becomes a place in the list of the day, with its reasons as data.
//! - [`MonthMeter`]: every threshold of the month, reached or missing.
//! - [`Caseload`]: a coordinator's patients, and hours of work against hours at hand.
//! - [`rebalance`]: which patients might move from a coordinator without hours to one with some.
//! - [`standings`]: where each code of a month stands, as rows that are counted.
//! - [`result`]: what a month brought in, what its work cost, and what a company asks a practice for it.
//! - [`money`]: what came of a month's claims, where every cent of it stands.
//! - [`RankingSettings`]: weights and horizons, read from `ranking.toml`.

pub mod case;
pub mod caseload;
pub mod money;
pub mod month_meter;
pub mod ranking;
pub mod reason;
pub mod rebalance;
pub mod result;
pub mod settings;
pub mod standing;

pub use case::{Case, Discharge, Escalation, MissingConsent, PlannedContact, UrgentReading};
pub use caseload::{Caseload, CaseloadCounts};
pub use month_meter::{MonthMeter, ProgramMeter, Threshold, ThresholdState};
pub use ranking::{Rank, RankKey, next_change, rank};
pub use reason::{Reason, ReasonClass, ReasonKind};
pub use rebalance::{Load, Movable, ProposedMove, Rebalance, rebalance};
pub use settings::RankingSettings;
pub use standing::{CodeStanding, StandingCount, standings};
