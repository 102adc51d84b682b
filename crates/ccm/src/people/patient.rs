//! The patient of one practice. Everything here redacts itself.

use serde::{Deserialize, Serialize};

use crate::basics::{Date, Moment, PatientId};
use crate::people::practice::Address;

/// How to reach somebody. Sealed at rest.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Address>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phones: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub emails: Vec<String>,
}

/// A name for a patient in somebody's system: (system, value). Many to one.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Identifier {
    pub system: String,
    pub value: String,
}

impl Identifier {
    /// The system of Medicare Beneficiary Identifiers.
    pub const MBI: &'static str = "http://hl7.org/fhir/sid/us-mbi";
}

/// A patient's demographics, as last imported.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Patient {
    pub id: PatientId,
    pub family: Option<String>,
    pub given: Option<String>,
    pub born_on: Option<Date>,
    /// FHIR administrative gender: `female`, `male`, `other`, `unknown`.
    pub sex: Option<String>,
    pub language: Option<String>,
    pub deceased: Option<Moment>,
    pub contact: Contact,
}

macro_rules! redacted {
    ($($name:ident)*) => {$(
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    )*};
}
redacted!(Contact Identifier Patient);
