//! The ledger of minutes. What is in it stays as it was written.

use async_trait::async_trait;
use ccm::basics::*;
use ccm::time::{Contact, Segment, Strike, TimeEntry};
use uuid::Uuid;

use super::SharedMinutes;
use super::rows::*;
use crate::Result;

#[async_trait]
pub trait Times: Send {
    async fn add_contact(
        &mut self,
        practice: PracticeId,
        entry: &TimeEntry,
        contact: &Contact,
        reason: Option<&str>,
        recorded: Recorded,
    ) -> Result<()>;
    async fn add_strike(&mut self, practice: PracticeId, strike: &Strike, recorded: Recorded) -> Result<()>;
    /// The patient of an entry, by the contact or the entry; and whether it is struck.
    async fn entry_of(
        &mut self,
        practice: PracticeId,
        contact_or_entry: Uuid,
    ) -> Result<Option<(TimeEntryId, PatientId, bool)>>;
    /// Entries that are not struck and overlap a stretch, in the order of their ids.
    async fn ledger(
        &mut self,
        practice: PracticeId,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Vec<LedgerRow>>;
    async fn ledger_of(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Vec<LedgerRow>>;
    /// What the performers of these patients' entries logged for others in the same minutes (TIME-08), each stretch
    /// once for each patient, in the order of its start.
    async fn shared_minutes_of(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Vec<SharedMinutesRow>>;
    /// The same of everybody in a practice, in one walk through its performers' entries of the stretch: quicker than to
    /// search for each of many patients' entries, and in memory that grows with what is shared.
    async fn shared_minutes(
        &mut self,
        practice: PracticeId,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<SharedMinutes>;
    /// Notes of one patient's contacts in a stretch: (entry, note).
    async fn notes(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Vec<(TimeEntryId, String)>>;
    /// Raw segments and events of one patient's entries in a stretch, as JSON for the evidence.
    async fn clock_events(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Vec<(TimeEntryId, Segment)>>;
}
