//! One audit event and its hash.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::access::Actor;
use crate::basics::{AuditEventId, OrganizationId, PatientId, PracticeId, Timestamp};

/// Somebody did something to something. Details hold ids, counts and codes of rules, never what a chart says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AuditEvent {
    pub id: AuditEventId,
    pub organization: OrganizationId,
    pub practice: Option<PracticeId>,
    pub at: Timestamp,
    pub actor: Actor,
    /// A verb of the use case: `record`, `import`, `close`, `read`, `export`, `refuse`.
    pub action: String,
    /// `consent`, `time_entry`, `claim_file`, …
    pub subject_kind: String,
    /// The prefixed id of what was acted on.
    pub subject_id: String,
    pub patient: Option<PatientId>,
    pub command: Option<String>,
    #[serde(default)]
    pub details: serde_json::Value,
}

impl AuditEvent {
    /// SHA-256 over the event's canonical form: each field, with its length, in the order of the type.
    /// Instants count in microseconds, as both engines keep them.
    pub fn sha256(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        let mut field = |bytes: &[u8]| {
            hash.update((bytes.len() as u64).to_be_bytes());
            hash.update(bytes);
        };
        field(b"perennial audit event 1");
        field(self.id.0.as_bytes());
        field(self.organization.0.as_bytes());
        field(self.practice.map(|id| id.0).unwrap_or(Uuid::nil()).as_bytes());
        field(&self.at.as_microsecond().to_be_bytes());
        field(&canonical(&self.actor));
        field(self.action.as_bytes());
        field(self.subject_kind.as_bytes());
        field(self.subject_id.as_bytes());
        field(self.patient.map(|id| id.0).unwrap_or(Uuid::nil()).as_bytes());
        field(self.command.as_deref().unwrap_or_default().as_bytes());
        field(&canonical(&self.details));
        hash.finalize().into()
    }
}

/// JSON with sorted keys and no blanks, whatever an engine did to the order of an object's members.
fn canonical(value: &impl Serialize) -> Vec<u8> {
    // `Value` keeps its members in a sorted map.
    serde_json::to_value(value).and_then(|value| serde_json::to_vec(&value)).unwrap_or_default()
}
