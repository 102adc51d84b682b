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

    pub(super) fn notes(&mut self) -> &mut Notes {
        &mut self.notes
    }

    /// Puts a patient together from pieces, in any order. `None` when none of them is a readable Patient; then they
    /// are counted as orphans.
    ///
    /// # Errors
    /// [`Malformed`] when a piece is not one that this translator made.
    pub fn assemble(&mut self, pieces: &[Vec<u8>]) -> Result<Option<IncomingRecord>, Malformed> {
        let parts = pieces::read(pieces)?;
        let mut items: Vec<Item<'_>> = parts.iter().filter_map(pieces::Part::item).collect();
        let record = self.record(&mut items, &Patients::default());
        if record.is_none() {
            self.notes.report.orphans += items.len() as u64;
        }
        Ok(record)
    }

    fn record(&mut self, items: &mut [Item<'_>], patients: &Patients<'_>) -> Option<IncomingRecord> {
        let reading =
            record::Reading { patients, directory: &self.directory, catalog: &self.catalog };
        record::record(items, reading, &mut self.notes)
    }
}
