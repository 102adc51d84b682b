//! Asking payers whom they cover: questions as they go out, answers as they are kept.

use async_trait::async_trait;
use ccm::access::Actor;
use ccm::basics::*;
use ccm::people::verification::{CoverageAnswer, CoverageQuestion, Stands};
use ccm::people::{PayerProfile, PracticeProfile};

use super::claims::Unwritable;
use crate::Result;

/// People in one set: the guide's limit for a batch that is not answered at once.
pub const PEOPLE_PER_SET: usize = 99;

/// One file of questions to one payer.
pub struct InquiryBatch<'a> {
    pub practice: &'a PracticeProfile,
    pub payer: &'a PayerProfile,
    pub sets: Vec<InquirySet>,
    /// EQ01.
    pub service_type: &'a str,
    pub interchange_number: i64,
    pub group_number: i64,
    /// The practice's local date and time.
    pub local: jiff::civil::DateTime,
    pub is_production: bool,
}

/// What one set asks.
pub struct InquirySet {
    /// BHT03: unique for ever.
    pub reference: String,
    pub people: Vec<InquiryPerson>,
}

/// One who is asked about.
#[derive(Clone)]
pub struct InquiryPerson {
    /// TRN02.
    pub trace: String,
    pub family: Option<String>,
    pub given: Option<String>,
    pub member: Option<Mbi>,
    pub born_on: Option<Date>,
    /// As the record has it.
    pub sex: Option<String>,
    /// The days asked about.
    pub first: Date,
    pub last: Date,
}

/// Writes files of questions.
pub trait InquiryWriter: Send + Sync {
    /// # Errors
    /// [`Unwritable`] when anything is in the way; its `claims` are places of people, counted over all sets.
    fn write(&self, batch: &InquiryBatch<'_>) -> std::result::Result<Vec<u8>, Unwritable>;
}

/// A question that went into a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InquiryRow {
    pub id: InquiryId,
    pub patient: PatientId,
    pub payer: PayerId,
    pub month: ServiceMonth,
    pub file: ClaimFileId,
    /// TRN02.
    pub trace: String,
    /// BHT03 of its set.
    pub reference: String,
    /// The practice's day.
    pub asked_on: Date,
    pub asked_at: Timestamp,
}

/// What came back for one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoverageAnswerRow {
    pub id: CoverageAnswerId,
    pub inquiry: InquiryId,
    pub patient: PatientId,
    pub payer: PayerId,
    pub month: ServiceMonth,
    pub received: ReceivedId,
    pub answer: CoverageAnswer,
    /// It was not what the record said on the day it came.
    pub differs: bool,
    pub at: Timestamp,
}

/// Somebody's word which of the two stands.
#[derive(Clone, Debug, PartialEq)]
pub struct CoverageDecisionRow {
    pub id: CoverageDecisionId,
    pub patient: PatientId,
    pub month: ServiceMonth,
    pub question: CoverageQuestion,
    pub stands: Stands,
    pub reason: String,
    pub by: Actor,
    pub at: Timestamp,
}

/// By what an answer names questions of ours.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum InquiryName {
    Trace(String),
    /// The whole set.
    Reference(String),
}

/// Which of a month's questions a list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WhichInquiries {
    #[default]
    All,
    Unanswered,
    Rejected,
    Differing,
}

/// How a month's questions stand, each patient counted once by the newest question.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct InquiryCounts {
    /// Enrolled by the month's end.
    pub panel: i64,
    pub asked: i64,
    pub answered: i64,
    pub rejected: i64,
    pub differing: i64,
}

/// The newest question about somebody, with what came of it.
pub type Inquired = (InquiryRow, Option<CoverageAnswerRow>);

#[async_trait]
pub trait Eligibility: Send {
    /// Patients with an enrollment that began by that day, after that one, in the order of their ids.
    async fn panel_after(
        &mut self,
        practice: PracticeId,
        by: Date,
        after: Option<PatientId>,
        limit: i64,
    ) -> Result<Vec<PatientId>>;
    async fn add_inquiries(&mut self, practice: PracticeId, rows: &[InquiryRow]) -> Result<()>;
    async fn inquiries_named(
        &mut self,
        practice: PracticeId,
        names: &[InquiryName],
    ) -> Result<Vec<InquiryRow>>;
    /// The newest question of the month about each of these, with its answer.
    async fn inquired_of(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
        month: ServiceMonth,
    ) -> Result<Vec<Inquired>>;
    /// The same for a page of a month's list, in the order of patients' ids.
    async fn inquired_in(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
        which: WhichInquiries,
        after: Option<PatientId>,
        limit: i64,
    ) -> Result<Vec<Inquired>>;
    /// `by`: the day by which an enrollment of the panel began.
    async fn inquiry_counts(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
        by: Date,
    ) -> Result<InquiryCounts>;
    async fn add_coverage_answers(&mut self, practice: PracticeId, rows: &[CoverageAnswerRow]) -> Result<()>;
    /// Answers about these, of the months from `first` to `last`, the newest first.
    async fn coverage_answers_of(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
        months: (ServiceMonth, ServiceMonth),
    ) -> Result<Vec<CoverageAnswerRow>>;
    /// The newest answers about one patient, of any month.
    async fn coverage_history(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
        limit: i64,
    ) -> Result<Vec<CoverageAnswerRow>>;
    async fn add_coverage_decision(&mut self, practice: PracticeId, row: &CoverageDecisionRow) -> Result<()>;
    /// The newest first.
    async fn coverage_decisions_of(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
        months: (ServiceMonth, ServiceMonth),
    ) -> Result<Vec<CoverageDecisionRow>>;
}
