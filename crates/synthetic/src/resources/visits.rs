//! When the person was seen and what was measured: Encounter, Observation.

use crate::bundle::{Chart, entry, practitioner};
use crate::fhir::{CPT, HCPCS, LOINC, TERMINOLOGY, clock, instant};
use crate::json::{List, Object};
use crate::measures::{Measure, WEIGHT};
use crate::patient::{Person, Visit};

pub(crate) fn write(list: &mut List, chart: &Chart, person: &mut Person) {
    let weight = WEIGHT.draw(&mut person.dice);
    let mut measures: Vec<&Measure> =
        person.problems().flat_map(|problem| problem.measures).copied().collect();
    measures.sort_by_key(|measure| measure.loinc);
    measures.dedup_by_key(|measure| measure.loinc);
    for (place, visit) in person.visits.clone().into_iter().enumerate() {
        let (start, end) = hours(person, visit);
        let id = person.dice.uuid();
        let encounter = format!("urn:uuid:{id}");
        encounter_entry(list, chart, &id, visit, (&instant(start, &chart.zone), &instant(end, &chart.zone)));
        let (patient, at) = (&chart.patient, &instant(start, &chart.zone));
        let about = Measured { patient, encounter: Some(&encounter), at };
        let pressure = (person.dice.between(116, 158), person.dice.between(62, 92));
        blood_pressure(list, &person.dice.uuid(), &about, pressure);
        let drift = person.dice.between(-14, 14);
        observation(list, &about, person, &WEIGHT, weight + drift);
        // Blood is drawn at every other visit.
        for measure in measures.iter().filter(|measure| !measure.laboratory || place % 2 == 0) {
            let value = measure.draw(&mut person.dice);
            observation(list, &about, person, measure, value);
        }
    }
}

/// Of whom, at which visit and when something was measured.
pub(crate) struct Measured<'a> {
    pub(crate) patient: &'a str,
    /// `None`: at home.
    pub(crate) encounter: Option<&'a str>,
    pub(crate) at: &'a str,
}

/// Visits begin on the quarter hour and take twenty or thirty minutes.
fn hours(person: &mut Person, visit: Visit) -> (jiff::civil::DateTime, jiff::civil::DateTime) {
    let hour = person.dice.between(8, 15);
    let minute = person.dice.pick(&[0, 15, 30]);
    let length = person.dice.pick(&[20, 29]);
    (clock(visit.on, hour, minute), clock(visit.on, hour, minute + length))
}

fn encounter_entry(list: &mut List, chart: &Chart, id: &str, visit: Visit, period: (&str, &str)) {
    entry(list, "Encounter", id, None, |o| {
        o.text("status", "finished");
        o.object("class", |o| {
            o.plain("system", format_args!("{TERMINOLOGY}v3-ActCode"));
            o.text("code", "AMB");
        });
        o.list("type", |l| l.named(&[(system(visit.code), visit.code)], label(visit.code)));
        o.reference("subject", &chart.patient);
        o.list("participant", |l| l.object(|o| practitioner(o, "individual", chart.practitioner)));
        o.object("period", |o| {
            o.text("start", period.0);
            o.text("end", period.1);
        });
    });
}

fn system(code: &str) -> &'static str {
    if code.starts_with('G') { HCPCS } else { CPT }
}

/// Our own words; the descriptors of CPT are not ours to print.
fn label(code: &str) -> &'static str {
    match code {
        "G0438" | "G0439" => "Yearly wellness visit",
        "99211" => "Nurse visit",
        _ => "Office visit",
    }
}

/// Systolic and diastolic, in mm[Hg].
pub(crate) fn blood_pressure(list: &mut List, id: &str, about: &Measured, (systolic, diastolic): (i32, i32)) {
    entry(list, "Observation", id, None, |o| {
        measured(o, about, "vital-signs", ("85354-9", "Blood pressure"));
        o.list("component", |l| {
            for (loinc, name, value) in
                [("8480-6", "Systolic pressure", systolic), ("8462-4", "Diastolic pressure", diastolic)]
            {
                l.object(|o| {
                    o.named("code", &[(LOINC, loinc)], name);
                    o.quantity("valueQuantity", value * 10, "mm[Hg]");
                });
            }
        });
    });
}

fn observation(list: &mut List, about: &Measured, person: &mut Person, measure: &Measure, tenths: i32) {
    let id = person.dice.uuid();
    entry(list, "Observation", &id, None, |o| {
        let category = if measure.laboratory { "laboratory" } else { "vital-signs" };
        measured(o, about, category, (measure.loinc, measure.name));
        o.quantity("valueQuantity", tenths, measure.unit);
    });
}

fn measured(o: &mut Object, about: &Measured, category: &str, (loinc, name): (&str, &str)) {
    o.text("status", "final");
    o.list("category", |l| {
        l.object(|o| {
            o.list("coding", |l| {
                l.object(|o| {
                    o.plain("system", format_args!("{TERMINOLOGY}observation-category"));
                    o.text("code", category);
                });
            });
        });
    });
    o.named("code", &[(LOINC, loinc)], name);
    o.reference("subject", about.patient);
    if let Some(encounter) = about.encounter {
        o.reference("encounter", encounter);
    }
    o.text("effectiveDateTime", about.at);
}
