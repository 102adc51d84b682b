//! Files of claims on their board: what is counted is counted from `claim_standing`, as lists count it.

use app::Result;
use app::ports::ClaimFileRow;
use app::ports::store::Submissions;
use app::ports::submissions::{
    CarriedFile, FileStateCount, FiledClaim, FilesWanted, MatterCount, MonthStateCount,
};
use async_trait::async_trait;
use ccm::access::Actor;
use ccm::basics::*;
use ccm::claim::carriage::CarriageEvent;
use db::values;
use uuid::Uuid;

use super::file::{files, read_file};
use crate::columns::{Columns, among, each, id_list};
use crate::tx::StoreTx;

macro_rules! file_states {
    ($engine:ident) => {
        concat!(
            "select x.file_id, s.state, count(*), cast(sum(case when s.look_on <= $4 then 1 else 0 end) as bigint)
            from (select distinct file_id, claim_id from claim_event where practice_id = $1 and organization_id = $2",
            among!($engine "file_id"),
            ") x
            join claim_standing s on s.practice_id = $1 and s.organization_id = $2 and s.claim_id = x.claim_id
            group by x.file_id, s.state order by x.file_id, s.state"
        )
    };
}

// A draft of a closing that another one has replaced never goes out.
macro_rules! matters {
    ($each:literal, $from:literal) => {
        concat!(
            "select m.value, c.payer_id, c.month, count(*), cast(sum(c.total_cents) as bigint)
            from claim_standing s join claim c on c.practice_id = s.practice_id
                and c.organization_id = s.organization_id and c.claim_id = s.claim_id
                cross join ", $each, " m
            where s.practice_id = $1 and s.organization_id = $2 and s.look_on <= $3 and ", $from, " <= $3
                and (s.state not in ('draft', 'ready') or c.revision = (select max(x.revision) from month_closure x
                    where x.practice_id = $1 and x.organization_id = $2 and x.month = c.month))
            group by m.value, c.payer_id, c.month order by c.month desc, c.payer_id"
        )
    };
}

macro_rules! names {
    ($engine:ident $id:literal $table:literal) => {
        concat!(
            "select ", $id, ", name from ", $table, " where practice_id = $1 and organization_id = $2",
            among!($engine $id)
        )
    };
}

db::queries! {
    /// Files of before there was any carriage were handed out: they wait for nobody.
    NEWEST = files!("", " and f.file_id < $3 and (cast($4 as bigint) = 0
            or (f.batch is not null and not exists (select 1 from claim_file_event e where e.practice_id = f.practice_id
                and e.organization_id = f.organization_id and e.file_id = f.file_id and e.kind = 'transmitted'))
            or exists (select 1 from claim_event e join claim_standing s on s.practice_id = e.practice_id
                    and s.organization_id = e.organization_id and s.claim_id = e.claim_id
                where e.practice_id = f.practice_id and e.organization_id = f.organization_id and e.file_id = f.file_id
                    and s.look_on <= $5))
        order by f.file_id desc limit $6");
    ONE = files!("", " and f.file_id = $3");
    CARRIAGE = "select at, step, actor from claim_file_event
        where practice_id = $1 and organization_id = $2 and file_id = $3 order by event";
    STATES = { lite: file_states!(lite), pg: file_states!(pg) };
    BY_MONTH = "select c.month, c.revision, s.state, count(*),
            cast(sum(case when s.look_on <= $4 then 1 else 0 end) as bigint), cast(sum(c.total_cents) as bigint)
        from claim c join claim_standing s on s.practice_id = c.practice_id and s.organization_id = c.organization_id
            and s.claim_id = c.claim_id
        where c.practice_id = $1 and c.organization_id = $2 and c.month >= $3
        group by c.month, c.revision, s.state order by c.month desc, c.revision, s.state";
    MATTERS = {
        lite: matters!("json_each(s.matters)", "json_extract(m.value, '$.from')"),
        pg: matters!("jsonb_array_elements(s.matters)", "cast(m.value ->> 'from' as date)"),
    };
    IN_FILE = "select c.claim_id, c.number, c.patient_id, c.payer_id, c.total_cents, s.state, s.paid_cents, s.look_on
        from (select distinct claim_id from claim_event
            where practice_id = $1 and organization_id = $2 and file_id = $3) x
        join claim c on c.practice_id = $1 and c.organization_id = $2 and c.claim_id = x.claim_id
        join claim_standing s on s.practice_id = $1 and s.organization_id = $2 and s.claim_id = x.claim_id
        where c.number > $4 order by c.number limit $5";
    FILE_NAMES = {
        lite: names!(lite "file_id" "claim_file"),
        pg: names!(pg "file_id" "claim_file"),
    };
    RECEIVED_NAMES = {
        lite: names!(lite "received_id" "received_file"),
        pg: names!(pg "received_id" "received_file"),
    };
}

fn count(row: &mut Columns<'_>) -> Result<u64> {
    Ok(u64::try_from(row.get::<i64>()?).unwrap_or_default())
}

#[async_trait]
impl Submissions for StoreTx {
    async fn submissions(&mut self, practice: PracticeId, wanted: FilesWanted) -> Result<Vec<CarriedFile>> {
        let (id, tenant) = self.place(practice)?;
        let params = values![
            id,
            tenant,
            wanted.before.map_or(Uuid::max(), |file| file.0),
            i64::from(wanted.asking_by.is_some()),
            wanted.asking_by.unwrap_or(Date::ZERO),
            wanted.limit,
        ];
        let files = each(&self.rows(&NEWEST, params).await?, read_file)?;
        let ids: Vec<ClaimFileId> = files.iter().map(|file| file.id).collect();
        let mut events = self.events_of_files(practice, &ids).await?;
        let with_events = |file: ClaimFileRow| {
            let events = events.remove(&file.id).unwrap_or_default();
            (file, events)
        };
        Ok(files.into_iter().map(with_events).collect())
    }

    async fn submission(&mut self, practice: PracticeId, file: ClaimFileId) -> Result<Option<ClaimFileRow>> {
        let (practice, tenant) = self.place(practice)?;
        let row = self.row(&ONE, values![practice, tenant, file.0]).await?;
        row.map(|row| read_file(&mut Columns::of(&row))).transpose()
    }

    async fn carriage_of(
        &mut self,
        practice: PracticeId,
        file: ClaimFileId,
    ) -> Result<Vec<(CarriageEvent, Actor)>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&CARRIAGE, values![practice, tenant, file.0]).await?;
        each(&rows, |row| Ok((CarriageEvent { at: row.get()?, step: row.json()? }, row.json()?)))
    }

    async fn file_states(
        &mut self,
        practice: PracticeId,
        files: &[ClaimFileId],
        today: Date,
    ) -> Result<Vec<FileStateCount>> {
        if files.is_empty() {
            return Ok(Vec::new());
        }
        let (practice, tenant) = self.place(practice)?;
        let list = id_list(files.iter().map(|file| file.0));
        let rows = self.rows(&STATES, values![practice, tenant, list, today]).await?;
        each(&rows, |row| {
            let (file, state) = (ClaimFileId(row.get()?), row.word()?);
            Ok(FileStateCount { file, state, claims: count(row)?, asking: count(row)? })
        })
    }

    async fn month_states(
        &mut self,
        practice: PracticeId,
        from: ServiceMonth,
        today: Date,
    ) -> Result<Vec<MonthStateCount>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&BY_MONTH, values![practice, tenant, from.to_string(), today]).await?;
        each(&rows, |row| {
            let (month, revision, state) = (row.parsed()?, row.get()?, row.word()?);
            let (claims, asking) = (count(row)?, count(row)?);
            Ok(MonthStateCount { month, revision, state, claims, asking, total: Cents(row.get()?) })
        })
    }

    async fn matters_counted(&mut self, practice: PracticeId, today: Date) -> Result<Vec<MatterCount>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&MATTERS, values![practice, tenant, today]).await?;
        each(&rows, |row| {
            let (matter, payer) = (row.json()?, PayerId(row.get()?));
            Ok(MatterCount {
                matter,
                payer,
                month: row.parsed()?,
                claims: count(row)?,
                total: Cents(row.get()?),
            })
        })
    }

    async fn claims_in_file(
        &mut self,
        practice: PracticeId,
        file: ClaimFileId,
        after: &str,
        limit: i64,
    ) -> Result<Vec<FiledClaim>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&IN_FILE, values![practice, tenant, file.0, after, limit]).await?;
        each(&rows, |row| {
            Ok(FiledClaim {
                claim: ClaimId(row.get()?),
                number: row.get()?,
                patient: PatientId(row.get()?),
                payer: PayerId(row.get()?),
                total: Cents(row.get()?),
                state: row.word()?,
                paid: Cents(row.get()?),
                look_on: row.get()?,
            })
        })
    }

    async fn file_names(
        &mut self,
        practice: PracticeId,
        files: &[ClaimFileId],
    ) -> Result<Vec<(ClaimFileId, String)>> {
        if files.is_empty() {
            return Ok(Vec::new());
        }
        let (practice, tenant) = self.place(practice)?;
        let list = id_list(files.iter().map(|file| file.0));
        let rows = self.rows(&FILE_NAMES, values![practice, tenant, list]).await?;
        each(&rows, |row| Ok((ClaimFileId(row.get()?), row.get()?)))
    }

    async fn received_names_of(
        &mut self,
        practice: PracticeId,
        files: &[ReceivedId],
    ) -> Result<Vec<(ReceivedId, String)>> {
        if files.is_empty() {
            return Ok(Vec::new());
        }
        let (practice, tenant) = self.place(practice)?;
        let list = id_list(files.iter().map(|file| file.0));
        let rows = self.rows(&RECEIVED_NAMES, values![practice, tenant, list]).await?;
        each(&rows, |row| Ok((ReceivedId(row.get()?), row.get()?)))
    }
}
