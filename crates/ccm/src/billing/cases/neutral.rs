//! The neutral facts of `rules/cases/neutral.json`: what a worked month leaves out, and nothing else.

use serde::Deserialize;

use crate::basics::Problem;
use crate::billing::word::Word;

macro_rules! neutral {
    ($($field:ident: $type:ty = $key:literal,)*) => {
        /// One fact for each key that a case may leave out.
        #[derive(Clone, Debug, PartialEq, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct Neutral {
            pub about: String,
            $(#[serde(rename = $key)] pub $field: $type,)*
        }
    };
}

neutral! {
    today: MonthDay = "today",
    place_of_service: Word = "practice.place_of_service",
    capabilities: Elements = "practice.capabilities",
    biller_role: Word = "biller.role",
    part_b_active: bool = "payer.part_b_active",
    practitioner_qp: bool = "payer.practitioner_qp",
    condition_active: bool = "condition.active",
    condition_months: Lasting = "condition.months",
    condition_risk: bool = "condition.risk",
    condition_billable: bool = "condition.billable",
    consent_form: Word = "consent.form",
    consent_documented: bool = "consent.documented",
    consent_elements_complete: bool = "consent.elements_complete",
    consent_practitioner: Person = "consent.practitioner",
    consent_same_group: bool = "consent.same_group",
    consent_given_by: Giver = "consent.given_by",
    visit_practitioner: Person = "visit.practitioner",
    visit_same_group: bool = "visit.same_group",
    visit_same_specialty: bool = "visit.same_specialty",
    visit_discussed: bool = "visit.care_management_discussed",
    visit_extra_planning: bool = "visit.extra_planning_by_practitioner",
    plan_signed_by: Person = "care_plan.signed_by",
    plan_copy_given: PlanDay = "care_plan.copy_given",
    plan_revised: bool = "care_plan.revised_in_month",
    plan_elements: Elements = "care_plan.elements",
    mdm_level: Word = "mdm.level",
    mdm_signed: bool = "mdm.signed",
    mdm_date: MonthDay = "mdm.date",
    mdm_practitioner: Person = "mdm.practitioner",
    cocm_review: bool = "cocm.psychiatric_review",
    cocm_registry: bool = "cocm.registry",
    chi_need_named: bool = "chi_need_named",
    device_days: u16 = "device.days_with_data",
    device_uploads: bool = "device.uploads_by_itself",
    tcm_from: Word = "tcm.from",
    tcm_to: Word = "tcm.to",
    tcm_contact_at: DischargeDay = "tcm.contact_at",
    tcm_visit_date: DischargeDay = "tcm.visit_date",
    tcm_mdm: Word = "tcm.mdm",
    tcm_reconciliation: VisitDay = "tcm.med_reconciliation",
    entry_supervised: bool = "entry.supervised",
    entry_credential_active: bool = "entry.credential_active",
    entry_live_contact: bool = "entry.live_contact",
    entry_country: Word = "entry.location_country",
    entry_recorded_at: EntryInstant = "entry.recorded_at",
    other_service_group: String = "other_service.group",
}

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($word:ident,)* })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($word,)* }
    )*};
}

words! {
    MonthDay { LastDayOfServiceMonth, }
    Elements { EveryElement, }
    Lasting { UntilDeath, }
    Person { BillingPractitioner, }
    Giver { Patient, }
    PlanDay { DateOfPlan, }
    /// Neutral days of a discharge's follow-up.
    DischargeDay { DayOfDischarge, DayAfterDischarge, }
    VisitDay { DateOfVisit, }
    EntryInstant { EndOfEntry, }
}

impl Neutral {
    /// The listed facts, as the program was built with.
    pub fn embedded() -> Result<Self, Problem> {
        serde_json::from_str(crate::billing::embedded::NEUTRAL)
            .map_err(|error| Problem::new("wrong_json", "cases/neutral.json").with("reason", error))
    }
}
