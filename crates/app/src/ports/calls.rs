//! What is kept of calls: drafts, answers, reconciliations, progress.

use std::collections::BTreeMap;

use async_trait::async_trait;
use ccm::basics::*;
use ccm::care::interview::PreviousAnswer;
use ccm::care::{AnswerValue, CallDraft, GoalProgress, ListedMedication, Reconciliation};
use ccm::enrollment::Program;

use super::rows::Recorded;
use crate::Result;

/// Whether a call's note is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallState {
    Open,
    Signed,
}

/// A call with its draft.
#[derive(Clone, Debug, PartialEq)]
pub struct CallRow {
    pub id: CallId,
    pub patient: PatientId,
    pub program: Program,
    pub state: CallState,
    /// Grows by one with each save.
    pub revision: i64,
    pub draft: CallDraft,
    pub opened_at: Timestamp,
    pub opened_by: PersonId,
    pub saved_at: Timestamp,
    pub saved_by: PersonId,
}

/// A call without a signed note, for lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenCallRow {
    pub id: CallId,
    pub patient: PatientId,
    pub opened_at: Timestamp,
    pub opened_by: PersonId,
    pub saved_at: Timestamp,
}

#[async_trait]
pub trait Calls: Send {
    async fn add_call(&mut self, practice: PracticeId, call: &CallRow) -> Result<()>;
    async fn call(&mut self, practice: PracticeId, id: CallId) -> Result<Option<CallRow>>;
    /// A patient's calls without a note, oldest first: no person has two.
    async fn open_calls(&mut self, practice: PracticeId, patient: PatientId) -> Result<Vec<OpenCallRow>>;
    /// Keeps draft, state and revision of a call that still has the revision `seen`; false: somebody was faster.
    async fn save_call(&mut self, practice: PracticeId, call: &CallRow, seen: i64) -> Result<bool>;
    /// A person's calls without a note, oldest first.
    async fn unsigned_calls(&mut self, practice: PracticeId, person: PersonId) -> Result<Vec<OpenCallRow>>;

    /// The newest signed answer to each question.
    async fn previous_answers(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
    ) -> Result<Vec<PreviousAnswer>>;
    /// Answers with the version of their bank.
    async fn add_answers(
        &mut self,
        practice: PracticeId,
        call: &CallRow,
        on: Date,
        answers: &[(String, u32, AnswerValue)],
        recorded: Recorded,
    ) -> Result<()>;
    /// Active medications, as last imported.
    async fn medication_list(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
    ) -> Result<Vec<ListedMedication>>;
    async fn add_reconciliation(
        &mut self,
        practice: PracticeId,
        about: (ReconciliationId, PatientId, Option<CallId>, Date),
        reconciliation: &Reconciliation,
        is_complete: bool,
        recorded: Recorded,
    ) -> Result<()>;
    /// The newest reconciliation with its day.
    async fn newest_reconciliation(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
    ) -> Result<Option<(Date, Reconciliation)>>;
    /// The elements of the newest care plan.
    async fn plan_elements(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
    ) -> Result<BTreeMap<String, String>>;
    async fn add_progress(
        &mut self,
        practice: PracticeId,
        about: (GoalProgressId, PatientId, Option<CallId>, Date),
        progress: &GoalProgress,
        recorded: Recorded,
    ) -> Result<()>;
    /// Progress in the order in which it was recorded, with its days.
    async fn progress(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
    ) -> Result<Vec<(Date, GoalProgress)>>;
}
