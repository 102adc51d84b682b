//! The envelopes: interchange, group, set.

use super::provider::{BillingProvider, Payer, Receiver, Submitter};
use crate::bounded::{Bounded, Many};
use crate::envelope::{Envelope, GroupHeader};
use crate::text::{Code, ControlNumber};

/// ISA to IEA: what one sender gives one receiver at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interchange<C> {
    pub envelope: Envelope,
    pub groups: Many<Group<C>>,
}

/// GS to GE: sets of one type for one application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group<C> {
    pub header: GroupHeader,
    pub sets: Many<ClaimSet<C>>,
}

/// ST to SE: claims of one billing provider to one payer. A receiver that finds a fault in a
/// set may refuse the whole set, so it is the caller who decides how large one gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimSet<C> {
    pub header: SetHeader,
    /// The guide advises at most 5,000.
    pub claims: Bounded<C, 1, MOST_CLAIMS>,
}

/// The most claims of a set.
pub const MOST_CLAIMS: usize = 5000;

impl<C> ClaimSet<C> {
    pub const MOST_CLAIMS: usize = MOST_CLAIMS;
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
