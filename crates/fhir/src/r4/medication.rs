//! Medication, and what is said about taking it: requests and statements.

use super::{CodeableConcept, DateTime, Effective, Identifier, Reference, Text};
use crate::read::{choice, codes, element, resource};

resource! {
    pub struct Medication<'a> {
        "identifier" => identifier: Vec<Identifier<'a>>,
        "code" => code: Option<CodeableConcept<'a>>,
        "status" => status: Option<MedicationStatus>,
        "form" => form: Option<CodeableConcept<'a>>,
    }
}

codes! {
    pub enum MedicationStatus {
        "active" => Active,
        "inactive" => Inactive,
        "entered-in-error" => EnteredInError,
    }
}

choice! {
    /// Which medication: by its code, or a Medication resource, often contained.
    pub enum MedicationChoice<'a> {
        "CodeableConcept" => Concept(CodeableConcept<'a>),
        "Reference" => Reference(Reference<'a>),
    }
}

resource! {
    pub struct MedicationRequest<'a> {
        "identifier" => identifier: Vec<Identifier<'a>>,
        "status" => status: Option<MedicationRequestStatus>,
        "intent" => intent: Option<MedicationRequestIntent>,
        /// `true` turns the request into its opposite: this is not to be given.
        "doNotPerform" => do_not_perform: Option<bool>,
        "category" => category: Vec<CodeableConcept<'a>>,
        "subject" => subject: Option<Reference<'a>>,
        "encounter" => encounter: Option<Reference<'a>>,
        "authoredOn" => authored_on: Option<DateTime>,
        "requester" => requester: Option<Reference<'a>>,
        "dosageInstruction" => dosage_instruction: Vec<Dosage<'a>>,
        one_of {
            "medication" => medication: MedicationChoice<'a>,
        }
    }
}

codes! {
    pub enum MedicationRequestStatus {
        "active" => Active,
        "on-hold" => OnHold,
        "cancelled" => Cancelled,
        "completed" => Completed,
        "entered-in-error" => EnteredInError,
        "stopped" => Stopped,
        "draft" => Draft,
        "unknown" => Unknown,
    }
}

codes! {
    pub enum MedicationRequestIntent {
        "proposal" => Proposal,
        "plan" => Plan,
        "order" => Order,
        "original-order" => OriginalOrder,
        "reflex-order" => ReflexOrder,
        "filler-order" => FillerOrder,
        "instance-order" => InstanceOrder,
        "option" => Option,
    }
}

element! {
    /// How to take it, in the sender's words.
    pub struct Dosage<'a> {
        "sequence" => sequence: Option<i32>,
        "text" => text: Option<Text<'a>>,
        "patientInstruction" => patient_instruction: Option<Text<'a>>,
    }
}

resource! {
    /// What a patient takes or took, as somebody told it.
    pub struct MedicationStatement<'a> {
        "identifier" => identifier: Vec<Identifier<'a>>,
        "status" => status: Option<MedicationStatementStatus>,
        "category" => category: Option<CodeableConcept<'a>>,
        "subject" => subject: Option<Reference<'a>>,
        "context" => context: Option<Reference<'a>>,
        "dateAsserted" => date_asserted: Option<DateTime>,
        "informationSource" => information_source: Option<Reference<'a>>,
        "dosage" => dosage: Vec<Dosage<'a>>,
        one_of {
            "medication" => medication: MedicationChoice<'a>,
            "effective" => effective: Effective,
        }
    }
}

codes! {
    pub enum MedicationStatementStatus {
        "active" => Active,
        "completed" => Completed,
        "entered-in-error" => EnteredInError,
        "intended" => Intended,
        "stopped" => Stopped,
        "on-hold" => OnHold,
        "unknown" => Unknown,
        "not-taken" => NotTaken,
    }
}
