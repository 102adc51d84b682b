//! Pages of claims, counts over them, and the files they went out in.

use app::Result;
use app::ports::claim_lists::{ClaimCount, ClaimsWanted};
use app::ports::store::ClaimLists;
use app::ports::{ClaimFileRow, ClaimRow, ClosureRow, ReopeningRow};
use async_trait::async_trait;
use ccm::basics::*;
use ccm::claim::{AlertRule, ClaimState};
use db::values;

use super::file::{file_at, files, read_file};
use crate::columns::{Columns, among, each, patient_list};
use crate::tx::StoreTx;

// Of those that ask for somebody, also what an earlier closing sent.
macro_rules! page {
    ($each:literal, $rule:literal, $from:literal, $last:literal) => {
        concat!(
            "select c.claim_id, c.number, c.patient_id from claim c
                join claim_standing s on s.practice_id = c.practice_id and s.organization_id = c.organization_id
                    and s.claim_id = c.claim_id
            where c.practice_id = $1 and c.organization_id = $2 and c.month = $3 and c.number > $5
                and (c.revision = $4 or (cast($11 as bigint) = 1 and s.state not in ('draft', 'ready')))
                and ($6 = '' or s.state = $6) and (cast($7 as bigint) = 0 or c.payer_id = $8)
                and (cast($9 as bigint) = 0 or c.practitioner_id = $10)
                and (cast($11 as bigint) = 0 or s.look_on <= $12)
                and ($14 = '' or exists (select 1 from ", $each, " m where ", $rule, " = $14 and ", $from, " <= $12
                    and ($15 = '' or ($15 = 'passed') = (", $last, " < $12))))
            order by c.number limit $13"
        )
    };
}

db::queries! {
    PAGE = {
        lite: page!("json_each(s.matters)", "json_extract(m.value, '$.rule')", "json_extract(m.value, '$.from')",
            "json_extract(m.value, '$.last_day')"),
        pg: page!("jsonb_array_elements(s.matters)", "m.value ->> 'rule'", "cast(m.value ->> 'from' as date)",
            "cast(m.value ->> 'last_day' as date)"),
    };
    OF_PATIENTS = {
        lite: concat!(super::claims_head!(), " and month = $4", among!(lite "patient_id"), " order by created_at, number"),
        pg: concat!(super::claims_head!(), " and month = $4", among!(pg "patient_id"), " order by created_at, number"),
    };
    COUNTS = "select c.practitioner_id, c.payer_id, s.state, count(*), cast(sum(c.total_cents) as bigint)
        from claim c join claim_standing s on s.practice_id = c.practice_id and s.organization_id = c.organization_id
            and s.claim_id = c.claim_id
        where c.practice_id = $1 and c.organization_id = $2 and c.month = $3 and c.revision = $4
        group by c.practitioner_id, c.payer_id, s.state order by c.practitioner_id, c.payer_id, s.state";
    FILE_HEADS = files!("", " and f.month = $3 order by f.created_at, f.file_id");
    FILE = files!(", f.body_sealed", " and f.file_id = $3");
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
        let (rule, has_passed) = match wanted.rule.map(AlertRule::kept) {
            Some((rule, has_passed)) => (Some(rule), has_passed),
            None => (None, None),
        };
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
            i64::from(wanted.asking_by.is_some()),
            wanted.asking_by.unwrap_or(Date::ZERO),
            wanted.limit,
            rule.map_or("", AlertRule::word),
            has_passed.map_or("", |passed| if passed { "passed" } else { "near" }),
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
        read.body = keys.open(&file_at(practice, file.0), row.get()?)?;
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
