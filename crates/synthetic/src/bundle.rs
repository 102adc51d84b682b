//! A person, and the practice, as FHIR R4 transaction bundles, the way a record system exports them.

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::fhir::TAXONOMY;
use crate::identifiers::NPI_SYSTEM;
use crate::json::{List, Object, object};
use crate::patient::Person;
use crate::resources;
use crate::setup::{PRACTICE_NAME, TIME_ZONE, practice_npi};
use crate::staff::{Cast, Member};

/// When the record system made the export: the first hour of October, in Oregon still the evening before.
const EXPORTED: &str = "2026-10-01T05:00:00Z";

/// What the writers of a person's resources share.
pub(crate) struct Chart<'a> {
    pub(crate) patient: String,
    pub(crate) zone: TimeZone,
    pub(crate) practitioner: &'a Member,
}

/// The practice, its place and its practitioners: what the patients' bundles refer to.
pub(crate) fn practice(cast: &Cast) -> String {
    let npi = practice_npi();
    transaction(|l| {
        entry(l, "Organization", "c0a1c0de-0000-4000-8000-000000000001", Some((NPI_SYSTEM, &npi)), |o| {
            identifier(o, NPI_SYSTEM, &npi);
            o.flag("active", true);
            o.text("name", PRACTICE_NAME);
            o.list("telecom", |l| telecom(l, "503-555-0131"));
            address(o, "2140 NE Larkspur Way", "Hillsboro", "97124-0131");
        });
        for (place, member) in cast.members().iter().enumerate() {
            let Some(npi) = &member.npi else { continue };
            let person = format!("c0a1c0de-0000-4000-8000-{:012}", 100 + place);
            entry(l, "Practitioner", &person, Some((NPI_SYSTEM, npi)), |o| {
                identifier(o, NPI_SYSTEM, npi);
                o.flag("active", true);
                o.list("name", |l| {
                    l.object(|o| {
                        o.text("family", &member.family);
                        o.list("given", |l| l.text(&member.given));
                    });
                });
            });
            let role = format!("c0a1c0de-0000-4000-8000-{:012}", 200 + place);
            entry(l, "PractitionerRole", &role, None, |o| {
                o.flag("active", true);
                o.reference("practitioner", &format!("urn:uuid:{person}"));
                o.reference("organization", "urn:uuid:c0a1c0de-0000-4000-8000-000000000001");
                if let Some(taxonomy) = member.taxonomy {
                    o.concepts("code", &[(TAXONOMY, taxonomy, "")]);
                }
            });
        }
    })
}

/// One person's record. Every reference in it is to its own entries, or by NPI to [`practice`].
pub(crate) fn patient(person: &mut Person, cast: &Cast) -> String {
    let zone = TimeZone::get(TIME_ZONE).expect("the bundled time zones hold the demo's");
    let id = person.id.clone();
    let practitioner = cast.member(person.practitioner);
    let chart = Chart { patient: format!("urn:uuid:{id}"), zone, practitioner };
    transaction(|l| {
        resources::patient::write(l, &id, person);
        resources::coverage::write(l, &chart, person);
        resources::problems::write(l, &chart, person);
        resources::visits::write(l, &chart, person);
    })
}

pub(crate) fn transaction(entries: impl FnOnce(&mut List)) -> String {
    let mut out = String::with_capacity(64 * 1024);
    object(&mut out, |o| {
        o.text("resourceType", "Bundle");
        o.text("type", "transaction");
        o.list("entry", entries);
    });
    out
}

/// One entry: the resource and how the server is to take it. `once` keeps a second load from making a second copy.
pub(crate) fn entry(
    list: &mut List,
    kind: &str,
    id: &str,
    once: Option<(&str, &str)>,
    resource: impl FnOnce(&mut Object),
) {
    list.object(|o| {
        o.plain("fullUrl", format_args!("urn:uuid:{id}"));
        o.object("resource", |o| {
            o.text("resourceType", kind);
            o.text("id", id);
            o.object("meta", |o| o.text("lastUpdated", EXPORTED));
            resource(o);
        });
        o.object("request", |o| {
            o.text("method", "POST");
            o.text("url", kind);
            if let Some((system, value)) = once {
                o.plain("ifNoneExist", format_args!("identifier={system}|{value}"));
            }
        });
    });
}

fn identifier(o: &mut Object, system: &str, value: &str) {
    o.list("identifier", |l| {
        l.object(|o| {
            o.text("system", system);
            o.text("value", value);
        });
    });
}

pub(crate) fn telecom(list: &mut List, phone: &str) {
    list.object(|o| {
        o.text("system", "phone");
        o.text("value", phone);
        o.text("use", "home");
    });
}

pub(crate) fn address(o: &mut Object, street: &str, city: &str, zip: &str) {
    o.list("address", |l| {
        l.object(|o| {
            o.list("line", |l| l.text(street));
            o.text("city", city);
            o.text("state", "OR");
            o.text("postalCode", zip);
            o.text("country", "US");
        });
    });
}

/// A practitioner by NPI, as a conditional reference and as a plain identifier: systems read one or the other.
pub(crate) fn practitioner(o: &mut Object, key: &str, member: &Member) {
    let npi = member.npi.as_deref().unwrap_or_default();
    o.object(key, |o| {
        o.plain("reference", format_args!("Practitioner?identifier={NPI_SYSTEM}|{npi}"));
        o.object("identifier", |o| {
            o.text("system", NPI_SYSTEM);
            o.text("value", npi);
        });
        o.plain("display", format_args!("{} {}", member.given, member.family));
    });
}

/// A problem is first written down on a visit of long ago.
pub(crate) fn years_before(day: Date, years: i16) -> Date {
    Date::new(day.year() - years, day.month(), day.day().min(28)).unwrap_or(day)
}
