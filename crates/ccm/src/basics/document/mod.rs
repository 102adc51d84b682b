//! A document for people outside the program: what stands on its pages, and never how it looks.
//!
//! A care plan, a letter and an evidence pack are pure functions from facts to this. The page that shows one and the
//! crate that typesets one read the same value, so what is printed is what was seen. Text is only ever text: nothing in
//! a [`Run`] is markup, whoever typed it.

mod build;
mod text;

pub use text::{Line, Run};

use serde::{Deserialize, Serialize};

use super::{Date, Tongue};

/// A whole document. It redacts itself.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Of the file and its window: never more than the kind of the document.
    pub title: String,
    pub tongue: Tongue,
    pub print: Print,
    /// Who it comes from: stands at the top of every page, and as the file's author.
    pub from: String,
    /// Stands at the foot of every page, beside the number of the page.
    pub foot: String,
    /// The day it speaks from. The file says no other.
    pub dated: Date,
    pub blocks: Vec<Block>,
}

/// How large it is set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Print {
    /// For paper that many lines share: packs for auditors.
    Dense,
    #[default]
    Standard,
    /// Short and roomy, for plain words.
    Plain,
    /// 18 points, as the associations of the blind ask.
    Large,
}

/// One thing on a page, below the one before it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "block", rename_all = "snake_case")]
pub enum Block {
    /// Level 1 is the document's own; a level never stands more than one below the one before.
    Heading {
        level: u8,
        line: Line,
        anchor: Option<String>,
    },
    Paragraph {
        line: Line,
        tone: Tone,
    },
    /// Points; what belongs to a point stands below it.
    List {
        points: Vec<Point>,
    },
    /// A name and what it is, each in its own column.
    Rows {
        rows: Vec<(Line, Line)>,
    },
    /// The first row is repeated on every page that the table reaches.
    Table {
        columns: Vec<Column>,
        rows: Vec<Vec<Line>>,
    },
    /// An answer with its mark: a shape that stays one without color, and always beside words.
    Verdict {
        mark: Mark,
        line: Line,
    },
    /// A line to sign on, with what stands below it.
    Signature {
        label: Line,
    },
    /// Lines that stay together and are not filled: an address.
    Address {
        lines: Vec<Line>,
    },
    /// What follows begins on a page of its own.
    PageBreak,
}

/// How loud a paragraph is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    #[default]
    Plain,
    Lead,
    Quiet,
    /// Wide spaced digits do not matter here, only that a hash can be compared: set small.
    Small,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    pub line: Line,
    pub more: Vec<Line>,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    pub head: Line,
    /// How wide it is beside the others.
    pub share: u16,
    /// Set against the right edge.
    pub is_number: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    Met,
    NotMet,
    Unknown,
}

impl Tone {
    pub fn word(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Lead => "lead",
            Self::Quiet => "quiet",
            Self::Small => "small",
        }
    }
}

impl Mark {
    /// For pages: differs without color, and is never alone.
    pub fn shape(self) -> &'static str {
        match self {
            Self::Met => "✓",
            Self::NotMet => "✗",
            Self::Unknown => "◇",
        }
    }
}

macro_rules! redacted {
    ($($name:ident)*) => {$(
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    )*};
}
use redacted;
redacted!(Document Block Point Column);

/// What stands in the corner of every page.
pub fn paging(tongue: Tongue, page: usize, pages: usize) -> String {
    match tongue {
        Tongue::English => format!("Page {page} of {pages}"),
        Tongue::Spanish => format!("Página {page} de {pages}"),
    }
}
