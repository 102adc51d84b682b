//! What single programs ask of the record: one table, each fact sealed whole.

use app::Result;
use app::ports::store::ProgramFacts;
use app::ports::{ProgramFactRow, Recorded};
use async_trait::async_trait;
use ccm::basics::*;
use db::{Row, values};
use uuid::Uuid;

use crate::columns::{Columns, id_list};
use crate::error::unreadable;
use crate::sealed::{At, Keyring};
use crate::tx::StoreTx;

/// Facts that have not given way to a later one; a withdrawal takes a place and fills none.
macro_rules! standing {
    ($($which:literal)*) => {
        concat!(
            "select c.program_fact_id, c.patient_id, c.first_on, c.last_on, c.practitioner_id, c.practitioner_npi,
                c.replaces_id, c.body_sealed
            from program_fact c where c.practice_id = $1 and c.organization_id = $2 and c.kind <> 'withdrawal'
                and not exists (select 1 from program_fact n where n.practice_id = c.practice_id
                    and n.organization_id = c.organization_id and n.replaces_id = c.program_fact_id)
                and ",
            $($which,)*
            " order by c.recorded_at, c.program_fact_id"
        )
    };
}

db::queries! {
    ADD_PROGRAM_FACT = "insert into program_fact (practice_id, organization_id, patient_id, program_fact_id, kind,
            first_on, last_on, practitioner_id, practitioner_npi, body_sealed, replaces_id, recorded_at, recorded_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    PROGRAM_FACTS = standing!("c.last_on >= $3 and c.first_on <= $4");
    PROGRAM_FACTS_OF = {
        lite: standing!("c.last_on >= $4 and c.first_on <= $5 and c.patient_id in "
            "(select unhex(value) from json_each($3))"),
        pg: standing!("c.last_on >= $4 and c.first_on <= $5 and c.patient_id in "
            "(select cast(value as uuid) from jsonb_array_elements_text($3))"),
    };
    STANDING_FACTS = standing!("c.patient_id = $3 and c.kind = $4");
    PROGRAM_FACT = standing!("c.program_fact_id = $3");
}

fn place_of(practice: Uuid, id: ProgramFactId) -> At {
    At::column("program_fact.body_sealed").id(practice).id(id.0)
}

fn read(practice: Uuid, keys: &Keyring, row: &Row) -> Result<ProgramFactRow> {
    let mut row = Columns::of(row);
    let id = ProgramFactId(row.get()?);
    Ok(ProgramFactRow {
        id,
        patient: PatientId(row.get()?),
        first: row.get()?,
        last: row.get()?,
        practitioner: row.get::<Option<_>>()?.map(PersonId),
        practitioner_npi: row.parsed_opt()?,
        replaces: row.get::<Option<_>>()?.map(ProgramFactId),
        fact: {
            let body = keys.open(&place_of(practice, id), row.get::<Vec<u8>>()?)?;
            serde_json::from_slice(&body).map_err(|_| unreadable("a program's fact"))?
        },
    })
}

#[async_trait]
impl ProgramFacts for StoreTx {
    async fn add_program_fact(
        &mut self,
        practice: PracticeId,
        row: &ProgramFactRow,
        recorded: Recorded,
    ) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let body = serde_json::to_vec(&row.fact).map_err(|_| unreadable("a program's fact"))?;
        let sealed = self.keyring().await?.seal(&place_of(practice, row.id), &body)?;
        let params = values![
            practice,
            tenant,
            row.patient.0,
            row.id.0,
            row.fact.kind(),
            row.first,
            row.last,
            row.practitioner.map(|id| id.0),
            row.practitioner_npi.as_ref().map(Npi::as_str),
            sealed,
            row.replaces.map(|id| id.0),
            recorded.at,
            recorded.by.0,
        ];
        self.write(&ADD_PROGRAM_FACT, params).await.map(drop)
    }

    async fn program_facts(
        &mut self,
        practice: PracticeId,
        from: Date,
        until: Date,
    ) -> Result<Vec<ProgramFactRow>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&PROGRAM_FACTS, values![practice, tenant, from, until]).await?;
        self.opened(practice, &rows).await
    }

    async fn program_facts_of(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
        from: Date,
        until: Date,
    ) -> Result<Vec<ProgramFactRow>> {
        let (practice, tenant) = self.place(practice)?;
        let patients = id_list(patients.iter().map(|id| id.0));
        let rows = self.rows(&PROGRAM_FACTS_OF, values![practice, tenant, patients, from, until]).await?;
        self.opened(practice, &rows).await
    }

    async fn standing_facts(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
        kind: &str,
    ) -> Result<Vec<ProgramFactRow>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&STANDING_FACTS, values![practice, tenant, patient.0, kind]).await?;
        self.opened(practice, &rows).await
    }

    async fn program_fact(
        &mut self,
        practice: PracticeId,
        id: ProgramFactId,
    ) -> Result<Option<ProgramFactRow>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&PROGRAM_FACT, values![practice, tenant, id.0]).await?;
        Ok(self.opened(practice, &rows).await?.pop())
    }
}

impl StoreTx {
    async fn opened(&mut self, practice: Uuid, rows: &[Row]) -> Result<Vec<ProgramFactRow>> {
        let keys = self.keyring().await?;
        rows.iter().map(|row| read(practice, &keys, row)).collect()
    }
}
