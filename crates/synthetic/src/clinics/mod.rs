//! Two clinics beside the demo practice, an FQHC and an RHC, with months of 2024, 2025 and 2026 (section 13): the same
//! work comes to other codes as the years go by.

mod house;
mod story;
mod table;

use jiff::civil::Date;

use crate::bundle;
use crate::expectation::Expectation;
use crate::patient::Person;
use crate::record::{self, RecordFile};
use house::House;
use story::{Month, Teller};

/// Their patients are numbered from here: no demo has so many of its own.
const FIRST_PATIENT: u32 = 90_001;

/// A clinic and its months.
pub struct Clinic {
    /// Of the practice, in the setup file.
    pub key: &'static str,
    /// Payers stand in the demo practice's own setup file; this is to be put behind it.
    pub setup_toml: String,
    /// The login of the physician who bills.
    pub physician: String,
    /// In order of time.
    pub months: Vec<ClinicMonth>,
}

/// One service month of a clinic.
pub struct ClinicMonth {
    /// `2024-10`.
    pub month: &'static str,
    /// The day before which nothing of this month is known: the patients come and are enrolled.
    pub enrolled_on: Date,
    /// The day after the last record, two days after the month.
    pub closed_on: Date,
    /// File name and FHIR R4 transaction bundle, one for each patient.
    pub bundles: Vec<(String, String)>,
    /// For `perennial record`, in this order.
    pub records: Vec<RecordFile>,
    pub expectations: Vec<Expectation>,
}

/// The clinics of a seed: the same seed gives the same bytes.
pub fn clinics(seed: u64) -> Vec<Clinic> {
    let mut number = FIRST_PATIENT;
    [&house::BIRCH, &house::CEDAR].map(|house| clinic(house, seed, &mut number)).into()
}

fn clinic(house: &House, seed: u64, number: &mut u32) -> Clinic {
    let cast = house.cast();
    let months = house.months.iter().map(|month: &Month| {
        let mut bundles = Vec::new();
        let mut entries = Vec::new();
        let mut expectations = Vec::new();
        for story in month.stories {
            let mut person = Person::draw(seed, *number);
            *number += 1;
            expectations.push(Teller::new(month, &mut person, &cast, &mut entries).tell(story));
            let name = format!("{}.json", person.mrn.to_ascii_lowercase());
            bundles.push((name, bundle::patient(&mut person, &cast)));
        }
        ClinicMonth {
            month: month.name,
            enrolled_on: month.enrolled_on,
            closed_on: month.closed_on(),
            bundles,
            records: record::files(entries, &cast, ""),
            expectations,
        }
    });
    let months = months.collect();
    Clinic {
        key: house.key,
        setup_toml: house.setup(&cast),
        physician: cast.members()[0].login.clone(),
        months,
    }
}
