//! Where a sealed value stands.

use uuid::Uuid;

/// The column and the row's key, as additional data. Each part carries its length, so that no two places read alike.
pub(crate) struct At {
    bytes: Vec<u8>,
    column: &'static str,
}

impl At {
    /// `table.column`.
    pub fn column(column: &'static str) -> Self {
        Self { bytes: Vec::with_capacity(96), column }.bytes(column.as_bytes())
    }

    pub fn id(self, id: Uuid) -> Self {
        self.bytes(id.as_bytes())
    }

    pub fn number(self, number: i64) -> Self {
        self.bytes(&number.to_be_bytes())
    }

    pub fn bytes(mut self, part: &[u8]) -> Self {
        self.bytes.extend_from_slice(&(part.len() as u64).to_be_bytes());
        self.bytes.extend_from_slice(part);
        self
    }

    pub fn name(&self) -> &'static str {
        self.column
    }

    pub fn as_slice(&self) -> &[u8] {
        &self.bytes
    }
}
