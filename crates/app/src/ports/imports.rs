//! What an import asks of storage: runs, staged pieces, newest versions, and writes of whole patients.

use async_trait::async_trait;
use ccm::basics::*;
use uuid::Uuid;

use super::rows::*;
use crate::Result;
use crate::people::incoming::*;

#[async_trait]
pub trait Imports: Send {
    async fn last_run(&mut self, practice: PracticeId, input: [u8; 32]) -> Result<Option<ImportRunRow>>;
    async fn put_run(&mut self, practice: PracticeId, run: &ImportRunRow) -> Result<()>;
    /// Throws away what unfinished runs left waiting.
    async fn clear_stage(&mut self, practice: PracticeId) -> Result<()>;
    async fn stage(
        &mut self,
        practice: PracticeId,
        run: ImportRunId,
        pieces: Vec<(String, i64, Vec<u8>)>,
    ) -> Result<()>;
    /// Pieces that many patients refer to: those staged under the empty key, in order.
    async fn staged_shared(&mut self, practice: PracticeId, run: ImportRunId) -> Result<Vec<Vec<u8>>>;
    /// The next staged patient keys after `after` (first: the empty text), at most `limit`, with their pieces in order.
    async fn staged(
        &mut self,
        practice: PracticeId,
        run: ImportRunId,
        after: &str,
        limit: i64,
    ) -> Result<Vec<(String, Vec<Vec<u8>>)>>;
    async fn known_patient(
        &mut self,
        practice: PracticeId,
        source: &str,
        source_id: &str,
    ) -> Result<Option<KnownPatient>>;
    async fn has_raw(&mut self, practice: PracticeId, patient: PatientId, sha256: [u8; 32]) -> Result<bool>;
    /// Newest versions of a patient's imported facts: ((kind, source id), known).
    async fn known_facts(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
    ) -> Result<Vec<((FactKind, String), KnownFact)>>;
    /// Patients of this practice that carry one of these identifiers.
    async fn put_patients(
        &mut self,
        practice: PracticeId,
        source: &str,
        rows: Vec<PatientWrite>,
    ) -> Result<()>;
    async fn add_raw(
        &mut self,
        practice: PracticeId,
        run: ImportRunId,
        rows: Vec<(PatientId, [u8; 32], Vec<u8>)>,
    ) -> Result<()>;
    async fn add_facts(
        &mut self,
        practice: PracticeId,
        run: ImportRunId,
        facts: FactWrites,
        now: Timestamp,
    ) -> Result<()>;
    /// Other patients of the organization with the same MBI: linked, both ways. Answers how many links are new.
    async fn link_same_people(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
        now: Timestamp,
    ) -> Result<u64>;
    async fn link_replaced(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
        replaced_by: PatientId,
        now: Timestamp,
    ) -> Result<()>;
}

/// Which table an imported fact lives in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FactKind {
    Coverage,
    Condition,
    Visit,
    Medication,
    Allergy,
    Observation,
}

/// A patient's demographics to be kept.
pub struct PatientWrite {
    pub id: PatientId,
    /// Not there before; else the row is brought up to date.
    pub is_new: bool,
    pub revision: i64,
    pub patient: IncomingPatient,
}

/// New versions of imported facts: (patient, fact id, version, fact).
#[derive(Default)]
pub struct FactWrites {
    pub coverages: Vec<(PatientId, Uuid, i64, IncomingCoverage)>,
    pub conditions: Vec<(PatientId, Uuid, i64, IncomingCondition)>,
    pub visits: Vec<(PatientId, Uuid, i64, IncomingVisit)>,
    pub medications: Vec<(PatientId, Uuid, i64, IncomingMedication)>,
    pub allergies: Vec<(PatientId, Uuid, i64, IncomingAllergy)>,
    /// The fourth is the observation that this one replaces.
    pub observations: Vec<(PatientId, Uuid, i64, Option<Uuid>, IncomingObservation)>,
}
