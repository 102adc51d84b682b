//! What is kept of signed notes with their minutes, of the next contact, and on a notepad.

use async_trait::async_trait;
use ccm::basics::*;
use ccm::care::next_contact::{DayPart, Why};
use ccm::care::note::NotedEntry;
use ccm::time::Contact;

use super::rows::Recorded;
use crate::Result;

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
    /// JSON of the [`ccm::care::CallDraft`] that it was drafted from.
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

/// An entry that stands in no note yet.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct OpenEntryRow {
    pub id: TimeEntryId,
    pub started_at: Timestamp,
    pub seconds: i64,
    /// A word of `rules/activities.toml`.
    pub activity: String,
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
pub trait Notes: Send {
    /// Of these, a patient's entries that began on or after an instant.
    async fn noted_entries(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
        from: Timestamp,
        entries: &[TimeEntryId],
    ) -> Result<Vec<NotedEntry>>;
    /// A person's entries with a patient that began on or after an instant, are not struck and stand in no note.
    async fn open_entries(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
        person: PersonId,
        from: Timestamp,
    ) -> Result<Vec<OpenEntryRow>>;
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
    /// Those in force that may take place by a day, the most pressing first: with the patients who are assigned to a
    /// person at the instant, and with nobody's whom that person chose one for.
    async fn contacts_due(
        &mut self,
        practice: PracticeId,
        person: PersonId,
        by: (Date, Timestamp),
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
