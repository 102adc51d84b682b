//! A worked month as it is written: the keys of billing-rules section 21, and no others.
//!
//! [`Given`] keeps the three ways of saying nothing apart: a key that is absent passes its check, `null` is the
//! fact that there is none, a value is a value.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::basics::{Date, Hcpcs, Icd10Cm, ServiceMonth, ZoneName};
use crate::billing::facts::{Gpci, Settings};
use crate::billing::word::Word;
use crate::enrollment::Program;

/// A key that may be absent.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Given<T> {
    #[default]
    Absent,
    Null,
    Value(T),
}

impl<T> Given<T> {
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// The value; `None` for `null`; `neutral` where the key is absent.
    pub fn or(self, neutral: impl FnOnce() -> Option<T>) -> Option<T> {
        match self {
            Self::Absent => neutral(),
            Self::Null => None,
            Self::Value(value) => Some(value),
        }
    }

    pub fn as_ref(&self) -> Given<&T> {
        match self {
            Self::Absent => Given::Absent,
            Self::Null => Given::Null,
            Self::Value(value) => Given::Value(value),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Given<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Option::<T>::deserialize(from).map(|value| value.map_or(Self::Null, Self::Value))
    }
}

impl<T: Serialize> Serialize for Given<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Absent | Self::Null => to.serialize_none(),
            Self::Value(value) => value.serialize(to),
        }
    }
}

macro_rules! written {
    ($($(#[$doc:meta])* $name:ident {
        $($(#[$attribute:meta])* $field:ident: $type:ty,)*
    })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $($(#[$attribute])* pub $field: $type,)*
        }
    )*};
}

written! {
    /// One line of a case file.
    Case {
        id: String,
        title: String,
        rule_ids: Vec<String>,
        service_month: ServiceMonth,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        today: Option<Date>,
        payer: CasePayer,
        practice: CasePractice,
        config: Settings,
        billing_practitioner: String,
        patient: CasePatient,
        entries: Vec<CaseEntry>,
        other_services: Vec<CaseService>,
        stays: Vec<CaseStay>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        devices: Vec<CaseDevice>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        tcm: Option<CaseTcm>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        requested: Vec<CaseRequest>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        global_surgery: Option<CaseSurgery>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        other_patient_entries: Vec<CaseOtherEntry>,
        expected: Expected,
    }

    CasePayer {
        #[serde(rename = "type")]
        kind: Word,
        qmb: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        practitioner_qp: Option<bool>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        gpci: Option<Gpci>,
    }

    CasePractice {
        setting: Word,
        timezone: ZoneName,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        place_of_service: Option<Word>,
    }

    CasePatient {
        conditions: Vec<CaseCondition>,
        consents: Vec<CaseConsent>,
        initiating_visits: Vec<CaseVisit>,
        service_start: Option<Date>,
        care_plan: Option<CasePlan>,
        mdm: Option<CaseMdm>,
        enrolled: Vec<Program>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        declared_track: Option<Word>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        requested_code: Option<Hcpcs>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cocm: Option<CaseCocm>,
        #[serde(default, skip_serializing_if = "Given::is_absent")]
        chi_need: Given<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        died_on: Option<Date>,
    }

    CaseCondition {
        icd10: Icd10Cm,
        #[serde(default, skip_serializing_if = "Given::is_absent")]
        months: Given<u16>,
        #[serde(default, skip_serializing_if = "Given::is_absent")]
        risk: Given<bool>,
    }

    /// `at` and `revoked_at` are dates or instants, local to the practice.
    CaseConsent {
        program: Program,
        #[serde(default, skip_serializing_if = "Given::is_absent")]
        form: Given<Word>,
        at: Option<String>,
        #[serde(default, skip_serializing_if = "Given::is_absent")]
        documented: Given<bool>,
        #[serde(default, skip_serializing_if = "Given::is_absent")]
        elements_complete: Given<bool>,
        /// Information; `elements_complete` says whether it matters.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        missing: Vec<String>,
        #[serde(default, skip_serializing_if = "Given::is_absent")]
        practitioner: Given<String>,
        #[serde(default, skip_serializing_if = "Given::is_absent")]
        revoked_at: Given<String>,
    }

    CaseVisit {
        code: Hcpcs,
        date: Date,
        #[serde(default, skip_serializing_if = "Given::is_absent")]
        practitioner: Given<String>,
        #[serde(default, skip_serializing_if = "Given::is_absent")]
        care_management_discussed: Given<bool>,
        #[serde(default, skip_serializing_if = "Given::is_absent")]
        extra_planning_by_practitioner: Given<bool>,
    }

    CasePlan {
        date: Date,
        #[serde(default, skip_serializing_if = "Given::is_absent")]
        signed_by: Given<String>,
        #[serde(default, skip_serializing_if = "Given::is_absent")]
        copy_given: Given<Date>,
        #[serde(default, skip_serializing_if = "Given::is_absent")]
        revised_in_month: Given<bool>,
    }

    CaseMdm {
        #[serde(default, skip_serializing_if = "Given::is_absent")]
        level: Given<Word>,
        #[serde(default, skip_serializing_if = "Given::is_absent")]
        signed: Given<bool>,
        #[serde(default, skip_serializing_if = "Given::is_absent")]
        date: Given<Date>,
    }

    CaseCocm {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        first_month: Option<ServiceMonth>,
        #[serde(default, skip_serializing_if = "Given::is_absent")]
        psychiatric_review: Given<bool>,
        #[serde(default, skip_serializing_if = "Given::is_absent")]
        registry: Given<bool>,
    }

    CaseEntry {
        id: u64,
        date: Date,
        /// Local, `09:00`.
        start: String,
        minutes: u32,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        seconds: Option<u32>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        start_utc: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        end_utc: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        staff_local: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        wall_clock_end: Option<String>,
        program: Program,
        performer_id: String,
        performer_role: Word,
        activity: Word,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        live_contact: Option<bool>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        location_country: Option<Word>,
    }

    CaseService {
        code: Hcpcs,
        date: Date,
        practitioner: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        group: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        status: Option<String>,
    }

    CaseStay {
        #[serde(rename = "type")]
        kind: Word,
        from: String,
        to: Option<String>,
    }

    CaseDevice {
        #[serde(rename = "type")]
        kind: Word,
        window_start: Date,
        window_end: Date,
        #[serde(default, skip_serializing_if = "Given::is_absent")]
        days_with_data: Given<u16>,
    }

    CaseTcm {
        discharge: String,
        #[serde(default, skip_serializing_if = "Given::is_absent")]
        to: Given<Word>,
        #[serde(default, skip_serializing_if = "Given::is_absent")]
        contact_at: Given<String>,
        #[serde(default, skip_serializing_if = "Given::is_absent")]
        visit_date: Given<Date>,
        #[serde(default, skip_serializing_if = "Given::is_absent")]
        mdm: Given<Word>,
        #[serde(default, skip_serializing_if = "Given::is_absent")]
        med_reconciliation: Given<Date>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
    }

    CaseRequest {
        code: Hcpcs,
        practitioner: String,
    }

    CaseSurgery {
        practitioner: String,
        from: Date,
        to: Date,
    }

    CaseOtherEntry {
        date: Date,
        start: String,
        minutes: u32,
        performer_id: String,
        patient: String,
    }

    /// What the month must give. Only keys that are present are compared.
    Expected {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lines: Option<Vec<ExpectedLine>>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        held: Option<Vec<ExpectedHeld>>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        minutes_counted: Option<BTreeMap<Word, f64>>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        excluded: Option<Vec<ExpectedExcluded>>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        unbilled_minutes: Option<f64>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        date_of_service: Option<Date>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        date_of_service_not_after: Option<Date>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        conversion_factor: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        modifier_25_on: Option<Hcpcs>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        amount_usd: Option<BTreeMap<Hcpcs, String>>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        local_amount_usd: Option<BTreeMap<Hcpcs, String>>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        facility_amount_usd: Option<BTreeMap<Hcpcs, String>>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        patient_bill_usd: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        rate_basis: Option<String>,
    }

    ExpectedLine {
        code: Hcpcs,
        units: u32,
    }

    ExpectedHeld {
        rule_id: Word,
        code: Hcpcs,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    }

    ExpectedExcluded {
        entry: u64,
        minutes: f64,
        rule_id: Word,
    }
}
