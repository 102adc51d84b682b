//! What were we paid, and why not?
//!
//! An [`adjudication`] is a remittance's word on a claim, typed; [`posting`] makes journals of it, the [`ledger`] keeps them,
//! [`posting::settle`] says who bears the patient's share. [`expected`] holds paid against expected, [`refund`] is what we
//! owe back, [`denial`] why something was refused and what to do about it. [`statement`], [`appeal`] and [`call_sheet`] are
//! what goes to patients and payers. Codes, figures and words are data of `remittance/`.

pub mod adjudication;
pub mod appeal;
pub mod call_sheet;
pub mod denial;
pub mod expected;
pub mod ledger;
pub mod posting;
pub mod refund;
pub mod statement;
pub mod terms;

mod filled;

pub use adjudication::{
    AdjudicatedLine, Adjudication, Adjustment, ClpStatus, Group, Payment, ProviderAdjustment,
};
pub use denial::{AlikeKey, CauseGroup, NextStep, Proposal, ReasonBook};
pub use ledger::{Account, Journal, Ledger};
pub use posting::{BilledClaim, BilledLine, QmbTerm};
pub use terms::MoneyTerms;
