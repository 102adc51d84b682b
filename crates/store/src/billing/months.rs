//! Open months, the batches that their patients are judged in, and how far the change feed was read.

use app::Result;
use app::ports::store::Months;
use app::ports::{BatchRow, Lease, OpenMonthRow};
use async_trait::async_trait;
use ccm::basics::*;
use db::{Query, Value, values};
use uuid::Uuid;

use crate::columns::{Columns, each};
use crate::tx::StoreTx;

macro_rules! open_months {
    ($($rest:tt)*) => {
        concat!(
            "select month, revision, basis, generation, from_at, until_at from open_month
            where practice_id = $1 and organization_id = $2",
            $($rest)*
        )
    };
}

/// A batch that nobody works on and `$wanted` wants: taken by whoever comes first, passed over by the others.
macro_rules! take {
    ($wanted:literal, $limit:literal, $lock:literal) => {
        concat!(
            "with free as materialized (
                select b.first_patient_id from month_batch b
                where b.practice_id = $1 and b.organization_id = $2 and b.month = $3
                    and (b.leased_until is null or b.leased_until < $6) and ", $wanted,
            " order by b.first_patient_id limit ", $limit, $lock, ")
            update month_batch set holder = $4, leased_until = $5
            where practice_id = $1 and organization_id = $2 and month = $3
                and first_patient_id in (select first_patient_id from free)
            returning first_patient_id, until_patient_id, after_patient_id"
        )
    };
    (marked $lock:literal) => {
        take!(
            "not b.is_whole and exists (select 1 from stale_answer s where s.practice_id = b.practice_id
                and s.organization_id = b.organization_id and s.month = b.month and s.patient_id >= b.first_patient_id
                and (b.until_patient_id is null or s.patient_id < b.until_patient_id))",
            "$7", $lock
        )
    };
}

db::queries! {
    OPEN_MONTHS = open_months!(" order by month");
    OPEN_MONTH = {
        lite: open_months!(" and month = $3"),
        pg: open_months!(" and month = $3 for update"),
    };
    PUT_OPEN_MONTH = "insert into open_month (practice_id, organization_id, month, revision, basis, generation, from_at,
            until_at) values ($1, $2, $3, $4, $5, $6, $7, $8)
        on conflict (practice_id, month) do update set revision = excluded.revision, basis = excluded.basis,
            generation = excluded.generation, from_at = excluded.from_at, until_at = excluded.until_at
        where open_month.organization_id = excluded.organization_id";
    FORGET_MONTH = "delete from open_month where practice_id = $1 and organization_id = $2 and month = $3";
    FORGET_BATCHES = "delete from month_batch where practice_id = $1 and organization_id = $2 and month = $3";
    FORGET_MARKS = "delete from stale_answer where practice_id = $1 and organization_id = $2 and month = $3";
    /// The first batch begins before every id, the last one never ends.
    PLAN = "insert into month_batch (practice_id, organization_id, month, first_patient_id, until_patient_id, is_whole,
            after_patient_id, writes, holder, leased_until)
        select $1, $2, $3, first_id, lead(first_id) over (order by first_id), $6, null, 0, null, null
        from (select case when n = 0 then $5 else patient_id end as first_id from (
                select patient_id, row_number() over (order by patient_id) - 1 as n from patient
                where practice_id = $1 and organization_id = $2) numbered
            where n % $4 = 0
            union select $5) firsts";
    CURSOR = {
        lite: "select position from feed_cursor where practice_id = $1 and organization_id = $2 and reader = $3",
        pg: "select position from feed_cursor
            where practice_id = $1 and organization_id = $2 and reader = $3 for update",
    };
    /// So that there is a row to lock.
    NEW_CURSOR = "insert into feed_cursor (practice_id, organization_id, reader, position) values ($1, $2, $3, 0)
        on conflict (practice_id, reader) do nothing";
    MOVE_CURSOR = "update feed_cursor set position = $4
        where practice_id = $1 and organization_id = $2 and reader = $3";
    FEED = {
        lite: "select last from feed_position where stream_id = $1 and organization_id = $2",
        pg: "select last from feed_position where stream_id = $1 and organization_id = $2 for update",
    };
    CURSOR_READ = "select position from feed_cursor where practice_id = $1 and organization_id = $2 and reader = $3";
    FEED_READ = "select last from feed_position where stream_id = $1 and organization_id = $2";
    TAKE_WHOLE = {
        lite: take!("b.is_whole", "1", ""),
        pg: take!("b.is_whole", "1", " for update skip locked"),
    };
    TAKE_MARKED = {
        lite: take!(marked ""),
        pg: take!(marked " for update skip locked"),
    };
    BATCH_PATIENTS = "select patient_id from patient
        where practice_id = $1 and organization_id = $2 and patient_id >= $3 order by patient_id limit $4";
    BATCH_PATIENTS_UNTIL = "select patient_id from patient
        where practice_id = $1 and organization_id = $2 and patient_id >= $3 and patient_id < $5
        order by patient_id limit $4";
    RENEW = "update month_batch set leased_until = $5, writes = writes + 1,
            after_patient_id = coalesce($6, after_patient_id)
        where practice_id = $1 and organization_id = $2 and month = $3 and holder = $4";
    RELEASE = "update month_batch set holder = null, leased_until = null
        where practice_id = $1 and organization_id = $2 and month = $3 and holder = $4";
    RELEASE_DONE = "update month_batch set holder = null, leased_until = null, is_whole = $5, after_patient_id = null
        where practice_id = $1 and organization_id = $2 and month = $3 and holder = $4";
    BATCHES = {
        lite: "select is_whole, writes from month_batch where practice_id = $1 and organization_id = $2 and month = $3",
        pg: "select is_whole, writes from month_batch where practice_id = $1 and organization_id = $2 and month = $3
            for update",
    };
    BATCHES_READ = "select cast(sum(case when is_whole then 1 else 0 end) as bigint), cast(sum(writes) as bigint)
        from month_batch where practice_id = $1 and organization_id = $2 and month = $3";
    MARK_COUNT = "select cast(count(*) as bigint) from stale_answer
        where practice_id = $1 and organization_id = $2 and month = $3";
}

fn read_month(row: &mut Columns<'_>) -> Result<OpenMonthRow> {
    Ok(OpenMonthRow {
        month: row.parsed()?,
        revision: row.get()?,
        basis: row.hash()?,
        generation: row.get()?,
        from: row.get()?,
        until: row.get()?,
    })
}

fn read_batch(row: &mut Columns<'_>) -> Result<BatchRow> {
    Ok(BatchRow {
        first: PatientId(row.get()?),
        until: row.get::<Option<_>>()?.map(PatientId),
        after: row.get::<Option<_>>()?.map(PatientId),
    })
}

/// The id after this one, in the order of ids.
fn following(id: Uuid) -> Uuid {
    Uuid::from_u128(id.as_u128().saturating_add(1))
}

impl StoreTx {
    fn of_month(&self, practice: PracticeId, month: ServiceMonth) -> Result<Vec<Value>> {
        let (practice, tenant) = self.place(practice)?;
        Ok(values![practice, tenant, month.to_string()])
    }

    /// Derived from the record: not counted as written.
    async fn note(&mut self, query: &Query, params: Vec<Value>) -> Result<u64> {
        self.write_uncounted(query, vec![params]).await
    }
}

#[async_trait]
impl Months for StoreTx {
    async fn open_months(&mut self, practice: PracticeId) -> Result<Vec<OpenMonthRow>> {
        let (practice, tenant) = self.place(practice)?;
        each(&self.rows(&OPEN_MONTHS, values![practice, tenant]).await?, read_month)
    }

    async fn lock_open_month(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
    ) -> Result<Option<OpenMonthRow>> {
        if self.is_read_only() {
            let all = self.open_months(practice).await?;
            return Ok(all.into_iter().find(|open| open.month == month));
        }
        let row = self.row(&OPEN_MONTH, self.of_month(practice, month)?).await?;
        row.map(|row| read_month(&mut Columns::of(&row))).transpose()
    }

    async fn plan_month(
        &mut self,
        practice: PracticeId,
        row: &OpenMonthRow,
        batch_patients: i64,
    ) -> Result<()> {
        let month = self.of_month(practice, row.month)?;
        let with = |more: Vec<Value>| month.iter().cloned().chain(more).collect::<Vec<_>>();
        let state = with(values![row.revision, row.basis, row.generation, row.from, row.until]);
        self.note(&PUT_OPEN_MONTH, state).await?;
        self.note(&FORGET_BATCHES, month.clone()).await?;
        self.note(&FORGET_MARKS, month.clone()).await?;
        self.note(&PLAN, with(values![batch_patients, Uuid::nil(), true])).await.map(drop)
    }

    async fn forget_open_month(&mut self, practice: PracticeId, month: ServiceMonth) -> Result<()> {
        for query in [&FORGET_MARKS, &FORGET_BATCHES, &FORGET_MONTH] {
            self.note(query, self.of_month(practice, month)?).await?;
        }
        Ok(())
    }

    async fn mark_stale(&mut self, practice: PracticeId, patients: &[PatientId]) -> Result<()> {
        self.stale(practice, patients).await
    }

    async fn mark_timed(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
        entries_and_strikes: &[Uuid],
    ) -> Result<()> {
        self.stale_timed(practice, patients, entries_and_strikes).await
    }

    async fn mark_linked(&mut self, practice: PracticeId, patients: &[PatientId]) -> Result<()> {
        self.stale_linked(practice, patients).await
    }

    async fn mark_linked_to_lines(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
        revision: i64,
    ) -> Result<()> {
        self.stale_by_lines(practice, month, revision).await
    }

    async fn lock_cursor(&mut self, practice: PracticeId, reader: &str) -> Result<i64> {
        let (practice, tenant) = self.place(practice)?;
        let params = values![practice, tenant, reader];
        if !self.is_read_only() {
            self.note(&NEW_CURSOR, params.clone()).await?;
            let row = self.row(&CURSOR, params).await?;
            return row.map_or(Ok(0), |row| Columns::of(&row).get());
        }
        let row = self.row(&CURSOR_READ, params).await?;
        row.map_or(Ok(0), |row| Columns::of(&row).get())
    }

    async fn move_cursor(&mut self, practice: PracticeId, reader: &str, position: i64) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        self.note(&MOVE_CURSOR, values![practice, tenant, reader, position]).await.map(drop)
    }

    async fn feed_position(&mut self, stream: Uuid) -> Result<i64> {
        let row = self.row(&FEED_READ, values![stream, self.tenant()?]).await?;
        row.map_or(Ok(0), |row| Columns::of(&row).get())
    }

    async fn lock_feed(&mut self, stream: Uuid) -> Result<i64> {
        let row = self.row(&FEED, values![stream, self.tenant()?]).await?;
        row.map_or(Ok(0), |row| Columns::of(&row).get())
    }

    async fn take_whole_batch(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
        lease: &Lease,
    ) -> Result<Option<BatchRow>> {
        let mut params = self.of_month(practice, month)?;
        params.extend(values![&lease.holder, lease.until, lease.now]);
        let row = self.row(&TAKE_WHOLE, params).await?;
        row.map(|row| read_batch(&mut Columns::of(&row))).transpose()
    }

    async fn take_marked_batches(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
        lease: &Lease,
        limit: i64,
    ) -> Result<u64> {
        let mut params = self.of_month(practice, month)?;
        params.extend(values![&lease.holder, lease.until, lease.now, limit]);
        Ok(self.rows(&TAKE_MARKED, params).await?.len() as u64)
    }

    async fn batch_patients(
        &mut self,
        practice: PracticeId,
        batch: &BatchRow,
        limit: i64,
    ) -> Result<Vec<PatientId>> {
        let (practice, tenant) = self.place(practice)?;
        let first = batch.after.map_or(batch.first.0, |after| following(after.0));
        let rows = match batch.until {
            None => self.rows(&BATCH_PATIENTS, values![practice, tenant, first, limit]).await?,
            Some(until) => {
                self.rows(&BATCH_PATIENTS_UNTIL, values![practice, tenant, first, limit, until.0]).await?
            }
        };
        each(&rows, |row| Ok(PatientId(row.get()?)))
    }

    async fn marks_held(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
        holder: &str,
        limit: i64,
    ) -> Result<Vec<(PatientId, i64)>> {
        self.held_marks(practice, month, holder, limit).await
    }

    async fn marks_of(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
        patients: &[PatientId],
    ) -> Result<Vec<(PatientId, i64)>> {
        self.patients_marks(practice, month, patients).await
    }

    async fn unmark(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
        marks: &[(PatientId, i64)],
    ) -> Result<()> {
        self.take_marks_away(practice, month, marks).await
    }

    async fn renew(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
        lease: &Lease,
        after: Option<PatientId>,
    ) -> Result<bool> {
        let mut params = self.of_month(practice, month)?;
        params.extend(values![&lease.holder, lease.until, after.map(|id| id.0)]);
        Ok(self.note(&RENEW, params).await? > 0)
    }

    async fn release(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
        holder: &str,
        is_done: bool,
    ) -> Result<()> {
        let mut params = self.of_month(practice, month)?;
        params.push(holder.into());
        if !is_done {
            return self.note(&RELEASE, params).await.map(drop);
        }
        params.push(false.into());
        self.note(&RELEASE_DONE, params).await.map(drop)
    }

    async fn staleness(&mut self, practice: PracticeId, month: ServiceMonth) -> Result<(i64, i64, i64)> {
        let params = self.of_month(practice, month)?;
        let (mut whole, mut writes) = (0, 0);
        if self.is_read_only() {
            if let Some(row) = self.row(&BATCHES_READ, params.clone()).await? {
                let mut row = Columns::of(&row);
                whole = row.get::<Option<i64>>()?.unwrap_or(0);
                writes = row.get::<Option<i64>>()?.unwrap_or(0);
            }
        } else {
            for row in &self.rows(&BATCHES, params.clone()).await? {
                let mut row = Columns::of(row);
                whole += i64::from(row.get::<bool>()?);
                writes += row.get::<i64>()?;
            }
        }
        let marks = self.row(&MARK_COUNT, params).await?;
        Ok((whole, marks.map_or(Ok(0), |row| Columns::of(&row).get())?, writes))
    }
}
