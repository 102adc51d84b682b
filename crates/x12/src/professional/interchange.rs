//! The envelopes: interchange, group, set.

use super::claim::Claim;
use super::provider::{BillingProvider, Payer, Receiver, Submitter};
use crate::bounded::{Bounded, Many};
use crate::text::{Code, ControlNumber, Moment};

/// ISA to IEA: what one sender gives one receiver at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interchange {
    pub envelope: Envelope,
    pub groups: Many<Group>,
}

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
    pub(super) fn code(self) -> u8 {
        match self {
            Self::Test => b'T',
            Self::Production => b'P',
        }
    }
}

/// GS to GE: sets of one type for one application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    pub header: GroupHeader,
    pub sets: Many<ClaimSet>,
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

/// ST to SE: claims of one billing provider to one payer. A receiver that finds a fault in a
/// set may refuse the whole set, so it is the caller who decides how large one gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimSet {
    pub header: SetHeader,
    /// The guide advises at most 5,000.
    pub claims: Bounded<Claim, 1, { Self::MOST_CLAIMS }>,
}

impl ClaimSet {
    pub const MOST_CLAIMS: usize = 5000;
}

/// What all claims of a set share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetHeader {
    /// ST02, once per group; sent with at least four digits.
    pub control: ControlNumber,
    /// BHT03, never used twice; the payer's 277CA names the batch by it.
    pub batch: Code<30>,
    pub submitter: Submitter,
    pub receiver: Receiver,
    pub billing: BillingProvider,
    pub payer: Payer,
}
