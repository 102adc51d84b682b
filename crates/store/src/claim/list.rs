//! Pages of claims, counts over them, and the files they went out in.

use app::Result;
use app::claim::ClaimState;
use app::ports::claim_lists::{ClaimCount, ClaimsWanted};
use app::ports::store::ClaimLists;
use app::ports::{ClaimFileRow, ClaimRow, ClosureRow, ReopeningRow};
use async_trait::async_trait;
use ccm::basics::*;
use db::values;

use crate::columns::{Columns, among, each, patient_list};
use crate::tx::StoreTx;

/// A claim's state, which its events say: it never goes back.
macro_rules! state {
    () => {
        "case when exists (select 1 from claim_event e where e.practice_id = c.practice_id
                and e.organization_id = c.organization_id and e.claim_id = c.claim_id and e.kind = 'exported') then 'exported'
            when exists (select 1 from claim_event e where e.practice_id = c.practice_id
                and e.organization_id = c.organization_id and e.claim_id = c.claim_id and e.kind = 'reviewed') then 'reviewed'
            else 'drafted' end"
    };
}

macro_rules! file {
    ($body:literal, $($where:tt)*) => {
        concat!(
            "select file_id, month, name, receiver, interchange, claims, total_cents, sha256, created_at", $body,
            " from claim_file where practice_id = $1 and organization_id = $2 and ",
            $($where)*
        )
    };
}

db::queries! {
    PAGE = concat!("select c.claim_id, c.number, c.patient_id from claim c
        where c.practice_id = $1 and c.organization_id = $2 and c.month = $3 and c.revision = $4 and c.number > $5
            and ($6 = '' or ", state!(), " = $6) and (cast($7 as bigint) = 0 or c.payer_id = $8)
            and (cast($9 as bigint) = 0 or c.practitioner_id = $10)
        order by c.number limit $11");
    OF_PATIENTS = {
        lite: concat!(super::claims_head!(), " and month = $4", among!(lite "patient_id"), " order by created_at, number"),
        pg: concat!(super::claims_head!(), " and month = $4", among!(pg "patient_id"), " order by created_at, number"),
    };
    COUNTS = concat!("select practitioner_id, payer_id, state, count(*), cast(sum(total_cents) as bigint)
        from (select c.practitioner_id, c.payer_id, c.total_cents, ", state!(), " as state from claim c
            where c.practice_id = $1 and c.organization_id = $2 and c.month = $3 and c.revision = $4) s
        group by practitioner_id, payer_id, state order by practitioner_id, payer_id, state");
    FILE_HEADS = file!("", "month = $3 order by created_at, file_id");
    FILE = file!(", body_sealed", "file_id = $3");
}

fn read_file(row: &mut Columns<'_>) -> Result<ClaimFileRow> {
    Ok(ClaimFileRow {
        id: ClaimFileId(row.get()?),
        month: row.parsed()?,
        name: row.get()?,
        receiver: row.get()?,
        interchange: row.get()?,
        claims: row.get()?,
        total: Cents(row.get()?),
        sha256: row.hash()?,
        created_at: row.get()?,
        body: Vec::new(),
    })
}

#[async_trait]
impl ClaimLists for StoreTx {
    async fn claims_page(
        &mut self,
        practice: PracticeId,
        wanted: &ClaimsWanted,
    ) -> Result<Vec<(ClaimId, String, PatientId)>> {
        let (practice, tenant) = self.place(practice)?;
        let state = wanted.state.map_or("", ClaimState::word);
        let params = values![
            practice,
            tenant,
            wanted.month.to_string(),
            wanted.revision,
            &wanted.after,
            state,
            i64::from(wanted.payer.is_some()),
            wanted.payer.map_or(uuid::Uuid::nil(), |id| id.0),
            i64::from(wanted.practitioner.is_some()),
            wanted.practitioner.map_or(uuid::Uuid::nil(), |id| id.0),
            wanted.limit,
        ];
        each(&self.rows(&PAGE, params).await?, |row| {
            Ok((ClaimId(row.get()?), row.get()?, PatientId(row.get()?)))
        })
    }

    async fn claims_of(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
        patients: &[PatientId],
    ) -> Result<Vec<ClaimRow>> {
        let (id, tenant) = self.place(practice)?;
        let params = values![id, tenant, patient_list(patients), month.to_string()];
        self.claims_with(&OF_PATIENTS, practice, params).await
    }

    async fn claim_counts(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
        revision: i64,
    ) -> Result<Vec<ClaimCount>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&COUNTS, values![practice, tenant, month.to_string(), revision]).await?;
        each(&rows, |row| {
            Ok(ClaimCount {
                practitioner: PersonId(row.get()?),
                payer: PayerId(row.get()?),
                state: row.word()?,
                claims: u64::try_from(row.get::<i64>()?).unwrap_or_default(),
                total: Cents(row.get()?),
            })
        })
    }

    async fn claim_file_heads(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
    ) -> Result<Vec<ClaimFileRow>> {
        let (practice, tenant) = self.place(practice)?;
        each(&self.rows(&FILE_HEADS, values![practice, tenant, month.to_string()]).await?, read_file)
    }

    async fn claim_file(&mut self, practice: PracticeId, file: ClaimFileId) -> Result<Option<ClaimFileRow>> {
        let (id, tenant) = self.place(practice)?;
        let Some(row) = self.row(&FILE, values![id, tenant, file.0]).await? else { return Ok(None) };
        let keys = self.keyring().await?;
        let mut row = Columns::of(&row);
        let mut read = read_file(&mut row)?;
        read.body = keys.open(&super::file_at(practice, file), row.get()?)?;
        Ok(Some(read))
    }

    async fn closures_of(&mut self, practice: PracticeId, month: ServiceMonth) -> Result<Vec<ClosureRow>> {
        self.all_closures(practice, month).await
    }

    async fn reopenings_of(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
    ) -> Result<Vec<ReopeningRow>> {
        self.all_reopenings(practice, month).await
    }
}
