//! How do we ask for payment? Claims are drafted when a month is closed, reviewed by who renders them, and exported
//! as files; the evidence says, years later, why.

pub mod export;
pub mod file;
pub mod list;
pub mod review;
pub mod show;

mod card;
mod desk;
mod draft;

pub use desk::{ClaimState, ClaimView, LineView};
pub use export::{ExportReport, ExportedFile, LeftOutClaim, export};
pub use file::exported_file;
pub use list::{ClaimListRow, ClaimsList, ClaimsQuery, claims};
pub use review::{ReviewOutcome, ReviewReport, ReviewedClaim, review};
pub use show::{ClaimPage, claim};

pub use draft::draft;
