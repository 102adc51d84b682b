//! Inviting those who qualify, and what proves a consent.

use async_trait::async_trait;
use ccm::basics::*;
use ccm::enrollment::{Attempt, Consent, CostTold, Evidence, OutreachTerms, Program, Speaker};

use super::rows::Recorded;
use crate::Result;

/// Somebody has opened a patient, and until then nobody else calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutreachClaim {
    pub patient: PatientId,
    pub person: PersonId,
    pub from: Timestamp,
    pub until: Timestamp,
}

/// What proves a consent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProofRow {
    pub consent: ConsentId,
    pub patient: PatientId,
    pub speaker: Speaker,
    pub told: CostTold,
    pub evidence: Evidence,
}

/// The same without the document itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProofHead {
    pub speaker: Speaker,
    pub told: CostTold,
    /// `spoken`, `document`, `signature`.
    pub kind: String,
    pub media_type: Option<String>,
    pub bytes: i64,
    pub sha256: Option<[u8; 32]>,
}

/// A word of a patient with the recording around it.
#[derive(Clone, PartialEq, Eq)]
pub struct ConsentRecord {
    pub consent: Consent,
    pub recorded: Recorded,
    pub reason: Option<String>,
    /// `None`: it came by a record file.
    pub proof: Option<ProofHead>,
}

#[async_trait]
pub trait Outreach: Send {
    /// # Errors
    /// [`crate::Error::Conflict`] where somebody has recorded one of this number.
    async fn add_attempt(&mut self, practice: PracticeId, attempt: &Attempt) -> Result<()>;
    /// Everybody's for a program, oldest first; without the remarks.
    async fn attempts(&mut self, practice: PracticeId, program: Program) -> Result<Vec<Attempt>>;
    /// One patient's, oldest first.
    async fn attempts_of(&mut self, practice: PracticeId, patient: PatientId) -> Result<Vec<Attempt>>;
    /// Claims that hold at an instant.
    async fn outreach_claims(&mut self, practice: PracticeId, now: Timestamp) -> Result<Vec<OutreachClaim>>;
    /// Takes or renews a claim. `false`: somebody else's holds.
    async fn take_claim(&mut self, practice: PracticeId, claim: &OutreachClaim) -> Result<bool>;
    /// Ends the person's claim on a patient.
    async fn end_claim(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
        person: PersonId,
        now: Timestamp,
    ) -> Result<()>;
    async fn outreach_terms(&mut self, practice: PracticeId) -> Result<Option<OutreachTerms>>;
    async fn put_outreach_terms(&mut self, practice: PracticeId, terms: &OutreachTerms) -> Result<()>;
    async fn add_proof(&mut self, practice: PracticeId, proof: &ProofRow) -> Result<()>;
    async fn proof(&mut self, practice: PracticeId, consent: ConsentId) -> Result<Option<ProofRow>>;
    /// All words of a patient, in the order in which they were recorded.
    async fn consent_records(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
    ) -> Result<Vec<ConsentRecord>>;
}
