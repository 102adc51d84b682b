//! Whose is a resource?

use std::borrow::Cow;
use std::collections::HashMap;

use fhir::{Reference, Resource, Target};

use super::item::{Item, id_of_url, is_id};

/// What a resource says about its patient.
pub(super) enum Subject<'r> {
    /// It is a patient.
    Itself,
    /// It names one.
    Of(&'r Reference<'r>),
    /// Many patients may refer to it.
    Shared,
    /// It names nobody.
    Nobody,
}

pub(super) fn subject<'r>(resource: &'r Resource<'r>) -> Subject<'r> {
    let reference = match resource {
        Resource::Patient(_) => return Subject::Itself,
        Resource::Practitioner(_)
        | Resource::PractitionerRole(_)
        | Resource::Organization(_)
        | Resource::Location(_)
        | Resource::Medication(_) => return Subject::Shared,
        Resource::RelatedPerson(it) => &it.patient,
        Resource::Coverage(it) => &it.beneficiary,
        Resource::Encounter(it) => &it.subject,
        Resource::Condition(it) => &it.subject,
        Resource::Observation(it) => &it.subject,
        Resource::MedicationRequest(it) => &it.subject,
        Resource::MedicationStatement(it) => &it.subject,
        Resource::AllergyIntolerance(it) => &it.patient,
        Resource::Claim(it) => &it.patient,
        Resource::ExplanationOfBenefit(it) => &it.patient,
        Resource::Unread(it) => &it.subject,
    };
    reference.as_ref().map_or(Subject::Nobody, Subject::Of)
}

/// A patient that a reference leads to.
pub(super) enum Led<'r> {
    /// One of this document, by place.
    Here(usize),
    /// One known elsewhere under this id.
    Elsewhere(&'r str),
    Nowhere,
}

/// The patients of one document, each once however many versions there are.
#[derive(Default)]
pub(super) struct Patients<'d> {
    pub keys: Vec<Cow<'d, str>>,
    by_url: HashMap<&'d str, usize>,
    by_id: HashMap<Cow<'d, str>, usize>,
    by_identifier: HashMap<(&'d str, &'d str), usize>,
}

impl<'d> Patients<'d> {
    /// Takes in a Patient and answers its place.
    pub fn add(&mut self, item: &Item<'d>) -> usize {
        let key = item.given_id.map_or_else(|| item.source_id().into(), Cow::Borrowed);
        let place = *self.by_id.entry(key.clone()).or_insert(self.keys.len());
        if place == self.keys.len() {
            self.keys.push(key);
        }
        if let Some(url) = item.full_url {
            self.by_url.insert(url, place);
        }
        if let Resource::Patient(patient) = item.resource {
            for identifier in &patient.identifier {
                if let (system, Some(value)) = (identifier.system.as_deref(), identifier.value.as_deref()) {
                    self.by_identifier.insert((system.unwrap_or(""), value), place);
                }
            }
        }
        place
    }

    /// Whom a reference means.
    pub fn led<'r>(&self, reference: &'r Reference<'r>) -> Led<'r> {
        match reference.target() {
            Target::Urn(urn) => match self.by_url.get(urn) {
                Some(place) => Led::Here(*place),
                None => self.known_as(id_of_url(urn)),
            },
            Target::Relative { resource_type: "Patient", id } => self.known_as(id),
            Target::Absolute { url, resource } => match (self.by_url.get(url), resource) {
                (Some(place), _) => Led::Here(*place),
                (None, Some(("Patient", id))) => self.known_as(id),
                (None, _) => Led::Nowhere,
            },
            Target::Conditional { resource_type: "Patient", system, value } => {
                self.identified(system.as_deref(), &value)
            }
            Target::Identifier(identifier) => {
                let value = identifier.value.as_deref().unwrap_or_default();
                self.identified(identifier.system.as_deref(), value)
            }
            _ => Led::Nowhere,
        }
    }

    fn known_as<'r>(&self, id: &'r str) -> Led<'r> {
        match self.by_id.get(id) {
            Some(place) => Led::Here(*place),
            None if is_id(id) => Led::Elsewhere(id),
            None => Led::Nowhere,
        }
    }

    /// By an identifier, within this document alone: elsewhere nobody is looked up by one.
    fn identified<'r>(&self, system: Option<&str>, value: &str) -> Led<'r> {
        self.by_identifier.get(&(system.unwrap_or(""), value)).map_or(Led::Nowhere, |place| Led::Here(*place))
    }
}
