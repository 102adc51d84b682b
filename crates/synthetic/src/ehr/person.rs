//! Who the life is about: a Patient with all that a full export says of one.

use jiff::civil::date;

use super::life::{Life, entry};
use crate::fhir::TERMINOLOGY;
use crate::identifiers::{MBI_SYSTEM, mbi};
use crate::json::{List, Object};
use crate::names::Sex;

pub(super) fn write(l: &mut List, life: &mut Life) {
    let id = life.patient.trim_start_matches("urn:uuid:").to_owned();
    let born = date(life.birth_year, life.dice.between(1, 12) as i8, life.dice.between(1, 28) as i8);
    let race = life.dice.pick(RACES);
    let license = life.dice.below(10_000_000);
    let (female, number) = (life.sex == Sex::Female, life.number);
    entry(l, "Patient", &id, Some("patient"), |o| {
        o.object("text", |o| {
            o.text("status", "generated");
            o.text("div", NARRATIVE);
        });
        o.list("extension", |l| {
            category(l, "race", race);
            category(l, "ethnicity", ("2186-5", "Not Hispanic or Latino"));
            extension(l, "http://hl7.org/fhir/StructureDefinition/patient-mothersMaidenName", |o| {
                o.plain("valueString", format_args!("{} {}", life.given, life.family));
            });
            extension(l, "http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex", |o| {
                o.text("valueCode", if female { "F" } else { "M" });
            });
            extension(l, "http://hl7.org/fhir/StructureDefinition/patient-birthPlace", |o| {
                o.object("valueAddress", |o| {
                    o.text("city", "Pendleton");
                    o.text("state", "OR");
                    o.text("country", "US");
                });
            });
        });
        o.list("identifier", |l| {
            l.object(|o| {
                o.text("system", "https://synthetic.example/person");
                o.text("value", &id);
            });
            identifier(l, "MR", "Medical record number", "https://synthetic.example/mrn", &id);
            identifier(l, "MC", "Medicare number", MBI_SYSTEM, &mbi(100_000 + number));
            identifier(
                l,
                "DL",
                "Driver's license",
                "https://synthetic.example/license",
                &format!("D{license:07}"),
            );
        });
        o.list("name", |l| {
            for usage in ["official", "usual"] {
                l.object(|o| {
                    o.text("use", usage);
                    o.text("family", life.family);
                    o.list("given", |l| l.text(life.given));
                    o.list("prefix", |l| l.text(if female { "Ms." } else { "Mr." }));
                });
            }
        });
        o.list("telecom", |l| {
            l.object(|o| {
                o.text("system", "phone");
                o.plain("value", format_args!("503-555-01{:02}", number % 100));
                o.text("use", "home");
            });
        });
        o.text("gender", if female { "female" } else { "male" });
        o.plain("birthDate", born);
        home(o);
        o.status("maritalStatus", "v3-MaritalStatus", "M");
        o.flag("multipleBirthBoolean", false);
        o.list("communication", |l| {
            l.object(|o| o.concept("language", &[("urn:ietf:bcp:47", "en-US", "English")]));
        });
    });
    life.written.push(id);
}

fn home(o: &mut Object) {
    o.list("address", |l| {
        l.object(|o| {
            o.list("extension", |l| {
                l.object(|o| {
                    o.text("url", "http://hl7.org/fhir/StructureDefinition/geolocation");
                    o.list("extension", |l| {
                        for (url, value) in [("latitude", "44.9429"), ("longitude", "-123.0351")] {
                            extension(l, url, |o| o.number("valueDecimal", value));
                        }
                    });
                });
            });
            o.list("line", |l| l.text("48 Sorrel Court"));
            o.text("city", "Salem");
            o.text("state", "OR");
            o.text("postalCode", "97301-2217");
            o.text("country", "US");
        });
    });
}

/// A race or ethnicity as US Core tells it: the category, and the same in words.
fn category(l: &mut List, kind: &str, (code, words): (&str, &str)) {
    l.object(|o| {
        o.plain("url", format_args!("http://hl7.org/fhir/us/core/StructureDefinition/us-core-{kind}"));
        o.list("extension", |l| {
            extension(l, "ombCategory", |o| {
                o.object("valueCoding", |o| {
                    o.text("system", "urn:oid:2.16.840.1.113883.6.238");
                    o.text("code", code);
                    o.text("display", words);
                });
            });
            extension(l, "text", |o| o.text("valueString", words));
        });
    });
}

fn extension(l: &mut List, url: &str, value: impl FnOnce(&mut Object)) {
    l.object(|o| {
        o.text("url", url);
        value(o);
    });
}

fn identifier(l: &mut List, code: &str, words: &str, system: &str, value: &str) {
    l.object(|o| {
        o.object("type", |o| {
            o.list("coding", |l| {
                l.object(|o| {
                    o.plain("system", format_args!("{TERMINOLOGY}v2-0203"));
                    o.text("code", code);
                    o.text("display", words);
                });
            });
            o.text("text", words);
        });
        o.text("system", system);
        o.text("value", value);
    });
}

const NARRATIVE: &str =
    "<div xmlns=\"http://www.w3.org/1999/xhtml\">A person of our own making, who does not exist.</div>";

const RACES: &[(&str, &str)] = &[
    ("2106-3", "White"),
    ("2106-3", "White"),
    ("2106-3", "White"),
    ("2054-5", "Black or African American"),
    ("2028-9", "Asian"),
    ("1002-5", "American Indian or Alaska Native"),
];
