//! What ails the person, what she takes for it and what she cannot take: Condition, MedicationRequest,
//! AllergyIntolerance.

use jiff::civil::{Date, date};

use crate::bundle::{Chart, entry, practitioner, years_before};
use crate::fhir::{ICD10, RXNORM, SNOMED};
use crate::json::List;
use crate::medications::Medication;
use crate::patient::{Ailment, Person, Standing};

pub(crate) fn write(list: &mut List, chart: &Chart, person: &mut Person) {
    let since = person.visits.first().map_or(date(2025, 1, 6), |visit| visit.on);
    for ailment in person.ailments.clone() {
        let onset = years_before(since, person.dice.between(1, 11) as i16);
        condition(list, chart, person, ailment, onset);
    }
    let mut taken: Vec<&Medication> =
        person.problems().flat_map(|problem| problem.medications).copied().collect();
    taken.sort_by_key(|medication| medication.rxnorm);
    taken.dedup_by_key(|medication| medication.rxnorm);
    for medication in taken {
        let ordered = years_before(since, person.dice.between(0, 3) as i16);
        request(list, chart, person, medication, ordered);
    }
    if person.dice.percent(30) {
        allergy(list, chart, person);
    }
}

fn condition(list: &mut List, chart: &Chart, person: &mut Person, ailment: Ailment, onset: Date) {
    let Ailment { problem, standing } = ailment;
    let id = person.dice.uuid();
    let snomed = (SNOMED, problem.snomed);
    let icd10 = (ICD10, problem.icd10);
    entry(list, "Condition", &id, None, |o| {
        // FHIR: a condition entered in error has no clinical status.
        match standing {
            Standing::EnteredInError => {}
            Standing::Resolved => o.status("clinicalStatus", "condition-clinical", "resolved"),
            _ => o.status("clinicalStatus", "condition-clinical", "active"),
        }
        let certainty = match standing {
            Standing::EnteredInError => "entered-in-error",
            Standing::Refuted => "refuted",
            _ => "confirmed",
        };
        o.status("verificationStatus", "condition-ver-status", certainty);
        o.list("category", |l| {
            l.concept(&[(
                "http://terminology.hl7.org/CodeSystem/condition-category",
                "problem-list-item",
                "Problem list item",
            )]);
        });
        match standing {
            Standing::SnomedOnly => o.named("code", &[snomed], problem.name),
            _ => o.named("code", &[icd10, snomed], problem.name),
        }
        o.reference("subject", &chart.patient);
        o.plain("onsetDateTime", onset);
        if standing == Standing::Resolved {
            o.text("abatementDateTime", "2025-03-14");
        }
        o.plain("recordedDate", onset);
    });
}

fn request(list: &mut List, chart: &Chart, person: &mut Person, medication: &Medication, ordered: Date) {
    let id = person.dice.uuid();
    entry(list, "MedicationRequest", &id, None, |o| {
        o.text("status", "active");
        o.text("intent", "order");
        o.named("medicationCodeableConcept", &[(RXNORM, medication.rxnorm)], medication.name);
        o.reference("subject", &chart.patient);
        o.plain("authoredOn", ordered);
        practitioner(o, "requester", chart.practitioner);
        o.list("dosageInstruction", |l| l.object(|o| o.text("text", medication.dose)));
    });
}

fn allergy(list: &mut List, chart: &Chart, person: &mut Person) {
    let id = person.dice.uuid();
    let (system, code, name) = person.dice.pick(&[
        (RXNORM, "10831", "Sulfamethoxazole and trimethoprim"),
        (RXNORM, "1191", "Aspirin"),
        (SNOMED, "111088007", "Latex"),
    ]);
    entry(list, "AllergyIntolerance", &id, None, |o| {
        o.status("clinicalStatus", "allergyintolerance-clinical", "active");
        o.status("verificationStatus", "allergyintolerance-verification", "confirmed");
        o.named("code", &[(system, code)], name);
        o.reference("patient", &chart.patient);
        o.list("reaction", |l| {
            l.object(|o| o.list("manifestation", |l| l.named(&[(SNOMED, "271807003")], "Rash")));
        });
    });
}
