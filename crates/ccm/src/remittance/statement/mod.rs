//! What a patient owes and reads about it: never for a Qualified Medicare Beneficiary, and never while somebody else may
//! still pay (PAY-06).
//!
//! A [`MonthAccount`] is one claim's lines as the ledger has them; a [`Statement`] is one or more of them with their sum, and
//! a document of it. Payment plans and hardship are in [`plan`], what patients pay in
//! [`PaidBy`] and [`spread`].

mod account;
mod compose;
pub mod plan;
mod receipt;
mod words;

pub use account::{MonthAccount, ServiceTold, StatementLine, StatementRefused, may_ask, month_account};
pub use compose::{Statement, StatementFacts};
pub use plan::{AccountEvent, AccountStep, AgreedPlan, Instalment, PaymentPlan, PlanError};
pub use receipt::{PaidBy, REFERENCE_CHARACTERS, holds_card_number, reference_problems, spread};
pub use words::StatementWords;
