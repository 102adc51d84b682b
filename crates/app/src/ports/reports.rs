//! What the pages of the day read: the kept list of the day, search, the parts of a chart; and what keeps the list.
//!
//! The list is derived: it is replaced whenever the record changes, and has no audit events.

use std::sync::Arc;

use async_trait::async_trait;
use ccm::basics::*;
use ccm::care_plan::CarePlan;
use ccm::enrollment::Program;
use ccm::monitoring::Reading;
use ccm::people::ContactPreference;
use ccm::reports::{Case, CaseloadCounts, RankKey};
use uuid::Uuid;

use super::rows::*;
use crate::Result;

/// Who a row of a list is about.
#[derive(Clone, PartialEq, Eq)]
pub struct PatientHead {
    pub id: PatientId,
    pub family: Option<String>,
    pub given: Option<String>,
    pub born_on: Option<Date>,
    pub sex: Option<String>,
    pub language: Option<String>,
    pub has_died: bool,
    /// Folded; the order of search.
    pub name_key: String,
}

/// A patient in the kept list of the day.
#[derive(Clone, PartialEq)]
pub struct WorklistRow {
    pub patient: PatientId,
    pub coordinator: Option<PersonId>,
    pub practitioner: Option<PersonId>,
    pub programs: Vec<Program>,
    /// The month of its meter.
    pub month: ServiceMonth,
    pub key: RankKey,
    /// Of the first threshold, in thousandths; `None`: no program of the patient counts time.
    pub share_permille: Option<u32>,
    /// Seconds missing to the first threshold.
    pub missing_seconds: u64,
    pub case: Case,
    /// When a reason begins or lapses by itself.
    pub wakes_at: Option<Timestamp>,
    pub made_at: Timestamp,
}

/// A page of the list. Bounds are for the stored columns.
#[derive(Clone, Debug)]
pub struct WorklistWanted {
    /// `None`: the whole practice.
    pub coordinator: Option<PersonId>,
    /// Nobody but these, whoever coordinates them; `None`: no such limit.
    pub among: Option<Vec<PatientId>>,
    /// Places under it.
    pub place_under: u16,
    /// Shares from the first to before the second; `None`: whatever share, or none.
    pub share: Option<(i64, i64)>,
    /// The last row of the page before.
    pub after: Option<(RankKey, PatientId)>,
    pub limit: i64,
}

impl WorklistWanted {
    /// Whether the page is the next stretch of the list, rather than looked for among rows that do not fit.
    pub fn is_a_stretch(&self) -> bool {
        self.among.is_none() && self.share.is_none()
    }
}

/// What a search asks for; all of it must fit.
#[derive(Clone, Debug, Default)]
pub struct SearchWanted {
    /// Folded beginning of a name, either way around; empty: everybody.
    pub name: String,
    pub program: Option<Program>,
    pub coordinator: Option<PersonId>,
    /// Any of these ranges; empty: whatever condition.
    pub conditions: Vec<(String, String)>,
    /// In any program (`Some(true)`), in none (`Some(false)`).
    pub is_enrolled: Option<bool>,
    /// Shares from the first to before the second.
    pub share: Option<(i64, i64)>,
    /// Nobody but these; `None`: no such limit.
    pub among: Option<Vec<PatientId>>,
    /// The last patient of the page before.
    pub after: Option<PatientId>,
    pub limit: i64,
}

/// A patient found, with what the list of the day knows.
#[derive(Clone, PartialEq)]
pub struct FoundRow {
    pub patient: PatientHead,
    pub row: Option<Arc<WorklistRow>>,
}

/// What other rooms know that asks for somebody, of one patient. Empty where they keep no such thing.
#[derive(Clone, Default)]
pub struct Beside {
    /// Whoever is assigned for care; of several the one who has been for the longest.
    pub coordinator: Option<PersonId>,
    /// When an assignment begins or ends by itself.
    pub coordinator_changes_at: Option<Timestamp>,
    /// Not disposed of.
    pub escalations: Vec<ccm::reports::Escalation>,
    pub callback_days: Vec<Date>,
    pub planned: Option<PlannedRow>,
    pub unread_messages: Vec<Timestamp>,
    pub unsigned_notes: Vec<Timestamp>,
}

/// When the newest note says to be in touch again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlannedRow {
    pub from: Date,
    /// The last day.
    pub until: Date,
    /// A contact after it has taken its place.
    pub agreed_at: Timestamp,
}

/// An open task of a chart.
#[derive(Clone, PartialEq)]
pub struct TaskRow {
    pub id: Uuid,
    /// A word of [`ccm::care::TaskKind`].
    pub kind: &'static str,
    pub title: String,
    pub due: Date,
    pub assignee: Option<PersonId>,
}

/// A document of a chart.
#[derive(Clone, PartialEq)]
pub struct DocumentRow {
    pub id: Uuid,
    /// `call_note`.
    pub kind: &'static str,
    /// The outcome of a call note, by its word.
    pub detail: String,
    pub at: Timestamp,
}

/// A clinical fact in its newest version, of whatever kind.
#[derive(Clone, PartialEq)]
pub struct FactRow {
    pub kind: FactKindWord,
    pub id: Uuid,
    pub version: i64,
    pub code: Option<String>,
    pub label: Option<String>,
    pub status: String,
    pub detail: Option<String>,
    pub from: Option<Moment>,
    pub until: Option<Moment>,
    /// When we learned of this version.
    pub recorded_at: Option<Timestamp>,
}

/// Which section of the chart a fact belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FactKindWord {
    Condition,
    Medication,
    Allergy,
    Visit,
    Stay,
}

/// A version of the plan.
#[derive(Clone, PartialEq)]
pub struct PlanVersionRow {
    pub id: CarePlanId,
    pub version: i64,
    pub dated: Date,
    pub signed_by: Option<PersonId>,
    pub is_revision: bool,
    pub recorded_at: Timestamp,
    pub copy_given: Option<Date>,
    /// The newest version alone has its text.
    pub body: Option<CarePlan>,
}

/// A contact, or work without one, with its minutes and its note.
#[derive(Clone, PartialEq)]
pub struct ContactRow {
    pub entry: TimeEntryId,
    pub started_at: Timestamp,
    pub length_seconds: i64,
    pub program: Program,
    pub activity: String,
    pub performer: PersonId,
    pub live_contact: Option<bool>,
    /// Struck through: shown, and not counted.
    pub is_struck: bool,
    pub note: Option<String>,
}

/// The kept answer of an open month, in its narrow columns.
#[derive(Clone, PartialEq)]
pub struct MonthAnswerRow {
    pub month: ServiceMonth,
    pub revision: i64,
    pub is_stale: bool,
    pub lines: Vec<LineRow>,
    /// Rule id and code.
    pub holds: Vec<(String, String)>,
}

/// A stretch of time: from the first instant to before the second. What is kept in months is opened for these alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Within {
    pub from: Timestamp,
    pub until: Timestamp,
}

/// A read that is put on record before its answer leaves.
#[derive(Clone, Debug)]
pub struct ReadRecord {
    pub event: ccm::audit::AuditEvent,
    /// It opened a chart: it becomes one of this person's recent ones.
    pub opened_by: Option<PersonId>,
}

/// The kept list of the day.
#[async_trait]
pub trait Worklists: Send {
    /// A page, in the order of the keys, with whom it is about.
    async fn worklist_page(
        &mut self,
        practice: PracticeId,
        wanted: &WorklistWanted,
    ) -> Result<Vec<(PatientHead, Arc<WorklistRow>)>>;
    async fn worklist_of(&mut self, practice: PracticeId, patients: &[PatientId])
    -> Result<Vec<WorklistRow>>;
    /// Counts by an expected share in thousandths, of whom `wanted` names.
    async fn caseload_counts(
        &mut self,
        practice: PracticeId,
        wanted: &WorklistWanted,
        expected_permille: u32,
    ) -> Result<CaseloadCounts>;
    /// Takes away the rows of `patients`, and keeps `rows`.
    async fn replace_worklist(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
        rows: &[WorklistRow],
    ) -> Result<()>;
    /// Marks rows as stale; a mark that stands already is raised.
    async fn mark_worklist(&mut self, practice: PracticeId, patients: &[PatientId]) -> Result<()>;
    /// Marks those whom the performers of these entries, or of these strikes' entries, were with in the same minutes.
    async fn mark_worklist_timed(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
        entries_and_strikes: &[Uuid],
    ) -> Result<()>;
    /// Marks everybody who is in a program or in the list.
    async fn mark_whole_worklist(&mut self, practice: PracticeId) -> Result<()>;
    /// Whether there is a row of another month, or one that time alone has changed.
    async fn is_any_waking(
        &mut self,
        practice: PracticeId,
        now: Timestamp,
        month: ServiceMonth,
    ) -> Result<bool>;
    /// Marks rows of another month, and those that time alone has changed.
    async fn mark_waking(&mut self, practice: PracticeId, now: Timestamp, month: ServiceMonth) -> Result<()>;
    async fn worklist_marks(&mut self, practice: PracticeId, limit: i64) -> Result<Vec<(PatientId, i64)>>;
    /// Takes marks away, unless they were raised meanwhile.
    async fn unmark_worklist(&mut self, practice: PracticeId, marks: &[(PatientId, i64)]) -> Result<()>;
    /// Readings under these codes since an instant, newest first.
    async fn readings_of(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
        codes: &[&str],
        since: Timestamp,
    ) -> Result<Vec<(PatientId, Reading)>>;
    /// The last time each was spoken with, since an instant.
    async fn last_contacts_of(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
        since: Timestamp,
    ) -> Result<Vec<(PatientId, Timestamp)>>;
    async fn beside_of(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
        now: Timestamp,
    ) -> Result<Vec<(PatientId, Beside)>>;
    /// Fills in the names that search finds, where they are missing; says how many.
    async fn index_names(&mut self, practice: PracticeId, limit: i64) -> Result<u64>;
}

/// Finding patients.
#[async_trait]
pub trait Searches: Send {
    /// In the order of their names.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`] when the last patient of the page before is not here.
    async fn search(&mut self, practice: PracticeId, wanted: &SearchWanted) -> Result<Vec<FoundRow>>;
    /// These patients, in the order of their names.
    async fn found(&mut self, practice: PracticeId, patients: &[PatientId]) -> Result<Vec<FoundRow>>;
    /// Charts that a person opened last, the newest first.
    async fn recent_charts(
        &mut self,
        practice: PracticeId,
        person: PersonId,
        limit: i64,
    ) -> Result<Vec<(PatientHead, Timestamp)>>;
}

/// The parts of one chart.
#[async_trait]
pub trait Charts: Send {
    /// Conditions, medications, allergies, visits and stays in one question.
    async fn chart_facts(&mut self, practice: PracticeId, patient: PatientId) -> Result<Vec<FactRow>>;
    /// Newest first.
    async fn plan_versions(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
    ) -> Result<Vec<PlanVersionRow>>;
    /// All readings of a stretch of time, oldest first.
    async fn chart_readings(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
        within: Within,
    ) -> Result<Vec<Reading>>;
    /// Newest first.
    async fn contacts(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
        within: Within,
        limit: i64,
    ) -> Result<Vec<ContactRow>>;
    /// Kept answers of open months, newest first.
    async fn open_answers(&mut self, practice: PracticeId, patient: PatientId)
    -> Result<Vec<MonthAnswerRow>>;
    async fn tasks_and_documents(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
    ) -> Result<(Vec<TaskRow>, Vec<DocumentRow>)>;
}

/// How patients wish to be reached.
#[async_trait]
pub trait Preferences: Send {
    async fn add_preference(
        &mut self,
        practice: PracticeId,
        preference: &ContactPreference,
        recorded: Recorded,
    ) -> Result<()>;
    /// The newest of each.
    async fn preferences_of(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
    ) -> Result<Vec<ContactPreference>>;
    /// Every word of a patient, the newest first.
    async fn preference_history(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
    ) -> Result<Vec<(ContactPreference, Recorded)>>;
}
