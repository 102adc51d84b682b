//! How do we ask for payment? Claims are drafted when a month is closed, reviewed by who renders them, and exported
//! as files; the evidence says, years later, why.

pub mod export;
pub mod file;
pub mod list;
pub mod poll;
pub mod receive;
pub mod review;
pub mod send;
pub mod set_aside;
pub mod show;
pub mod take_in;

mod card;
mod desk;
mod draft;
pub(crate) mod life;
mod sent_book;

pub use desk::{ClaimView, LineView};
pub use export::{ExportReport, ExportedFile, LeftOutClaim, export};
pub use file::exported_file;
pub use list::{ClaimListRow, ClaimsList, ClaimsQuery, claims};
pub use poll::{PollReport, poll};
pub use receive::{Arrived, InMemory, receive};
pub use review::{ReviewOutcome, ReviewReport, ReviewedClaim, review};
pub use show::{ClaimPage, claim};

pub use draft::draft;
pub use send::{SendReport, SentFile, confirm, send, send_file};
pub use set_aside::set_aside;
pub use take_in::{TakenIn, read_again, take_in};
