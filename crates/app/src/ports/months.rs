//! Months whose answers are kept current, from the first patient in them to the closing.
//!
//! What is kept here is derived from the record: it is replaced whenever the record changes, and has no audit events.
//! The closing that freezes it has one, with a hash over every answer.

use async_trait::async_trait;
use ccm::access::Actor;
use ccm::basics::*;

use super::rows::*;
use crate::Result;

/// An open month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenMonthRow {
    pub month: ServiceMonth,
    /// What its closing will be.
    pub revision: i64,
    /// Hash of all that the month's patients have in common.
    pub basis: [u8; 32],
    /// Grows each time that all answers become stale.
    pub generation: i64,
    /// The month's edges, in the practice's time zone.
    pub from: Timestamp,
    pub until: Timestamp,
}

/// A range of patients: `first` is in it, `until` is not; `None`: all that follow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchRow {
    pub first: PatientId,
    pub until: Option<PatientId>,
    /// The last patient that was judged already; the one who had the batch before may have been killed.
    pub after: Option<PatientId>,
}

/// Who works on a batch, and until when others leave it alone.
#[derive(Clone, Debug)]
pub struct Lease {
    /// One worker's name; no two share it.
    pub holder: String,
    pub now: Timestamp,
    pub until: Timestamp,
}

/// A closed month opened again.
#[derive(Clone, PartialEq)]
pub struct ReopeningRow {
    pub month: ServiceMonth,
    /// What the next closing will be.
    pub revision: i64,
    pub reason: String,
    pub at: Timestamp,
    pub by: Actor,
}

/// A closing that the practice has approved.
#[derive(Clone, Debug, PartialEq)]
pub struct ApprovalRow {
    pub month: ServiceMonth,
    pub revision: i64,
    /// Of the closing.
    pub sha256: [u8; 32],
    pub at: Timestamp,
    pub by: Actor,
}

/// An answer whose body is sealed for its place already: that needs no transaction, and should not hold one up.
pub struct SealedDetermination {
    /// The body is empty.
    pub row: DeterminationRow,
    pub sealed: Vec<u8>,
}

/// What the answers of a revision come to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MonthSums {
    pub patients_billed: i64,
    /// Code, units, and what may be expected for them where it is known.
    pub billed: Vec<(String, i64, Cents)>,
    /// Rule, and how many codes it holds.
    pub held: Vec<(String, i64)>,
    /// Rule, and how many seconds it left out.
    pub left_out: Vec<(String, i64)>,
}

/// The answers of a revision of a month.
#[async_trait]
pub trait Answers: Send {
    /// Seals the bodies; nothing is written.
    async fn seal_determinations(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
        revision: i64,
        rows: Vec<DeterminationRow>,
    ) -> Result<Vec<SealedDetermination>>;
    /// Takes away the answers of `gone` and keeps those of `rows`. Refused by the schema once the revision is closed.
    async fn replace_determinations(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
        revision: i64,
        gone: &[PatientId],
        rows: Vec<SealedDetermination>,
    ) -> Result<()>;
    /// The hashes of the answers that these patients have.
    async fn answer_hashes_of(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
        revision: i64,
        patients: &[PatientId],
    ) -> Result<Vec<(PatientId, [u8; 32])>>;
    /// The hashes of all answers, one after the other in the order of the patients' ids, in pieces.
    async fn answer_hashes(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
        revision: i64,
    ) -> Result<Vec<Vec<u8>>>;
    async fn month_sums(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
        revision: i64,
    ) -> Result<MonthSums>;
    /// Answers with their bodies, in the order of the patients' ids, after one.
    async fn determinations_after(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
        revision: i64,
        after: Option<PatientId>,
        limit: i64,
    ) -> Result<Vec<DeterminationRow>>;
    /// As [`Answers::determinations_after`], those alone that have a line and a payer, and no claim yet.
    async fn undrafted_after(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
        revision: i64,
        after: Option<PatientId>,
        limit: i64,
    ) -> Result<Vec<DeterminationRow>>;
    /// Waits for whoever else drafts claims of the month, until the end of their transaction.
    async fn lock_drafts(&mut self, practice: PracticeId, month: ServiceMonth, now: Timestamp) -> Result<()>;
    /// How many claims a closing has.
    async fn claim_count(&mut self, practice: PracticeId, month: ServiceMonth, revision: i64) -> Result<i64>;
    /// Lines that one revision has and another has not.
    async fn lines_missing_in(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
        revision: i64,
        other: i64,
    ) -> Result<Vec<(PatientId, LineRow)>>;
    async fn closure(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
        revision: i64,
    ) -> Result<Option<ClosureRow>>;
    /// The newest closing of each month from one on, oldest month first.
    async fn closures_since(&mut self, practice: PracticeId, month: ServiceMonth) -> Result<Vec<ClosureRow>>;
    async fn add_reopening(&mut self, practice: PracticeId, row: &ReopeningRow) -> Result<()>;
    /// The newest one.
    async fn newest_reopening(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
    ) -> Result<Option<ReopeningRow>>;
    async fn add_approval(&mut self, practice: PracticeId, row: &ApprovalRow) -> Result<()>;
    async fn approval(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
        revision: i64,
    ) -> Result<Option<ApprovalRow>>;
}

/// Which answers are stale, and who brings them up to date.
#[async_trait]
pub trait Months: Send {
    /// All open months, oldest first.
    async fn open_months(&mut self, practice: PracticeId) -> Result<Vec<OpenMonthRow>>;
    /// An open month. Where this transaction writes, it waits for whoever else plans or closes the month.
    async fn lock_open_month(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
    ) -> Result<Option<OpenMonthRow>>;
    /// Opens a month, or makes all of its answers stale: its patients are put into new batches, and whoever works on
    /// an old one will find that it is gone.
    async fn plan_month(
        &mut self,
        practice: PracticeId,
        row: &OpenMonthRow,
        batch_patients: i64,
    ) -> Result<()>;
    /// Takes an open month away, with its batches and marks: it is closed.
    async fn forget_open_month(&mut self, practice: PracticeId, month: ServiceMonth) -> Result<()>;
    /// Makes the answers of these patients stale, in every open month.
    async fn mark_stale(&mut self, practice: PracticeId, patients: &[PatientId]) -> Result<()>;
    /// Makes stale what entries touch: the answers of their patients, and of those whom their performers were with in
    /// the same minutes; in the months that they fall into. Strikes stand for their entries.
    async fn mark_timed(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
        entries_and_strikes: &[uuid::Uuid],
    ) -> Result<()>;
    /// Makes stale the answers of the same people at the organization's other practices.
    async fn mark_linked(&mut self, practice: PracticeId, patients: &[PatientId]) -> Result<()>;
    /// The same, for everybody with a line in a revision.
    async fn mark_linked_to_lines(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
        revision: i64,
    ) -> Result<()>;
    /// How far a reader of the practice's feed has come. Where this transaction writes, nobody else moves it before
    /// it ends.
    async fn lock_cursor(&mut self, practice: PracticeId, reader: &str) -> Result<i64>;
    async fn move_cursor(&mut self, practice: PracticeId, reader: &str, position: i64) -> Result<()>;
    /// The last position of a stream that is committed.
    async fn feed_position(&mut self, stream: uuid::Uuid) -> Result<i64>;
    /// The same; nobody adds to the stream before this transaction ends.
    async fn lock_feed(&mut self, stream: uuid::Uuid) -> Result<i64>;
    /// Takes a batch of which everybody is to be judged, if there is one that nobody works on.
    async fn take_whole_batch(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
        lease: &Lease,
    ) -> Result<Option<BatchRow>>;
    /// Takes batches with single stale answers; says how many.
    async fn take_marked_batches(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
        lease: &Lease,
        limit: i64,
    ) -> Result<u64>;
    /// Patients of a batch, in the order of their ids.
    async fn batch_patients(
        &mut self,
        practice: PracticeId,
        batch: &BatchRow,
        limit: i64,
    ) -> Result<Vec<PatientId>>;
    /// Stale answers in the batches that a worker holds: patient and mark.
    async fn marks_held(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
        holder: &str,
        limit: i64,
    ) -> Result<Vec<(PatientId, i64)>>;
    /// The marks that these patients have.
    async fn marks_of(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
        patients: &[PatientId],
    ) -> Result<Vec<(PatientId, i64)>>;
    /// Takes marks away, unless they were raised meanwhile.
    async fn unmark(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
        marks: &[(PatientId, i64)],
    ) -> Result<()>;
    /// Goes on with what a worker holds: the lease lasts longer, and a whole batch has come so far. `false`: it is no
    /// longer the worker's, who must keep nothing. Nobody takes it before this transaction ends.
    async fn renew(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
        lease: &Lease,
        after: Option<PatientId>,
    ) -> Result<bool>;
    /// Lets go of all that a worker holds; a whole batch only when it is done.
    async fn release(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
        holder: &str,
        is_done: bool,
    ) -> Result<()>;
    /// How many batches and single answers are stale, and how often answers were written: (batches, marks, writes).
    /// Where this transaction writes, nobody works on the month before it ends.
    async fn staleness(&mut self, practice: PracticeId, month: ServiceMonth) -> Result<(i64, i64, i64)>;
}
