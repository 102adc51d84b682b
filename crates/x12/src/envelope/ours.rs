//! The envelopes of what we write.

use crate::text::{Code, ControlNumber, Moment};

/// What the ISA says, and with it GS and BHT where they say the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Envelope {
    pub sender: Party,
    pub receiver: Party,
    /// When the file was made; the same moment in ISA, GS and BHT.
    pub created: Moment,
    /// ISA13, never used twice between these parties.
    pub control: ControlNumber,
    /// ISA14: ask the receiver for a TA1.
    pub ack_requested: bool,
    pub usage: Usage,
}

/// An end of the wire: `ZZ` and an id both sides agreed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Party {
    pub qualifier: Code<2>,
    pub id: Code<15>,
}

/// ISA15: whether the receiver shall act on the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Usage {
    Test,
    Production,
}

impl Usage {
    pub(crate) fn code(self) -> u8 {
        match self {
            Self::Test => b'T',
            Self::Production => b'P',
        }
    }
}

/// What the GS says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GroupHeader {
    /// GS06.
    pub control: ControlNumber,
    /// GS02, mostly the same as the interchange's.
    pub sender: Code<15>,
    /// GS03.
    pub receiver: Code<15>,
}
