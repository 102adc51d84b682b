//! What a month supports, and why: lines, holds, minutes, and the whole tree of questions behind them.
//!
//! Stored for ever beside its facts and the hash of its rules. Everything here is data.

use serde::{Deserialize, Serialize};

use super::facts::{Key, Setting};
use super::fee::UnitFee;
use super::reason::Reason;
use super::setting::Form;
use super::word::{RuleId, Text, Word};
use crate::basics::{Answer, Cents, Date, Hcpcs, Icd10Cm, ServiceMonth, ZoneName};
use crate::enrollment::Program;

/// The version of the code that reads the rules. It changes when the same facts and rules would come out
/// differently.
pub const ENGINE: &str = "2";

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Determination {
    pub engine: Text,
    /// Hash of the rule set, [`super::RuleSet::hash`].
    pub rules: Text,
    pub month: ServiceMonth,
    pub zone: ZoneName,
    pub practitioner: Key,
    pub lines: Vec<Line>,
    pub held: Vec<Held>,
    /// Every code that came into question, with every question asked of it.
    pub considered: Vec<Considered>,
    /// Counted time by bucket, before gates; empty buckets are not listed (ENG-08).
    pub minutes: Vec<BucketTime>,
    /// One for each entry and rule (ENG-12).
    pub left_out: Vec<LeftOut>,
    /// Counted, but in no billed unit.
    pub unbilled_seconds: u64,
    pub next: Vec<NextThreshold>,
    /// Switches whose value the outcome rests on.
    pub switches: Vec<SwitchUse>,
    pub flags: Vec<Flag>,
    /// Which line takes modifier 25, if a visit falls on the date of service (CLAIM-05).
    pub modifier_25: Option<Modifier25>,
    /// The paper that the month is claimed on.
    #[serde(default)]
    pub claim: ClaimForm,
}

/// How the setting claims (FQ-06, FQ-09).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ClaimForm {
    pub form: Form,
    /// `71X`: the last digit is the claim's frequency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub type_of_bill: Option<Word>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub revenue_codes: Vec<Word>,
}

/// What can be billed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    pub code: Hcpcs,
    pub program: Program,
    pub units: u32,
    pub date_of_service: Date,
    pub practitioner: Key,
    pub place_of_service: Option<Word>,
    pub modifiers: Vec<Word>,
    /// The line points to these, the first first (CLAIM-04).
    pub diagnoses: Vec<Icd10Cm>,
    /// The conditions they come from.
    pub conditions: Vec<Key>,
    /// Time that its units stand for.
    pub seconds_used: u64,
    pub fee: UnitFee,
    /// Expected for all units.
    pub allowed: Option<Cents>,
    pub patient: PatientShare,
    /// The rules it rests on that are still being checked.
    pub unverified: Vec<RuleId>,
}

impl Line {
    pub fn is_verified(&self) -> bool {
        self.unverified.is_empty()
    }
}

/// What the patient may be asked for (PAY-05, PAY-06).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PatientShare {
    /// A qualified Medicare beneficiary: never billed.
    Nothing,
    /// Once the year's deductible is met; until then more.
    Coinsurance { cents: Cents, deductible_cents: Cents, verified: bool },
    /// The status or the amount is not known.
    Unknown,
}

/// A code that is not billed, and the question that stops it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Held {
    pub code: Hcpcs,
    /// `ENG-09` where a fact is missing; `asked_by` is then the rule that needs it.
    pub rule: RuleId,
    pub asked_by: Option<RuleId>,
    pub answer: Answer,
    pub reason: Reason,
    pub citation: Text,
    pub verified: bool,
}

impl Held {
    /// The rule whose `action` is the next step.
    pub fn rule_to_act_on(&self) -> RuleId {
        self.asked_by.unwrap_or(self.rule)
    }
}

/// One code, with every question that was asked of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Considered {
    pub code: Hcpcs,
    pub program: Program,
    pub track: Option<Word>,
    pub outcome: Outcome,
    pub findings: Vec<Finding>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Billed {
        units: u32,
    },
    Held,
    /// Another code stands for these minutes, or the minutes do not reach it.
    NotChosen,
}

/// One question and its answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    pub rule: RuleId,
    pub answer: Answer,
    pub reason: Reason,
    pub citation: Text,
    pub verified: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BucketTime {
    pub bucket: Word,
    pub program: Program,
    pub seconds: u64,
}

/// Time of an entry that one rule left out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeftOut {
    pub entry: Key,
    pub rule: RuleId,
    pub seconds: u64,
    /// `Unknown` where it was left out because a fact is missing.
    pub answer: Answer,
}

/// What is missing to the next unit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NextThreshold {
    pub program: Program,
    pub code: Hcpcs,
    pub at_seconds: u64,
    pub missing_seconds: u64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SwitchUse {
    pub name: Word,
    pub value: Setting,
    pub is_default: bool,
    pub verified: bool,
}

/// Something for a reviewer's eye; it holds nothing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Flag {
    pub rule: RuleId,
    pub reason: Reason,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Modifier25 {
    /// The code that takes it: ours, or the visit's.
    pub code: Hcpcs,
    /// The visit's record.
    pub visit: Key,
}
