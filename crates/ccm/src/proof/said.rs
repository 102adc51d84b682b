//! What the record says to an item, as data. The words are made from it, at the edge.

use serde::Serialize;

use crate::basics::*;
use crate::billing::{Reason, RuleId};

/// One thing that the record says. Ids, codes, dates and seconds, and nothing else of the patient.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Said {
    /// What a rule found when the month was judged.
    Finding {
        rule: RuleId,
        code: Hcpcs,
        answer: Answer,
        reason: Reason,
    },
    NotAsked,
    PatientIsTheSame {
        records: usize,
    },
    PatientDiffers {
        record: String,
    },
    MedicareNumberMissing,
    PlanSigned {
        plan: CarePlanId,
    },
    PlanUnsigned {
        plan: CarePlanId,
    },
    SignerWithoutNpi {
        plan: CarePlanId,
    },
    NoPlan,
    ReviewedByRenderer {
        at: Timestamp,
    },
    NotReviewedByRenderer,
    RiskStated {
        conditions: usize,
        needed: usize,
    },
    RiskNotStated {
        conditions: usize,
        needed: usize,
    },
    ConsentBeforeService {
        consent: ConsentId,
        service_at: Timestamp,
    },
    ConsentAfterService {
        consent: ConsentId,
        service_at: Timestamp,
    },
    ConsentMissing,
    CopyGiven {
        plan: CarePlanId,
        on: Date,
        way: String,
    },
    CopyNotGiven,
    TimeStands {
        line: usize,
        code: Hcpcs,
        seconds: u64,
        needed: u64,
    },
    TimeShort {
        line: usize,
        code: Hcpcs,
        seconds: u64,
        needed: u64,
    },
    WaiverNotClaimed,
    WaiverNotOnRecord {
        line: usize,
    },
    EntriesSupervised {
        entries: usize,
    },
    SupervisorMissing {
        entry: TimeEntryId,
    },
    CredentialNotActive {
        entry: TimeEntryId,
        is_known: bool,
    },
    AnswerIntact,
    AnswerAltered,
    FileIntact {
        file: ClaimFileId,
    },
    FileAltered {
        file: ClaimFileId,
    },
    NotSent,
    Superseded {
        by: i64,
    },
    SealBroken {
        first: i64,
    },
    PaymentNotKnown,
}
