//! The three envelopes of a file: [ours](Envelope), as they are written, and those of others, as they were found:
//! what they say, and whether they close as they opened.

mod ours;
mod walk;

use crate::problem::Place;
use crate::text::{Code, Date8, Time4, Told};

pub use ours::{Envelope, GroupHeader, Party, Usage};
pub(crate) use walk::{Step, Walk, short_day};

/// What an ISA says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InterchangeHeader {
    /// ISA05 and ISA06.
    pub sender: (Told<2>, Told<15>),
    /// ISA07 and ISA08.
    pub receiver: (Told<2>, Told<15>),
    /// ISA09, which has no century: it is taken to be this one.
    pub date: Date8,
    /// ISA10.
    pub time: Time4,
    /// ISA13.
    pub control: Told<9>,
    /// ISA15 is `P`: its receiver shall act on it.
    pub is_production: bool,
}

/// What a GS says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FunctionalGroup {
    /// GS01.
    pub kind: Code<2>,
    /// GS02.
    pub sender: Told<15>,
    /// GS03.
    pub receiver: Told<15>,
    /// GS04.
    pub date: Date8,
    /// GS05.
    pub time: Time4,
    /// GS06.
    pub control: Told<9>,
    /// GS08, the guide.
    pub guide: Told<12>,
    /// Its GS.
    pub place: Place,
}

/// Where a set comes from: its envelopes, and itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Origin {
    pub interchange: InterchangeHeader,
    pub group: FunctionalGroup,
    /// ST02.
    pub control: Told<9>,
    /// Its ST.
    pub place: Place,
}

/// The most sets in a group, groups in an interchange and interchanges in a file; more are of another kind.
pub const MOST_IN_ENVELOPE: usize = 10_000;
