//! What the record says of the patient: conditions, consents, visits, plans, stays, the end.

use serde::{Deserialize, Serialize};

use super::Key;
use crate::basics::{Date, Hcpcs, Icd10Cm, Moment};
use crate::billing::word::Word;
use crate::enrollment::Program;

/// An entry of the problem list, with the clinician's word on it.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct ConditionFact {
    pub id: Key,
    pub icd10: Icd10Cm,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub active: Option<bool>,
    /// How long it is expected to last; [`ConditionFact::UNTIL_DEATH`] for the rest of life.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_months: Option<u16>,
    /// A risk of death, acute worsening or functional decline is stated for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub risk_stated: Option<bool>,
    /// Valid and of highest specificity on the date of service (CLAIM-04).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub billable: Option<bool>,
}

impl ConditionFact {
    pub const UNTIL_DEATH: u16 = u16::MAX;
}

/// One consent, with its end if it has one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ConsentFact {
    pub id: Key,
    pub program: Program,
    /// `verbal` or `written`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<Word>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Moment>,
    /// A verbal consent needs its note in the record (CONSENT-02).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub documented: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub elements: Option<ConsentElements>,
    /// The practitioner whom it names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub practitioner: Option<Key>,
    /// If it names somebody else: of our group, under the same TIN? Read with `consent_scope = "group"`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub same_group: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given_by: Option<ConsentGiver>,
    /// `None`: never revoked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<Moment>,
}

/// What the talk before a consent covered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsentElements {
    /// The words of `rules/programs.toml` that were covered.
    Covered(Vec<Word>),
    /// Only known as a whole.
    Complete(bool),
}

/// Who said yes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsentGiver {
    Patient,
    /// Valid if the authority is on record (CONSENT-06).
    Representative {
        authority_on_record: Option<bool>,
    },
}

/// A visit of the patient with a practitioner.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VisitFact {
    pub id: Key,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<Hcpcs>,
    pub date: Date,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub practitioner: Option<Key>,
    /// For a visit with somebody else: of our group?
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub same_group: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub same_specialty: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub care_management_discussed: Option<bool>,
    /// The practitioner did, at this visit, assessment and planning beyond it: asks for G0506 (INIT-08).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extra_planning: Option<bool>,
}

/// One version of the comprehensive care plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CarePlanFact {
    pub id: Key,
    pub date: Date,
    /// `None`: nobody signed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed_by: Option<Key>,
    /// `None`: no copy is recorded as given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copy_given: Option<Date>,
    /// The last revision of this version; `None`: never revised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revised_on: Option<Date>,
    /// The parts it has, as words of `rules/programs.toml` (PLAN-01).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub elements: Option<Vec<Word>>,
}

/// A practitioner's word on the complexity of medical decision making (CCM-MDM-01).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DecisionMakingFact {
    pub id: Key,
    pub date: Date,
    /// `low`, `moderate`, `high`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<Word>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub practitioner: Option<Key>,
}

/// Days in a facility.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StayFact {
    pub id: Key,
    /// `inpatient`, `snf_part_a`, `observation`, `nursing_facility_residence`.
    pub kind: Word,
    pub from: Moment,
    pub to: StayEnd,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StayEnd {
    /// Still there.
    Open,
    At(Moment),
    /// Left, or not: the record does not say.
    Unknown,
}

/// The end of what we may bill.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Departure {
    pub id: Key,
    pub kind: DepartureKind,
    /// The first moment that no longer counts.
    pub at: Moment,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DepartureKind {
    Death,
    PartBEnded,
    PlanNotBilled,
}

/// A diagnosis is not for logs.
impl std::fmt::Debug for ConditionFact {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ConditionFact({}, …)", self.id)
    }
}
