//! What is kept of assessments: drafts, what was recorded once, and what it opened.

use async_trait::async_trait;
use ccm::basics::*;
use ccm::care::assessment::{Answers, AssessmentDraft, Score, Way};
use serde::{Deserialize, Serialize};

use super::rows::Recorded;
use crate::Result;

/// Whether a draft may still change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DraftState {
    Open,
    Kept,
}

/// An assessment while it is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssessmentDraftRow {
    pub id: AssessmentId,
    pub patient: PatientId,
    /// Id of an instrument, and its version when the draft was opened.
    pub instrument: String,
    pub version: u32,
    /// The call in which it is asked.
    pub call: Option<CallId>,
    /// The assessment that it corrects.
    pub replaces: Option<AssessmentId>,
    pub state: DraftState,
    pub revision: i64,
    pub draft: AssessmentDraft,
    pub opened_at: Timestamp,
    pub opened_by: PersonId,
    pub saved_at: Timestamp,
    pub saved_by: PersonId,
}

/// An assessment on record, without its answers. Redacts itself.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct AssessmentHead {
    pub id: AssessmentId,
    #[serde(skip)]
    pub patient: PatientId,
    pub instrument: String,
    pub version: u32,
    pub call: Option<CallId>,
    pub replaces: Option<AssessmentId>,
    /// The practice's local day on which it was asked.
    pub on: Date,
    pub way: Way,
    /// Asked in Spanish; else in English.
    pub spanish: bool,
    /// `None`: an item is missing.
    pub score: Option<Score>,
    /// A word of the instrument's bands.
    pub band: Option<String>,
    /// How many items are missing.
    pub missing: i64,
    #[serde(skip)]
    pub recorded: Recorded,
    /// The correction of it. Of a new one: none.
    pub replaced_by: Option<AssessmentId>,
}

impl std::fmt::Debug for AssessmentHead {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "AssessmentHead({})", self.id)
    }
}

/// What a rule has opened: an escalation or a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssessmentOpenedRow {
    pub assessment: AssessmentId,
    /// `instrument.rule`.
    pub source: String,
    pub escalation: Option<EscalationId>,
    pub task: Option<TaskId>,
}

#[async_trait]
pub trait Assessments: Send {
    async fn add_assessment_draft(&mut self, practice: PracticeId, draft: &AssessmentDraftRow) -> Result<()>;
    /// Keeps a draft that still has the revision `seen` and is open; false: somebody else was faster.
    async fn save_assessment_draft(
        &mut self,
        practice: PracticeId,
        draft: &AssessmentDraftRow,
        seen: i64,
    ) -> Result<bool>;
    async fn assessment_draft(
        &mut self,
        practice: PracticeId,
        id: AssessmentId,
    ) -> Result<Option<AssessmentDraftRow>>;
    /// A patient's open drafts, oldest first.
    async fn open_assessment_drafts(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
    ) -> Result<Vec<AssessmentDraftRow>>;

    /// # Errors
    /// [`crate::Error::Conflict`] when what it replaces was replaced already.
    async fn add_assessment(
        &mut self,
        practice: PracticeId,
        head: &AssessmentHead,
        answers: &Answers,
    ) -> Result<()>;
    /// One with its answers.
    async fn assessment(
        &mut self,
        practice: PracticeId,
        id: AssessmentId,
    ) -> Result<Option<(AssessmentHead, Answers)>>;
    /// All of these patients, newest first, by one query.
    async fn assessments_of(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
    ) -> Result<Vec<AssessmentHead>>;

    /// The one with this number, the first being 0.
    async fn add_assessment_opened(
        &mut self,
        practice: PracticeId,
        number: usize,
        row: &AssessmentOpenedRow,
        recorded: Recorded,
    ) -> Result<()>;
    /// In the order in which they were opened.
    async fn assessment_opened(
        &mut self,
        practice: PracticeId,
        id: AssessmentId,
    ) -> Result<Vec<AssessmentOpenedRow>>;
}
