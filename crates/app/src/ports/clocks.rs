//! Running clocks, what their devices said, and what waits to become an entry.

use async_trait::async_trait;
use ccm::basics::*;
use ccm::time::clock::{JournalEvent, Stopped};
use ccm::time::{ClockLimits, Reading, RunningClock};

use super::rows::*;
use crate::Result;

/// One message about a clock, as it came. Written once.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct SignalRow {
    pub entry: TimeEntryId,
    /// `start`, `beat`, `confirmed`, `declined`, `resume`, `stop`, `pause`; or an event of an offline journal.
    pub kind: String,
    /// By the server's clock, when it came.
    pub at: Timestamp,
    /// Absent where the server itself did it, or a page without scripts.
    pub reading: Option<Reading>,
    /// Activity by the monotonic clock of the reading's boot.
    pub activity_ms: Vec<i64>,
}

impl SignalRow {
    /// An event of an offline journal that came at an instant.
    pub fn offline(entry: TimeEntryId, at: Timestamp, device: &str, event: &JournalEvent) -> Self {
        let kind = serde_json::to_value(event.kind).ok();
        Self {
            entry,
            kind: kind
                .and_then(|word| word.as_str().map(|word| format!("offline_{word}")))
                .unwrap_or_default(),
            at,
            reading: Some(Reading {
                device: device.to_owned(),
                boot: event.boot.clone(),
                seq: event.seq,
                wall: event.wall,
                monotonic_ms: event.monotonic_ms,
            }),
            activity_ms: Vec::new(),
        }
    }
}

/// A stretch that was measured and has no activity yet. It counts for nothing until it gets one, and is not lost.
#[derive(Clone, Debug, PartialEq)]
pub struct UnfinishedRow {
    pub stretch: Stopped,
    pub stopped_at: Timestamp,
}

/// What became of an offline journal, so that the same one again is answered likewise.
#[derive(Clone, Debug, PartialEq)]
pub struct OfflineReceiptRow {
    pub segment: String,
    pub person: PersonId,
    pub sha256: [u8; 32],
    pub answer: serde_json::Value,
    pub at: Timestamp,
}

/// The words around an entry, which the ledger leaves sealed.
#[derive(Clone, PartialEq)]
pub struct EntryWords {
    pub entry: TimeEntryId,
    /// Why it was typed in.
    pub reason: Option<String>,
    /// Its strike: id, reason, when and by whom.
    pub strike: Option<(StrikeId, String, Recorded)>,
}

#[async_trait]
pub trait RunningClocks: Send {
    /// A person's clock under way. Where this transaction writes, nobody else touches that person's clock, or their
    /// time, before it ends.
    async fn lock_clock(&mut self, person: PersonId) -> Result<Option<RunningClock>>;
    /// Keeps a clock as its person's only one.
    ///
    /// # Errors
    /// [`crate::Error::Conflict`] when it calls a patient with whom somebody else is on the phone.
    async fn put_clock(&mut self, clock: &RunningClock) -> Result<()>;
    /// As [`RunningClocks::put_clock`], for a sign of life: its own signal is all the record that it leaves.
    async fn keep_beat(&mut self, clock: &RunningClock, signal: &SignalRow) -> Result<()>;
    /// Takes a person's clock away: it has stopped.
    async fn end_clock(&mut self, person: PersonId) -> Result<()>;
    /// Signals that are there already are left as they are.
    async fn add_signals(&mut self, practice: PracticeId, signals: &[SignalRow]) -> Result<()>;
    /// In the order in which they came.
    async fn signals_of(&mut self, practice: PracticeId, entries: &[TimeEntryId]) -> Result<Vec<SignalRow>>;
    /// All clocks of a practice, running and paused, in the order of their persons.
    async fn clocks(&mut self, practice: PracticeId) -> Result<Vec<RunningClock>>;
    /// Who is on the phone with a patient.
    async fn call_with(&mut self, practice: PracticeId, patient: PatientId) -> Result<Option<RunningClock>>;
    /// Clocks of the organization that somebody must look at by an instant: practice and person.
    async fn clocks_due(&mut self, by: Timestamp, limit: i64) -> Result<Vec<(PracticeId, PersonId)>>;
    /// A person's measured time that is not struck, in all practices of the organization: segments of entries and of
    /// unfinished stretches that overlap a stretch, as (from, until).
    async fn counted_of(
        &mut self,
        person: PersonId,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Vec<(Timestamp, Timestamp)>>;
    async fn add_unfinished(&mut self, row: &UnfinishedRow) -> Result<()>;
    /// Of a person at a practice, oldest first.
    async fn unfinished(&mut self, practice: PracticeId, person: PersonId) -> Result<Vec<UnfinishedRow>>;
    /// Takes one away to finish it. `None`: it is not there, or somebody else did.
    async fn take_unfinished(
        &mut self,
        practice: PracticeId,
        person: PersonId,
        entry: TimeEntryId,
    ) -> Result<Option<UnfinishedRow>>;
    async fn offline_receipt(&mut self, segment: &str) -> Result<Option<OfflineReceiptRow>>;
    async fn add_offline_receipt(&mut self, practice: PracticeId, row: &OfflineReceiptRow) -> Result<()>;
    /// What the practice has set; `None`: nothing.
    async fn clock_limits(&mut self, practice: PracticeId) -> Result<Option<ClockLimits>>;
    async fn put_clock_limits(&mut self, practice: PracticeId, limits: &ClockLimits) -> Result<()>;
    /// One patient's entries that begin in or reach into a stretch, struck ones among them, with their own recording.
    async fn entries_of(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Vec<LedgerRow>>;
    async fn entry_words_of(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Vec<EntryWords>>;
}
