//! What is kept of calls: drafts, signed notes with their minutes, answers, reconciliations, progress, the next contact.

use std::collections::BTreeMap;

use async_trait::async_trait;
use ccm::basics::*;
use ccm::care::interview::PreviousAnswer;
use ccm::care::next_contact::{DayPart, Why};
use ccm::care::note::NotedEntry;
use ccm::care::{AnswerValue, CallDraft, GoalProgress, ListedMedication, Reconciliation};
use ccm::enrollment::Program;
use ccm::time::Contact;

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

/// A signed note.
#[derive(Clone, PartialEq, Eq)]
pub struct NoteRow {
    pub id: NoteId,
    pub call: CallId,
    pub patient: PatientId,
    /// The contact with its minutes; none where nobody was reached and nothing was logged.
    pub contact: Option<ContactId>,
    pub outcome: String,
    pub reached: bool,
    pub seconds: i64,
    pub text: String,
    /// JSON of the [`CallDraft`] that it was drafted from.
    pub ticks: Vec<u8>,
    /// Over text and ticks.
    pub sha256: [u8; 32],
    pub signed_at: Timestamp,
    pub signed_by: PersonId,
}

/// Words added to a signed note.
#[derive(Clone, PartialEq, Eq)]
pub struct AddendumRow {
    pub number: i64,
    pub text: String,
    pub recorded: Recorded,
}

/// When to be in touch again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextContactRow {
    pub patient: PatientId,
    pub note: NoteId,
    pub from: Date,
    pub until: Date,
    pub part: Option<DayPart>,
    pub why: Vec<Why>,
}

/// One person's own notes.
#[derive(Clone, PartialEq, Eq)]
pub struct NotepadRow {
    pub revision: i64,
    pub body: String,
    pub saved_at: Timestamp,
}

#[async_trait]
pub trait Calls: Send {
    async fn add_call(&mut self, practice: PracticeId, call: &CallRow) -> Result<()>;
    async fn call(&mut self, practice: PracticeId, id: CallId) -> Result<Option<CallRow>>;
    /// A person's open call with a patient.
    async fn open_call(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
        person: PersonId,
    ) -> Result<Option<CallId>>;
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

    /// Of these, a patient's entries that began on or after an instant.
    async fn noted_entries(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
        from: Timestamp,
        entries: &[TimeEntryId],
    ) -> Result<Vec<NotedEntry>>;
    /// Keeps a note, its link to each entry, and the contact that it hangs on.
    async fn add_note(
        &mut self,
        practice: PracticeId,
        note: &NoteRow,
        entries: &[TimeEntryId],
        contact: Option<&Contact>,
    ) -> Result<()>;
    async fn note(&mut self, practice: PracticeId, id: NoteId) -> Result<Option<NoteRow>>;
    async fn note_of_call(&mut self, practice: PracticeId, call: CallId) -> Result<Option<NoteId>>;
    /// A patient's notes, newest first.
    async fn call_notes(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
        limit: i64,
    ) -> Result<Vec<NoteRow>>;
    /// In the order in which they were written.
    async fn addenda(&mut self, practice: PracticeId, note: NoteId) -> Result<Vec<AddendumRow>>;
    async fn add_addendum(
        &mut self,
        practice: PracticeId,
        note: NoteId,
        addendum: &AddendumRow,
    ) -> Result<()>;

    async fn add_next_contact(
        &mut self,
        practice: PracticeId,
        next: &NextContactRow,
        recorded: Recorded,
    ) -> Result<()>;
    /// The one in force.
    async fn next_contact(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
    ) -> Result<Option<NextContactRow>>;
    /// Those in force that a person chose and that may take place by a day, the most pressing first.
    async fn contacts_due(
        &mut self,
        practice: PracticeId,
        person: PersonId,
        by: Date,
        limit: i64,
    ) -> Result<Vec<NextContactRow>>;

    async fn notepad(&mut self, practice: PracticeId, person: PersonId) -> Result<Option<NotepadRow>>;
    /// Keeps a notepad that still has the revision `seen` (0: there is none); false: another window was faster.
    async fn put_notepad(
        &mut self,
        practice: PracticeId,
        person: PersonId,
        row: &NotepadRow,
        seen: i64,
    ) -> Result<bool>;
}
