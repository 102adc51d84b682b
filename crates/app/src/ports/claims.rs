//! Turning checked claims into the payers' format.

use ccm::basics::{Problem, Timestamp};
use ccm::claim::Claim;
use ccm::people::{PayerProfile, PracticeProfile};

/// One file to be written: all claims of one receiver.
pub struct ClaimBatch<'a> {
    pub practice: &'a PracticeProfile,
    /// Every payer in the batch has the same receiver and submitter.
    pub claims: Vec<(&'a PayerProfile, &'a Claim)>,
    pub interchange_number: i64,
    pub group_number: i64,
    /// BHT03 of each transaction set begins with this: unique for ever.
    pub batch: String,
    pub at: Timestamp,
    /// The practice's local date and time of `at`.
    pub local: jiff::civil::DateTime,
    /// `P` only where the installation says so; a demo or test build never does.
    pub is_production: bool,
}

/// Everything in the way of a file, at once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unwritable {
    /// What no claim is to blame for: a payer profile, a control number.
    pub batch: Vec<Problem>,
    /// Place of a claim in the batch, and what is wrong with it. Without these claims the rest can go.
    pub claims: Vec<(usize, Vec<Problem>)>,
}

/// Writes 837P interchanges.
pub trait ClaimWriter: Send + Sync {
    /// # Errors
    /// [`Unwritable`] when anything at all is in the way: no file holds half of what was asked.
    fn write(&self, batch: &ClaimBatch<'_>) -> Result<Vec<u8>, Unwritable>;
}
