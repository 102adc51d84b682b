//! What became of claims before money is spoken of: 277CA (005010X214), which accepts or refuses each claim of a
//! file, and 277 (005010X212), which answers a question about one, asked with a 276 (interop.md §4).
//!
//! ```text
//! Answer      20     who answers
//!   Receiver  21     of our file: batch (2200B TRN02 = BHT03 of the 837), what was accepted and refused of it
//!     Provider  19   who billed: the same for their claims
//!       ClaimAnswer  PT, 22, 23   one claim (TRN02 = CLM01), its statuses, the payer's number for it
//! ```
//!
//! A refusal at the level of the receiver or of a provider refuses every claim below it, also where none is listed.

mod answer;
mod read;
mod request;
mod tally;
mod write;

pub use answer::{
    Action, Answer, ClaimAnswer, Form, LineAnswer, Provider, Receiver, Status, StatusCode, Tally,
};
pub use read::read;
pub use request::{Asker, Request, RequestSet, Requests, read_requests};
pub use write::write;

pub(crate) use request::{asker as asker_of, born as born_of, level as level_of};
pub(crate) use write::{asker as put_asker, born as put_born};

/// The guide of a 277CA; GS08 and ST03.
pub const ACKNOWLEDGMENT_GUIDES: [&str; 1] = ["005010X214"];

/// The guide of a 276 and a 277.
pub const STATUS_GUIDES: [&str; 2] = ["005010X212", "005010X212E1"];
