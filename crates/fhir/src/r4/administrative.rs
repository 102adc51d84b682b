//! Organization and Location: where care comes from.

use super::{Address, CodeableConcept, ContactPoint, Identifier, Reference, Text};
use crate::read::{codes, resource};

resource! {
    pub struct Organization<'a> {
        "identifier" => identifier: Vec<Identifier<'a>>,
        "active" => active: Option<bool>,
        "type" => type_: Vec<CodeableConcept<'a>>,
        "name" => name: Option<Text<'a>>,
        "telecom" => telecom: Vec<ContactPoint<'a>>,
        "address" => address: Vec<Address<'a>>,
        "partOf" => part_of: Option<Reference<'a>>,
    }
}

resource! {
    pub struct Location<'a> {
        "identifier" => identifier: Vec<Identifier<'a>>,
        "status" => status: Option<LocationStatus>,
        "name" => name: Option<Text<'a>>,
        "type" => type_: Vec<CodeableConcept<'a>>,
        "telecom" => telecom: Vec<ContactPoint<'a>>,
        "address" => address: Option<Address<'a>>,
        "physicalType" => physical_type: Option<CodeableConcept<'a>>,
        "managingOrganization" => managing_organization: Option<Reference<'a>>,
    }
}

codes! {
    pub enum LocationStatus {
        "active" => Active,
        "suspended" => Suspended,
        "inactive" => Inactive,
    }
}
