//! What is wrong with a file, and where. Never shows what an element holds.

use crate::bounded::OutOfBounds;
use crate::text::Unsendable;
use crate::tokenizer::{Indexed, Segment, TokenError, TokenErrorKind};
use std::fmt;

/// A file with more problems than this is of another kind; no more are noted.
pub const MOST_PROBLEMS: usize = 1000;

/// One thing wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub struct Problem {
    /// Number of the segment in the file; the first ISA is 1.
    pub segment: usize,
    /// The segment's id; empty where bytes are no segment.
    pub id: Tag,
    /// Element, from 1; 0 for the segment as a whole.
    pub element: usize,
    /// Part of a composite element, from 1; 0 for the element as a whole.
    pub component: usize,
    pub reason: Reason,
}

/// Where a segment stands, for faults that only show later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Place {
    /// Number of the segment in the file; the first ISA is 1.
    pub segment: usize,
    pub id: Tag,
}

impl Place {
    /// Where a file begins.
    pub(crate) const START: Self = Self { segment: 1, id: Tag(*b"ISA") };

    pub(crate) fn of(s: &Indexed<'_>) -> Self {
        Self { segment: s.segment().number, id: Tag::of(s.segment().id()) }
    }
}

impl Problem {
    pub(crate) fn at(segment: Segment<'_>, element: usize, component: usize, reason: Reason) -> Self {
        Self { segment: segment.number, id: Tag::of(segment.id()), element, component, reason }
    }

    pub(crate) fn of_token(error: TokenError) -> Self {
        let reason = Reason::Token { at: error.at, kind: error.kind };
        Self { segment: error.segment, id: Tag::default(), element: 0, component: 0, reason }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "segment {}", self.segment)?;
        if self.id != Tag::default() {
            write!(f, " {}", self.id)?;
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
    #[error("{id}{star}{first} is missing before this", star = if *first == Tag::default() { "" } else { "*" })]
    Missing { id: Tag, first: Tag },
    #[error("has no place here")]
    Unexpected,
    #[error("ends in an empty element")]
    Trailing,
    #[error("stands here more often than {most} times")]
    TooMany { most: u32 },
    #[error("is required")]
    Required,
    #[error("has fewer than {least} or more than {most} characters")]
    Length { least: usize, most: usize },
    #[error("goes together with other elements, of which there must be {0}")]
    Relation(&'static str),
    #[error("names a parent that is not above it")]
    Parent,
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
    /// Money that does not add up.
    #[error("says {said_cents} cents, {what} comes to {counted_cents}")]
    Balance { what: &'static str, said_cents: i64, counted_cents: i64 },
    #[error("is a larger amount than can be counted")]
    TooLarge,
    #[error("stands here twice in the same words")]
    Twice,
    /// A file that could be read, and is about something else.
    #[error("holds no {0}")]
    Nothing(&'static str),
}

impl Reason {
    /// One word for each kind of fault, for lists and counts. It never changes.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Token { .. } => "bytes",
            Self::Missing { .. } => "missing",
            Self::Unexpected => "unexpected",
            Self::Trailing => "trailing",
            Self::TooMany { .. } => "too_many",
            Self::Required => "required",
            Self::Length { .. } => "length",
            Self::Relation(_) => "relation",
            Self::Parent => "parent",
            Self::Expected(_) => "expected",
            Self::Unsendable(_) => "unsendable",
            Self::Differs(_) => "differs",
            Self::Count { .. } => "count",
            Self::Bounds { .. } => "bounds",
            Self::Total { .. } => "total",
            Self::Pointer => "pointer",
            Self::Repeated => "repeated",
            Self::Balance { .. } => "balance",
            Self::TooLarge => "too_large",
            Self::Twice => "twice",
            Self::Nothing(_) => "nothing",
        }
    }
}

/// What a reader had no place for, though it is not wrong: a segment, or an element or a part of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unread {
    /// Number of the segment in the file; the ISA is 1.
    pub segment: usize,
    pub id: Tag,
    /// From 1; 0 for the whole segment.
    pub element: usize,
    /// From 1; 0 for the whole element.
    pub component: usize,
}

/// What was found wrong so far, [`MOST_PROBLEMS`] at the most.
#[derive(Debug, Default)]
pub(crate) struct Problems(Vec<Problem>);

impl Problems {
    pub fn push(&mut self, problem: Problem) {
        if self.0.len() < MOST_PROBLEMS {
            self.0.push(problem);
        }
    }

    pub fn note(&mut self, s: &Indexed<'_>, element: usize, component: usize, reason: Reason) {
        self.push(Problem::at(s.segment(), element, component, reason));
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The same about a segment that is gone.
    pub fn note_at(&mut self, place: Place, element: usize, reason: Reason) {
        self.push(Problem { segment: place.segment, id: place.id, element, component: 0, reason });
    }

    /// A segment of this id, with this first element unless that is empty, must stand before this one.
    pub fn missing(&mut self, before: Place, id: &str, first: &str) {
        self.note_at(before, 0, Reason::Missing { id: Tag::new(id), first: Tag::new(first) });
    }

    /// In the order of the file: what only shows later, as totals do, is noted where it is wrong.
    pub fn sorted(mut self) -> Vec<Problem> {
        self.0.sort_by_key(|problem| (problem.segment, problem.element, problem.component));
        // What an envelope has wrong is found anew by each of its sets.
        self.0.dedup();
        self.0
    }
}

/// A segment's id or the code in its first element: up to three bytes.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct Tag([u8; 3]);

impl Tag {
    pub fn new(text: &str) -> Self {
        Self::of(text.as_bytes())
    }

    /// What is longer is cut.
    #[inline]
    pub(crate) fn of(bytes: &[u8]) -> Self {
        let mut tag = [0; 3];
        for (place, byte) in tag.iter_mut().zip(bytes) {
            *place = *byte;
        }
        Self(tag)
    }
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().take_while(|byte| **byte != 0).try_for_each(|byte| write!(f, "{}", char::from(*byte)))
    }
}

impl fmt::Debug for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
