//! Lines of a Bulk Data file, gathered by patient, so that pieces are few and large.

use std::collections::BTreeMap;

use app::people::Incoming;

/// Bodies by patient key, up to [`Chunk::BYTES`] in all.
#[derive(Default)]
pub(super) struct Chunk {
    bodies: BTreeMap<String, Vec<u8>>,
}

impl Chunk {
    /// Lines are given on when they come to this many bytes.
    pub const BYTES: u64 = 4 << 20;

    pub fn body_of(&mut self, key: &str) -> &mut Vec<u8> {
        self.bodies.entry(key.to_owned()).or_default()
    }

    pub fn take(&mut self) -> impl Iterator<Item = Incoming> {
        let bodies = std::mem::take(&mut self.bodies);
        bodies.into_iter().map(|(patient_key, body)| Incoming::Piece { patient_key, body })
    }
}
