//! Appeals with what was enclosed, and how they got there: written once.

use async_trait::async_trait;
use ccm::access::Actor;
use ccm::basics::*;

use crate::Result;

/// An appeal without its pages.
#[derive(Clone, Debug, PartialEq)]
pub struct AppealRow {
    pub id: AppealId,
    pub claim: ClaimId,
    /// The word that it is against.
    pub word: String,
    pub last_day: Date,
    /// What it asks for.
    pub cents: Cents,
    pub letter_sha256: [u8; 32],
    pub evidence_sha256: [u8; 32],
    pub made_at: Timestamp,
    pub made_by: Actor,
}

/// How it got there. It redacts itself.
#[derive(Clone, PartialEq)]
pub struct AppealSending {
    pub appeal: AppealId,
    /// A word of [`ccm::remittance::appeal::APPEAL_WAYS`].
    pub way: String,
    pub on: Date,
    /// What shows it: a tracking number, the page of a fax.
    pub proof: String,
    pub at: Timestamp,
    pub by: Actor,
}

impl std::fmt::Debug for AppealSending {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "AppealSending({} {} …)", self.appeal, self.way)
    }
}

/// What went out.
#[derive(Clone, PartialEq)]
pub struct AppealFiles {
    /// PDF.
    pub letter: Vec<u8>,
    /// The evidence pack's archive.
    pub evidence: Vec<u8>,
}

#[async_trait]
pub trait Appeals: Send {
    async fn add_appeal(&mut self, practice: PracticeId, row: &AppealRow, files: &AppealFiles) -> Result<()>;
    async fn appeal(&mut self, practice: PracticeId, id: AppealId) -> Result<Option<AppealRow>>;
    /// Of one claim with how they got there, the first one first.
    async fn appeals_of(
        &mut self,
        practice: PracticeId,
        claim: ClaimId,
    ) -> Result<Vec<(AppealRow, Option<AppealSending>)>>;
    async fn appeal_files(&mut self, practice: PracticeId, id: AppealId) -> Result<Option<AppealFiles>>;
    /// # Errors
    /// [`crate::Error::Conflict`] for one that was sent.
    async fn add_appeal_sending(&mut self, practice: PracticeId, row: &AppealSending) -> Result<()>;
}
