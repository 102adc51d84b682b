//! What many patients refer to: practitioners by NPI, medications by code, organizations by name.
//!
//! It lives as long as one import and holds some 50 bytes for each name that a shared resource goes by (its id, its
//! `fullUrl`, its identifiers); texts that repeat are held once. [`Directory::NAMES_MAX`] bounds it.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use ccm::basics::Npi;
use fhir::{CodeableConcept, Identifier, Reference, Resource, Target, systems};
use sha2::{Digest, Sha256};

use super::codes;

/// A medication's code and words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct MedicationCode {
    pub system: Option<String>,
    pub code: Option<String>,
    pub label: Option<String>,
}

impl MedicationCode {
    pub fn of(concept: &CodeableConcept<'_>) -> Self {
        let coding = codes::preferred(concept, &codes::RXNORM);
        Self {
            system: coding.and_then(|coding| coding.system.as_deref()).map(str::to_owned),
            code: coding.and_then(|coding| coding.code.as_deref()).map(str::to_owned),
            label: concept.words().map(str::to_owned),
        }
    }
}

/// What became of looking somebody up.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found<T> {
    Known(T),
    /// Not in what was read so far; another file may hold it.
    Perhaps,
    /// No file can tell.
    Never,
}

impl<T> Found<T> {
    pub fn known(self) -> Option<T> {
        match self {
            Self::Known(it) => Some(it),
            Self::Perhaps | Self::Never => None,
        }
    }
}

#[derive(Clone)]
enum Shared {
    /// Without an NPI where it has none, or none that is one.
    Practitioner(Option<Npi>),
    /// A role leads to the practitioner who has it.
    Role(Name),
    Medication(Arc<MedicationCode>),
    Organization(Option<Arc<str>>),
}

/// A name by its hash: 128 bits, so that two never meet.
type Name = [u8; 16];

#[derive(Default)]
pub(super) struct Directory {
    known: HashMap<Name, Shared>,
    medications: HashSet<Arc<MedicationCode>>,
    organizations: HashSet<Arc<str>>,
}

impl Directory {
    /// About 250 MB at worst; a national directory of practitioners fits.
    pub const NAMES_MAX: usize = 4_000_000;

    /// No room for more: what is not known cannot be found.
    pub fn is_full(&self) -> bool {
        self.known.len() >= Self::NAMES_MAX
    }

    /// Takes in a resource that many may refer to; others pass by.
    pub fn add(&mut self, resource: &Resource<'_>, full_url: Option<&str>) {
        let (shared, identifiers): (_, &[Identifier<'_>]) = match resource {
            Resource::Practitioner(it) => (Shared::Practitioner(npi_among(&it.identifier)), &it.identifier),
            Resource::PractitionerRole(it) => {
                let shared = match it.practitioner.as_ref().map(|reference| self.practitioner(reference)) {
                    Some(Found::Known(npi)) => Shared::Practitioner(npi),
                    _ => match it.practitioner.as_ref().and_then(|r| names(r, "Practitioner").pop()) {
                        Some(name) => Shared::Role(name),
                        None => Shared::Practitioner(None),
                    },
                };
                (shared, &it.identifier)
            }
            Resource::Medication(it) => {
                let code = it.code.as_ref().map(MedicationCode::of).unwrap_or_default();
                (Shared::Medication(once(&mut self.medications, code)), &it.identifier)
            }
            Resource::Organization(it) => {
                let name = it.name.as_deref().map(|name| once(&mut self.organizations, name));
                (Shared::Organization(name), &it.identifier)
            }
            _ => return,
        };
        let resource_type = resource.type_name();
        let by_id = resource.id().map(|id| name_of(&[resource_type, "/", id]));
        let by_url = full_url.map(|url| name_of(&[url]));
        let by_identifier = identifiers.iter().filter_map(|identifier| {
            let value = identifier.value.as_deref()?;
            let system = identifier.system.as_deref().unwrap_or("");
            (system != systems::NPI).then(|| name_of(&[resource_type, "?", system, "|", value]))
        });
        for name in by_id.into_iter().chain(by_url).chain(by_identifier) {
            if self.known.len() >= Self::NAMES_MAX {
                return;
            }
            self.known.insert(name, shared.clone());
        }
    }

    /// The NPI of a practitioner, or of whoever has a role. One that is known and has none is `Known(None)`.
    pub fn practitioner(&self, reference: &Reference<'_>) -> Found<Option<Npi>> {
        match reference.target() {
            Target::Conditional { system: Some(system), value, .. } if system == systems::NPI => {
                return Found::Known(value.parse().ok());
            }
            Target::Identifier(identifier) if identifier.system.as_deref() == Some(systems::NPI) => {
                return Found::Known(npi_among(std::slice::from_ref(identifier)));
            }
            _ => {}
        }
        let mut names = names(reference, "Practitioner");
        names.extend(self::names(reference, "PractitionerRole"));
        self.find(&names, |shared| match shared {
            Shared::Practitioner(npi) => Some(npi.clone()),
            Shared::Role(name) => match self.known.get(name) {
                Some(Shared::Practitioner(npi)) => Some(npi.clone()),
                _ => None,
            },
            _ => None,
        })
    }

    pub fn medication(&self, reference: &Reference<'_>) -> Found<Arc<MedicationCode>> {
        self.find(&names(reference, "Medication"), |shared| match shared {
            Shared::Medication(code) => Some(Arc::clone(code)),
            _ => None,
        })
    }

    pub fn organization(&self, reference: &Reference<'_>) -> Found<Option<Arc<str>>> {
        self.find(&names(reference, "Organization"), |shared| match shared {
            Shared::Organization(name) => Some(name.clone()),
            _ => None,
        })
    }

    fn find<T>(&self, names: &[Name], pick: impl Fn(&Shared) -> Option<T>) -> Found<T> {
        if names.is_empty() {
            return Found::Never;
        }
        match names.iter().filter_map(|name| self.known.get(name)).find_map(pick) {
            Some(it) => Found::Known(it),
            None => Found::Perhaps,
        }
    }
}

fn once<T: ?Sized + Eq + std::hash::Hash>(
    seen: &mut HashSet<Arc<T>>,
    value: impl std::borrow::Borrow<T> + Into<Arc<T>>,
) -> Arc<T> {
    if let Some(known) = seen.get(value.borrow()) {
        return Arc::clone(known);
    }
    let value: Arc<T> = value.into();
    seen.insert(Arc::clone(&value));
    value
}

/// The first identifier that is an NPI and has its shape.
pub(super) fn npi_among(identifiers: &[Identifier<'_>]) -> Option<Npi> {
    identifiers
        .iter()
        .filter(|identifier| identifier.system.as_deref() == Some(systems::NPI))
        .find_map(|identifier| identifier.value.as_deref()?.trim().parse().ok())
}

/// The names under which the target of a reference may be known. None for contained ones and mere words.
fn names(reference: &Reference<'_>, resource_type: &str) -> Vec<Name> {
    let by_id = |found: &str, id: &str| (found == resource_type).then(|| name_of(&[found, "/", id]));
    match reference.target() {
        Target::Urn(urn) => vec![name_of(&[urn])],
        Target::Relative { resource_type, id } => by_id(resource_type, id).into_iter().collect(),
        Target::Absolute { url, resource } => {
            let by_url = name_of(&[url]);
            let by_id = resource.and_then(|(found, id)| by_id(found, id));
            [by_url].into_iter().chain(by_id).collect()
        }
        Target::Conditional { resource_type: found, system, value } if found == resource_type => {
            vec![name_of(&[found, "?", system.as_deref().unwrap_or(""), "|", &value])]
        }
        Target::Identifier(identifier) => {
            let system = identifier.system.as_deref().unwrap_or("");
            let value = identifier.value.as_deref();
            value.map(|value| name_of(&[resource_type, "?", system, "|", value])).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

fn name_of(parts: &[&str]) -> Name {
    let mut hash = Sha256::new();
    parts.iter().for_each(|part| hash.update(part));
    let digest: [u8; 32] = hash.finalize().into();
    let mut name = Name::default();
    name.copy_from_slice(&digest[..16]);
    name
}
