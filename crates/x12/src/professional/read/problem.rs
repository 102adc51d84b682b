//! What is wrong with a file, and where. Never shows what an element holds.

use crate::bounded::OutOfBounds;
use crate::text::Unsendable;
use crate::tokenizer::{Segment, TokenError, TokenErrorKind};
use std::fmt;

/// A file with more problems than this is not ours; the reader stops noting them.
pub const MOST_PROBLEMS: usize = 1000;

/// One thing wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub struct Problem {
    /// Number of the segment in the file; the ISA is 1.
    pub segment: usize,
    /// The segment's id, three bytes, the last of them a blank for ids of two.
    pub id: [u8; 3],
    /// Element, from 1; 0 for the segment as a whole.
    pub element: usize,
    /// Part of a composite element, from 1; 0 for the element as a whole.
    pub component: usize,
    pub reason: Reason,
}

impl Problem {
    pub(super) fn at(segment: Segment<'_>, element: usize, component: usize, reason: Reason) -> Self {
        let mut id = [b' '; 3];
        for (place, byte) in id.iter_mut().zip(segment.id()) {
            *place = *byte;
        }
        Self { segment: segment.number, id, element, component, reason }
    }

    pub(super) fn of_token(error: TokenError) -> Self {
        let reason = Reason::Token { at: error.at, kind: error.kind };
        Self { segment: error.segment, id: *b"   ", element: 0, component: 0, reason }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "segment {}", self.segment)?;
        let id = String::from_utf8_lossy(self.id.trim_ascii_end());
        if !id.is_empty() {
            write!(f, " {id}")?;
        }
        if self.element > 0 {
            write!(f, "{:02}", self.element)?;
        }
        if self.component > 0 {
            write!(f, "-{}", self.component)?;
        }
        write!(f, ": {}", self.reason)
    }
}

/// In what way it is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    #[error("byte {at}: {kind}")]
    Token { at: usize, kind: TokenErrorKind },
    /// The segment of this id with this first element; any, if that is empty.
    #[error("{id}{star}{first} is missing before this", star = if first.is_empty() { "" } else { "*" })]
    Missing { id: &'static str, first: &'static str },
    #[error("has no place here")]
    Unexpected,
    #[error("ends in an empty element")]
    Trailing,
    #[error("is required")]
    Required,
    #[error("must be {0}")]
    Expected(&'static str),
    #[error("cannot be taken as it is: {0}")]
    Unsendable(Unsendable),
    #[error("differs from {0}")]
    Differs(&'static str),
    #[error("says {said}, counted {counted}")]
    Count { said: u64, counted: u64 },
    #[error("too few or too many {what}: {bounds}")]
    Bounds { what: &'static str, bounds: OutOfBounds },
    #[error("says {said_cents} cents, the lines add up to {counted_cents}")]
    Total { said_cents: u64, counted_cents: u64 },
    #[error("points past the diagnoses")]
    Pointer,
    #[error("stands in the list already")]
    Repeated,
}
