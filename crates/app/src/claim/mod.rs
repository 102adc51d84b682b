//! How do we ask for payment? Claims are drafted when a month is closed, reviewed by who renders them, and exported
//! as files; the evidence says, years later, why.

pub mod evidence;
pub mod export;
pub mod review;

mod card;
mod desk;
mod draft;

pub use desk::{ClaimState, ClaimView, LineView};
pub use evidence::{Evidence, evidence};
pub use export::{ExportReport, ExportedFile, export};
pub use review::{ReviewOutcome, ReviewReport, ReviewedClaim, review};

pub use draft::draft;
