//! Everything the engine may know about one patient and one month.
//!
//! `Option` is "known or not": a rule that needs a fact which is `None` answers `Unknown`, and the code is
//! held (ENG-09). A list is complete as given: an empty list of consents says that there is none. Where
//! `None` is itself a fact (never revoked, not signed) the field says so. Nothing here is assumed: what a
//! case file leaves out is filled by the case loader, what the record lacks stays `None`.
//!
//! People and records are [`Key`]s: ids of the store, or short names in a case file. Local dates and times
//! have been resolved by whoever gathers the facts. The shape is stored for ever: fields are added, never
//! renamed or given a new meaning.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::payer::PayerTerms;
use super::word::Word;
use crate::basics::{Date, Hcpcs, Icd10Cm, Moment, ServiceMonth, Timestamp, ZoneName};
use crate::enrollment::Program;

/// Who or what a fact is about: a prefixed id of the store (`tim_…`), or a case file's name (`DR1`, `2`).
///
/// An id of the store fits without an allocation, so that findings may name their evidence for nothing.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(Text);

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Text {
    Short(Word),
    Long(Box<str>),
}

impl Key {
    pub fn new(text: impl AsRef<str>) -> Self {
        let text = text.as_ref();
        Self(Word::new(text).map_or_else(|_| Text::Long(text.into()), Text::Short))
    }

    pub fn as_str(&self) -> &str {
        match &self.0 {
            Text::Short(word) => word.as_str(),
            Text::Long(text) => text,
        }
    }
}

impl Serialize for Key {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        std::borrow::Cow::<'de, str>::deserialize(from).map(Self::new)
    }
}

impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What a switch is set to: `true`, `4`, `month_end`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Setting {
    Flag(bool),
    Number(i64),
    Word(Word),
}

impl std::fmt::Display for Setting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Flag(flag) => write!(f, "{flag}"),
            Self::Number(number) => write!(f, "{number}"),
            Self::Word(word) => f.write_str(word.as_str()),
        }
    }
}

/// The switches that a practice has set away from their defaults, by name.
pub type Settings = BTreeMap<Box<str>, Setting>;

/// One patient's month, as the engine sees it.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct MonthFacts {
    pub month: ServiceMonth,
    /// The practice's zone on the last day of the month: it settles the month's edges and all local days (ENG-03).
    pub zone: ZoneName,
    /// The day of evaluation; only timely filing asks for it (CLAIM-06).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub today: Option<Date>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub settings: Settings,
    pub practice: PracticeFacts,
    pub biller: BillerFacts,
    pub payer: PayerFacts,
    /// When care management for this patient began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service_start: Option<Date>,
    /// `non_complex`, `complex`, `qhp`; `None`: the practice declared none (CCM-SEL-01).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub declared_track: Option<Word>,
    /// Programs with an enrollment on record; read for APCM alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub enrolled: Vec<Program>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conditions: Vec<ConditionFact>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub consents: Vec<ConsentFact>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub visits: Vec<VisitFact>,
    /// Every version of the plan up to now.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub care_plans: Vec<CarePlanFact>,
    /// The practitioner's words on decision making: of this month, and others that might be meant for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decision_making: Vec<DecisionMakingFact>,
    /// In the order of their ids: TIME-07 breaks its last tie by it. Struck entries are not here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entries: Vec<EntryFact>,
    /// Time that the same staff logged for other patients (TIME-08).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub other_patient_entries: Vec<OtherPatientEntry>,
    /// Services known to be billed beside ours, by us or by anybody.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub other_services: Vec<OtherService>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stays: Vec<StayFact>,
    /// Death, the end of Part B, a move to a plan that we do not bill (TIME-11). Empty: none is known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub departures: Vec<Departure>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub devices: Vec<DeviceFact>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tcm: Option<TcmFact>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cocm: Option<CocmFact>,
    /// Whether a need that limits care was named at the visit (ELIG-04).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chi_need_named: Option<bool>,
    /// Further codes that the practice asks for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub requested: Vec<RequestedCode>,
    /// The code that the practice asked for in place of ours (FQ-03, FQ-05); `None`: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requested_instead: Option<Hcpcs>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub global_surgery: Vec<GlobalSurgery>,
}

/// The billing group.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PracticeFacts {
    /// `physician`, `rhc`, `fqhc`, …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub setting: Option<Word>,
    /// Place of service code, two digits (CLAIM-02).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place_of_service: Option<Word>,
    /// What the practice can do at any hour (PLAN-03), as words of `rules/programs.toml`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capabilities: Option<Vec<Word>>,
}

/// The practitioner under whose name the month is billed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BillerFacts {
    pub practitioner: Key,
    /// Role word on the last day of the month: `md`, `np` (CCM-BILL-01).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Word>,
    /// Qualifying APM participant in the year of the date of service (PAY-02).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub qualifying_participant: Option<bool>,
}

/// Who pays.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PayerFacts {
    /// `medicare_ffs`, `medicare_advantage`, …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<Word>,
    /// Part B on the date of service, departures of this month aside (ELIG-05).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part_b_active: Option<bool>,
    /// Qualified Medicare Beneficiary on the date of service (PAY-06).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub qmb: Option<bool>,
    /// Coverage by this payer on the date of service; asked of payers other than original Medicare.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coverage_active: Option<bool>,
    /// What this payer's contract says otherwise than the rules of its kind (PAYER-01); `None`: nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms: Option<Box<PayerTerms>>,
    /// What the payer has agreed to beforehand (PAYER-01).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authorizations: Vec<Authorization>,
    /// The locality's indices on the date of service; `None`: only the national rate is worked out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gpci: Option<Gpci>,
}

/// A payer's word, given beforehand, that a service may be furnished.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Authorization {
    pub id: Key,
    pub code: Hcpcs,
    pub from: Date,
    pub until: Date,
}

/// Geographic practice cost indices (PAY-01).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gpci {
    pub work: Decimal,
    pub pe: Decimal,
    pub mp: Decimal,
}

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

/// A stretch of time, the end not included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    pub start: Timestamp,
    pub end: Timestamp,
}

/// One entry of the time ledger.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EntryFact {
    pub id: Key,
    pub program: Program,
    /// An end before the start counts as nothing.
    pub start: Timestamp,
    pub end: Timestamp,
    /// Stretches inside that were not worked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pauses: Vec<Span>,
    pub performer: Key,
    /// Frozen at the time of work, as the three that follow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Word>,
    /// A billing practitioner is on record as supervising; not asked of a practitioner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supervised: Option<bool>,
    /// The license or qualification that the role needs was active.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credential_active: Option<bool>,
    /// ISO country of where the person was (TIME-04).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<Word>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub activity: Option<Word>,
    /// Live two-way contact (RPM-05).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub live_contact: Option<bool>,
    /// When we learned of it (TIME-14).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recorded_at: Option<Timestamp>,
}

/// Time of a staff member with somebody else.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OtherPatientEntry {
    pub performer: Key,
    pub start: Timestamp,
    pub end: Timestamp,
    pub patient: Key,
}

/// A service that is known to be billed beside ours.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OtherService {
    pub id: Key,
    pub code: Hcpcs,
    pub date: Date,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub practitioner: Option<Key>,
    /// Of our group? Ours if the practitioner is ours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub same_group: Option<bool>,
    /// Who told us: `own`, `eligibility`, `payer`, `patient`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Word>,
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

/// A device and one 30-day window of its data (RPM-02).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeviceFact {
    pub id: Key,
    pub kind: Word,
    pub window_start: Date,
    pub window_end: Date,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days_with_data: Option<u16>,
    /// The device meets FDA's definition and sends its data without a hand in between (RPM-01).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uploads_by_itself: Option<bool>,
}

/// A discharge and what followed it (TCM).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TcmFact {
    pub id: Key,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discharge: Option<Moment>,
    /// Out of what kind of stay: `inpatient`, `observation`, `snf`, … (TCM-01).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Word>,
    /// `home`, `rest_home`, `assisted_living`, `snf`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Word>,
    /// First contact made; `None`: none was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact_at: Option<Moment>,
    /// Timely attempts that did not reach anybody.
    #[serde(default)]
    pub failed_attempts: u16,
    /// `None`: no visit yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visit_date: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision_making: Option<Word>,
    /// `None`: not done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub medication_reconciliation: Option<Date>,
}

/// The facts of a collaborative-care episode (COCM-01).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CocmFact {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_month: Option<ServiceMonth>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub psychiatric_review: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registry: Option<bool>,
}

/// A code that the practice asks for beside those that the facts suggest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RequestedCode {
    pub code: Hcpcs,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub practitioner: Option<Key>,
}

/// Who is paid the global fee of an operation, and when (CONC-32).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GlobalSurgery {
    pub practitioner: Key,
    pub from: Date,
    pub to: Date,
}

impl MonthFacts {
    /// A month of which nothing is known but whose it is.
    pub fn blank(month: ServiceMonth, zone: ZoneName, practitioner: Key) -> Self {
        Self {
            month,
            zone,
            today: None,
            settings: Settings::new(),
            practice: PracticeFacts::default(),
            biller: BillerFacts { practitioner, role: None, qualifying_participant: None },
            payer: PayerFacts::default(),
            service_start: None,
            declared_track: None,
            enrolled: Vec::new(),
            conditions: Vec::new(),
            consents: Vec::new(),
            visits: Vec::new(),
            care_plans: Vec::new(),
            decision_making: Vec::new(),
            entries: Vec::new(),
            other_patient_entries: Vec::new(),
            other_services: Vec::new(),
            stays: Vec::new(),
            departures: Vec::new(),
            devices: Vec::new(),
            tcm: None,
            cocm: None,
            chi_need_named: None,
            requested: Vec::new(),
            requested_instead: None,
            global_surgery: Vec::new(),
        }
    }
}

/// Diagnoses and what was done for a person are not for logs.
impl std::fmt::Debug for MonthFacts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "MonthFacts({}, {} entries, …)", self.month, self.entries.len())
    }
}

impl std::fmt::Debug for ConditionFact {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ConditionFact({}, …)", self.id)
    }
}
