//! Can we prove it, years later, to somebody from outside (billing-rules.md AUDIT-01 to 13)?
//!
//! [`evidence`] is what one claim rests on, [`checklist`] what a contractor's reviewer asks of it (data, in `proof/`),
//! [`judge`] the answers, [`pack`] all of it as one document with its verdict first, [`seal`] how a stranger sees that
//! nothing in it was changed. [`listed`] reads the claims of a letter, [`sample`] draws the quarterly self-audit.

pub mod checklist;
mod document;
pub mod evidence;
pub mod judge;
pub mod listed;
pub mod pack;
pub mod said;
pub mod sample;
pub mod seal;

mod words;

pub use checklist::{Checklist, Item, Part, Question, Remedy};
pub use evidence::Evidence;
pub use judge::judge;
pub use listed::{ListedClaim, MOST_LISTED, read_list};
pub use pack::{CaseVerdict, ItemStanding, ItemVerdict, Pack, Suggestion, Verdict};
pub use said::Said;
pub use sample::{Quarter, SAMPLE_SIZE, sample};
