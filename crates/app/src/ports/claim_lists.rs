//! Claims as lists and counts show them: from their narrow columns, a page at a time.

use async_trait::async_trait;
use ccm::basics::*;
use ccm::claim::{AlertRule, ClaimState};

use super::months::ReopeningRow;
use super::rows::*;
use crate::Result;

/// Which claims of a closing; what is `None` lets all through.
#[derive(Clone, Debug)]
pub struct ClaimsWanted {
    pub month: ServiceMonth,
    pub revision: i64,
    pub state: Option<ClaimState>,
    pub payer: Option<PayerId>,
    pub practitioner: Option<PersonId>,
    /// Nothing but claims about which something asks for somebody on or before this day; then those of earlier closings that
    /// went out belong to them.
    pub asking_by: Option<Date>,
    /// Of those, nothing but what asks for this.
    pub rule: Option<AlertRule>,
    /// The number of the last claim of the page before; empty: from the first.
    pub after: String,
    pub limit: i64,
}

/// How many claims of a closing one practitioner renders for one payer in one state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimCount {
    pub practitioner: PersonId,
    pub payer: PayerId,
    pub state: ClaimState,
    pub claims: u64,
    /// What is charged.
    pub total: Cents,
}

#[async_trait]
pub trait ClaimLists: Send {
    /// Claim, number and patient, in the order of the numbers.
    async fn claims_page(
        &mut self,
        practice: PracticeId,
        wanted: &ClaimsWanted,
    ) -> Result<Vec<(ClaimId, String, PatientId)>>;
    /// All claims of these patients' month, whichever closing they come from, with their events.
    async fn claims_of(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
        patients: &[PatientId],
    ) -> Result<Vec<ClaimRow>>;
    async fn claim_counts(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
        revision: i64,
    ) -> Result<Vec<ClaimCount>>;
    /// Files of a month in the order in which they were written, without their bytes.
    async fn claim_file_heads(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
    ) -> Result<Vec<ClaimFileRow>>;
    async fn claim_file(&mut self, practice: PracticeId, file: ClaimFileId) -> Result<Option<ClaimFileRow>>;
    /// Every closing of a month, the first one first.
    async fn closures_of(&mut self, practice: PracticeId, month: ServiceMonth) -> Result<Vec<ClosureRow>>;
    /// Every reopening likewise.
    async fn reopenings_of(&mut self, practice: PracticeId, month: ServiceMonth)
    -> Result<Vec<ReopeningRow>>;
}
