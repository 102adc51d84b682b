//! FHIR in, our words out. Pure: bytes of a file come in, patients and pieces of patients come out.
//!
//! `whose` asks whose a resource is, `directory` keeps what many patients refer to, `pieces` carries resources to
//! the stage and back, `record` puts a patient together; one file each says what becomes of a kind of resource.

mod address;
mod allergy;
mod benefit;
mod codes;
mod condition;
mod coverage;
mod dates;
mod directory;
mod document;
mod item;
mod medication;
mod notes;
mod observation;
mod patient;
mod pieces;
mod record;
mod visit;
mod whose;

use std::sync::Arc;

use app::people::ReadingReport;
use app::people::incoming::IncomingRecord;
use ccm::care_plan::ConditionCatalog;
use fhir::Resource;

use directory::Directory;
use item::Item;
use notes::Notes;
use whose::Patients;

pub use document::LineOf;
pub use pieces::Malformed;

/// Reads documents and lines, and remembers between them what patients of later ones may refer to.
pub struct Translator {
    catalog: Arc<ConditionCatalog>,
    directory: Directory,
    notes: Notes,
}

impl Translator {
    pub fn new(catalog: Arc<ConditionCatalog>) -> Self {
        Self { catalog, directory: Directory::default(), notes: Notes::default() }
    }

    /// What was read, kept, refused and not understood so far. Files and bytes are the transport's to count.
    pub fn report(&self) -> &ReadingReport {
        &self.notes.report
    }

    /// Puts a patient together from pieces, in any order; where none of them is a Patient, `patient` is asked for a
    /// piece that is. `None` when there is no readable Patient at all; then they are counted as orphans.
    ///
    /// # Errors
    /// [`Malformed`] when a piece is not one that this translator made.
    pub fn assemble(
        &mut self,
        pieces: &[Vec<u8>],
        patient: impl FnOnce() -> Option<Vec<u8>>,
    ) -> Result<Option<IncomingRecord>, Malformed> {
        let mut parts = pieces::read(pieces)?;
        let is_patient = |item: Item<'_>| matches!(item.resource, Resource::Patient(_));
        let has_patient = parts.iter().filter_map(pieces::Part::item).any(is_patient);
        let more = if has_patient { None } else { patient() };
        parts.extend(pieces::read(more.as_slice())?);
        let mut items: Vec<Item<'_>> = parts.iter().filter_map(pieces::Part::item).collect();
        let record = self.record(&mut items, &Patients::default());
        if record.is_none() {
            self.notes.report.orphans += items.len() as u64;
        }
        Ok(record)
    }

    fn record(&mut self, items: &mut [Item<'_>], patients: &Patients<'_>) -> Option<IncomingRecord> {
        let reading = record::Reading { patients, directory: &self.directory, catalog: &self.catalog };
        record::record(items, reading, &mut self.notes)
    }
}
