//! A patient, whole: all their resources in our words, in an order that does not depend on where they came from.

use std::cmp::Ordering;

use app::people::incoming::IncomingRecord;
use ccm::care_plan::ConditionCatalog;
use fhir::{Patient, Resource};
use sha2::{Digest, Sha256};

use super::benefit::Payers;
use super::directory::Directory;
use super::item::Item;
use super::notes::Notes;
use super::whose::Patients;
use super::{allergy, condition, coverage, medication, observation, patient, visit};

/// What a record is read with.
#[derive(Clone, Copy)]
pub(super) struct Reading<'r> {
    pub patients: &'r Patients<'r>,
    pub directory: &'r Directory,
    pub catalog: &'r ConditionCatalog,
}

/// Puts a patient's resources together. `None`: there is no Patient among them.
pub(super) fn record(items: &mut [Item<'_>], with: Reading<'_>, notes: &mut Notes) -> Option<IncomingRecord> {
    items.sort_unstable_by(order);
    let (item, patient) = newest(items).find_map(as_patient)?;
    let raw = original(items);
    let mut record = IncomingRecord {
        patient: patient::patient(&item, patient, with.patients, notes),
        coverages: Vec::new(),
        conditions: Vec::new(),
        visits: Vec::new(),
        medications: Vec::new(),
        allergies: Vec::new(),
        observations: Vec::new(),
        raw_sha256: Sha256::digest(&raw).into(),
        raw,
    };
    let mut payers = Payers::default();
    for item in newest(items) {
        translate(&mut record, item, &mut payers, with, notes);
    }
    if record.coverages.is_empty() {
        record.coverages = payers.coverages();
    }
    Some(record)
}

/// By type and id; versions of one resource from the oldest to the newest.
fn order(a: &Item<'_>, b: &Item<'_>) -> Ordering {
    let of_type = a.resource.type_name().cmp(b.resource.type_name());
    of_type
        .then_with(|| a.given_id.cmp(&b.given_id))
        .then_with(|| a.last_updated().cmp(&b.last_updated()))
        .then_with(|| a.json.cmp(b.json))
}

/// The newest version of each resource.
fn newest<'i, 'd>(items: &'i [Item<'d>]) -> impl Iterator<Item = &'i Item<'d>> {
    items.iter().enumerate().filter_map(|(place, item)| {
        let is_followed = items.get(place + 1).is_some_and(|next| {
            // What has no id is known by its content.
            let is_same = item.given_id.is_some() || next.json == item.json;
            is_same
                && next.given_id == item.given_id
                && next.resource.type_name() == item.resource.type_name()
        });
        (!is_followed).then_some(item)
    })
}

fn as_patient<'d>(item: &Item<'d>) -> Option<(Item<'d>, &'d Patient<'d>)> {
    match item.resource {
        Resource::Patient(patient) => Some((*item, patient)),
        _ => None,
    }
}

/// The resources as they came, each followed by a line feed.
fn original(items: &[Item<'_>]) -> Vec<u8> {
    let mut raw = Vec::with_capacity(items.iter().map(|item| item.json.len() + 1).sum());
    for item in items {
        raw.extend_from_slice(item.json.as_bytes());
        raw.push(b'\n');
    }
    raw
}

fn translate(
    record: &mut IncomingRecord,
    item: &Item<'_>,
    payers: &mut Payers,
    with: Reading<'_>,
    notes: &mut Notes,
) {
    let directory = with.directory;
    match item.resource {
        Resource::Coverage(it) => record.coverages.push(coverage::coverage(item, it, directory, notes)),
        Resource::Condition(it) => {
            record.conditions.push(condition::condition(item, it, with.catalog, notes))
        }
        Resource::Encounter(it) => record.visits.push(visit::visit(item, it, directory, notes)),
        Resource::MedicationRequest(it) => {
            record.medications.extend(medication::request(item, it, directory, notes));
        }
        Resource::MedicationStatement(it) => {
            record.medications.push(medication::statement(item, it, directory))
        }
        Resource::AllergyIntolerance(it) => record.allergies.push(allergy::allergy(item, it)),
        Resource::Observation(it) => record.observations.extend(observation::observation(item, it, notes)),
        Resource::Claim(_) | Resource::ExplanationOfBenefit(_) => payers.hear(item.resource, directory),
        // Who the record is about was read first; the rest stays in the original.
        _ => {}
    }
}

/// Whether a resource refers to something that is not known and that another file may hold.
pub(super) fn waits(resource: &Resource<'_>, directory: &Directory) -> bool {
    match resource {
        Resource::Coverage(it) => coverage::waits(it, directory),
        Resource::Encounter(it) => visit::waits(it, directory),
        Resource::MedicationRequest(it) => medication::waits(it.medication.as_ref(), directory),
        Resource::MedicationStatement(it) => medication::waits(it.medication.as_ref(), directory),
        _ => false,
    }
}
