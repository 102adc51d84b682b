//! What is done at a visit: procedures, prescriptions, vaccines, supplies, images.

use super::clinical::{period, place, problem, subject};
use super::life::{Life, Visit, entry};
use crate::fhir::{CVX, RXNORM, SNOMED};
use crate::json::List;
use crate::medications::{ACETAMINOPHEN, Medication};

/// Something done: its SNOMED CT code and our words.
pub(super) struct Act {
    pub(super) code: &'static str,
    pub(super) name: &'static str,
}

const fn act(code: &'static str, name: &'static str) -> Act {
    Act { code, name }
}

static ACTS: &[Act] = &[
    act("171207006", "Depression screening"),
    act("127783003", "Spirometry"),
    act("399208008", "Chest X-ray"),
    act("40701008", "Echocardiography"),
    act("312681000", "Bone density scan"),
    act("370995009", "Health risk education"),
];

/// A vaccine: its CVX code and our words.
pub(super) type Vaccine = (&'static str, &'static str);

static VACCINES: &[Vaccine] = &[
    ("140", "Influenza vaccine, seasonal, preservative free"),
    ("113", "Tetanus and diphtheria toxoids, adult"),
    ("133", "Pneumococcal conjugate vaccine, 13-valent"),
    ("208", "COVID-19 mRNA vaccine, 30 micrograms"),
    ("121", "Zoster vaccine, live"),
];

pub(super) fn procedure(l: &mut List, life: &mut Life, visit: &mut Visit) {
    let id = life.next_id();
    let act = &ACTS[life.dice.below(ACTS.len() as u32) as usize];
    entry(l, "Procedure", &id, Some("procedure"), |o| {
        o.text("status", "completed");
        o.concept("code", &[(SNOMED, act.code, act.name)]);
        subject(o, life, visit);
        period(o, "performedPeriod", visit);
        place(o, "location", life);
        if let Some(condition) = visit.conditions.first() {
            o.list("reasonReference", |l| l.reference(condition));
        }
    });
    visit.procedures.push((format!("urn:uuid:{id}"), act));
}

/// Answers with the MedicationRequest's reference and what was ordered.
pub(super) fn prescription(l: &mut List, life: &mut Life, visit: &Visit) -> (String, &'static Medication) {
    let id = life.next_id();
    let medications = problem(life).medications;
    let medication = if medications.is_empty() { &ACETAMINOPHEN } else { life.dice.pick(medications) };
    entry(l, "MedicationRequest", &id, Some("medicationrequest"), |o| {
        o.text("status", "active");
        o.text("intent", "order");
        o.concept("medicationCodeableConcept", &[(RXNORM, medication.rxnorm, medication.name)]);
        subject(o, life, visit);
        o.text("authoredOn", &visit.start);
        o.reference_named("requester", &life.provider.practitioner_reference(), &life.provider.name);
        o.list("dosageInstruction", |l| {
            l.object(|o| {
                o.number("sequence", 1);
                o.text("text", medication.dose);
                o.object("timing", |o| {
                    o.object("repeat", |o| {
                        o.number("frequency", 1);
                        o.number("period", "1.0");
                        o.text("periodUnit", "d");
                    });
                });
                o.flag("asNeededBoolean", false);
            });
        });
    });
    (format!("urn:uuid:{id}"), medication)
}

pub(super) fn immunization(l: &mut List, life: &mut Life, visit: &mut Visit) {
    let id = life.next_id();
    let (code, name) = life.dice.pick(VACCINES);
    entry(l, "Immunization", &id, Some("immunization"), |o| {
        o.text("status", "completed");
        o.concept("vaccineCode", &[(CVX, code, name)]);
        o.reference("patient", &life.patient);
        o.reference("encounter", &visit.encounter);
        o.text("occurrenceDateTime", &visit.start);
        o.flag("primarySource", true);
        place(o, "location", life);
    });
    visit.immunizations.push((format!("urn:uuid:{id}"), (code, name)));
}

pub(super) fn supply(l: &mut List, life: &mut Life, visit: &Visit) {
    let id = life.next_id();
    entry(l, "SupplyDelivery", &id, None, |o| {
        o.text("status", "completed");
        o.reference("patient", &life.patient);
        let kind = "http://terminology.hl7.org/CodeSystem/supply-item-type";
        o.concept("type", &[(kind, "device", "Device")]);
        o.object("suppliedItem", |o| {
            o.object("quantity", |o| o.number("value", 1));
            o.concept("itemCodeableConcept", &[(SNOMED, "337388004", "Blood glucose test strips")]);
        });
        o.text("occurrenceDateTime", &visit.start);
    });
}

pub(super) fn image(l: &mut List, life: &mut Life, visit: &Visit) {
    let id = life.next_id();
    let number = life.dice.below(u32::MAX);
    entry(l, "ImagingStudy", &id, None, |o| {
        o.text("status", "available");
        subject(o, life, visit);
        o.text("started", &visit.start);
        o.number("numberOfSeries", 1);
        o.number("numberOfInstances", 1);
        place(o, "location", life);
        o.list("series", |l| {
            l.object(|o| {
                o.plain("uid", format_args!("2.25.{number}1"));
                o.object("modality", |o| {
                    o.text("system", "http://dicom.nema.org/resources/ontology/DCM");
                    o.text("code", "DX");
                });
                o.list("instance", |l| {
                    l.object(|o| {
                        o.plain("uid", format_args!("2.25.{number}2"));
                        o.object("sopClass", |o| {
                            o.text("system", "urn:ietf:rfc:3986");
                            o.text("code", "urn:oid:1.2.840.10008.5.1.4.1.1.1.1");
                        });
                        o.text("title", "Chest, two views");
                    });
                });
            });
        });
    });
}
