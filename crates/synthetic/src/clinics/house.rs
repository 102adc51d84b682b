//! Who the clinics are, and their part of the setup file.

use super::story::Month;
use super::table::{BIRCH_MONTHS, CEDAR_MONTHS};
use crate::identifiers::npi;
use crate::setup::{self, TIME_ZONE};
use crate::staff::Cast;

pub(super) struct House {
    pub(super) key: &'static str,
    name: &'static str,
    npi: u32,
    tin: &'static str,
    taxonomy: &'static str,
    setting: &'static str,
    /// FQ-02: what it elected for 2025, as the setup file has it.
    election: &'static str,
    street: &'static str,
    city: &'static str,
    zip: &'static str,
    /// Key, given and family name.
    physician: [&'static str; 3],
    physician_npi: u32,
    nurse: [&'static str; 3],
    pub(super) months: &'static [Month],
}

pub(super) const BIRCH: House = House {
    key: "birch-fqhc",
    name: "BIRCH HOLLOW HEALTH CENTER",
    npi: 2,
    tin: "930000357",
    taxonomy: "261QF0400X",
    setting: "fqhc",
    election: r#"{ fq_mode_2025 = "individual" }"#,
    street: "77 Birch Hollow Rd",
    city: "Forest Grove",
    zip: "971160207",
    physician: ["castellanos", "Inez", "Castellanos"],
    physician_npi: 21,
    nurse: ["varga", "Tibor", "Varga"],
    months: BIRCH_MONTHS,
};

/// Never said which codes it bills in 2025.
pub(super) const CEDAR: House = House {
    key: "cedar-rhc",
    name: "CEDAR BEND RURAL CLINIC",
    npi: 3,
    tin: "930000468",
    taxonomy: "261QR1300X",
    setting: "rhc",
    election: "{}",
    street: "9 Cedar Bend Ln",
    city: "Vernonia",
    zip: "970640119",
    physician: ["halvorsen", "Maren", "Halvorsen"],
    physician_npi: 31,
    nurse: ["ikeda", "Sora", "Ikeda"],
    months: CEDAR_MONTHS,
};

impl House {
    pub(super) fn cast(&self) -> Cast {
        Cast::of_clinic(self.physician, self.physician_npi, self.nurse)
    }

    pub(super) fn setup(&self, cast: &Cast) -> String {
        let Self { key, name, tin, taxonomy, setting, election, street, city, zip, .. } = self;
        let npi = npi(self.npi);
        let mut out = format!(
            r#"
[[practices]]
key              = "{key}"
name             = "{name}"
npi              = "{npi}"
tin              = "{tin}"
taxonomy         = "{taxonomy}"
setting          = "{setting}"
place_of_service = "11"
locality         = {{ mac = "02302", number = "99" }}
time_zone        = [{{ from = 2020-01-01, name = "{TIME_ZONE}" }}]
address          = {{ street = "{street}", city = "{city}", state = "OR", zip = "{zip}" }}
payers           = ["medicare-or"]
switches         = {election}
capabilities     = ["certified_ehr", "access_24_7", "continuity", "transitions", "enhanced_contact"]
charges          = [
  {{ code = "G0511", cents =  9000, from = 2024-01-01 }},
  {{ code = "99490", cents =  9500, from = 2024-01-01 }},
  {{ code = "99439", cents =  7200, from = 2024-01-01 }},
  {{ code = "99484", cents =  8000, from = 2024-01-01 }},
  {{ code = "99454", cents =  8000, from = 2024-01-01 }},
  {{ code = "99445", cents =  8000, from = 2026-01-01 }},
  {{ code = "99470", cents =  5000, from = 2026-01-01 }},
  {{ code = "G0558", cents = 16000, from = 2025-01-01 }},
]
"#
        );
        for member in cast.members() {
            setup::person(&mut out, key, member);
        }
        out
    }
}
