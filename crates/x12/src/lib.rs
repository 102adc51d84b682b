//! X12 text in, typed values out, and back.
//!
//! The crate reads in one direction, from bytes to claims:
//!
//! 1. [`delimiters`]: an interchange says in its first 106 bytes how the rest is punctuated.
//! 2. [`tokenizer`]: bytes become segments, elements and components, borrowed, never copied;
//!    [`stream`]: the same out of a file of any size, in memory of one.
//! 3. [`text`]: what an element may hold. Values are cleaned once, where they are made;
//!    past that door the type is the proof and writing is copying.
//! 4. [`bounded`]: what may be repeated, and how often.
//! 5. [`envelope`]: ISA, GS and ST of a file that somebody else wrote; [`kinds`] tells what is in it.
//! 6. [`professional`]: the professional claim, 837P (005010X222A1): its types, a
//!    [writer](professional::Writer) and a [reader](professional::read) that gives them back.
//! 7. [`institutional`]: the institutional claim of clinics and small hospitals, 837I (005010X223A2), in the same way.
//! 8. What payers answer, in the order in which it comes: [`acknowledgment`] (TA1, 999, 997), [`claim_status`] (277CA;
//!    277 and the 276 that asks for it), [`eligibility`] (271 and the 270 that asks), [`remittance`] (835).
//! 9. [`guide`]: implementation guides as tables, and [`validate()`], which walks a file along one.
//!
//! What is wrong is a [`Problem`]: where, and in what way.
//!
//! It knows the format and nothing of whoever uses it: no program, no payer, no clock. It opens no file: what is
//! read comes in as bytes or as something that gives them.
//! Nothing here panics on any bytes, and no error text or `Debug` shows what an element holds.

pub mod delimiters;

pub mod tokenizer;

pub mod stream;

pub mod text;

pub mod bounded;

pub mod problem;

mod taking;

pub mod parts;

mod pen;

mod cursor;

mod levels;

pub mod envelope;

mod kind;

mod sets;

mod claims;

pub mod professional;

pub mod institutional;

pub mod acknowledgment;

pub mod claim_status;

pub mod eligibility;

pub mod remittance;

pub mod guide;

mod validate;

pub use bounded::Bounded;
pub use delimiters::Delimiters;
pub use guide::Guide;
pub use kind::{Kind, kinds};
pub use problem::{Place, Problem, Reason, Unread};
pub use stream::Segments;
pub use taking::Period;
pub use tokenizer::{Segment, TokenError, Tokenizer};
pub use validate::validate;
