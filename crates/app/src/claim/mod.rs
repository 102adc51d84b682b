//! How do we ask for payment? Claims are drafted when a month is closed, reviewed by who renders them, and exported
//! as files; the evidence says, years later, why.

pub mod correct;
pub mod export;
pub mod file;
pub mod inbox;
pub mod list;
pub mod paper;
pub mod poll;
pub mod receive;
pub mod retime;
pub mod review;
pub mod send;
pub mod set_aside;
pub mod show;
pub mod submissions;
pub mod take_in;
pub mod timeline;
pub mod worksheet;

pub(crate) mod card;
mod desk;
mod draft;
mod elsewhere;
pub(crate) mod life;
mod mailbox;
mod sent_book;
mod telling;
pub(crate) mod wire;

pub use correct::correct;
pub use desk::{ClaimView, LineView};
pub use export::{ExportReport, ExportedFile, LeftOutClaim, export};
pub use file::exported_file;
pub use inbox::{Inbox, InboxFile, inbox, inbox_file, stretch, take_away};
pub use list::{ClaimListRow, ClaimsList, ClaimsQuery, claims};
pub use paper::{ClaimPaper, paper};
pub use poll::{PollReport, poll};
pub use receive::{Arrived, InMemory, InPieces, receive};
pub use retime::retime;
pub use review::{ReviewOutcome, ReviewReport, ReviewedClaim, review};
pub use show::{ClaimPage, claim};
pub use submissions::{
    FileWay, MonthStates, Submission, SubmissionPage, SubmissionsBoard, SubmissionsQuery, submission,
    submissions,
};
pub use timeline::{Awaited, LineMoney, Timeline, TimelineEvent};

pub use draft::draft;
pub use send::{SendReport, SentFile, confirm, send, send_file};
pub use set_aside::set_aside;
pub use take_in::{TakenIn, read_again, take_in, take_in_watched};
pub use worksheet::{Worksheet, portal_worksheet};
