//! Why a payer adjusted or refused, whose move it is, and what we propose: data of `remittance/`, by CARC, RARC and the
//! categories of a claim's status. What no table knows gets an honest answer: not known to us, ask the payer.

mod alike;
mod book;
mod decision;
mod propose;
mod refusal;
mod status;
mod step;
mod worklist;

pub use alike::{AlikeFound, AlikeKey, Candidate, gather};
pub use book::{Cause, Reason, ReasonBook, Remark};
pub use decision::Decision;
pub use propose::{Denial, Proposal, Stated, outcome, propose};
pub use refusal::{Refusal, RefusalKind, Told, refusals, rejection};
pub use status::{Category, Means, Status, StatusBook};
pub use step::{CauseGroup, MoneyTo, NextStep};
pub use worklist::{DenialGroup, OpenDenial, worklist};
