//! From a remittance to the ledger.
//!
//! [`adjudicate`] writes down what a payer said of a claim, as it said it; [`settle`] then works out from everything known
//! of the claim who bears the patient's share, and moves what stands otherwise. So it does not matter in which order files,
//! payments of patients and news of a patient's coverage come: the same facts have the same balances.

mod billed;
mod claim;
mod deed;
mod lines;
mod payment;
mod settle;

pub use billed::{BilledClaim, BilledLine, QmbTerm};
pub use claim::{adjudged, adjudicate, charge, interest, withdraw, withdraw_replaced};
pub use deed::{MoneyDeed, SharedDeed, decide, decide_together, nobody_else};
pub use lines::match_lines;
pub use payment::{deposited, match_later, provider_level, unmatched, unsay};
pub use settle::{is_qmb, is_unjudged, settle, waits_for_another};
