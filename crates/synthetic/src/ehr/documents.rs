//! What is written about a visit: reports, the note (as text in base64), and the Provenance of it all.

use std::fmt::Write;

use super::clinical::{period, subject};
use super::life::{Life, Visit, entry};
use crate::fhir::LOINC;
use crate::json::{List, Object};

const NOTE: &[(&str, &str, &str)] =
    &[(LOINC, "34117-2", "History and physical note"), (LOINC, "51847-2", "Evaluation and plan note")];

pub(super) fn laboratory_report(l: &mut List, life: &mut Life, visit: &Visit, measured: &[String]) {
    let id = life.next_id();
    entry(l, "DiagnosticReport", &id, Some("diagnosticreport-lab"), |o| {
        o.text("status", "final");
        let category = "http://terminology.hl7.org/CodeSystem/v2-0074";
        o.concepts("category", &[(category, "LAB", "Laboratory")]);
        o.concept("code", &[(LOINC, "51990-0", "Basic metabolic panel")]);
        subject(o, life, visit);
        o.text("effectiveDateTime", &visit.start);
        o.text("issued", &visit.start);
        performer(o, "performer", life);
        if !measured.is_empty() {
            o.list("result", |l| {
                for observation in measured.iter().take(9) {
                    l.object(|o| {
                        o.text("reference", observation);
                        o.text("display", "Laboratory result");
                    });
                }
            });
        }
    });
}

/// The note of a visit, once as a report and once as a document: systems send both.
pub(super) fn note(l: &mut List, life: &mut Life, visit: &Visit) {
    let (report, document) = (life.next_id(), life.next_id());
    let text = base64(note_text(life, visit).as_bytes());
    entry(l, "DiagnosticReport", &report, Some("diagnosticreport-note"), |o| {
        o.text("status", "final");
        o.concepts("category", NOTE);
        o.concept("code", NOTE);
        subject(o, life, visit);
        o.text("effectiveDateTime", &visit.start);
        o.text("issued", &visit.start);
        performer(o, "performer", life);
        o.list("presentedForm", |l| l.object(|o| attachment(o, &text)));
    });
    entry(l, "DocumentReference", &document, Some("documentreference"), |o| {
        o.list("identifier", |l| {
            l.object(|o| {
                o.text("system", "urn:ietf:rfc:3986");
                o.plain("value", format_args!("urn:uuid:{report}"));
            });
        });
        o.text("status", "current");
        o.concept("type", NOTE);
        let category = "http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category";
        o.concepts("category", &[(category, "clinical-note", "Clinical Note")]);
        o.reference("subject", &life.patient);
        o.text("date", &visit.start);
        performer(o, "author", life);
        o.reference_named("custodian", &life.provider.organization_reference(), &life.provider.place);
        o.list("content", |l| {
            l.object(|o| {
                o.object("attachment", |o| attachment(o, &text));
                o.object("format", |o| {
                    o.text("system", "http://ihe.net/fhir/ValueSet/IHE.FormatCode.codesystem");
                    o.text("code", "urn:ihe:iti:xds:2017:mimeTypeSufficient");
                });
            });
        });
        o.object("context", |o| {
            o.list("encounter", |l| l.reference(&visit.encounter));
            period(o, "period", visit);
        });
    });
}

/// Who wrote all of it, with a reference to each resource: a large one at the end of every bundle.
pub(super) fn provenance(l: &mut List, life: &mut Life) {
    let targets = life.written();
    let id = life.next_id();
    entry(l, "Provenance", &id, Some("provenance"), |o| {
        o.list("target", |l| {
            for target in &targets {
                l.object(|o| o.plain("reference", format_args!("urn:uuid:{target}")));
            }
        });
        o.text("recorded", "2026-05-01T09:00:00.000-08:00");
        o.list("agent", |l| {
            l.object(|o| {
                let kind = "http://terminology.hl7.org/CodeSystem/provenance-participant-type";
                o.concept("type", &[(kind, "author", "Author")]);
                o.reference_named("who", &life.provider.practitioner_reference(), &life.provider.name);
                o.reference_named(
                    "onBehalfOf",
                    &life.provider.organization_reference(),
                    &life.provider.place,
                );
            });
        });
    });
}

fn performer(o: &mut Object, key: &str, life: &Life) {
    o.list(key, |l| {
        l.object(|o| {
            o.text("reference", &life.provider.practitioner_reference());
            o.text("display", &life.provider.name);
        });
    });
}

fn attachment(o: &mut Object, base64: &str) {
    o.text("contentType", "text/plain; charset=utf-8");
    o.text("data", base64);
}

fn note_text(life: &mut Life, visit: &Visit) -> String {
    let problem = life.dice.pick(life.profile);
    let talk = problem.talks.first().copied().unwrap_or_default();
    let mut text = String::with_capacity(900);
    // Writing into a String cannot fail.
    let _ = write!(
        text,
        "Visit of {}\n\nWhy the patient came\n{}; routine follow-up.\n\nWhat was said\n{talk}\n\nProblems\n",
        visit.day, problem.name
    );
    for problem in life.profile {
        let _ = writeln!(text, "- {} ({})", problem.name, problem.icd10);
    }
    text.push_str("\nMedications\n");
    for medication in problem.medications {
        let _ = writeln!(text, "- {}, {}", medication.name, medication.dose);
    }
    let _ = write!(text, "\nPlan\n{}. Return as arranged.\n", problem.goal);
    text
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let three =
            chunk.iter().fold(0u32, |sum, &byte| sum << 8 | u32::from(byte)) << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let letter = LETTERS[(three >> (18 - 6 * place)) as usize & 63];
            text.push(if place <= chunk.len() { letter as char } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    #[test]
    fn base64_pads_as_the_standard_says() {
        for (plain, coded) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")]
        {
            assert_eq!(super::base64(plain.as_bytes()), coded);
        }
    }
}
