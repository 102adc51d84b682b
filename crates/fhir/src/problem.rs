//! Why a document, a line or a resource was refused, and where.

use memchr::memchr_iter;

use crate::json::DEPTH_MAX;

/// Problems kept per resource; a resource with more is refused with the first of them.
pub const PROBLEMS_MAX: usize = 32;

/// One reason for a refusal, with its place. Never holds a value from the document: values may be names, dates
/// or diagnoses.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}: {reason} (line {}, column {})", if path.is_empty() { "document" } else { path }, place.line, place.column)]
pub struct Problem {
    pub reason: Reason,
    /// The element, from the document's root: `entry[12].resource.name[0].family`. Empty for the root itself.
    pub path: String,
    pub place: Place,
}

impl Problem {
    /// A stable word for the reason, for reports and tests.
    pub fn code(&self) -> &'static str {
        self.reason.code()
    }
}

/// A position in the file as it was given to us.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Bytes from the start of the file.
    pub offset: usize,
    /// From 1.
    pub line: usize,
    /// Bytes into the line, from 1.
    pub column: usize,
}

/// What was wrong. `expected` and `found` are fixed words of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    #[error("not UTF-8 text")]
    NotText,
    #[error("nothing but blanks")]
    Empty,
    #[error("the JSON ends too early")]
    Truncated,
    #[error("malformed JSON, expected {expected}")]
    Malformed { expected: &'static str },
    #[error("text after the end of the JSON")]
    TrailingText,
    #[error("nested deeper than {DEPTH_MAX} levels")]
    TooDeep,
    #[error("a Bundle must be a transaction, batch, collection or searchset")]
    UnsupportedBundle,
    #[error("no resource in this entry")]
    NoResource,
    #[error("no readable resourceType")]
    NoResourceType,
    #[error("expected {expected}, found {found}")]
    WrongType { expected: &'static str, found: &'static str },
    #[error("expected {expected}")]
    BadValue { expected: &'static str },
    #[error("not a code of {set}")]
    UnknownCode { set: &'static str },
    #[error("the element is given twice")]
    Repeated,
    /// FHIR: who does not understand a modifier extension must not process the resource.
    #[error("a modifierExtension we do not understand")]
    ModifierExtension,
    /// FHIR: the same holds for implicit rules.
    #[error("implicitRules we do not understand")]
    ImplicitRules,
    #[error("a contained resource contains another")]
    NestedContained,
}

impl Reason {
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotText => "not_text",
            Self::Empty => "empty",
            Self::Truncated => "truncated",
            Self::Malformed { .. } => "malformed",
            Self::TrailingText => "trailing_text",
            Self::TooDeep => "too_deep",
            Self::UnsupportedBundle => "unsupported_bundle",
            Self::NoResource => "no_resource",
            Self::NoResourceType => "no_resource_type",
            Self::WrongType { .. } => "wrong_type",
            Self::BadValue { .. } => "bad_value",
            Self::UnknownCode { .. } => "unknown_code",
            Self::Repeated => "repeated",
            Self::ModifierExtension => "modifier_extension",
            Self::ImplicitRules => "implicit_rules",
            Self::NestedContained => "nested_contained",
        }
    }

    /// The typed arguments of the message, by name.
    pub fn args(&self) -> Vec<(&'static str, &'static str)> {
        match *self {
            Self::Malformed { expected } | Self::BadValue { expected } => {
                vec![("expected", expected)]
            }
            Self::WrongType { expected, found } => vec![("expected", expected), ("found", found)],
            Self::UnknownCode { set } => vec![("set", set)],
            _ => Vec::new(),
        }
    }
}

/// Turns rising offsets into lines, counting each line of the file once however many problems it has.
pub(crate) struct Lines<'a> {
    bytes: &'a [u8],
    /// Where `bytes` begins in the file.
    base: Place,
    counted: usize,
    line: usize,
    line_start: usize,
}

impl<'a> Lines<'a> {
    /// `base` is the place of the first byte: offset 0, line 1, column 1 for a whole file.
    pub fn new(bytes: &'a [u8], base: Place) -> Self {
        Self { bytes, base, counted: 0, line: 0, line_start: 0 }
    }

    /// From the start of the file, of an offset from the start of these bytes.
    pub fn offset(&self, offset: usize) -> usize {
        self.base.offset + offset
    }

    pub fn place(&mut self, offset: usize) -> Place {
        if offset < self.counted {
            *self = Self::new(self.bytes, self.base);
        }
        let end = offset.min(self.bytes.len());
        for newline in memchr_iter(b'\n', &self.bytes[self.counted..end]) {
            self.line += 1;
            self.line_start = self.counted + newline + 1;
        }
        self.counted = end;
        let before = if self.line == 0 { self.base.column } else { 1 };
        Place {
            offset: self.offset(offset),
            line: self.base.line + self.line,
            column: end - self.line_start + before,
        }
    }
}
