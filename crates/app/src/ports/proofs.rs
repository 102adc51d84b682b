//! What evidence is gathered from, for any number of claims at once; cases of audits, their packs, and the self-audit.
//! Everything that is kept here is written once.

use std::collections::HashMap;

use async_trait::async_trait;
use ccm::audit::{AuditEvent, Numbered};
use ccm::basics::*;
use ccm::care_plan::CarePlanCopy;
use ccm::proof::Quarter;
use ccm::proof::evidence::ConsentProof;
use ccm::time::Segment;
use serde::{Deserialize, Serialize};

use super::rows::*;
use crate::Result;

/// The answer that a claim was drafted from, and the closing that holds it.
#[derive(Clone)]
pub struct ClaimAnswer {
    pub claim: ClaimId,
    pub sha256: [u8; 32],
    /// JSON of the facts and the determination.
    pub body: Vec<u8>,
    pub closed_at: Option<Timestamp>,
    pub newest_revision: i64,
}

/// What stands around an entry: why it was typed in, its note, its strike.
#[derive(Clone, Default)]
pub struct EntryAround {
    pub reason: Option<String>,
    pub note: Option<String>,
    pub strike: Option<(String, Recorded)>,
}

/// An assessment, without its answers.
#[derive(Clone)]
pub struct AssessmentMade {
    pub id: AssessmentId,
    pub patient: PatientId,
    pub instrument: String,
    pub version: u32,
    pub on: Date,
    pub band: Option<String>,
    pub recorded: Recorded,
}

/// A letter that asks for the record of some claims.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditCaseRow {
    pub id: AuditCaseId,
    /// Who asks, and on whose behalf.
    pub auditor: String,
    pub authority: String,
    /// What their letter calls it.
    pub reference: String,
    pub due_on: Date,
    pub opened_at: Timestamp,
    pub opened_by: Option<PersonId>,
}

/// One line of a letter's list.
#[derive(Clone, PartialEq, Eq)]
pub struct CaseClaimRow {
    pub case: AuditCaseId,
    /// The line, from 1.
    pub line: i64,
    /// As it stood there.
    pub said: String,
    /// `None`: no claim of ours.
    pub claim: Option<ClaimId>,
    pub repeats: Option<i64>,
}

/// Who may look at a case's claims from outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseAccessRow {
    pub id: CaseAccessId,
    pub case: AuditCaseId,
    pub person: PersonId,
    pub from: Timestamp,
    pub until: Timestamp,
    pub by: Option<PersonId>,
    /// Ends an earlier one from its own `from` on.
    pub ends: Option<CaseAccessId>,
}

/// How a case ended.
#[derive(Clone, PartialEq, Eq)]
pub struct CaseOutcomeRow {
    pub case: AuditCaseId,
    /// `upheld`, `partly_repaid`, `repaid`, `withdrawn`.
    pub outcome: String,
    pub repaid: Cents,
    pub note: String,
    pub at: Timestamp,
    pub by: Option<PersonId>,
}

/// One making of a case's packs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidenceBuildRow {
    pub id: EvidenceBuildId,
    pub case: AuditCaseId,
    /// From 1.
    pub number: i64,
    pub begun_at: Timestamp,
    pub begun_by: Option<PersonId>,
}

/// A file of a build. The last one is the signature: with it the build is done.
#[derive(Clone)]
pub struct EvidenceFileRow {
    pub build: EvidenceBuildId,
    pub path: String,
    pub claim: Option<ClaimId>,
    /// Of a pack.
    pub score: Option<Score>,
    pub body: Vec<u8>,
}

/// What a claim's verdict comes to: no names, so that lists and trends need no sealed value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Score {
    pub number: String,
    pub month: ServiceMonth,
    pub gaps: Vec<String>,
    pub unknown: usize,
    pub items: usize,
    pub total: Cents,
    pub at_risk: Cents,
}

/// A quarter's own sample.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SelfAuditRow {
    pub id: SelfAuditId,
    pub quarter: Quarter,
    /// Draws the same sample again from the same claims.
    pub seed: String,
    pub population: i64,
    pub checklist: String,
    pub drawn_at: Timestamp,
    pub drawn_by: Option<PersonId>,
}

/// Reads what evidence is made of: each method is one question for all claims or patients named.
#[async_trait]
pub trait Proofs: Send {
    /// Claims by number or id, with their events; what means nothing here is left out.
    async fn claims_named(&mut self, practice: PracticeId, names: &[String]) -> Result<Vec<ClaimRow>>;
    async fn answers_behind(&mut self, practice: PracticeId, claims: &[ClaimId]) -> Result<Vec<ClaimAnswer>>;
    /// Entries that overlap a stretch, struck or not, with their own recording.
    async fn entries_listed(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Vec<LedgerRow>>;
    async fn entries_around(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
        from: Timestamp,
        until: Timestamp,
    ) -> Result<HashMap<TimeEntryId, EntryAround>>;
    /// Segments with their raw events.
    async fn segments_listed(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
        from: Timestamp,
        until: Timestamp,
    ) -> Result<HashMap<TimeEntryId, Vec<Segment>>>;
    async fn copies_listed(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
    ) -> Result<Vec<(CarePlanCopy, Recorded)>>;
    /// When and by whom each consent was recorded, and what proves it.
    async fn consents_recorded(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
    ) -> Result<HashMap<ConsentId, (Recorded, Option<ConsentProof>)>>;
    async fn assessments_listed(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
        from: Date,
        until: Date,
    ) -> Result<Vec<AssessmentMade>>;
    /// With their bytes.
    async fn files_listed(
        &mut self,
        practice: PracticeId,
        files: &[ClaimFileId],
    ) -> Result<Vec<ClaimFileRow>>;
    /// Every event about these patients, oldest first.
    async fn events_about(&mut self, patients: &[PatientId]) -> Result<Vec<AuditEvent>>;
    /// The events that seals cover, by the first number of each.
    async fn numbered_under(&mut self, firsts: &[i64]) -> Result<Vec<Numbered>>;
    /// The claims of months' newest closings.
    async fn claims_of_months(
        &mut self,
        practice: PracticeId,
        months: &[ServiceMonth],
    ) -> Result<Vec<ClaimId>>;
}

/// Audit cases and what was handed out for them.
#[async_trait]
pub trait AuditCases: Send {
    async fn add_audit_case(
        &mut self,
        practice: PracticeId,
        row: &AuditCaseRow,
        lines: &[CaseClaimRow],
    ) -> Result<()>;
    /// Newest first.
    async fn audit_cases(&mut self, practice: PracticeId) -> Result<Vec<AuditCaseRow>>;
    async fn audit_case(&mut self, practice: PracticeId, id: AuditCaseId) -> Result<Option<AuditCaseRow>>;
    /// Of one case, or of all of them.
    async fn case_claims(
        &mut self,
        practice: PracticeId,
        case: Option<AuditCaseId>,
    ) -> Result<Vec<CaseClaimRow>>;
    async fn add_case_access(&mut self, practice: PracticeId, row: &CaseAccessRow) -> Result<()>;
    /// All of them, ends among them, oldest first.
    async fn case_accesses(&mut self, practice: PracticeId) -> Result<Vec<CaseAccessRow>>;
    /// # Errors
    /// [`crate::Error::Conflict`] where the case is closed already.
    async fn add_case_outcome(&mut self, practice: PracticeId, row: &CaseOutcomeRow) -> Result<()>;
    async fn case_outcomes(&mut self, practice: PracticeId) -> Result<Vec<CaseOutcomeRow>>;
    /// # Errors
    /// [`crate::Error::Conflict`] where somebody began one of this number.
    async fn add_evidence_build(&mut self, practice: PracticeId, row: &EvidenceBuildRow) -> Result<()>;
    /// All builds of a practice, oldest first, each with whether it is done.
    async fn evidence_builds(&mut self, practice: PracticeId) -> Result<Vec<(EvidenceBuildRow, bool)>>;
    async fn add_evidence_files(&mut self, practice: PracticeId, files: &[EvidenceFileRow]) -> Result<()>;
    /// Paths of a build with the scores of its packs, in the order of the paths; no bytes.
    async fn evidence_heads(
        &mut self,
        practice: PracticeId,
        build: EvidenceBuildId,
    ) -> Result<Vec<(String, Option<ClaimId>, Option<Score>)>>;
    async fn evidence_files(
        &mut self,
        practice: PracticeId,
        build: EvidenceBuildId,
    ) -> Result<Vec<EvidenceFileRow>>;
    /// # Errors
    /// [`crate::Error::Conflict`] where the quarter has one.
    async fn add_self_audit(
        &mut self,
        practice: PracticeId,
        row: &SelfAuditRow,
        claims: &[(ClaimId, Score)],
    ) -> Result<()>;
    /// Oldest quarter first.
    async fn self_audits(&mut self, practice: PracticeId) -> Result<Vec<SelfAuditRow>>;
    /// Every sampled claim, in the order in which it was drawn.
    async fn self_audit_claims(&mut self, practice: PracticeId)
    -> Result<Vec<(SelfAuditId, ClaimId, Score)>>;
}
