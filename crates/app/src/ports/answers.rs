//! What partners answer, in our words. Reading a file takes no more memory than what is kept of it.

use std::io::Read;

use super::eligibility::InquiryName;
use ccm::basics::{Cents, Date, Problem};
use ccm::claim::ClaimStep;
use ccm::people::verification::CoverageAnswer;
use ccm::remittance::{Adjudication, ProviderAdjustment};
use jiff::civil::DateTime;

/// What a received file is about. One file may hold several kinds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AnswerKind {
    /// TA1, 999, 997: whether our file could be read.
    Acknowledgment,
    /// 277CA, 277: whether claims were taken in.
    ClaimStatus,
    /// 271.
    Eligibility,
    /// 835.
    Remittance,
    /// Something that nobody here reads.
    Other,
}

impl AnswerKind {
    pub const ALL: [Self; 5] =
        [Self::Acknowledgment, Self::ClaimStatus, Self::Eligibility, Self::Remittance, Self::Other];

    pub fn word(self) -> &'static str {
        match self {
            Self::Acknowledgment => "acknowledgment",
            Self::ClaimStatus => "claim_status",
            Self::Eligibility => "eligibility",
            Self::Remittance => "remittance",
            Self::Other => "other",
        }
    }
}

/// Which claims an answer speaks of, by the names that we gave.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// ISA13, with ISA09 and ISA10: systems of before, under the same submitter, counted from one too.
    Interchange(i64, DateTime),
    /// GS06.
    Group(i64),
    /// GS06 and ST02.
    Set(i64, i64),
    /// BHT03 of a set.
    Batch(String),
    /// CLM01.
    Claim(String),
}

/// The interchange of an answer.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Between {
    /// ISA06: whoever answers.
    pub from: String,
    /// ISA08: whom of us.
    pub to: String,
    /// ISA09, by the clock of whoever answers.
    pub on: Date,
}

/// One answer: what became of which claims.
#[derive(Clone, Debug, PartialEq)]
pub struct ToldOfClaims {
    /// Who says so, and to whom. Numbers of ours are unique for each pair.
    pub between: Between,
    pub scope: Scope,
    pub step: ClaimStep,
    /// Where in the file it stands: number of the segment, from 1.
    pub segment: usize,
}

/// What a file says of claims, and to whom.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ClaimAnswers {
    pub told: Vec<ToldOfClaims>,
    /// ISA08 of each interchange, once each: whom it is for.
    pub receivers: Vec<String>,
}

/// What a payer says of one person, or of none of a whole set.
#[derive(Clone, Debug, PartialEq)]
pub struct ToldOfCoverage {
    pub of: InquiryName,
    pub answer: CoverageAnswer,
}

/// What a file says of coverage, and to whom.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CoverageAnswers {
    pub told: Vec<ToldOfCoverage>,
    /// As in [`ClaimAnswers`].
    pub receivers: Vec<String>,
}

/// One of our own files, as its bytes have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentFile {
    /// ISA09 and ISA10: the practice's local time.
    pub written: DateTime,
    pub sets: Vec<SentSet>,
}

/// A set of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentSet {
    /// GS06.
    pub group: i64,
    /// ST02.
    pub set: i64,
    /// BHT03.
    pub batch: String,
    /// CLM01 of its claims.
    pub claims: Vec<String>,
}

/// Reads what partners send.
pub trait AnswerReader: Send + Sync {
    /// # Errors
    /// Everything that is wrong with its envelopes.
    fn kinds(&self, file: &mut dyn Read) -> Result<Vec<AnswerKind>, Vec<Problem>>;
    /// Acknowledgments and claim statuses of a file, in its order; kinds that are neither are passed over.
    ///
    /// # Errors
    /// Everything that is wrong with it, by segment and element. Nothing of such a file is taken.
    fn of_claims(&self, file: &mut dyn Read, kind: AnswerKind) -> Result<ClaimAnswers, Vec<Problem>>;
    /// What a file says of whom its sender covers.
    ///
    /// # Errors
    /// As of claims.
    fn of_coverage(&self, file: &mut dyn Read) -> Result<CoverageAnswers, Vec<Problem>>;
    /// Goes through the remittances of a file; nothing is taken yet.
    ///
    /// # Errors
    /// Everything that is wrong, by segment and element: sums that do not balance, counts, dates.
    fn check_remittance(&self, file: &mut dyn Read) -> Result<Box<dyn CheckedRemittance>, Vec<Problem>>;
    /// A file that we wrote; its sets are without claims where it asks about people.
    ///
    /// # Errors
    /// Where the bytes are no claims of ours.
    fn sent(&self, file: &[u8]) -> Result<SentFile, Vec<Problem>>;
}

/// What a payment's header says, before anything is posted.
#[derive(Clone, Debug, PartialEq)]
pub struct PaymentHead {
    /// TRN02.
    pub trace: String,
    /// N1*PR, its ids and TRN03: what the payer may be known by.
    pub payer_ids: Vec<String>,
    pub payer_name: Option<String>,
    /// N1*PE: NPI or tax number.
    pub payee_id: Option<String>,
    /// ISA08.
    pub receiver: String,
    /// BPR02.
    pub total: Cents,
    pub on: Date,
    pub claims: u64,
    /// Its ST, where in the file: number of the segment.
    pub segment: usize,
}

/// What a checked remittance hands over, in its order.
#[derive(Clone, Debug, PartialEq)]
pub enum RemittanceEvent {
    /// A payment begins; its key has no payer yet, and its adjustments come at its end.
    Payment {
        method: String,
        is_notification: bool,
    },
    Claim(Box<Adjudication>),
    /// The payment is over: what was done to it as a whole.
    Paid(Vec<ProviderAdjustment>),
}

/// A remittance that was gone through once: every line, claim and payment of it balances to the cent.
pub trait CheckedRemittance: Send {
    /// Its payments, in order.
    fn heads(&self) -> &[PaymentHead];
    /// The same bytes once more, one thing at a time; ends early where `take` says `false`.
    ///
    /// # Errors
    /// Where they are not the bytes that were checked.
    fn hand_over(
        &self,
        file: &mut dyn Read,
        take: &mut dyn FnMut(RemittanceEvent) -> bool,
    ) -> Result<(), Vec<Problem>>;
}
