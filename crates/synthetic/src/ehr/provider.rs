//! The practitioners and places that the large bundles refer to, found by identifier as a transaction finds them.

use crate::dice::Dice;
use crate::fhir::TAXONOMY;
use crate::identifiers::{NPI_SYSTEM, npi};
use crate::json::{List, Object, object};
use crate::names::{Name, Sex};

/// The system under which the places of the large bundles are known.
pub(super) const PLACE_SYSTEM: &str = "https://synthetic.example/place";

const PROVIDERS: u32 = 24;
/// Where their NPIs begin among ours.
const FIRST_NPI: u32 = 20_000;

pub(super) struct Provider {
    pub(super) npi: String,
    pub(super) name: String,
    pub(super) organization: String,
    pub(super) location: String,
    pub(super) place: String,
}

impl Provider {
    pub(super) fn of(seed: u64, number: u32) -> Self {
        let number = number % PROVIDERS;
        let mut dice = Dice::of(seed, 800_000 + u64::from(number));
        let sex = if dice.percent(50) { Sex::Female } else { Sex::Male };
        let name = Name::draw(&mut dice, sex);
        let place = format!(
            "{} {}",
            dice.pick(PLACES),
            dice.pick(&["Clinic", "Medical Center", "Hospital", "Health"])
        );
        Self {
            npi: npi(FIRST_NPI + number),
            name: format!("Dr. {} {}", name.given, name.family),
            organization: dice.uuid(),
            location: dice.uuid(),
            place,
        }
    }

    pub(super) fn practitioner_reference(&self) -> String {
        format!("Practitioner?identifier={NPI_SYSTEM}|{}", self.npi)
    }

    pub(super) fn organization_reference(&self) -> String {
        format!("Organization?identifier={PLACE_SYSTEM}|{}", self.organization)
    }

    pub(super) fn location_reference(&self) -> String {
        format!("Location?identifier={PLACE_SYSTEM}|{}", self.location)
    }
}

/// One batch bundle with every provider of a seed, as (file name, JSON): import it with the patients, in any order.
pub fn providers(seed: u64) -> (String, String) {
    let mut out = String::with_capacity(96 * 1024);
    object(&mut out, |o| {
        o.text("resourceType", "Bundle");
        o.text("type", "batch");
        o.list("entry", |l| {
            for number in 0..PROVIDERS {
                write(l, seed, number);
            }
        });
    });
    ("providers.json".to_owned(), out)
}

fn write(l: &mut List, seed: u64, number: u32) {
    let provider = Provider::of(seed, number);
    let mut ids = Dice::of(seed, 850_000 + u64::from(number));
    let address = |o: &mut Object| {
        o.list("line", |l| l.text("1200 Juniper Road"));
        o.text("city", "Salem");
        o.text("state", "OR");
        o.text("postalCode", "97301");
        o.text("country", "US");
    };
    known(l, "Organization", &provider.organization, (PLACE_SYSTEM, &provider.organization), |o| {
        o.flag("active", true);
        o.text("name", &provider.place);
        o.list("address", |l| l.object(address));
    });
    known(l, "Location", &provider.location, (PLACE_SYSTEM, &provider.location), |o| {
        o.text("status", "active");
        o.text("name", &provider.place);
        o.object("address", address);
    });
    let practitioner = ids.uuid();
    known(l, "Practitioner", &practitioner, (NPI_SYSTEM, &provider.npi), |o| {
        o.flag("active", true);
        o.list("name", |l| l.object(|o| o.text("text", &provider.name)));
    });
    let role = ids.uuid();
    known(l, "PractitionerRole", &role, (PLACE_SYSTEM, &role), |o| {
        o.reference("practitioner", &provider.practitioner_reference());
        o.reference("organization", &provider.organization_reference());
        o.concepts("code", &[(TAXONOMY, "208D00000X", "General practice")]);
    });
}

fn known(l: &mut List, kind: &str, id: &str, by: (&str, &str), resource: impl FnOnce(&mut Object)) {
    l.object(|o| {
        o.plain("fullUrl", format_args!("urn:uuid:{id}"));
        o.object("resource", |o| {
            o.text("resourceType", kind);
            o.text("id", id);
            o.list("identifier", |l| {
                l.object(|o| {
                    o.text("system", by.0);
                    o.text("value", by.1);
                });
            });
            resource(o);
        });
        o.object("request", |o| {
            o.text("method", "POST");
            o.text("url", kind);
            o.plain("ifNoneExist", format_args!("identifier={}|{}", by.0, by.1));
        });
    });
}

const PLACES: &[&str] = &[
    "Alder Creek",
    "Blue Heron",
    "Cascade Hollow",
    "Fern Ridge",
    "Goose Lake",
    "Juniper Flat",
    "Lone Fir",
    "Marys Peak",
    "Otter Rock",
    "Quartz Hill",
    "Sandy Bend",
    "Three Sisters",
    "Umpqua Bar",
    "Willow Fork",
];
