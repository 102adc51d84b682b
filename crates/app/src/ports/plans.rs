//! What is kept of care plans while and after they are written: drafts, all versions with what was said of them, copies,
//! and a practice's own templates.

use async_trait::async_trait;
use ccm::basics::*;
use ccm::care_plan::{CarePlan, CarePlanCopy, PlanDraft, PlanReview, Template};

use super::rows::Recorded;
use crate::Result;

/// A patient's draft, open or become a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanDraftRow {
    pub patient: PatientId,
    /// Grows by one with each save, and never begins anew.
    pub revision: i64,
    pub is_open: bool,
    pub draft: PlanDraft,
    pub opened_at: Timestamp,
    pub opened_by: PersonId,
    pub saved_at: Timestamp,
    pub saved_by: PersonId,
}

/// A version with its text, and everything that was said of it since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanHistoryRow {
    pub plan: CarePlan,
    pub version: i64,
    pub recorded_at: Timestamp,
    pub recorded_by: PersonId,
    /// Oldest first.
    pub reviews: Vec<PlanReview>,
    /// Oldest first, with who gave each and when it was recorded.
    pub copies: Vec<(CarePlanCopy, Recorded)>,
}

/// How a patient's plan stands, without a word of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanStandingRow {
    pub patient: PatientId,
    /// The newest version; `None`: there is a draft alone.
    pub newest: Option<NewestPlan>,
    /// When and by whom an open draft was saved last.
    pub draft: Option<Recorded>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewestPlan {
    pub id: CarePlanId,
    pub version: i64,
    pub dated: Date,
    pub is_signed: bool,
    pub is_returned: bool,
    /// To the patient or the caregiver.
    pub is_copy_given: bool,
    /// As the version itself says.
    pub review_on: Option<Date>,
    /// The billing practitioner of the patient's newest episode.
    pub practitioner: Option<PersonId>,
}

/// One version of a practice's template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanTemplateRow {
    pub plan: String,
    pub version: i64,
    /// `None`: the shipped one counts again.
    pub body: Option<Template>,
    pub recorded: Recorded,
}

#[async_trait]
pub trait Plans: Send {
    async fn plan_draft(&mut self, practice: PracticeId, patient: PatientId) -> Result<Option<PlanDraftRow>>;
    /// Keeps a draft in the place of the one with the revision `seen`, the first one being none; false: somebody was
    /// faster.
    async fn put_plan_draft(
        &mut self,
        practice: PracticeId,
        row: &PlanDraftRow,
        seen: Option<i64>,
    ) -> Result<bool>;
    /// All versions, newest first.
    async fn plan_history(&mut self, practice: PracticeId, patient: PatientId)
    -> Result<Vec<PlanHistoryRow>>;
    /// # Errors
    /// [`crate::Error::Conflict`] when the version is signed already.
    async fn add_plan_review(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
        plan: CarePlanId,
        review: &PlanReview,
    ) -> Result<()>;
    /// Of everybody who has a plan or a draft.
    async fn plan_standings(&mut self, practice: PracticeId) -> Result<Vec<PlanStandingRow>>;
    /// Newest first within each plan.
    async fn plan_templates(&mut self, practice: PracticeId) -> Result<Vec<PlanTemplateRow>>;
    async fn add_plan_template(&mut self, practice: PracticeId, row: &PlanTemplateRow) -> Result<()>;
}
