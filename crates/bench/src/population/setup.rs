//! The practices and their staff as a setup file.

use std::fmt::Write;

use super::facts::CAPABILITIES;
use super::numbers::npi;
use super::{Population, ZONE};

const HEAD: &str = r#"
[organization]
key  = "bench"
name = "Bench Health"

[[payers]]
key                 = "medicare"
name                = "MEDICARE PART B"
kind                = "medicare_ffs"
payer_id            = "06102"
filing_indicator    = "MB"
receiver_name       = "MEDICARE PART B"
receiver_id         = "06102"
submitter_name      = "BENCH HEALTH"
submitter_id        = "BENCHSUB1"
submitter_qualifier = "ZZ"
contact_name        = "BILLING OFFICE"
contact_phone       = "3125550142"
coverage_names      = ["Medicare"]
coverage_types      = ["1", "12", "121"]
"#;

/// The key of a practice in the file.
pub fn practice_key(practice: u32) -> String {
    format!("practice-{practice:04}")
}

pub fn nurse_key(practice: u32, place: u32) -> String {
    format!("n-{practice}-{place}")
}

pub fn practitioner_key(practice: u32, place: u32) -> String {
    format!("d-{practice}-{place}")
}

impl Population {
    /// The setup file of all practices.
    pub fn setup_toml(self) -> String {
        let mut out = HEAD.to_owned();
        for practice in 0..self.practices {
            self.practice(practice, &mut out);
            for place in 0..self.practitioners_each() {
                self.practitioner_of(practice, place, &mut out);
            }
            for place in 0..self.nurses_each() {
                self.nurse_of(practice, place, &mut out);
            }
        }
        out
    }

    fn practice(self, practice: u32, out: &mut String) {
        let (key, npi) = (practice_key(practice), npi(practice));
        let capabilities = CAPABILITIES.map(|word| format!("\"{word}\"")).join(", ");
        let _ = write!(
            out,
            r#"
[[practices]]
key              = "{key}"
name             = "{key}"
npi              = "{npi}"
tin              = "361234567"
taxonomy         = "207R00000X"
setting          = "physician"
place_of_service = "11"
capabilities     = [{capabilities}]
locality         = {{ mac = "06102", number = "16" }}
time_zone        = [{{ from = 2020-01-01, name = "{ZONE}" }}]
address          = {{ street = "1 Bench Street", city = "Chicago", state = "IL", zip = "606010001" }}
payers           = ["medicare"]
charges          = [
  {{ code = "99490", cents =  9500, from = 2026-01-01 }},
  {{ code = "99439", cents =  7200, from = 2026-01-01 }},
  {{ code = "99487", cents = 19800, from = 2026-01-01 }},
  {{ code = "99489", cents = 10900, from = 2026-01-01 }},
  {{ code = "99491", cents = 12600, from = 2026-01-01 }},
  {{ code = "99437", cents =  9000, from = 2026-01-01 }},
]
"#
        );
    }

    fn practitioner_of(self, practice: u32, place: u32, out: &mut String) {
        let (key, npi) = (practitioner_key(practice, place), npi(1_000_000 + practice * 1_000 + place));
        let role = format!(
            "practice = \"{}\", role = \"md\", from = 2020-01-01, taxonomy = \"207R00000X\", credential = {{ kind = \"license\", state = \"IL\", from = 2020-01-01 }}",
            practice_key(practice)
        );
        person(out, &key, Some(&npi), &role);
        // Who records for the audit of kept answers.
        out.push_str(&format!("login = \"{key}\"\n"));
    }

    fn nurse_of(self, practice: u32, place: u32, out: &mut String) {
        let role = format!(
            "practice = \"{}\", role = \"rn\", from = 2020-01-01, country = \"US\", supervisor = \"{}\", credential = {{ kind = \"license\", state = \"IL\", from = 2020-01-01 }}",
            practice_key(practice),
            practitioner_key(practice, 0),
        );
        person(out, &nurse_key(practice, place), None, &role);
    }
}

fn person(out: &mut String, key: &str, npi: Option<&str>, role: &str) {
    let npi = npi.map(|npi| format!("npi = \"{npi}\"\n")).unwrap_or_default();
    let _ = write!(
        out,
        "\n[[people]]\nkey = \"{key}\"\nfamily = \"Bench\"\ngiven = \"{key}\"\n{npi}roles = [{{ {role} }}]\n"
    );
}
