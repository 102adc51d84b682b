//! The practice as a setup file: Larkspur Internal Medicine of Hillsboro, Oregon, its payers, people and charges.

use std::fmt::Write;

use crate::identifiers::npi;
use crate::staff::{Cast, Member};

/// What the practice calls itself on a claim.
pub(crate) const PRACTICE_NAME: &str = "LARKSPUR INTERNAL MEDICINE";
/// The demo's organization, in its setup file.
pub const ORGANIZATION_KEY: &str = "larkspur";
pub(crate) const PRACTICE_KEY: &str = "larkspur-im";
pub(crate) const TIME_ZONE: &str = "America/Los_Angeles";
/// Where its NPI stands among ours.
const PRACTICE_NPI: u32 = 1;

pub(crate) fn practice_npi() -> String {
    npi(PRACTICE_NPI)
}

pub(crate) fn toml(cast: &Cast) -> String {
    let mut out = organization();
    for member in cast.members() {
        person(&mut out, PRACTICE_KEY, member);
    }
    out
}

/// The practice's setup file with a folder between it and Medicare: `out` is where files of claims are put, `in` where the
/// answers lie.
pub fn with_mailbox(setup: &str, out: &str, r#in: &str) -> String {
    let mailbox = format!(
        "{MEDICARE_TYPES}\n[payers.submission.transport]\nkind = \"folder\"\nout = {out:?}\nin = {in:?}\n",
        r#in = r#in
    );
    setup.replacen(MEDICARE_TYPES, &mailbox, 1)
}

/// The last line of Medicare among the payers.
const MEDICARE_TYPES: &str = "coverage_types      = [\"1\", \"12\", \"121\"]\n";

fn organization() -> String {
    format!(
        r#"# The demo practice. None of these people, plans and places exists.

[organization]
key  = "{ORGANIZATION_KEY}"
name = "Larkspur Health"

[[payers]]
key                 = "medicare-or"
name                = "MEDICARE PART B OR"
kind                = "medicare_ffs"
payer_id            = "02302"
filing_indicator    = "MB"
receiver_name       = "MEDICARE PART B OR"
receiver_id         = "02302"
submitter_name      = "LARKSPUR HEALTH"
submitter_id        = "LARKSUBM01"
submitter_qualifier = "ZZ"
contact_name        = "BILLING OFFICE"
contact_phone       = "5035550142"
coverage_names      = ["Medicare"]
{MEDICARE_TYPES}
[[payers]]
key                 = "tamarack"
name                = "TAMARACK ADVANTAGE HMO"
kind                = "medicare_advantage"
payer_id            = "TAM01"
filing_indicator    = "16"
receiver_name       = "TAMARACK ADVANTAGE HMO"
receiver_id         = "TAMARACK"
submitter_name      = "LARKSPUR HEALTH"
submitter_id        = "LARKSUBM01"
submitter_qualifier = "ZZ"
contact_name        = "BILLING OFFICE"
contact_phone       = "5035550142"
filing_days         = 180
coverage_names      = ["Tamarack Advantage HMO"]
coverage_types      = ["111"]

[[practices]]
key              = "{PRACTICE_KEY}"
name             = "{PRACTICE_NAME}"
npi              = "{npi}"
tin              = "930000246"
taxonomy         = "207R00000X"
setting          = "physician"
place_of_service = "11"
locality         = {{ mac = "02302", number = "01" }}
time_zone        = [{{ from = 2020-01-01, name = "{TIME_ZONE}" }}]
address          = {{ street = "2140 NE Larkspur Way", street2 = "Suite 110", city = "Hillsboro", state = "OR", zip = "971240131" }}
payers           = ["medicare-or", "tamarack"]
charges          = [
  {{ code = "99490", cents =  9500, from = 2026-01-01 }},
  {{ code = "99439", cents =  7200, from = 2026-01-01 }},
  {{ code = "99487", cents = 19800, from = 2026-01-01 }},
  {{ code = "99489", cents = 10900, from = 2026-01-01 }},
  {{ code = "99491", cents = 12600, from = 2026-01-01 }},
  {{ code = "99437", cents =  9000, from = 2026-01-01 }},
  {{ code = "G0506", cents =  9100, from = 2026-01-01 }},
]
"#,
        npi = practice_npi()
    )
}

/// A member of the staff, with a role at a practice.
pub(crate) fn person(out: &mut String, practice: &str, member: &Member) {
    let mut head = format!(
        "\n[[people]]\nkey    = \"{}\"\nfamily = \"{}\"\ngiven  = \"{}\"\n",
        member.key, member.family, member.given
    );
    if let Some(npi) = &member.npi {
        let _ = writeln!(head, "npi    = \"{npi}\"");
    }
    let _ = writeln!(head, "login  = \"{}\"", member.login);
    out.push_str(&head);
    let mut role = format!("practice = \"{practice}\", role = \"{}\", from = {}", member.role, member.since);
    if let Some(until) = member.until {
        let _ = write!(role, ", until = {until}");
    }
    if let Some(taxonomy) = member.taxonomy {
        let _ = write!(role, ", taxonomy = \"{taxonomy}\"");
    } else {
        if let Some(supervisor) = member.supervisor {
            let _ = write!(role, ", supervisor = \"{supervisor}\"");
        }
        role.push_str(", country = \"US\"");
    }
    if let Some(credential) = &member.credential {
        let _ = write!(
            role,
            ",\n    credential = {{ kind = \"{}\", state = \"OR\", from = {}, until = {} }}",
            credential.kind, credential.from, credential.until
        );
    }
    if let Some(hours) = member.weekly_hours {
        let _ = write!(role, ", weekly_hours = {hours}");
    }
    let _ = writeln!(out, "roles  = [\n  {{ {role} }},\n]");
}
