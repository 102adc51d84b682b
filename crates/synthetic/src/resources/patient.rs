//! Who the person is: Patient.

use crate::bundle::{address, entry, telecom};
use crate::fhir::TERMINOLOGY;
use crate::identifiers::{MBI_SYSTEM, MRN_SYSTEM};
use crate::json::List;
use crate::names::Sex;
use crate::patient::{Payer, Person};

pub(crate) fn write(list: &mut List, id: &str, person: &Person) {
    entry(list, "Patient", id, Some((MRN_SYSTEM, &person.mrn)), |o| {
        o.list("identifier", |l| {
            typed(l, "MR", MRN_SYSTEM, &person.mrn);
            if person.payer != Payer::Employer {
                typed(l, "MC", MBI_SYSTEM, &person.mbi);
            }
        });
        o.flag("active", true);
        o.list("name", |l| {
            l.object(|o| {
                o.text("use", "official");
                o.text("family", person.name.family);
                o.list("given", |l| {
                    l.text(person.name.given);
                    l.text(person.name.middle.encode_utf8(&mut [0; 4]));
                });
            });
        });
        o.list("telecom", |l| telecom(l, &person.phone));
        o.text("gender", if person.sex == Sex::Female { "female" } else { "male" });
        o.plain("birthDate", person.birth);
        if let Some(day) = person.died_on {
            o.plain("deceasedDateTime", day);
        }
        address(o, &person.home.street, person.home.city, &person.home.zip);
        o.list("communication", |l| {
            l.object(|o| {
                o.concept("language", &[("urn:ietf:bcp:47", person.language.0, person.language.1)]);
                o.flag("preferred", true);
            });
        });
    });
}

fn typed(list: &mut List, kind: &str, system: &str, value: &str) {
    list.object(|o| {
        o.object("type", |o| {
            o.list("coding", |l| {
                l.object(|o| {
                    o.plain("system", format_args!("{TERMINOLOGY}v2-0203"));
                    o.text("code", kind);
                });
            });
        });
        o.text("system", system);
        o.text("value", value);
    });
}
