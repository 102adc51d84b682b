//! Bring records in: a patient whole or not at all, many whole patients in a transaction, the same input twice
//! without effect, an older version never over a newer one.

use std::collections::HashMap;

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use serde::{Deserialize, Serialize};

use super::incoming::*;
use super::intake::{Incoming, Intake, ReadingReport};
use super::versions::{Keep, is_older, version_id};
use crate::ports::store::{FactKind, FactWrites, PatientWrite};
use crate::ports::{ImportRunRow, Progress, Tx};
use crate::remittance::settle_patients;
use crate::{App, Place, Result, Work};

/// How to import.
pub struct ImportOptions<'a> {
    /// Name of the source system: the same id from another source is another record.
    pub source: &'a str,
    pub progress: &'a dyn Progress,
    /// A transaction is committed when its originals reach this many bytes.
    pub batch_bytes: usize,
}

impl ImportOptions<'_> {
    /// Large enough that a commit costs little, small enough that memory stays flat.
    pub const BATCH_BYTES: usize = 8 << 20;
    /// Staged patients read back at a time.
    const STAGED_AT_ONCE: i64 = 16;
    /// Pieces staged in one transaction.
    const PIECES_AT_ONCE: usize = 512;
}

/// What came of an import.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ImportReport {
    /// The same input was imported before, to its end: nothing was read again.
    pub same_input_as: Option<String>,
    pub patients_new: u64,
    pub patients_updated: u64,
    pub patients_unchanged: u64,
    /// Facts kept, by kind; new versions of known ones counted too.
    pub facts: std::collections::BTreeMap<String, u64>,
    /// Facts older than what is on record: not kept.
    pub facts_older: u64,
    /// Living patients without birth date, sex, name or address, by what is missing.
    pub missing_demographics: std::collections::BTreeMap<String, u64>,
    pub deceased: u64,
    /// Identifiers that more than one patient of the practice carries.
    pub duplicate_identifiers: u64,
    /// Patients linked to the same person at another practice of the organization.
    pub linked: u64,
    pub reading: ReadingReport,
}

/// Imports everything an intake yields into a practice.
///
/// # Errors
/// [`crate::Error::Forbidden`]; storage's failures. Whole patients committed before a failure stay; the next run goes on.
pub async fn import(
    app: &App,
    actor: &Actor,
    place: Place,
    intake: &mut dyn Intake,
    options: ImportOptions<'_>,
) -> Result<ImportReport> {
    let input = intake.sha256();
    let mut work = app.begin(actor, place).await?.require(Permission::Import).await?;
    let practice = work.practice_id()?;
    let earlier = work.tx.last_run(practice, input).await?.filter(|run| run.state == "done");
    let mut run = ImportRunRow {
        id: ImportRunId(work.id()),
        input_sha256: input,
        state: if earlier.is_some() { "done" } else { "running" }.to_owned(),
        report: serde_json::Value::Null,
        started_at: work.now,
        finished_at: earlier.as_ref().map(|_| work.now),
    };
    let report =
        ImportReport { same_input_as: earlier.map(|run| run.id.to_string()), ..ImportReport::default() };
    work.tx.clear_stage(practice).await?;
    run.report = serde_json::to_value(&report).unwrap_or_default();
    work.tx.put_run(practice, &run).await?;
    let details = serde_json::json!({"same_input": report.same_input_as.is_some()});
    work.audit("import", "import_run", &run.id.to_string(), None, details);
    work.changed("import_run", run.id, 1);
    work.commit().await?;
    if report.same_input_as.is_some() {
        return Ok(report);
    }

    let mut import = Import {
        app,
        actor,
        place,
        practice,
        run: run.id,
        options,
        report,
        batch: Vec::new(),
        batch_bytes: 0,
    };
    import.read(intake).await?;
    import.assemble(intake).await?;
    let Import { mut report, options, .. } = import;
    options.progress.fail_point("before_last_commit");

    report.reading = intake.reading();
    let mut work = app.begin(actor, place).await?;
    report.duplicate_identifiers = count_duplicates(&mut *work.tx, practice).await?;
    run.state = "done".to_owned();
    run.report = serde_json::to_value(&report).unwrap_or_default();
    run.finished_at = Some(work.now);
    work.tx.put_run(practice, &run).await?;
    work.tx.clear_stage(practice).await?;
    work.audit("import", "import_run", &run.id.to_string(), None, serde_json::json!({"state": "done"}));
    work.changed("import_run", run.id, 2);
    work.commit().await?;
    Ok(report)
}

async fn count_duplicates(tx: &mut dyn Tx, practice: PracticeId) -> Result<u64> {
    let mut carriers: HashMap<_, Vec<PatientId>> = HashMap::new();
    for (patient, identifier) in tx.identifiers(practice).await? {
        carriers.entry(identifier).or_default().push(patient);
    }
    Ok(carriers.values().filter(|patients| patients.len() > 1).count() as u64)
}

struct Import<'a> {
    app: &'a App,
    actor: &'a Actor,
    place: Place,
    practice: PracticeId,
    run: ImportRunId,
    options: ImportOptions<'a>,
    report: ImportReport,
    batch: Vec<IncomingRecord>,
    batch_bytes: usize,
}

impl Import<'_> {
    async fn begin(&self) -> Result<Work> {
        self.app.begin(self.actor, self.place).await
    }

    /// Takes whole patients in, and stages pieces.
    async fn read(&mut self, intake: &mut dyn Intake) -> Result<()> {
        let mut pieces: Vec<(String, i64, Vec<u8>)> = Vec::new();
        let (mut next_piece, mut piece_bytes) = (0, 0);
        while let Some(incoming) = intake.next().await? {
            match incoming {
                Incoming::Whole(record) => self.take(*record).await?,
                Incoming::Piece { patient_key, body } => {
                    piece_bytes += body.len();
                    pieces.push((patient_key, next_piece, body));
                    next_piece += 1;
                    if pieces.len() >= ImportOptions::PIECES_AT_ONCE
                        || piece_bytes >= self.options.batch_bytes
                    {
                        self.stage(std::mem::take(&mut pieces)).await?;
                        piece_bytes = 0;
                    }
                }
            }
        }
        if !pieces.is_empty() {
            self.stage(pieces).await?;
        }
        self.flush().await
    }

    async fn stage(&mut self, pieces: Vec<(String, i64, Vec<u8>)>) -> Result<()> {
        self.options.progress.fail_point("before_stage");
        let mut work = self.begin().await?;
        let details = serde_json::json!({"pieces": pieces.len()});
        work.tx.stage(self.practice, self.run, pieces).await?;
        work.audit("stage", "import_run", &self.run.to_string(), None, details);
        work.commit().await
    }

    /// Puts staged patients together and takes them in. The shared pieces have the empty key and come first.
    async fn assemble(&mut self, intake: &mut dyn Intake) -> Result<()> {
        let mut work = self.app.begin_read(self.actor, self.place).await?;
        intake.shared(work.tx.staged_shared(self.practice, self.run).await?).await?;
        drop(work);
        let mut after = String::new();
        loop {
            let mut work = self.app.begin_read(self.actor, self.place).await?;
            let staged =
                work.tx.staged(self.practice, self.run, &after, ImportOptions::STAGED_AT_ONCE).await?;
            drop(work);
            let Some((last, _)) = staged.last() else { break };
            after.clone_from(last);
            for (key, pieces) in staged {
                if let Some(record) = intake.assemble(&key, pieces).await? {
                    self.take(record).await?;
                }
            }
        }
        self.flush().await
    }

    async fn take(&mut self, record: IncomingRecord) -> Result<()> {
        self.batch_bytes += record.raw.len();
        self.batch.push(record);
        if self.batch_bytes >= self.options.batch_bytes { self.flush().await } else { Ok(()) }
    }

    /// Commits what waits. A second record of one patient goes into a transaction after the first one's.
    async fn flush(&mut self) -> Result<()> {
        while !self.batch.is_empty() {
            self.commit_batch().await?;
        }
        Ok(())
    }

    /// Commits the batch: every patient in it whole.
    async fn commit_batch(&mut self) -> Result<()> {
        self.options.progress.fail_point("before_batch");
        let mut work = self.begin().await?;
        let (practice, run) = (self.practice, self.run);
        let mut writes = Writes::default();
        let batch = std::mem::take(&mut self.batch);
        self.batch_bytes = 0;
        let patients = batch.len();
        for record in batch {
            self.weigh(&mut work, record, &mut writes).await?;
        }
        let now = work.now;
        let touched: Vec<PatientId> = writes.raw.iter().map(|(id, ..)| *id).collect();
        let mut covered: Vec<PatientId> = writes.facts.coverages.iter().map(|(id, ..)| *id).collect();
        covered.dedup();
        work.tx.put_patients(practice, self.options.source, writes.patients).await?;
        work.tx.add_raw(practice, run, writes.raw).await?;
        work.tx.add_facts(practice, run, writes.facts, now).await?;
        settle_patients(&mut work, &covered).await?;
        self.options.progress.fail_point("in_batch");
        self.report.linked += work.tx.link_same_people(practice, &touched, now).await?;
        for (patient, replaced_by) in writes.replaced {
            if let Some(known) = work.tx.known_patient(practice, self.options.source, &replaced_by).await? {
                work.tx.link_replaced(practice, patient, known.id, now).await?;
            }
        }
        for id in &touched {
            work.audit(
                "import",
                "patient",
                &id.to_string(),
                Some(*id),
                serde_json::json!({"run": run.to_string()}),
            );
            work.changed_of("patient", *id, 1, Some(*id));
        }
        if touched.is_empty() {
            work.tx.rollback().await?;
        } else {
            work.commit().await?;
        }
        self.options.progress.fail_point("after_batch");
        self.options.progress.at(patients as u64, 0);
        Ok(())
    }

    /// Decides what of a record is new.
    async fn weigh(&mut self, work: &mut Work, record: IncomingRecord, writes: &mut Writes) -> Result<()> {
        let practice = self.practice;
        let source_id = record.patient.origin.source_id.clone();
        // Twice in one batch: the one before is not in the database yet.
        let earlier = writes.ids.get(&source_id).copied();
        let known = match earlier {
            Some(_) => None,
            None => work.tx.known_patient(practice, self.options.source, &source_id).await?,
        };
        if let Some(known) = &known
            && work.tx.has_raw(practice, known.id, record.raw_sha256).await?
        {
            self.report.patients_unchanged += 1;
            return Ok(());
        }
        if earlier.is_some() {
            // A second record for the same patient in one batch waits for the next one.
            self.batch_bytes += record.raw.len();
            self.batch.push(record);
            return Ok(());
        }
        let id = known.as_ref().map_or_else(|| PatientId(work.id()), |known| known.id);
        let facts = match &known {
            Some(known) => work.tx.known_facts(practice, known.id).await?.into_iter().collect(),
            None => HashMap::new(),
        };
        writes.ids.insert(source_id, id);
        self.count_patient(&record.patient, known.is_some());
        let mut keep =
            Keep { practice, patient: id, source: self.options.source, facts, report: &mut self.report };
        keep.all(
            &mut writes.facts,
            record.coverages,
            |w| &mut w.coverages,
            FactKind::Coverage,
            |f| &f.origin,
        );
        keep.all(
            &mut writes.facts,
            record.conditions,
            |w| &mut w.conditions,
            FactKind::Condition,
            |f| &f.origin,
        );
        keep.all(&mut writes.facts, record.visits, |w| &mut w.visits, FactKind::Visit, |f| &f.origin);
        keep.all(
            &mut writes.facts,
            record.medications,
            |w| &mut w.medications,
            FactKind::Medication,
            |f| &f.origin,
        );
        keep.all(&mut writes.facts, record.allergies, |w| &mut w.allergies, FactKind::Allergy, |f| &f.origin);
        for observation in record.observations {
            if let Some((fact, version, replaces)) = keep.one(FactKind::Observation, &observation.origin) {
                // Each version of a reading is a row of its own that names the one it replaces.
                let row = if version == 1 { fact } else { version_id(fact, version) };
                writes.facts.observations.push((id, row, version, replaces, observation));
            }
        }
        writes.raw.push((id, record.raw_sha256, record.raw));
        if let Some(other) = record.patient.replaced_by.clone() {
            writes.replaced.push((id, other));
        }
        let is_older = known
            .as_ref()
            .is_some_and(|known| is_older(record.patient.origin.last_updated, known.last_updated));
        if !is_older {
            let revision = known.as_ref().map_or(1, |known| known.revision + 1);
            writes.patients.push(PatientWrite {
                id,
                is_new: known.is_none(),
                revision,
                patient: record.patient,
            });
        }
        Ok(())
    }

    fn count_patient(&mut self, patient: &IncomingPatient, is_known: bool) {
        if is_known {
            self.report.patients_updated += 1;
        } else {
            self.report.patients_new += 1;
        }
        if patient.deceased.is_some() {
            self.report.deceased += 1;
            return;
        }
        let missing = [
            ("birth_date", patient.born_on.is_none()),
            ("sex", patient.sex.is_none()),
            ("name", patient.family.is_none() || patient.given.is_none()),
            ("address", patient.contact.address.is_none()),
            ("mbi", !patient.identifiers.iter().any(|one| one.system == ccm::people::Identifier::MBI)),
        ];
        for (what, _) in missing.into_iter().filter(|(_, is_missing)| *is_missing) {
            *self.report.missing_demographics.entry(what.to_owned()).or_default() += 1;
        }
    }
}

/// Everything that one batch writes.
#[derive(Default)]
struct Writes {
    ids: HashMap<String, PatientId>,
    patients: Vec<PatientWrite>,
    raw: Vec<(PatientId, [u8; 32], Vec<u8>)>,
    facts: FactWrites,
    replaced: Vec<(PatientId, String)>,
}
