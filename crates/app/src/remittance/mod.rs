//! What were we paid, and why not? Remittances are posted whole or not at all, claim by claim into the ledger; what nobody
//! here knows is counted and kept apart.

mod billed;
pub mod books;
pub mod post;
pub mod unmatched;

pub use books::{Books, books};
pub use post::{PostedRemittance, RemittancePayment};
pub use unmatched::{UnmatchedClaim, match_claim, unmatched_claims};

pub(crate) use billed::Billed;
pub(crate) use post::post;
