//! Letters with their files, and their deliveries.

use app::Result;
use app::ports::store::Letters;
use app::ports::{LetterDelivery, LetterHead, Recorded};
use async_trait::async_trait;
use ccm::basics::*;
use db::values;
use uuid::Uuid;

use crate::columns::{Columns, each, word};
use crate::error::unreadable;
use crate::sealed::At;
use crate::tx::StoreTx;

db::queries! {
    ADD_LETTER = "insert into letter (practice_id, organization_id, letter_id, patient_id, kind, version, language,
            program, month, size, sha256, file_sealed, made_at, made_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
    LETTERS_OF = "select letter_id, patient_id, kind, version, language, program, month, made_at, made_by, size, sha256
        from letter where practice_id = $1 and organization_id = $2 and patient_id = $3
        order by made_at desc, letter_id desc";
    LETTER_FILE = "select file_sealed from letter
        where practice_id = $1 and organization_id = $2 and letter_id = $3 and patient_id = $4";
    ADD_LETTER_DELIVERY = "insert into letter_delivery (practice_id, organization_id, delivery_id, letter_id,
            patient_id, way, on_day, proof_sealed, corrects_id, recorded_at, recorded_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    LETTER_DELIVERIES = "select delivery_id, letter_id, patient_id, way, on_day, proof_sealed, corrects_id, recorded_at,
            recorded_by
        from letter_delivery where practice_id = $1 and organization_id = $2 and patient_id = $3
        order by recorded_at, delivery_id";
}

fn file_at(practice: Uuid, id: LetterId) -> At {
    At::column("letter.file_sealed").id(practice).id(id.0)
}

fn proof_at(practice: Uuid, id: LetterDeliveryId) -> At {
    At::column("letter_delivery.proof_sealed").id(practice).id(id.0)
}

fn read_head(row: &mut Columns<'_>) -> Result<LetterHead> {
    let (id, patient) = (LetterId(row.get()?), PatientId(row.get()?));
    let kind = row.word()?;
    let version = u32::try_from(row.get::<i64>()?).map_err(|_| unreadable("the version of a letter"))?;
    let (tongue, program) = (row.word()?, row.word()?);
    let month = row.get::<Option<String>>()?;
    let month =
        month.map(|text| text.parse()).transpose().map_err(|_| unreadable("the month of a letter"))?;
    let made = Recorded { at: row.get()?, by: PersonId(row.get()?) };
    let bytes = row.get()?;
    let sha256: Vec<u8> = row.get()?;
    let sha256 = sha256.try_into().map_err(|_| unreadable("the hash of a letter"))?;
    Ok(LetterHead { id, patient, kind, version, tongue, program, month, made, bytes, sha256 })
}

#[async_trait]
impl Letters for StoreTx {
    async fn add_letter(&mut self, practice: PracticeId, head: &LetterHead, file: &[u8]) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let keys = self.keyring().await?;
        let sealed = keys.seal(&file_at(practice, head.id), file)?;
        let params = values![
            practice,
            tenant,
            head.id.0,
            head.patient.0,
            word(&head.kind)?,
            i64::from(head.version),
            word(&head.tongue)?,
            word(&head.program)?,
            head.month.map(|month| month.to_string()),
            head.bytes,
            head.sha256.to_vec(),
            sealed,
            head.made.at,
            head.made.by.0,
        ];
        self.write(&ADD_LETTER, params).await.map(drop)
    }

    async fn letters_of(&mut self, practice: PracticeId, patient: PatientId) -> Result<Vec<LetterHead>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&LETTERS_OF, values![practice, tenant, patient.0]).await?;
        each(&rows, read_head)
    }

    async fn letter_file(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
        letter: LetterId,
    ) -> Result<Option<Vec<u8>>> {
        let (practice, tenant) = self.place(practice)?;
        let params = values![practice, tenant, letter.0, patient.0];
        let Some(row) = self.row(&LETTER_FILE, params).await? else { return Ok(None) };
        let keys = self.keyring().await?;
        keys.open(&file_at(practice, letter), Columns::of(&row).get()?).map(Some)
    }

    async fn add_letter_delivery(&mut self, practice: PracticeId, row: &LetterDelivery) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let proof = self.sealed_text(&proof_at(practice, row.id), Some(&row.proof)).await?;
        let params = values![
            practice,
            tenant,
            row.id.0,
            row.letter.0,
            row.patient.0,
            &row.way,
            row.on,
            proof,
            row.corrects.map(|id| id.0),
            row.recorded.at,
            row.recorded.by.0,
        ];
        self.write(&ADD_LETTER_DELIVERY, params).await.map(drop)
    }

    async fn letter_deliveries(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
    ) -> Result<Vec<LetterDelivery>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&LETTER_DELIVERIES, values![practice, tenant, patient.0]).await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let keys = self.keyring().await?;
        each(&rows, |row| {
            let id = LetterDeliveryId(row.get()?);
            let (letter, patient) = (LetterId(row.get()?), PatientId(row.get()?));
            let (way, on) = (row.get()?, row.get()?);
            let proof = keys.open_text(&proof_at(practice, id), row.get()?)?;
            let corrects = row.get::<Option<Uuid>>()?.map(LetterDeliveryId);
            let recorded = Recorded { at: row.get()?, by: PersonId(row.get()?) };
            Ok(LetterDelivery { id, letter, patient, way, on, proof, corrects, recorded })
        })
    }
}
