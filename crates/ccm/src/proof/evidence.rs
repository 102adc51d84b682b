//! The evidence as a document, in the order of AUDIT-01. It speaks of one patient and is meant for who may read the
//! chart: nothing of it belongs into a log, so nothing here shows itself.

use serde::Serialize;

use crate::access::Actor;
use crate::audit::AuditEvent;
use crate::basics::*;
use crate::billing::determination::{Flag, Held, Outcome, SwitchUse};
use crate::billing::facts::{ConditionFact, DecisionMakingFact, VisitFact};
use crate::billing::{Reason, RuleId, Text};
use crate::care_plan::CarePlanCopy;
use crate::claim::Claim;
use crate::enrollment::{Consent, Episode, Program};
use crate::people::Credential;
use crate::time::{Segment, TimeSource};

/// Why one claim was made, from the first word of the patient to the last seal.
#[derive(Serialize)]
pub struct Evidence {
    pub schema: &'static str,
    pub claim_id: ClaimId,
    pub number: String,
    pub practice: PracticeId,
    pub patient: PatientId,
    pub month: ServiceMonth,
    /// Of the closing.
    pub revision: i64,
    /// Of the month's newest closing: another claim may stand in this one's place.
    pub newest_revision: i64,
    pub zone: ZoneName,
    pub made_at: Timestamp,
    pub verdict: Verdict,
    pub enrollment: Vec<EpisodeEvidence>,
    /// Consents, refusals and revocations, in the order in which they were recorded.
    pub consent: Vec<ConsentEvidence>,
    pub initiating_visit: Vec<VisitEvidence>,
    pub care_plan: Vec<PlanEvidence>,
    pub conditions: Vec<ConditionEvidence>,
    pub time_log: TimeLog,
    pub supervision: Vec<Supervision>,
    pub decision_making: Vec<DecisionEvidence>,
    pub assessments: Vec<AssessmentEvidence>,
    /// The practitioner's review of the claim (CLAIM-08).
    pub sign_off: Vec<Step>,
    pub claim: ClaimEvidence,
    /// From each line back to the entries whose seconds it stands on.
    pub trace: Vec<LineTrace>,
    pub audit: AuditTrail,
}

/// One of ours, as the setup names them.
#[derive(Clone, Serialize)]
pub struct PersonRef {
    pub person: PersonId,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub npi: Option<Npi>,
}

/// The stored answer on one page.
#[derive(Serialize)]
pub struct Verdict {
    pub practitioner: PersonRef,
    /// SHA-256 of the stored facts and answer, in hexadecimal.
    pub sha256: String,
    /// The stored bytes still have that hash.
    pub is_intact: bool,
    pub rule_set: String,
    pub engine: String,
    pub closed_at: Option<Timestamp>,
    /// What is billed first.
    pub codes: Vec<CodeVerdict>,
    pub held: Vec<Held>,
    pub switches: Vec<SwitchUse>,
    pub flags: Vec<Flag>,
}

#[derive(Serialize)]
pub struct CodeVerdict {
    pub code: Hcpcs,
    /// In our words.
    pub label: String,
    pub program: Program,
    pub outcome: Outcome,
    pub requirements: Vec<RequirementVerdict>,
}

#[derive(Serialize)]
pub struct RequirementVerdict {
    pub rule: RuleId,
    /// What the rule asks, in our words.
    pub asks: String,
    pub answer: Answer,
    /// With the ids of the records that it rests on.
    pub reason: Reason,
    pub citation: Text,
    pub verified: bool,
}

#[derive(Serialize)]
pub struct EpisodeEvidence {
    #[serde(flatten)]
    pub episode: Episode,
    pub with: PersonRef,
}

#[derive(Serialize)]
pub struct ConsentEvidence {
    #[serde(flatten)]
    pub consent: Consent,
    /// A requirement of a billed code was met by it.
    pub is_relied_on: bool,
    pub recorded_at: Option<Timestamp>,
    pub recorded_by: Option<PersonRef>,
    /// `None`: it came by a record file, without a document of ours.
    pub proof: Option<ConsentProof>,
}

/// What proves a consent; the document itself stays in the record, and has this hash.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct ConsentProof {
    /// `spoken`, `document`, `signature`.
    pub kind: String,
    pub media_type: Option<String>,
    pub bytes: i64,
    pub sha256: Option<String>,
}

#[derive(Serialize)]
pub struct VisitEvidence {
    #[serde(flatten)]
    pub visit: VisitFact,
    pub is_relied_on: bool,
}

#[derive(Serialize)]
pub struct PlanEvidence {
    pub care_plan: CarePlanId,
    /// Counted from 1.
    pub version: usize,
    pub dated: Date,
    pub is_revision: bool,
    pub signed_by: Option<PersonRef>,
    /// First copy given to the patient or caregiver.
    pub copy_given: Option<Date>,
    /// Every copy of this version, in the order in which they were given.
    pub copies: Vec<CopyEvidence>,
    pub elements: Vec<String>,
    pub is_relied_on: bool,
}

/// A copy of the plan, with who recorded that it was given.
#[derive(Serialize)]
pub struct CopyEvidence {
    #[serde(flatten)]
    pub copy: CarePlanCopy,
    pub recorded_at: Timestamp,
    pub recorded_by: PersonRef,
}

/// An assessment of the month, without its answers.
#[derive(Serialize)]
pub struct AssessmentEvidence {
    pub assessment: AssessmentId,
    /// Id of an instrument of `questionnaires/`.
    pub instrument: String,
    pub version: u32,
    pub on: Date,
    /// A word of the instrument's bands; `None`: an item was missing.
    pub band: Option<String>,
    pub recorded_at: Timestamp,
    pub recorded_by: PersonRef,
}

#[derive(Serialize)]
pub struct ConditionEvidence {
    #[serde(flatten)]
    pub condition: ConditionFact,
    /// The day of the clinician's word on duration and risk.
    pub confirmed_on: Option<Date>,
    /// A line of the claim points to it.
    pub is_claimed: bool,
}

/// Every entry of the month, counted or not.
#[derive(Serialize)]
pub struct TimeLog {
    pub counted_seconds: u64,
    pub entries: Vec<EntryEvidence>,
    /// Struck, before the month was judged or since: they stay on record, with who struck them and when.
    pub struck: Vec<EntryEvidence>,
}

#[derive(Serialize)]
pub struct EntryEvidence {
    pub entry: TimeEntryId,
    pub performer: PersonRef,
    /// Frozen at the time of the work, as whether the credential was active, supervisor and country.
    pub role: String,
    /// The role works under somebody's supervision (42 CFR 410.26(b)(5)).
    pub is_staff: bool,
    pub credential_active: Option<bool>,
    /// The credential of that role as it is on record.
    pub credential: Option<Credential>,
    pub supervisor: Option<PersonRef>,
    pub country: String,
    pub program: Program,
    pub started_at: Timestamp,
    /// The same in the practice's local time.
    pub started_at_local: jiff::civil::DateTime,
    pub length_seconds: i64,
    pub activity: String,
    pub live_contact: Option<bool>,
    pub source: TimeSource,
    /// Why it was typed in, where it was.
    pub reason: Option<String>,
    pub segments: Vec<Segment>,
    pub has_note: bool,
    pub note: Option<String>,
    pub recorded_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recorded_by: Option<PersonRef>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub struck: Option<Struck>,
    /// It was on record when the month was judged; else it came too late to matter.
    pub was_judged: bool,
    pub left_out: Vec<LeftOutTime>,
    pub counted_seconds: u64,
}

/// A line through an entry, and who drew it.
#[derive(Serialize)]
pub struct Struck {
    pub reason: Option<String>,
    pub at: Timestamp,
    pub by: PersonRef,
}

#[derive(Serialize)]
pub struct LeftOutTime {
    pub rule: RuleId,
    pub says: String,
    pub seconds: u64,
    /// `unknown` where a fact was missing.
    pub answer: Answer,
}

/// Who worked under whose supervision in the month.
#[derive(Serialize)]
pub struct Supervision {
    pub performer: PersonRef,
    pub role: String,
    pub supervisor: Option<PersonRef>,
    pub entries: usize,
    pub seconds: i64,
}

#[derive(Serialize)]
pub struct DecisionEvidence {
    #[serde(flatten)]
    pub record: DecisionMakingFact,
    pub is_relied_on: bool,
}

/// Something that happened to the claim.
#[derive(Serialize)]
pub struct Step {
    pub kind: String,
    pub at: Timestamp,
    pub actor: Actor,
    pub person: Option<PersonRef>,
    pub file: Option<ClaimFileId>,
}

#[derive(Serialize)]
pub struct ClaimEvidence {
    #[serde(flatten)]
    pub document: Claim,
    pub total_cents: Cents,
    pub steps: Vec<Step>,
    pub files: Vec<FileEvidence>,
}

#[derive(Serialize)]
pub struct FileEvidence {
    pub file: ClaimFileId,
    pub name: String,
    pub receiver: String,
    /// ISA13.
    pub interchange: i64,
    pub claims: i64,
    pub total_cents: Cents,
    pub created_at: Timestamp,
    pub sha256: String,
    /// The kept bytes still have that hash.
    pub is_intact: bool,
}

#[derive(Serialize)]
pub struct LineTrace {
    pub line: usize,
    pub code: Hcpcs,
    pub units: u32,
    /// What its units stand for.
    pub seconds_used: u64,
    /// In the order of time.
    pub entries: Vec<TracedTime>,
}

#[derive(Serialize)]
pub struct TracedTime {
    pub entry: TimeEntryId,
    pub seconds: u64,
}

/// Who changed what and when, and the seals over it.
#[derive(Serialize)]
pub struct AuditTrail {
    pub events: Vec<EventEvidence>,
    pub seals: Vec<SealEvidence>,
}

#[derive(Serialize)]
pub struct EventEvidence {
    #[serde(flatten)]
    pub event: AuditEvent,
    /// Of the event as it stands now: what its seal was made from.
    pub sha256: String,
}

/// Bytes in hexadecimal.
#[derive(Serialize)]
pub struct SealEvidence {
    pub first: i64,
    pub last: i64,
    pub sha256: String,
    pub previous: String,
    pub signature: String,
    pub public_key: String,
    pub sealed_at: Timestamp,
    pub is_signed: bool,
}
