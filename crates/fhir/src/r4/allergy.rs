//! AllergyIntolerance: what a patient must not be given.

use super::{CodeableConcept, DateTime, Identifier, Reference};
use crate::read::{codes, element, resource};

resource! {
    pub struct AllergyIntolerance<'a> {
        "identifier" => identifier: Vec<Identifier<'a>>,
        "clinicalStatus" => clinical_status: Option<CodeableConcept<'a>>,
        "verificationStatus" => verification_status: Option<CodeableConcept<'a>>,
        "type" => type_: Option<AllergyType>,
        "category" => category: Vec<AllergyCategory>,
        "criticality" => criticality: Option<Criticality>,
        "code" => code: Option<CodeableConcept<'a>>,
        "patient" => patient: Option<Reference<'a>>,
        "encounter" => encounter: Option<Reference<'a>>,
        "recordedDate" => recorded_date: Option<DateTime>,
        "reaction" => reaction: Vec<Reaction<'a>>,
    }
}

codes! {
    pub enum AllergyType {
        "allergy" => Allergy,
        "intolerance" => Intolerance,
    }
}

codes! {
    pub enum AllergyCategory {
        "food" => Food,
        "medication" => Medication,
        "environment" => Environment,
        "biologic" => Biologic,
    }
}

codes! {
    /// How bad it may become.
    pub enum Criticality {
        "low" => Low,
        "high" => High,
        "unable-to-assess" => UnableToAssess,
    }
}

codes! {
    /// How bad one reaction was.
    pub enum Severity {
        "mild" => Mild,
        "moderate" => Moderate,
        "severe" => Severe,
    }
}

element! {
    pub struct Reaction<'a> {
        "substance" => substance: Option<CodeableConcept<'a>>,
        "manifestation" => manifestation: Vec<CodeableConcept<'a>>,
        "severity" => severity: Option<Severity>,
    }
}
