//! Observation: vital signs, laboratory results, screening.

use super::{CodeableConcept, DateTime, Identifier, Instant, Period, Quantity, Reference, Text};
use crate::read::{choice, codes, element, resource};

resource! {
    pub struct Observation<'a> {
        "identifier" => identifier: Vec<Identifier<'a>>,
        "status" => status: Option<ObservationStatus>,
        "category" => category: Vec<CodeableConcept<'a>>,
        "code" => code: Option<CodeableConcept<'a>>,
        "subject" => subject: Option<Reference<'a>>,
        "encounter" => encounter: Option<Reference<'a>>,
        "issued" => issued: Option<Instant>,
        "performer" => performer: Vec<Reference<'a>>,
        "device" => device: Option<Reference<'a>>,
        /// Why there is no value.
        "dataAbsentReason" => data_absent_reason: Option<CodeableConcept<'a>>,
        /// The parts of a panel: systolic and diastolic.
        "component" => component: Vec<ObservationComponent<'a>>,
        one_of {
            "effective" => effective: Effective,
            "value" => value: Value<'a>,
        }
    }
}

codes! {
    pub enum ObservationStatus {
        "registered" => Registered,
        "preliminary" => Preliminary,
        "final" => Final,
        "amended" => Amended,
        "corrected" => Corrected,
        "cancelled" => Cancelled,
        "entered-in-error" => EnteredInError,
        "unknown" => Unknown,
    }
}

element! {
    pub struct ObservationComponent<'a> {
        "code" => code: Option<CodeableConcept<'a>>,
        "dataAbsentReason" => data_absent_reason: Option<CodeableConcept<'a>>,
        one_of {
            "value" => value: Value<'a>,
        }
    }
}

choice! {
    /// The time something is true of; timings are `Other`.
    pub enum Effective {
        "DateTime" => DateTime(DateTime),
        "Period" => Period(Period),
        "Instant" => Instant(Instant),
    }
}

choice! {
    /// What was observed; ranges, ratios, samples and times of day are `Other`.
    pub enum Value<'a> {
        "Quantity" => Quantity(Quantity<'a>),
        "CodeableConcept" => Concept(CodeableConcept<'a>),
        "String" => Text(Text<'a>),
        "Integer" => Integer(i32),
        "Boolean" => Boolean(bool),
        "DateTime" => DateTime(DateTime),
        "Period" => Period(Period),
    }
}
