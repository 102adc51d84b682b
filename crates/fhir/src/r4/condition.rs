//! Condition: problems and diagnoses.

use super::{CodeableConcept, DateTime, Identifier, Period, Reference, Text};
use crate::read::{choice, resource};

resource! {
    pub struct Condition<'a> {
        "identifier" => identifier: Vec<Identifier<'a>>,
        "clinicalStatus" => clinical_status: Option<CodeableConcept<'a>>,
        "verificationStatus" => verification_status: Option<CodeableConcept<'a>>,
        "category" => category: Vec<CodeableConcept<'a>>,
        "severity" => severity: Option<CodeableConcept<'a>>,
        "code" => code: Option<CodeableConcept<'a>>,
        "subject" => subject: Option<Reference<'a>>,
        "encounter" => encounter: Option<Reference<'a>>,
        "recordedDate" => recorded_date: Option<DateTime>,
        "recorder" => recorder: Option<Reference<'a>>,
        "asserter" => asserter: Option<Reference<'a>>,
        one_of {
            "onset" => onset: Onset<'a>,
            "abatement" => abatement: Onset<'a>,
        }
    }
}

choice! {
    /// When a condition began or ended; ages and ranges are `Other`.
    pub enum Onset<'a> {
        "DateTime" => DateTime(DateTime),
        "Period" => Period(Period),
        "String" => Text(Text<'a>),
    }
}
