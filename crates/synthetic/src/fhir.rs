//! The FHIR datatypes that every resource of ours uses.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use crate::json::{List, Object};

pub(crate) const SNOMED: &str = "http://snomed.info/sct";
pub(crate) const ICD10: &str = "http://hl7.org/fhir/sid/icd-10-cm";
pub(crate) const CPT: &str = "http://www.ama-assn.org/go/cpt";
pub(crate) const HCPCS: &str = "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets";
pub(crate) const LOINC: &str = "http://loinc.org";
pub(crate) const RXNORM: &str = "http://www.nlm.nih.gov/research/umls/rxnorm";
pub(crate) const CVX: &str = "http://hl7.org/fhir/sid/cvx";
pub(crate) const UCUM: &str = "http://unitsofmeasure.org";
pub(crate) const TAXONOMY: &str = "http://nucc.org/provider-taxonomy";
pub(crate) const TERMINOLOGY: &str = "http://terminology.hl7.org/CodeSystem/";

/// A coding: system, code, words (which may be empty).
pub(crate) type Coding<'a> = (&'a str, &'a str, &'a str);

impl Object<'_> {
    /// A CodeableConcept of one or more codings; its text is the words of the first.
    pub(crate) fn concept(&mut self, key: &str, codings: &[Coding]) {
        self.object(key, |o| concept(o, codings));
    }

    /// A CodeableConcept in our own words: codings without displays, which belong to the code systems, and a text.
    pub(crate) fn named(&mut self, key: &str, codings: &[(&str, &str)], text: &str) {
        self.object(key, |o| named(o, codings, text));
    }

    /// A list of one CodeableConcept.
    pub(crate) fn concepts(&mut self, key: &str, codings: &[Coding]) {
        self.list(key, |l| l.concept(codings));
    }

    /// A CodeableConcept of one of HL7's own code systems, by the system's last word.
    pub(crate) fn status(&mut self, key: &str, system: &str, code: &str) {
        self.object(key, |o| {
            o.list("coding", |l| {
                l.object(|o| {
                    o.plain("system", format_args!("{TERMINOLOGY}{system}"));
                    o.text("code", code);
                });
            });
        });
    }

    pub(crate) fn reference(&mut self, key: &str, to: &str) {
        self.object(key, |o| o.text("reference", to));
    }

    pub(crate) fn reference_named(&mut self, key: &str, to: &str, display: &str) {
        self.object(key, |o| {
            o.text("reference", to);
            o.text("display", display);
        });
    }

    pub(crate) fn quantity(&mut self, key: &str, tenths: i32, unit: &str) {
        self.object(key, |o| {
            if tenths % 10 == 0 {
                o.number("value", tenths / 10);
            } else {
                o.number("value", format_args!("{}.{}", tenths / 10, tenths % 10));
            }
            o.text("unit", unit);
            o.text("system", UCUM);
            o.text("code", unit);
        });
    }

    pub(crate) fn profile(&mut self, url: &str) {
        self.object("meta", |o| o.list("profile", |l| l.text(url)));
    }
}

impl List<'_> {
    pub(crate) fn concept(&mut self, codings: &[Coding]) {
        self.object(|o| concept(o, codings));
    }

    pub(crate) fn named(&mut self, codings: &[(&str, &str)], text: &str) {
        self.object(|o| named(o, codings, text));
    }

    pub(crate) fn reference(&mut self, to: &str) {
        self.object(|o| o.text("reference", to));
    }
}

fn named(o: &mut Object, codings: &[(&str, &str)], text: &str) {
    o.list("coding", |l| {
        for &(system, code) in codings {
            l.object(|o| {
                o.text("system", system);
                o.text("code", code);
            });
        }
    });
    o.text("text", text);
}

fn concept(o: &mut Object, codings: &[Coding]) {
    o.list("coding", |l| {
        for &(system, code, words) in codings {
            l.object(|o| {
                o.text("system", system);
                o.text("code", code);
                if !words.is_empty() {
                    o.text("display", words);
                }
            });
        }
    });
    if let Some(&(_, _, words)) = codings.first().filter(|coding| !coding.2.is_empty()) {
        o.text("text", words);
    }
}

/// A local time as FHIR wants it, with the practice's offset on that day.
pub(crate) fn instant(at: DateTime, zone: &TimeZone) -> String {
    match at.to_zoned(zone.clone()) {
        Ok(zoned) => zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
        Err(_) => at.date().to_string(),
    }
}

pub(crate) fn clock(day: Date, hour: i32, minute: i32) -> DateTime {
    day.at(hour as i8, minute as i8, 0, 0)
}
