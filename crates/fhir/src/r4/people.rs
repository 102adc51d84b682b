//! The people around a patient: family, practitioners and their roles.

use super::{
    Address, CodeableConcept, Communication, ContactPoint, Gender, HumanName, Identifier, PartialDate,
    Period, Reference,
};
use crate::read::resource;

resource! {
    /// Somebody who cares for or speaks for a patient.
    pub struct RelatedPerson<'a> {
        "identifier" => identifier: Vec<Identifier<'a>>,
        "active" => active: Option<bool>,
        "patient" => patient: Option<Reference<'a>>,
        "relationship" => relationship: Vec<CodeableConcept<'a>>,
        "name" => name: Vec<HumanName<'a>>,
        "telecom" => telecom: Vec<ContactPoint<'a>>,
        "gender" => gender: Option<Gender>,
        "birthDate" => birth_date: Option<PartialDate>,
        "address" => address: Vec<Address<'a>>,
        "period" => period: Option<Period>,
        "communication" => communication: Vec<Communication<'a>>,
    }
}

resource! {
    pub struct Practitioner<'a> {
        "identifier" => identifier: Vec<Identifier<'a>>,
        "active" => active: Option<bool>,
        "name" => name: Vec<HumanName<'a>>,
        "telecom" => telecom: Vec<ContactPoint<'a>>,
        "address" => address: Vec<Address<'a>>,
        "gender" => gender: Option<Gender>,
    }
}

resource! {
    /// What a practitioner does for an organization, where and since when.
    pub struct PractitionerRole<'a> {
        "identifier" => identifier: Vec<Identifier<'a>>,
        "active" => active: Option<bool>,
        "period" => period: Option<Period>,
        "practitioner" => practitioner: Option<Reference<'a>>,
        "organization" => organization: Option<Reference<'a>>,
        "code" => code: Vec<CodeableConcept<'a>>,
        "specialty" => specialty: Vec<CodeableConcept<'a>>,
        "location" => location: Vec<Reference<'a>>,
        "telecom" => telecom: Vec<ContactPoint<'a>>,
    }
}
