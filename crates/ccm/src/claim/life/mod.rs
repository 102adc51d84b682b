//! The life of a claim after it was drafted: what happened to it, and what that makes of it (interop.md §4).
//!
//! Submitted is never accepted: only a payer's acceptance (277CA, A2) makes a claim `payer_accepted`, only a remittance
//! (835) takes it further. Every answer is an event, written once; the [`standing`] is worked out from all of them, in
//! whatever order they came and however often.

mod correction;
mod event;
mod standing;
mod state;

pub use correction::{CorrectionWay, Corrects, asked_as, way_again, ways};
pub use event::{
    Adjudged, ClaimEvent, ClaimStatus, ClaimStep, Outcome, PayerTurn, PayerWord, PaymentKey, WordAt,
};
pub use standing::{ClaimStanding, standing, told};
pub use state::{Acts, ClaimState};
