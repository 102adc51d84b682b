//! Condition: problems and diagnoses.

use app::people::incoming::IncomingCondition;
use ccm::basics::{Date, Icd10Cm};
use ccm::care_plan::ConditionCatalog;
use fhir::{CodeableConcept, Condition, DateTime, Onset, PartialDate};

use super::item::Item;
use super::notes::Notes;
use super::{codes, dates};

pub(super) fn condition(
    item: &Item<'_>,
    condition: &Condition<'_>,
    catalog: &ConditionCatalog,
    notes: &mut Notes,
) -> IncomingCondition {
    let concept = condition.code.as_ref();
    let given = concept.and_then(|concept| icd10(concept, notes));
    let snomed = concept.and_then(|concept| codes::codes(concept, &codes::SNOMED).next());
    let mapped = || snomed.and_then(|code| catalog.from_snomed(code)).cloned();
    let is_given = given.is_some();
    let icd10 = given.or_else(mapped);
    if icd10.is_none() {
        note_unmapped(concept, notes);
    }
    IncomingCondition {
        origin: item.origin(),
        is_mapped: !is_given && icd10.is_some(),
        icd10,
        snomed: snomed.map(str::to_owned),
        label: concept.and_then(|concept| concept.words()).map(str::to_owned),
        status: status(condition),
        onset_on: condition.onset.as_ref().and_then(|onset| day(onset, PartialDate::first)),
        abated_on: condition.abatement.as_ref().and_then(|abatement| day(abatement, PartialDate::last)),
    }
}

/// The first ICD-10-CM code that has its shape.
fn icd10(concept: &CodeableConcept<'_>, notes: &mut Notes) -> Option<Icd10Cm> {
    for code in codes::codes(concept, &codes::ICD10CM) {
        match code.parse() {
            Ok(code) => return Some(code),
            Err(_) => notes.unmapped(codes::ICD10CM[0], code),
        }
    }
    None
}

/// Counts the code that led nowhere: SNOMED CT's where there is one. Wrong ICD-10-CM is counted already.
fn note_unmapped(concept: Option<&CodeableConcept<'_>>, notes: &mut Notes) {
    let coding = concept.and_then(|concept| codes::preferred(concept, &codes::SNOMED));
    match coding {
        Some(coding) => {
            let system = coding.system.as_deref().unwrap_or("no system");
            if !codes::ICD10CM.contains(&system) {
                notes.unmapped(system, coding.code.as_deref().unwrap_or_default());
            }
        }
        None => notes.kept_unread("Condition: no code"),
    }
}

/// An error or a refutation outweighs what else is said. Without a clinical status, an end says `resolved`.
fn status(condition: &Condition<'_>) -> String {
    let verified = condition.verification_status.as_ref().and_then(codes::code);
    if let Some(denied @ ("entered-in-error" | "refuted")) = verified {
        return denied.to_owned();
    }
    let silent = if condition.abatement.is_some() { "resolved" } else { "unknown" };
    condition.clinical_status.as_ref().and_then(codes::code).unwrap_or(silent).to_owned()
}

fn day(at: &Onset<'_>, of: fn(PartialDate) -> Date) -> Option<Date> {
    let of = |at: DateTime| of(at.local_date());
    match at {
        Onset::DateTime(at) => Some(of(*at)),
        Onset::Period(period) => period.start.map(dates::first_day),
        Onset::Text(_) | Onset::Other => None,
    }
}
