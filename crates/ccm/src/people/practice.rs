//! The practice: covered entity and billing group, with its dated time zone.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::basics::{Cents, Date, Hcpcs, Npi, PracticeId, ServiceMonth, Tin, Zip, ZoneName};

/// A postal address. Redacts itself: most addresses are patients'.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    pub street: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub street2: Option<String>,
    pub city: String,
    /// Two letters.
    pub state: String,
    pub zip: Zip,
}

impl std::fmt::Debug for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Address(…)")
    }
}

/// A locality of the physician fee schedule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Locality {
    pub mac: String,
    pub number: String,
}

/// What a claim and the rules need to know about a practice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PracticeProfile {
    pub name: String,
    /// The group's NPI.
    pub npi: Npi,
    pub tin: Tin,
    pub taxonomy: String,
    /// A word of `rules/`: `physician`, `rhc`, `fqhc`.
    pub setting: String,
    pub place_of_service: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locality: Option<Locality>,
    pub address: Address,
    /// Keys of the payers that it bills.
    pub payers: Vec<String>,
    /// Switches set away from their defaults, by name.
    #[serde(default)]
    pub switches: BTreeMap<String, serde_json::Value>,
    /// What the practice can do at any hour (PLAN-03), as words of `rules/programs.toml`; `None`: not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capabilities: Option<Vec<String>>,
    /// A closed month's claims wait until the practice has approved it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub asks_approval: bool,
}

/// A practice with its time zones, oldest first.
#[derive(Clone, Debug, PartialEq)]
pub struct Practice {
    pub id: PracticeId,
    pub key: String,
    pub profile: PracticeProfile,
    pub zones: Vec<(Date, ZoneName)>,
}

impl Practice {
    /// The zone in force on a day; before the first one, the first. `None` when there is none at all.
    pub fn zone_on(&self, day: Date) -> Option<&ZoneName> {
        let in_force = self.zones.iter().rev().find(|(from, _)| *from <= day);
        in_force.or(self.zones.first()).map(|(_, zone)| zone)
    }

    /// The zone that settles a month's edges: that of its last day (ENG-03).
    pub fn zone_of(&self, month: ServiceMonth) -> Option<&ZoneName> {
        self.zone_on(month.last_day())
    }
}

/// What the practice charges for one unit, from a day until a day. Not the fee schedule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Charge {
    pub code: Hcpcs,
    pub cents: Cents,
    pub from: Date,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
}

impl Charge {
    pub fn applies(&self, code: &Hcpcs, day: Date) -> bool {
        self.code == *code && self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}
