//! MedicationRequest and MedicationStatement: what a patient takes.

use app::people::incoming::{IncomingMedication, Origin};
use ccm::basics::Date;
use fhir::{
    Dosage, Effective, MedicationChoice, MedicationRequest, MedicationStatement, Reference, Resource, Target,
};

use super::dates;
use super::directory::{Directory, Found, MedicationCode};
use super::item::Item;
use super::notes::Notes;

/// `None`: a request that something not be given is no medication.
pub(super) fn request(
    item: &Item<'_>,
    request: &MedicationRequest<'_>,
    directory: &Directory,
    notes: &mut Notes,
) -> Option<IncomingMedication> {
    if request.do_not_perform == Some(true) {
        notes.kept_unread("MedicationRequest: do not perform");
        return None;
    }
    let what = what(request.medication.as_ref(), &request.contained, directory);
    let status = request.status.map_or("unknown", |status| status.as_str());
    let authored_on = request.authored_on.map(dates::first_day);
    Some(medication(item.origin(), status, what, authored_on, &request.dosage_instruction))
}

pub(super) fn statement(
    item: &Item<'_>,
    statement: &MedicationStatement<'_>,
    directory: &Directory,
) -> IncomingMedication {
    let what = what(statement.medication.as_ref(), &statement.contained, directory);
    let status = statement.status.map_or("unknown", |status| status.as_str());
    let taken_from = || match statement.effective.as_ref()? {
        Effective::DateTime(at) => Some(dates::first_day(*at)),
        Effective::Period(period) => period.start.map(dates::first_day),
        Effective::Instant(instant) => Some(instant.local_date()),
        Effective::Other => None,
    };
    let authored_on = statement.date_asserted.map(dates::first_day).or_else(taken_from);
    let mut origin = item.origin();
    // Requests and statements are medications both, and each kind has ids of its own.
    origin.source_id.insert_str(0, "MedicationStatement/");
    medication(origin, status, what, authored_on, &statement.dosage)
}

/// Whether another file may hold the medication.
pub(super) fn waits(choice: Option<&MedicationChoice<'_>>, directory: &Directory) -> bool {
    match choice {
        Some(MedicationChoice::Reference(reference)) => directory.medication(reference) == Found::Perhaps,
        _ => false,
    }
}

fn medication(
    origin: Origin,
    status: &str,
    what: MedicationCode,
    authored_on: Option<Date>,
    dosage: &[Dosage<'_>],
) -> IncomingMedication {
    let words = dosage.iter().filter_map(|it| it.text.as_deref().or(it.patient_instruction.as_deref()));
    let words: Vec<&str> = words.map(str::trim).filter(|words| !words.is_empty()).collect();
    IncomingMedication {
        origin,
        status: status.to_owned(),
        code_system: what.system,
        code: what.code,
        label: what.label,
        authored_on,
        dosage: (!words.is_empty()).then(|| words.join("; ")),
    }
}

fn what(
    choice: Option<&MedicationChoice<'_>>,
    contained: &[Resource<'_>],
    directory: &Directory,
) -> MedicationCode {
    match choice {
        Some(MedicationChoice::Concept(concept)) => MedicationCode::of(concept),
        Some(MedicationChoice::Reference(reference)) => referred(reference, contained, directory),
        Some(MedicationChoice::Other) | None => MedicationCode::default(),
    }
}

/// A medication that is found nowhere keeps the words of the reference.
fn referred(reference: &Reference<'_>, contained: &[Resource<'_>], directory: &Directory) -> MedicationCode {
    let found = match reference.target() {
        Target::Contained { id } => match contained.iter().find(|resource| resource.id() == Some(id)) {
            Some(Resource::Medication(medication)) => medication.code.as_ref().map(MedicationCode::of),
            _ => None,
        },
        _ => directory.medication(reference).known().map(|code| (*code).clone()),
    };
    let mut what = found.unwrap_or_default();
    what.label = what.label.or_else(|| reference.display.as_deref().map(str::to_owned));
    what
}
