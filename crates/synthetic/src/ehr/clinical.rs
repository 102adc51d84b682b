//! What is found at a visit, and what was agreed.

use super::life::{Life, Visit, entry};
use crate::conditions::Problem;
use crate::fhir::{LOINC, SNOMED, TERMINOLOGY};
use crate::json::{List, Object};
use crate::measures::*;

static MEASURED: &[&Measure] = &[
    &WEIGHT,
    &HEIGHT,
    &HEART_RATE,
    &RESPIRATORY_RATE,
    &BODY_MASS_INDEX,
    &HEMOGLOBIN_A1C,
    &GLUCOSE,
    &CREATININE,
    &POTASSIUM,
    &SODIUM,
    &GLOMERULAR_FILTRATION,
    &CHOLESTEROL,
    &LDL,
    &HDL,
    &TRIGLYCERIDES,
    &HEMOGLOBIN,
];

/// What a visit is called in the record and on the claim.
pub(super) const VISIT: (&str, &str, &str) = (SNOMED, "185349003", "Check-up visit");

pub(super) fn encounter(l: &mut List, life: &mut Life, visit: &mut Visit) {
    let id = life.next_id();
    entry(l, "Encounter", &id, Some("encounter"), |o| {
        o.list("identifier", |l| {
            l.object(|o| {
                o.text("use", "official");
                o.text("system", "https://synthetic.example/encounter");
                o.text("value", &id);
            });
        });
        o.text("status", "finished");
        o.object("class", |o| {
            o.plain("system", format_args!("{TERMINOLOGY}v3-ActCode"));
            o.text("code", "AMB");
        });
        o.concepts("type", &[VISIT]);
        o.reference_named("subject", &life.patient, &life.name);
        o.list("participant", |l| {
            l.object(|o| {
                let system = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType";
                o.concepts("type", &[(system, "PPRF", "primary performer")]);
                period(o, "period", visit);
                o.reference_named("individual", &life.provider.practitioner_reference(), &life.provider.name);
            });
        });
        period(o, "period", visit);
        o.list("location", |l| l.object(|o| place(o, "location", life)));
        o.reference_named("serviceProvider", &life.provider.organization_reference(), &life.provider.place);
    });
    visit.encounter = format!("urn:uuid:{id}");
}

pub(super) fn condition(l: &mut List, life: &mut Life, visit: &mut Visit) {
    let id = life.next_id();
    let problem = problem(life);
    entry(l, "Condition", &id, Some("condition"), |o| {
        o.status("clinicalStatus", "condition-clinical", "active");
        o.status("verificationStatus", "condition-ver-status", "confirmed");
        let category = "http://terminology.hl7.org/CodeSystem/condition-category";
        o.concepts("category", &[(category, "encounter-diagnosis", "Encounter diagnosis")]);
        o.concept("code", &[(SNOMED, problem.snomed, problem.name)]);
        subject(o, life, visit);
        o.text("onsetDateTime", &visit.start);
        o.text("recordedDate", &visit.start);
    });
    visit.conditions.push(format!("urn:uuid:{id}"));
}

pub(super) fn care_team_and_plan(l: &mut List, life: &mut Life, visit: &Visit) {
    let (team, plan) = (life.next_id(), life.next_id());
    let problem = problem(life);
    entry(l, "CareTeam", &team, Some("careteam"), |o| {
        o.text("status", "active");
        subject(o, life, visit);
        o.object("period", |o| o.text("start", &visit.start));
        o.list("participant", |l| {
            let members = [
                (("116154003", "Patient"), life.patient.clone(), &life.name),
                (("223366009", "Clinician"), life.provider.practitioner_reference(), &life.provider.name),
                (
                    ("224891009", "Health care service"),
                    life.provider.organization_reference(),
                    &life.provider.place,
                ),
            ];
            for ((code, role), member, name) in members {
                l.object(|o| {
                    o.concepts("role", &[(SNOMED, code, role)]);
                    o.reference_named("member", &member, name);
                });
            }
        });
        o.list("managingOrganization", |l| l.reference(&life.provider.organization_reference()));
    });
    entry(l, "CarePlan", &plan, Some("careplan"), |o| {
        o.object("text", |o| {
            o.text("status", "generated");
            o.plain(
                "div",
                format_args!("<div xmlns='http://www.w3.org/1999/xhtml'>Plan for {}</div>", problem.name),
            );
        });
        o.text("status", "active");
        o.text("intent", "order");
        let category = "http://hl7.org/fhir/us/core/CodeSystem/careplan-category";
        o.concepts("category", &[(category, "assess-plan", "")]);
        subject(o, life, visit);
        o.object("period", |o| o.text("start", &visit.start));
        o.list("careTeam", |l| l.object(|o| o.plain("reference", format_args!("urn:uuid:{team}"))));
        if let Some(condition) = visit.conditions.first() {
            o.list("addresses", |l| l.reference(condition));
        }
        o.list("activity", |l| {
            for (code, words) in [("77806000", "Lighter meals"), ("229065009", "Exercise")] {
                l.object(|o| {
                    o.object("detail", |o| {
                        o.concept("code", &[(SNOMED, code, words)]);
                        o.text("status", "in-progress");
                        o.object("location", |o| o.text("display", &life.provider.place));
                    });
                });
            }
        });
    });
}

/// The first of a visit is its blood pressure; the others take turns. Answers with the Observation's reference.
pub(super) fn observation(l: &mut List, life: &mut Life, visit: &Visit, nth: u32) -> String {
    let id = life.next_id();
    let measure = MEASURED[nth as usize % MEASURED.len()];
    let value = measure.draw(&mut life.dice);
    let pressure = [("8480-6", "Systolic pressure", 1_100), ("8462-4", "Diastolic pressure", 650)]
        .map(|(code, name, least)| (code, name, least + life.dice.below(300) as i32));
    entry(l, "Observation", &id, None, |o| {
        o.profile("http://hl7.org/fhir/us/core/StructureDefinition/us-core-observation-clinical-result");
        o.text("status", "final");
        let category = if measure.laboratory && nth > 0 { "laboratory" } else { "vital-signs" };
        o.concepts(
            "category",
            &[("http://terminology.hl7.org/CodeSystem/observation-category", category, category)],
        );
        let (code, name) =
            if nth == 0 { ("85354-9", "Blood pressure panel") } else { (measure.loinc, measure.name) };
        o.concept("code", &[(LOINC, code, name)]);
        subject(o, life, visit);
        o.text("effectiveDateTime", &visit.start);
        o.text("issued", &visit.start);
        if nth > 0 {
            return o.quantity("valueQuantity", value, measure.unit);
        }
        o.list("component", |l| {
            for (code, name, tenths) in pressure {
                l.object(|o| {
                    o.concept("code", &[(LOINC, code, name)]);
                    o.quantity("valueQuantity", tenths, "mm[Hg]");
                });
            }
        });
    });
    format!("urn:uuid:{id}")
}

pub(super) fn subject(o: &mut Object, life: &Life, visit: &Visit) {
    o.reference("subject", &life.patient);
    o.reference("encounter", &visit.encounter);
}

pub(super) fn period(o: &mut Object, key: &str, visit: &Visit) {
    o.object(key, |o| {
        o.text("start", &visit.start);
        o.text("end", &visit.end);
    });
}

pub(super) fn place(o: &mut Object, key: &str, life: &Life) {
    o.reference_named(key, &life.provider.location_reference(), &life.provider.place);
}

pub(super) fn problem(life: &mut Life) -> &'static Problem {
    life.dice.pick(life.profile)
}
