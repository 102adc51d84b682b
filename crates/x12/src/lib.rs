//! X12 text in, typed values out, and back.
//!
//! The crate reads in one direction, from bytes to claims:
//!
//! 1. [`delimiters`]: an interchange says in its first 106 bytes how the rest is punctuated.
//! 2. [`tokenizer`]: bytes become segments, elements and components, borrowed, never copied.
//! 3. [`text`]: what an element may hold. Values are cleaned once, where they are made;
//!    past that door the type is the proof and writing is copying.
//! 4. [`bounded`]: what may be repeated, and how often.
//! 5. [`professional`]: the professional claim, 837P (005010X222A1): its types, a
//!    [writer](professional::Writer) and a [reader](professional::read) that gives them back.
//! 6. [`guide`]: implementation guides as tables, and [`validate()`], which walks a file along one.
//!
//! What is wrong is a [`Problem`]: where, and in what way.
//!
//! It knows the format and nothing of whoever uses it: no program, no payer, no clock, no I/O.
//! Nothing here panics on any bytes, and no error text or `Debug` shows what an element holds.

pub mod delimiters;

pub mod tokenizer;

pub mod text;

pub mod bounded;

pub mod problem;

pub mod professional;

pub mod guide;

mod validate;

pub use bounded::Bounded;
pub use delimiters::Delimiters;
pub use guide::Guide;
pub use problem::{Problem, Reason, Unread};
pub use tokenizer::{Segment, TokenError, Tokenizer};
pub use validate::validate;
