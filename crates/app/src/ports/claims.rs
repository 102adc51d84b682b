//! Claims as they are kept, and turning checked ones into the payers' format.

use async_trait::async_trait;
use ccm::basics::{Cents, ClaimId, PracticeId, Problem, ServiceMonth, Timestamp};
use ccm::claim::Claim;
use ccm::people::{PayerProfile, PracticeProfile};

use super::rows::*;

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

#[async_trait]
pub trait Claims: Send {
    async fn add_claims(
        &mut self,
        practice: PracticeId,
        claims: &[(ClaimRow, Vec<(LineRow, Cents)>)],
    ) -> crate::Result<()>;
    /// Claims of a month with their events.
    async fn claims(&mut self, practice: PracticeId, month: ServiceMonth) -> crate::Result<Vec<ClaimRow>>;
    async fn claim(&mut self, practice: PracticeId, number_or_id: &str) -> crate::Result<Option<ClaimRow>>;
    async fn add_claim_events(
        &mut self,
        practice: PracticeId,
        events: &[(ClaimId, i64, ClaimEventRow)],
    ) -> crate::Result<()>;
    /// Replaces where these claims stand.
    async fn put_claim_standings(
        &mut self,
        practice: PracticeId,
        standings: &[StandingRow],
    ) -> crate::Result<()>;
    async fn add_claim_file(&mut self, practice: PracticeId, file: &ClaimFileRow) -> crate::Result<()>;
    async fn claim_files(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
    ) -> crate::Result<Vec<ClaimFileRow>>;
}
