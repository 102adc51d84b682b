//! What home devices have sent in October, as one more bundle of the record system: ordinary values, and one that cannot
//! wait. Each patient stands in it again, unchanged: nothing is taken in whose patient is not in the input.

use jiff::civil::{Date, date};
use jiff::tz::TimeZone;

use crate::bundle;
use crate::expectation::Expectation;
use crate::fhir::instant;
use crate::json::List;
use crate::patient::Person;
use crate::resources;
use crate::resources::visits::{Measured, blood_pressure};
use crate::setup::TIME_ZONE;

/// The evening before the demo is shown, 192/118.
const URGENT_STORY: &str = "sixty-simple";
const DAYS: [i8; 3] = [5, 9, 13];

/// A bundle for those who measure at home: every third of the practice's managed patients.
pub(crate) fn readings(people: &[Person], septembers: &[Expectation]) -> String {
    let zone = TimeZone::get(TIME_ZONE).expect("the bundled time zones hold the demo's");
    bundle::transaction(|list| {
        for (place, september) in septembers.iter().enumerate() {
            let Some(person) = people.iter().find(|person| person.mrn == september.mrn) else { continue };
            let has_urgent = september.story == URGENT_STORY;
            let measures_at_home = place.is_multiple_of(3) && !september.codes.is_empty();
            if !has_urgent && !measures_at_home {
                continue;
            }
            resources::patient::write(list, &person.id, person);
            let mut write = |day: Date, hour: i8, pressure: (i32, i32)| {
                one(list, person, &instant(day.at(hour, 10, 0, 0), &zone), pressure);
            };
            let base = 122 + (place as i32 * 7) % 24;
            for (at, day) in DAYS.into_iter().enumerate() {
                write(date(2026, 10, day), 7, (base + at as i32 * 3, 70 + base % 14));
            }
            if has_urgent {
                write(date(2026, 10, 15), 19, (192, 118));
            }
        }
    })
}

fn one(list: &mut List, person: &Person, at: &str, pressure: (i32, i32)) {
    let patient = format!("urn:uuid:{}", person.id);
    let id = format!("{}-{}", person.mrn.to_ascii_lowercase(), at.get(..10).unwrap_or_default());
    blood_pressure(list, &id, &Measured { patient: &patient, encounter: None, at }, pressure);
}
