//! Those who care: a person, and what they are at a practice from a day until a day.

use serde::{Deserialize, Serialize};

use crate::basics::{Date, Npi, PersonId, RoleId};

/// A human being who works here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    pub id: PersonId,
    pub key: String,
    pub family: String,
    pub given: String,
    pub npi: Option<Npi>,
    /// Years as a qualifying APM participant (PAY-02).
    pub qp_years: Vec<i16>,
    pub login: Option<String>,
}

/// A license or qualification, with its dates; the last day included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Credential {
    pub kind: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    pub from: Date,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
}

/// What a person is at a practice, dated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffRole {
    pub id: RoleId,
    pub person: PersonId,
    /// A word of `rules/roles.toml`.
    pub word: String,
    pub from: Date,
    pub until: Option<Date>,
    pub taxonomy: Option<String>,
    /// ISO country from which the person works (TIME-04).
    pub country: String,
    pub supervisor: Option<PersonId>,
    pub credential: Option<Credential>,
}

impl StaffRole {
    pub fn covers(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }

    /// Whether a license or qualification was active on a day. Without one on record: no.
    pub fn is_credentialed_on(&self, day: Date) -> bool {
        self.credential
            .as_ref()
            .is_some_and(|held| held.from <= day && held.until.is_none_or(|until| day <= until))
    }
}
