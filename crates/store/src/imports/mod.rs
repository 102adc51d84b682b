//! Import runs, what waits to become whole, the originals, and the patients themselves.

pub(crate) mod facts;
pub(crate) mod links;

use app::Result;
use app::ports::store::{FactKind, FactWrites, Imports, PatientWrite};
use app::ports::{ImportRunRow, KnownFact, KnownPatient};
use async_trait::async_trait;
use ccm::basics::*;
use ccm::people::name::name_keys;
use ccm::people::{Contact, Identifier};
use db::{Value, values};

use crate::columns::{Columns, each};
use crate::error::unreadable;
use crate::people::{contact_at, identifier_at};
use crate::sealed::{At, Keyring, Packer};
use crate::tx::StoreTx;

db::queries! {
    LAST_RUN = "select import_run_id, input_sha256, state, report, started_at, finished_at from import_run
        where practice_id = $1 and organization_id = $2 and input_sha256 = $3
        order by started_at desc, import_run_id desc limit 1";
    PUT_RUN = "insert into import_run (practice_id, organization_id, import_run_id, input_sha256, state, report,
            started_at, finished_at) values ($1, $2, $3, $4, $5, $6, $7, $8)
        on conflict (practice_id, import_run_id) do update
            set state = excluded.state, report = excluded.report, finished_at = excluded.finished_at
        where import_run.organization_id = excluded.organization_id";
    CLEAR_STAGE = "delete from import_stage where practice_id = $1 and organization_id = $2";
    SHARED = "select patient_key, piece, body_sealed from import_stage
        where practice_id = $1 and organization_id = $2 and import_run_id = $3 and patient_key = '' order by piece";
    STAGED = "select patient_key, piece, body_sealed from import_stage
        where practice_id = $1 and organization_id = $2 and import_run_id = $3 and patient_key in (
            select distinct patient_key from import_stage where practice_id = $1 and organization_id = $2
                and import_run_id = $3 and patient_key > $4 order by patient_key limit $5)
        order by patient_key, piece";
    KNOWN_PATIENT = "select patient_id, last_updated, revision from patient
        where practice_id = $1 and organization_id = $2 and source = $3 and source_id = $4";
    HAS_RAW = "select 1 from import_raw
        where practice_id = $1 and organization_id = $2 and patient_id = $3 and sha256 = $4";
    UPDATE_PATIENT = "update patient set source = $4, source_id = $5, last_updated = $6, family = $7, given = $8,
            born_on = $9, sex = $10, language = $11, deceased = $12, contact_sealed = $13, revision = $14,
            name_key = $15, given_key = $16
        where practice_id = $1 and organization_id = $2 and patient_id = $3";
    CLEAR_IDENTIFIERS = "delete from patient_identifier
        where practice_id = $1 and organization_id = $2 and patient_id = $3";
}

crate::bulk::bulks! {
    NEW_PIECE = "import_stage", Fail, [
        "practice_id": Uuid, "organization_id": Uuid, "import_run_id": Uuid, "patient_key": Text,
        "piece": Int, "body_sealed": Bytes,
    ];
    NEW_PATIENT = "patient", Fail, [
        "practice_id": Uuid, "organization_id": Uuid, "patient_id": Uuid, "source": Text,
        "source_id": Text, "last_updated": Instant, "family": Text, "given": Text, "born_on": Date,
        "sex": Text, "language": Text, "deceased": Text, "contact_sealed": Bytes, "revision": Int,
        "name_key": Text, "given_key": Text,
    ];
    NEW_IDENTIFIER = "patient_identifier", Ignore, [
        "practice_id": Uuid, "organization_id": Uuid, "system": Text, "value_index": Bytes,
        "patient_id": Uuid, "value_sealed": Bytes,
    ];
    NEW_RAW = "import_raw", Ignore, [
        "practice_id": Uuid, "organization_id": Uuid, "patient_id": Uuid, "import_run_id": Uuid,
        "sha256": Bytes, "body_sealed": Bytes,
    ];
}

fn piece_at(practice: PracticeId, run: ImportRunId, key: &str, piece: i64) -> At {
    At::column("import_stage.body_sealed").id(practice.0).id(run.0).bytes(key.as_bytes()).number(piece)
}

fn raw_at(practice: PracticeId, patient: PatientId, sha256: &[u8; 32]) -> At {
    At::column("import_raw.body_sealed").id(practice.0).id(patient.0).bytes(sha256)
}

/// A patient's row in the order of the table's columns.
fn patient_row(
    keys: &Keyring,
    practice: PracticeId,
    tenant: uuid::Uuid,
    source: &str,
    row: &PatientWrite,
) -> Result<Vec<Value>> {
    let patient = &row.patient;
    let contact = match patient.contact == Contact::default() {
        true => None,
        false => {
            let content = serde_json::to_vec(&patient.contact).map_err(|_| unreadable("a contact"))?;
            Some(keys.seal(&contact_at(practice, row.id), &content)?)
        }
    };
    let (name_key, given_key) = name_keys(patient.family.as_deref(), patient.given.as_deref());
    Ok(values![
        practice.0,
        tenant,
        row.id.0,
        source,
        &patient.origin.source_id,
        patient.origin.last_updated,
        patient.family.as_ref(),
        patient.given.as_ref(),
        patient.born_on,
        patient.sex.as_ref(),
        patient.language.as_ref(),
        patient.deceased.map(|moment| moment.to_string()),
        contact,
        row.revision,
        name_key,
        given_key,
    ])
}

impl StoreTx {
    async fn pieces(
        &mut self,
        practice: PracticeId,
        run: ImportRunId,
        rows: &[db::Row],
    ) -> Result<Vec<(String, Vec<u8>)>> {
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let keys = self.keyring().await?;
        each(rows, |row| {
            let (key, piece): (String, i64) = (row.get()?, row.get()?);
            let body = keys.open(&piece_at(practice, run, &key, piece), row.get()?)?;
            Ok((key, body))
        })
    }
}

#[async_trait]
impl Imports for StoreTx {
    async fn last_run(&mut self, practice: PracticeId, input: [u8; 32]) -> Result<Option<ImportRunRow>> {
        let (practice, tenant) = self.place(practice)?;
        let row = self.row(&LAST_RUN, values![practice, tenant, input]).await?;
        row.map(|row| {
            let mut row = Columns::of(&row);
            Ok(ImportRunRow {
                id: ImportRunId(row.get()?),
                input_sha256: row.hash()?,
                state: row.get()?,
                report: row.json()?,
                started_at: row.get()?,
                finished_at: row.get()?,
            })
        })
        .transpose()
    }

    async fn put_run(&mut self, practice: PracticeId, run: &ImportRunRow) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let params = values![
            practice,
            tenant,
            run.id.0,
            run.input_sha256,
            &run.state,
            &run.report,
            run.started_at,
            run.finished_at,
        ];
        self.put(&PUT_RUN, params).await
    }

    async fn clear_stage(&mut self, practice: PracticeId) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        self.write(&CLEAR_STAGE, values![practice, tenant]).await.map(drop)
    }

    async fn stage(
        &mut self,
        practice: PracticeId,
        run: ImportRunId,
        pieces: Vec<(String, i64, Vec<u8>)>,
    ) -> Result<()> {
        let (practice_id, tenant) = self.place(practice)?;
        let (keys, mut packer) = (self.keyring().await?, Packer::new()?);
        let mut rows = Vec::with_capacity(pieces.len());
        for (key, piece, body) in pieces {
            let sealed = packer.seal(&keys, &piece_at(practice, run, &key, piece), &body)?;
            rows.push(values![practice_id, tenant, run.0, key, piece, sealed]);
        }
        self.insert(&NEW_PIECE, rows).await.map(drop)
    }

    async fn staged_shared(&mut self, practice: PracticeId, run: ImportRunId) -> Result<Vec<Vec<u8>>> {
        let (practice_id, tenant) = self.place(practice)?;
        let rows = self.rows(&SHARED, values![practice_id, tenant, run.0]).await?;
        Ok(self.pieces(practice, run, &rows).await?.into_iter().map(|(_, body)| body).collect())
    }

    async fn staged(
        &mut self,
        practice: PracticeId,
        run: ImportRunId,
        after: &str,
        limit: i64,
    ) -> Result<Vec<(String, Vec<Vec<u8>>)>> {
        let (practice_id, tenant) = self.place(practice)?;
        let rows = self.rows(&STAGED, values![practice_id, tenant, run.0, after, limit]).await?;
        let mut staged: Vec<(String, Vec<Vec<u8>>)> = Vec::new();
        for (key, body) in self.pieces(practice, run, &rows).await? {
            match staged.last_mut() {
                Some((last, pieces)) if *last == key => pieces.push(body),
                _ => staged.push((key, vec![body])),
            }
        }
        Ok(staged)
    }

    async fn known_patient(
        &mut self,
        practice: PracticeId,
        source: &str,
        source_id: &str,
    ) -> Result<Option<KnownPatient>> {
        let (practice, tenant) = self.place(practice)?;
        let row = self.row(&KNOWN_PATIENT, values![practice, tenant, source, source_id]).await?;
        row.map(|row| {
            let mut row = Columns::of(&row);
            Ok(KnownPatient { id: PatientId(row.get()?), last_updated: row.get()?, revision: row.get()? })
        })
        .transpose()
    }

    async fn has_raw(&mut self, practice: PracticeId, patient: PatientId, sha256: [u8; 32]) -> Result<bool> {
        let (practice, tenant) = self.place(practice)?;
        Ok(self.row(&HAS_RAW, values![practice, tenant, patient.0, sha256]).await?.is_some())
    }

    async fn known_facts(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
    ) -> Result<Vec<((FactKind, String), KnownFact)>> {
        self.read_known_facts(practice, patient).await
    }

    async fn put_patients(
        &mut self,
        practice: PracticeId,
        source: &str,
        rows: Vec<PatientWrite>,
    ) -> Result<()> {
        if rows.is_empty() {
            return Ok(());
        }
        let (practice_id, tenant) = self.place(practice)?;
        let keys = self.keyring().await?;
        let (mut new, mut known, mut cleared, mut identifiers) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for row in &rows {
            let values = patient_row(&keys, practice, tenant, source, row)?;
            if row.is_new {
                new.push(values);
            } else {
                known.push(values);
                cleared.push(values![practice_id, tenant, row.id.0]);
            }
            for Identifier { system, value } in &row.patient.identifiers {
                let index = keys.index(system, value);
                let sealed = keys.seal(&identifier_at(practice, row.id, system, &index), value.as_bytes())?;
                identifiers.push(values![practice_id, tenant, system, index, row.id.0, sealed]);
            }
        }
        self.insert(&NEW_PATIENT, new).await?;
        self.write_many(&UPDATE_PATIENT, known).await?;
        self.write_many(&CLEAR_IDENTIFIERS, cleared).await?;
        self.insert(&NEW_IDENTIFIER, identifiers).await.map(drop)
    }

    async fn add_raw(
        &mut self,
        practice: PracticeId,
        run: ImportRunId,
        rows: Vec<(PatientId, [u8; 32], Vec<u8>)>,
    ) -> Result<()> {
        if rows.is_empty() {
            return Ok(());
        }
        let (practice_id, tenant) = self.place(practice)?;
        let (keys, mut packer) = (self.keyring().await?, Packer::new()?);
        let mut sealed = Vec::with_capacity(rows.len());
        for (patient, sha256, body) in rows {
            let body = packer.seal(&keys, &raw_at(practice, patient, &sha256), &body)?;
            sealed.push(values![practice_id, tenant, patient.0, run.0, sha256, body]);
        }
        self.insert(&NEW_RAW, sealed).await.map(drop)
    }

    async fn add_facts(
        &mut self,
        practice: PracticeId,
        run: ImportRunId,
        facts: FactWrites,
        now: Timestamp,
    ) -> Result<()> {
        self.write_facts(practice, run, facts, now).await
    }

    async fn link_same_people(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
        now: Timestamp,
    ) -> Result<u64> {
        self.link_same(practice, patients, now).await
    }

    async fn link_replaced(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
        replaced_by: PatientId,
        now: Timestamp,
    ) -> Result<()> {
        self.link_merged(practice, patient, replaced_by, now).await
    }
}
