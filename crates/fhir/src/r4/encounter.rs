//! Encounter: visits and stays.

use super::{CodeableConcept, Coding, Identifier, Period, Reference};
use crate::read::{codes, element, resource};

resource! {
    pub struct Encounter<'a> {
        "identifier" => identifier: Vec<Identifier<'a>>,
        "status" => status: Option<EncounterStatus>,
        "class" => class: Option<Coding<'a>>,
        "type" => type_: Vec<CodeableConcept<'a>>,
        "subject" => subject: Option<Reference<'a>>,
        "participant" => participant: Vec<Participant<'a>>,
        "period" => period: Option<Period>,
        "reasonCode" => reason_code: Vec<CodeableConcept<'a>>,
        "hospitalization" => hospitalization: Option<Hospitalization<'a>>,
        "location" => location: Vec<EncounterLocation<'a>>,
        "serviceProvider" => service_provider: Option<Reference<'a>>,
    }
}

codes! {
    pub enum EncounterStatus {
        "planned" => Planned,
        "arrived" => Arrived,
        "triaged" => Triaged,
        "in-progress" => InProgress,
        "onleave" => OnLeave,
        "finished" => Finished,
        "cancelled" => Cancelled,
        "entered-in-error" => EnteredInError,
        "unknown" => Unknown,
    }
}

element! {
    pub struct Participant<'a> {
        "type" => type_: Vec<CodeableConcept<'a>>,
        "period" => period: Option<Period>,
        "individual" => individual: Option<Reference<'a>>,
    }
}

element! {
    pub struct Hospitalization<'a> {
        "admitSource" => admit_source: Option<CodeableConcept<'a>>,
        "dischargeDisposition" => discharge_disposition: Option<CodeableConcept<'a>>,
    }
}

element! {
    pub struct EncounterLocation<'a> {
        "location" => location: Option<Reference<'a>>,
        "period" => period: Option<Period>,
    }
}
