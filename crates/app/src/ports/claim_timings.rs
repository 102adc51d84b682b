//! By what terms the days were reckoned on which claims ask for somebody.

use async_trait::async_trait;
use ccm::basics::{ClaimId, Date, PayerId, PracticeId};
use ccm::claim::ClaimMatter;

use super::rows::ClaimRow;
use crate::Result;

/// How far the claims of one payer are reckoned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClaimTiming {
    pub payer: PayerId,
    /// A hash of the terms.
    pub terms: [u8; 32],
    /// The last claim that was gone through; `None`: all were.
    pub after: Option<ClaimId>,
}

/// The day on which a claim asks for somebody, as so many of its events have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookOn {
    pub claim: ClaimId,
    pub events: usize,
    pub on: Option<Date>,
    /// What it waits with, whatever day it is.
    pub matters: Vec<ClaimMatter>,
}

#[async_trait]
pub trait ClaimTimings: Send {
    async fn claim_timings(&mut self, practice: PracticeId) -> Result<Vec<ClaimTiming>>;
    async fn put_claim_timing(&mut self, practice: PracticeId, timing: ClaimTiming) -> Result<()>;
    /// Claims of a payer that wait for something, with their events, in the order of their ids.
    async fn waiting_claims(
        &mut self,
        practice: PracticeId,
        payer: PayerId,
        after: Option<ClaimId>,
        limit: i64,
    ) -> Result<Vec<ClaimRow>>;
    /// A claim to which something was added meanwhile keeps what that made of it.
    async fn put_looks(&mut self, practice: PracticeId, looks: &[LookOn]) -> Result<()>;
}
