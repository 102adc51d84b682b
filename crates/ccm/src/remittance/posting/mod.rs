//! From a remittance to the ledger.
//!
//! [`adjudicate`] writes down what a payer said of a claim, as it said it; [`settle`] then works out from everything known
//! of the claim who bears the patient's share, and moves what stands otherwise. So it does not matter in which order files,
//! payments of patients and news of a patient's coverage come: the same facts have the same balances.
//! [`post_payment`] does all of it for a whole payment, or nothing.

mod billed;
mod claim;
mod deed;
mod lines;
mod payment;
mod settle;

pub use billed::{BilledClaim, BilledLine, QmbTerm};
pub use claim::{adjudged, adjudicate, charge, interest, withdraw};
pub use deed::{MoneyDeed, SharedDeed, decide, decide_together};
pub use lines::match_lines;
pub use payment::{
    PostedPayment, deposited, match_later, post_payment, provider_level, settle_in, unmatched,
};
pub use settle::{is_qmb, settle};
