//! Encounter: visits and stays.

use app::people::incoming::IncomingVisit;
use ccm::basics::{Hcpcs, Npi};
use fhir::{Encounter, Reference, Resource, Target, systems};

use super::directory::{Directory, Found, npi_among};
use super::item::Item;
use super::notes::Notes;
use super::{codes, coverage};

pub(super) fn visit(
    item: &Item<'_>,
    encounter: &Encounter<'_>,
    directory: &Directory,
    notes: &mut Notes,
) -> IncomingVisit {
    // The days are those of the clock at the place of the visit.
    let (on, until) = coverage::days(encounter.period.as_ref());
    IncomingVisit {
        origin: item.origin(),
        status: encounter.status.map_or("unknown", |status| status.as_str()).to_owned(),
        class: encounter.class.as_ref().and_then(|class| class.code.as_deref()).map(str::to_owned),
        code: procedure(encounter),
        on,
        until,
        practitioner_npi: npi(encounter, directory, notes),
    }
}

/// Whether another file may hold somebody who took part.
pub(super) fn waits(encounter: &Encounter<'_>, directory: &Directory) -> bool {
    individuals(encounter).any(|individual| directory.practitioner(individual) == Found::Perhaps)
}

/// A CPT or HCPCS code of the right shape.
fn procedure(encounter: &Encounter<'_>) -> Option<String> {
    let of = |system| encounter.type_.iter().flat_map(move |it| codes::codes(it, system));
    let code = of(&codes::CPT).chain(of(&codes::HCPCS)).find_map(|code| code.parse::<Hcpcs>().ok());
    code.map(|code| code.as_str().to_owned())
}

/// The NPI of the first who took part and has one.
fn npi(encounter: &Encounter<'_>, directory: &Directory, notes: &mut Notes) -> Option<Npi> {
    for individual in individuals(encounter) {
        note_wrong(individual, notes);
        let npi = match individual.target() {
            Target::Contained { id } => contained(id, encounter, directory),
            _ => directory.practitioner(individual).known().flatten(),
        };
        if npi.is_some() {
            return npi;
        }
    }
    None
}

/// Those who took part and may be practitioners.
fn individuals<'r>(encounter: &'r Encounter<'_>) -> impl Iterator<Item = &'r Reference<'r>> {
    encounter.participant.iter().filter_map(|participant| participant.individual.as_ref())
}

fn contained(id: &str, encounter: &Encounter<'_>, directory: &Directory) -> Option<Npi> {
    match encounter.contained.iter().find(|resource| resource.id() == Some(id))? {
        Resource::Practitioner(practitioner) => npi_among(&practitioner.identifier),
        Resource::PractitionerRole(role) => directory.practitioner(role.practitioner.as_ref()?).known()?,
        _ => None,
    }
}

/// An NPI that is none is nobody's fault here, and somebody's to know.
fn note_wrong(individual: &Reference<'_>, notes: &mut Notes) {
    if let Target::Conditional { system: Some(system), value, .. } = individual.target()
        && system == systems::NPI
        && value.parse::<Npi>().is_err()
    {
        notes.unmapped(systems::NPI, &value);
    }
}
