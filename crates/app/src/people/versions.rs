//! Which version an imported fact is: new, newer, the same, or older than what is on record.

use std::collections::HashMap;

use ccm::basics::*;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::import::ImportReport;
use super::incoming::Origin;
use crate::ports::KnownFact;
use crate::ports::store::{FactKind, FactWrites};

/// Decides for each fact of one patient whether it is new, a newer version, the same, or older.
pub(super) struct Keep<'a> {
    pub practice: PracticeId,
    pub patient: PatientId,
    pub source: &'a str,
    pub facts: HashMap<(FactKind, String), KnownFact>,
    pub report: &'a mut ImportReport,
}

impl Keep<'_> {
    pub fn all<Fact>(
        &mut self,
        writes: &mut FactWrites,
        incoming: Vec<Fact>,
        into: impl Fn(&mut FactWrites) -> &mut Vec<(PatientId, Uuid, i64, Fact)>,
        kind: FactKind,
        origin: impl Fn(&Fact) -> &Origin,
    ) {
        for fact in incoming {
            if let Some((id, version, _)) = self.one(kind, origin(&fact)) {
                into(writes).push((self.patient, id, version, fact));
            }
        }
    }

    /// The id and version under which to keep a fact, and the row of the version before; `None`: not to be kept.
    pub fn one(&mut self, kind: FactKind, origin: &Origin) -> Option<(Uuid, i64, Option<Uuid>)> {
        let key = (kind, origin.source_id.clone());
        let (id, version, replaces) = match self.facts.get(&key) {
            None => (self.fact_id(kind, &origin.source_id), 1, None),
            Some(known) if known.sha256 == origin.sha256 => return None,
            Some(known) if is_older(origin.last_updated, known.last_updated) => {
                self.report.facts_older += 1;
                return None;
            }
            Some(known) => (self.fact_id(kind, &origin.source_id), known.version + 1, Some(known.id)),
        };
        *self.report.facts.entry(format!("{kind:?}").to_lowercase()).or_default() += 1;
        let row = if kind == FactKind::Observation && version > 1 { version_id(id, version) } else { id };
        let known = KnownFact { id: row, version, sha256: origin.sha256, last_updated: origin.last_updated };
        self.facts.insert(key, known);
        Some((id, version, replaces))
    }

    /// The same fact of the same source has the same id for ever.
    fn fact_id(&self, kind: FactKind, source_id: &str) -> Uuid {
        let mut hash = Sha256::new();
        hash.update(self.practice.0.as_bytes());
        for part in [self.source, &format!("{kind:?}"), source_id] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        id_of(hash)
    }
}

pub(super) fn version_id(fact: Uuid, version: i64) -> Uuid {
    let mut hash = Sha256::new();
    hash.update(fact.as_bytes());
    hash.update(version.to_be_bytes());
    id_of(hash)
}

/// UUID version 8: bits of our own choosing.
fn id_of(hash: Sha256) -> Uuid {
    let digest: [u8; 32] = hash.finalize().into();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    Uuid::new_v8(bytes)
}

/// Older than what is on record. Without dates on both sides nothing is older: the last to come wins.
pub(super) fn is_older(incoming: Option<Timestamp>, known: Option<Timestamp>) -> bool {
    matches!((incoming, known), (Some(incoming), Some(known)) if incoming < known)
}
