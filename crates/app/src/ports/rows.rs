//! Rows that cross the storage port and are no domain type of their own.

use ccm::access::Actor;
use ccm::audit::{Numbered, Seal};
use ccm::basics::*;
use ccm::claim::life::Outcome;
use ccm::claim::{Acts, ClaimEvent, ClaimMatter, ClaimState, ClaimStep};
use ccm::enrollment::Program;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A tenant's name plate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OrganizationRow {
    pub id: OrganizationId,
    pub key: String,
    pub name: String,
}

/// A payer profile under its key.
#[derive(Clone, Debug, PartialEq)]
pub struct PayerRow {
    pub id: PayerId,
    pub key: String,
    pub profile: ccm::people::PayerProfile,
    /// What its contract says otherwise than the rules of its kind (PAYER-01).
    pub terms: Option<ccm::billing::payer::PayerTerms>,
}

/// The first answer to a command.
#[derive(Clone, Debug, PartialEq)]
pub struct CommandRow {
    pub command_id: String,
    pub use_case: String,
    pub input_sha256: [u8; 32],
    pub answer: serde_json::Value,
}

/// One step of the change feed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    pub position: i64,
    pub kind: String,
    pub id: Uuid,
    pub revision: i64,
    /// Whose it was, where it was one patient's.
    pub patient: Option<PatientId>,
    pub at: Timestamp,
}

/// A step that a transaction adds to the feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewChange {
    pub kind: String,
    pub id: Uuid,
    pub revision: i64,
    pub patient: Option<PatientId>,
}

/// Everything the audit chain of an organization consists of.
#[derive(Clone, Debug, Default)]
pub struct ChainRows {
    pub numbered: Vec<Numbered>,
    pub seals: Vec<Seal>,
}

/// Who recorded a fact, and when we learned of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recorded {
    pub at: Timestamp,
    pub by: PersonId,
}

/// A newest known version of an imported fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownFact {
    pub id: Uuid,
    pub version: i64,
    pub sha256: [u8; 32],
    pub last_updated: Option<Timestamp>,
}

/// An import run as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportRunRow {
    pub id: ImportRunId,
    pub input_sha256: [u8; 32],
    /// `running`, `done`.
    pub state: String,
    pub report: serde_json::Value,
    pub started_at: Timestamp,
    pub finished_at: Option<Timestamp>,
}

/// What is known of a patient record before an import touches it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownPatient {
    pub id: PatientId,
    pub last_updated: Option<Timestamp>,
    pub revision: i64,
}

/// A patient of a list, by the identifier people use.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct PatientLabel {
    pub id: PatientId,
    /// The medical record number, or the source's id where there is none.
    pub mrn: String,
}

/// A time entry with the recording around it.
#[derive(Clone, Debug, PartialEq)]
pub struct LedgerRow {
    pub entry: ccm::time::TimeEntry,
    pub recorded: Recorded,
}

/// A stretch that a performer logged for another patient than this one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedMinutesRow {
    pub patient: PatientId,
    pub performer: PersonId,
    pub started_at: Timestamp,
    /// The first instant after it.
    pub ends_at: Timestamp,
    pub with: PatientId,
}

/// A care plan version for the month's facts: no texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanRow {
    pub id: CarePlanId,
    pub patient: PatientId,
    pub dated: Date,
    pub signed_by: Option<PersonId>,
    pub is_revision: bool,
    pub elements: Vec<String>,
    /// First copy given of this version.
    pub copy_given: Option<Date>,
}

/// A practitioner's word on complexity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttestationRow {
    pub id: AttestationId,
    pub patient: PatientId,
    pub on: Date,
    /// `low`, `moderate`, `high`.
    pub level: String,
    pub signed: bool,
    pub practitioner: PersonId,
}

/// A service that somebody is known to have billed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutsideClaimRow {
    pub id: OutsideClaimId,
    pub patient: PatientId,
    pub code: Hcpcs,
    pub on: Date,
    pub practitioner: Option<PersonId>,
    pub practitioner_npi: Option<Npi>,
    pub same_group: bool,
    pub known_from: String,
}

/// A closing of a month.
#[derive(Clone, Debug, PartialEq)]
pub struct ClosureRow {
    pub id: ClosureId,
    pub month: ServiceMonth,
    pub revision: i64,
    pub rule_set_sha256: [u8; 32],
    pub engine_version: String,
    pub zone: String,
    pub patients: i64,
    /// Over all results in order.
    pub sha256: [u8; 32],
    /// The last change of the practice's feed that the answers have seen.
    pub position: Option<i64>,
    pub closed_at: Timestamp,
    pub closed_by: Actor,
}

/// A stored determination with the columns that lists are made of.
#[derive(Clone, PartialEq)]
pub struct DeterminationRow {
    pub id: DeterminationId,
    pub patient: PatientId,
    pub practitioner: PersonId,
    pub payer: Option<PayerId>,
    pub sha256: [u8; 32],
    /// JSON of the facts and the determination.
    pub body: Vec<u8>,
    pub lines: Vec<LineRow>,
    /// Rule id and code.
    pub holds: Vec<(String, String)>,
    /// Entry, rule id, seconds left out.
    pub exclusions: Vec<(TimeEntryId, String, i64)>,
    /// Counted seconds by bucket, as JSON.
    pub minutes: serde_json::Value,
    /// What is missing to the next thresholds, as JSON.
    pub next: serde_json::Value,
}

/// A billable line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineRow {
    pub code: Hcpcs,
    pub units: i64,
    pub on: Date,
    /// For one unit, at the practice's locality.
    pub amount: Option<Cents>,
}

/// A claim as it is kept.
#[derive(Clone, PartialEq)]
pub struct ClaimRow {
    pub id: ClaimId,
    /// CLM01, at most 20 of `A-Z 0-9`, never reused.
    pub number: String,
    pub patient: PatientId,
    pub month: ServiceMonth,
    pub revision: i64,
    pub payer: PayerId,
    pub practitioner: PersonId,
    pub total: Cents,
    /// JSON of the [`ccm::claim::Claim`].
    pub body: Vec<u8>,
    pub created_at: Timestamp,
    /// 0: the closing drafted it; else the correction of that number.
    pub correction: i64,
    pub events: Vec<ClaimEventRow>,
}

/// One step of a claim's life, who or what took it, and the file that told of it. Written once.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ClaimEventRow {
    #[serde(flatten)]
    pub step: ClaimStep,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub received: Option<ReceivedId>,
    pub actor: Actor,
    pub at: Timestamp,
}

impl ClaimEventRow {
    /// A step of ours, which no file told of.
    pub fn ours(step: ClaimStep, actor: &Actor, at: Timestamp) -> Self {
        Self { step, received: None, actor: actor.clone(), at }
    }

    pub fn event(&self) -> ClaimEvent {
        ClaimEvent { at: self.at, step: self.step.clone() }
    }
}

/// Where a claim stands: made from its events whenever one is added, for lists and counts.
#[derive(Clone, Debug, PartialEq)]
pub struct StandingRow {
    pub claim: ClaimId,
    pub state: ClaimState,
    pub acts: Acts,
    pub since: Timestamp,
    pub outcome: Option<Outcome>,
    /// By the newest remittance.
    pub paid: Cents,
    pub share: Cents,
    /// The first day on which something about it asks for somebody.
    pub look_on: Option<Date>,
    /// What it waits with, whatever day it is.
    pub matters: Vec<ClaimMatter>,
    /// The payer's word that it waits with: [`ccm::claim::life::told`].
    pub told: Option<String>,
}

/// A file of claims as it was written.
#[derive(Clone, PartialEq)]
pub struct ClaimFileRow {
    pub id: ClaimFileId,
    pub month: ServiceMonth,
    pub name: String,
    pub receiver: String,
    /// ISA06; `None` in files of before it was kept.
    pub submitter: Option<String>,
    /// Its payer could be reached when it was written: it goes out unasked.
    pub goes_by_itself: bool,
    pub interchange: i64,
    /// GS06; `None` in files of before it was kept.
    pub group: Option<i64>,
    /// What BHT03 of each of its sets begins with; likewise.
    pub batch: Option<String>,
    pub kind: FileKind,
    /// Or people who are asked about.
    pub claims: i64,
    pub total: Cents,
    pub sha256: [u8; 32],
    pub body: Vec<u8>,
    pub created_at: Timestamp,
}

impl ClaimFileRow {
    /// Whether this payer's mailbox is where it goes: by submitter and receiver, as the numbers of files are counted.
    pub fn goes_to(&self, payer: &ccm::people::PayerProfile) -> bool {
        let is_ours = |submitter: &String| *submitter == payer.submitter_id;
        payer.receiver_id == self.receiver && self.submitter.as_ref().is_none_or(is_ours)
    }
}

/// What a file of ours holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum FileKind {
    #[default]
    #[serde(rename = "837P")]
    Professional,
    #[serde(rename = "837I")]
    Institutional,
    #[serde(rename = "270")]
    Eligibility,
}

impl FileKind {
    /// What its name begins with.
    pub fn word(self) -> &'static str {
        match self {
            Self::Professional => "837P",
            Self::Institutional => "837I",
            Self::Eligibility => "270",
        }
    }
}

/// A patient's enrollment key for lists.
pub type PatientProgram = (PatientId, Program);
