//! The setup file as it is written: texts and numbers, nothing checked yet but their places.

use std::collections::BTreeMap;

use ccm::people::{Locality, PayerKind, Submission};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawSetup {
    pub organization: RawOrganization,
    #[serde(default)]
    pub payers: Vec<RawPayer>,
    #[serde(default)]
    pub practices: Vec<RawPractice>,
    #[serde(default)]
    pub people: Vec<RawPerson>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawOrganization {
    pub key: String,
    pub name: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawPayer {
    pub key: String,
    pub name: String,
    pub kind: PayerKind,
    pub payer_id: String,
    pub filing_indicator: String,
    pub receiver_name: String,
    pub receiver_id: String,
    #[serde(default = "mutually_defined")]
    pub receiver_qualifier: String,
    pub submitter_name: String,
    pub submitter_id: String,
    #[serde(default = "mutually_defined")]
    pub submitter_qualifier: String,
    pub contact_name: String,
    pub contact_phone: String,
    #[serde(default = "claims_per_set")]
    pub claims_per_set: u32,
    pub filing_days: Option<u32>,
    #[serde(default)]
    pub coverage_names: Vec<String>,
    #[serde(default)]
    pub coverage_types: Vec<String>,
    pub terms: Option<toml::Table>,
    /// How claims reach them, and how long their answers may take.
    #[serde(default)]
    pub submission: Submission,
}

fn mutually_defined() -> String {
    "ZZ".to_owned()
}

/// interop.md §2: one bad claim rejected with its set does not hold up many.
fn claims_per_set() -> u32 {
    500
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawPractice {
    pub key: String,
    pub name: String,
    pub npi: String,
    pub tin: String,
    pub taxonomy: String,
    pub setting: String,
    pub place_of_service: String,
    pub locality: Option<Locality>,
    pub time_zone: Vec<RawZone>,
    pub address: RawAddress,
    #[serde(default)]
    pub payers: Vec<String>,
    #[serde(default)]
    pub switches: BTreeMap<String, serde_json::Value>,
    pub capabilities: Option<Vec<String>>,
    /// A closed month's claims wait until the practice has approved it.
    #[serde(default)]
    pub asks_approval: bool,
    #[serde(default)]
    pub charges: Vec<RawCharge>,
    /// How long its clocks wait; what is left out is as usual.
    pub clock: Option<ccm::time::ClockLimits>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawZone {
    pub from: toml::value::Datetime,
    pub name: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawAddress {
    pub street: String,
    pub street2: Option<String>,
    pub city: String,
    pub state: String,
    pub zip: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawCharge {
    pub code: String,
    pub cents: i64,
    pub from: toml::value::Datetime,
    pub until: Option<toml::value::Datetime>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawPerson {
    pub key: String,
    pub family: String,
    pub given: String,
    pub npi: Option<String>,
    #[serde(default)]
    pub qp_years: Vec<i16>,
    pub login: Option<String>,
    #[serde(default)]
    pub roles: Vec<RawRole>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawRole {
    pub practice: String,
    pub role: String,
    pub from: toml::value::Datetime,
    pub until: Option<toml::value::Datetime>,
    pub taxonomy: Option<String>,
    #[serde(default = "at_home")]
    pub country: String,
    pub supervisor: Option<String>,
    pub credential: Option<RawCredential>,
    /// There for care management from the role's first day on.
    pub weekly_hours: Option<u8>,
}

fn at_home() -> String {
    "US".to_owned()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawCredential {
    pub kind: String,
    pub state: Option<String>,
    pub from: toml::value::Datetime,
    pub until: Option<toml::value::Datetime>,
}
