//! Patient: who it is about.

use super::{
    Address, CodeableConcept, ContactPoint, DateTime, Extension, ExtensionValue, Gender, HumanName,
    Identifier, PartialDate, Period, Reference,
};
use crate::read::{choice, codes, element, resource};
use crate::systems::{US_CORE_ETHNICITY, US_CORE_RACE};

resource! {
    pub struct Patient<'a> {
        "identifier" => identifier: Vec<Identifier<'a>>,
        /// `false`: the record is no longer in use.
        "active" => active: Option<bool>,
        "name" => name: Vec<HumanName<'a>>,
        "telecom" => telecom: Vec<ContactPoint<'a>>,
        "gender" => gender: Option<Gender>,
        "birthDate" => birth_date: Option<PartialDate>,
        "address" => address: Vec<Address<'a>>,
        "contact" => contact: Vec<PatientContact<'a>>,
        "communication" => communication: Vec<Communication<'a>>,
        "generalPractitioner" => general_practitioner: Vec<Reference<'a>>,
        "managingOrganization" => managing_organization: Option<Reference<'a>>,
        "link" => link: Vec<PatientLink<'a>>,
        "extension" => extension: Vec<Extension<'a>>,
        one_of {
            "deceased" => deceased: Deceased,
        }
    }
}

choice! {
    /// Whether, or when, a patient died.
    pub enum Deceased {
        "Boolean" => Boolean(bool),
        "DateTime" => DateTime(DateTime),
    }
}

element! {
    /// A guardian, partner or friend to be called.
    pub struct PatientContact<'a> {
        "relationship" => relationship: Vec<CodeableConcept<'a>>,
        "name" => name: Option<HumanName<'a>>,
        "telecom" => telecom: Vec<ContactPoint<'a>>,
        "period" => period: Option<Period>,
    }
}

element! {
    pub struct Communication<'a> {
        /// BCP 47: `en`, `es`.
        "language" => language: Option<CodeableConcept<'a>>,
        "preferred" => preferred: Option<bool>,
    }
}

element! {
    /// Another record of the same person.
    pub struct PatientLink<'a> {
        "other" => other: Option<Reference<'a>>,
        "type" => type_: Option<LinkType>,
    }
}

codes! {
    pub enum LinkType {
        /// The other record is to be used instead of this one.
        "replaced-by" => ReplacedBy,
        "replaces" => Replaces,
        "refer" => Refer,
        "seealso" => SeeAlso,
    }
}

impl Patient<'_> {
    /// US Core's race, in words.
    pub fn race(&self) -> Option<&str> {
        self.us_core_text(US_CORE_RACE)
    }

    /// US Core's ethnicity, in words.
    pub fn ethnicity(&self) -> Option<&str> {
        self.us_core_text(US_CORE_ETHNICITY)
    }

    fn us_core_text(&self, url: &str) -> Option<&str> {
        let is = |extension: &&Extension<'_>, url: &str| extension.url.as_deref() == Some(url);
        let parts = &self.extension.iter().find(|e| is(e, url))?.extension;
        match &parts.iter().find(|e| is(e, "text"))?.value {
            Some(ExtensionValue::Text(text)) => Some(text),
            _ => None,
        }
    }
}
