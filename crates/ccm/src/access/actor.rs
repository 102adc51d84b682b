//! The actor: nothing is read or written without one.

use serde::{Deserialize, Serialize};

use crate::basics::{PatientId, PersonId};

/// Who is doing this. Written whole into every audit event; holds ids and sign-in names, never a patient's name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Actor {
    /// A person who works here, by the name they sign in with.
    Staff { person: PersonId, login: String },
    /// A patient, on their own record.
    Patient { patient: PatientId },
    /// Somebody whom a patient has named, on that patient's record.
    Proxy { person: PersonId, patient: PatientId },
    /// Another program with credentials of its own.
    ApiClient { client: String },
    /// Somebody at the door who has not shown yet who they are. The address is a keyed hash, never in clear.
    Visitor { address: String },
    /// Our own scheduled work, by its name.
    Job { name: String },
    /// The operating-system user of a command.
    Operator { name: String },
    /// A reviewer from outside: reads, within limits, until a day.
    Auditor {
        login: String,
        /// Whose list of charts it is; without one there is nothing to read.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        person: Option<PersonId>,
    },
}

impl Actor {
    /// The person behind it, where it is one of ours.
    pub fn person(&self) -> Option<PersonId> {
        match self {
            Self::Staff { person, .. } | Self::Proxy { person, .. } => Some(*person),
            Self::Auditor { person, .. } => *person,
            _ => None,
        }
    }
}
