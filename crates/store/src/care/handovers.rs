//! Handovers and their acceptance. What is handed over is sealed: it speaks of patients.

use app::Result;
use app::ports::store::Handovers;
use async_trait::async_trait;
use ccm::basics::*;
use ccm::care::{Acceptance, Handover};
use db::{Row, values};
use uuid::Uuid;

use super::calls::opened_json;
use crate::columns::Columns;
use crate::sealed::{At, Keyring};
use crate::tx::StoreTx;

macro_rules! handovers {
    ($($where:tt)*) => {
        concat!(
            "select h.handover_id, h.from_id, h.to_id, h.patient_id, h.body_sealed, h.made_at, a.at, a.by_id
            from handover h left join handover_acceptance a on a.practice_id = h.practice_id
                and a.organization_id = h.organization_id and a.handover_id = h.handover_id
            where h.practice_id = $1 and h.organization_id = $2 ",
            $($where)*
        )
    };
}

db::queries! {
    ADD_HANDOVER = "insert into handover (practice_id, organization_id, handover_id, from_id, to_id, patient_id,
            body_sealed, made_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8)";
    ACCEPT = "insert into handover_acceptance (practice_id, organization_id, handover_id, at, by_id)
        values ($1, $2, $3, $4, $5)";
    HANDOVER = handovers!("and h.handover_id = $3");
    HANDOVERS = handovers!("order by h.made_at desc, h.handover_id limit $3");
}

fn body_at(practice: Uuid, id: Uuid) -> At {
    At::column("handover.body_sealed").id(practice).id(id)
}

fn read(practice: Uuid, keys: &Keyring, row: &Row) -> Result<(Handover, Option<Acceptance>)> {
    let mut row = Columns::of(row);
    let id = HandoverId(row.get()?);
    let (from, to) = (PersonId(row.get()?), PersonId(row.get()?));
    let patient = row.get::<Option<_>>()?.map(PatientId);
    let body = opened_json(keys, &body_at(practice, id.0), row.get()?)?;
    let handover = Handover { id, from, to, patient, body, made_at: row.get()? };
    let (at, by) = (row.get::<Option<Timestamp>>()?, row.get::<Option<_>>()?.map(PersonId));
    Ok((handover, at.zip(by).map(|(at, by)| Acceptance { at, by })))
}

#[async_trait]
impl Handovers for StoreTx {
    async fn add_handover(&mut self, practice: PracticeId, handover: &Handover) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let sealed = self.sealed_json(&body_at(practice, handover.id.0), &handover.body).await?;
        let (id, from, to) = (handover.id.0, handover.from.0, handover.to.0);
        let patient = handover.patient.map(|patient| patient.0);
        let params = values![practice, tenant, id, from, to, patient, sealed, handover.made_at];
        self.write(&ADD_HANDOVER, params).await.map(drop)
    }

    async fn accept_handover(
        &mut self,
        practice: PracticeId,
        id: HandoverId,
        acceptance: Acceptance,
    ) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let params = values![practice, tenant, id.0, acceptance.at, acceptance.by.0];
        self.write(&ACCEPT, params).await.map(drop)
    }

    async fn handover(
        &mut self,
        practice: PracticeId,
        id: HandoverId,
    ) -> Result<Option<(Handover, Option<Acceptance>)>> {
        let (practice, tenant) = self.place(practice)?;
        let Some(row) = self.row(&HANDOVER, values![practice, tenant, id.0]).await? else {
            return Ok(None);
        };
        let keys = self.keyring().await?;
        read(practice, &keys, &row).map(Some)
    }

    async fn handovers(
        &mut self,
        practice: PracticeId,
        limit: i64,
    ) -> Result<Vec<(Handover, Option<Acceptance>)>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&HANDOVERS, values![practice, tenant, limit]).await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let keys = self.keyring().await?;
        rows.iter().map(|row| read(practice, &keys, row)).collect()
    }
}
