//! The answers of a revision as a whole: replaced while its month is open, summed and walked through once it is closed.

use app::Result;
use app::ports::store::Answers;
use app::ports::{
    ApprovalRow, ClosureRow, DeterminationRow, LineRow, MonthSums, ReopeningRow, SealedDetermination,
};
use async_trait::async_trait;
use ccm::basics::*;
use db::{Query, Row, values};
use uuid::Uuid;

use super::determinations::{PATIENTS_AFTER, Wanted, read_line};
use crate::columns::{Columns, among, each, json, patient_list};
use crate::sealed::At;
use crate::tx::StoreTx;

macro_rules! gone {
    ($table:literal, $($of:tt)*) => {
        concat!(
            "delete from ", $table, " where practice_id = $1 and organization_id = $2 and month = $4 and revision = $5",
            $($of)*
        )
    };
}

macro_rules! hashes_of {
    ($($of:tt)*) => {
        concat!(
            "select patient_id, sha256 from determination
            where practice_id = $1 and organization_id = $2 and month = $4 and revision = $5",
            $($of)*
        )
    };
}

macro_rules! reopenings {
    ($order:literal) => {
        concat!(
            "select revision, reason_sealed, reopened_at, reopened_by from month_reopening
            where practice_id = $1 and organization_id = $2 and month = $3",
            $order
        )
    };
}

db::queries! {
    GONE = { lite: gone!("determination", among!(lite "patient_id")), pg: gone!("determination", among!(pg "patient_id")) };
    LINES_GONE = {
        lite: gone!("determination_line", among!(lite "patient_id")),
        pg: gone!("determination_line", among!(pg "patient_id")),
    };
    HOLDS_GONE = {
        lite: gone!("determination_hold", among!(lite "patient_id")),
        pg: gone!("determination_hold", among!(pg "patient_id")),
    };
    EXCLUSIONS_GONE = {
        lite: gone!("determination_exclusion", among!(lite "patient_id")),
        pg: gone!("determination_exclusion", among!(pg "patient_id")),
    };
    HASHES_OF = { lite: hashes_of!(among!(lite "patient_id")), pg: hashes_of!(among!(pg "patient_id")) };
    /// All hashes in order. A server sends them in one value: a row for each would take it longer than to find them.
    HASHES = {
        lite: "select sha256 from determination
            where practice_id = $1 and organization_id = $2 and month = $3 and revision = $4 order by patient_id",
        pg: "select string_agg(sha256, '' order by patient_id) from determination
            where practice_id = $1 and organization_id = $2 and month = $3 and revision = $4 having count(*) > 0",
    };
    /// Everybody billed has one first line.
    BILLED = "select code, cast(sum(units) as bigint), cast(sum(units * coalesce(amount_cents, 0)) as bigint),
            cast(sum(case when line = 0 then 1 else 0 end) as bigint)
        from determination_line where practice_id = $1 and organization_id = $2 and month = $3 and revision = $4
        group by code order by code";
    HELD = "select rule_id, cast(count(*) as bigint) from determination_hold
        where practice_id = $1 and organization_id = $2 and month = $3 and revision = $4 group by rule_id order by rule_id";
    LEFT_OUT = "select rule_id, cast(sum(seconds) as bigint) from determination_exclusion
        where practice_id = $1 and organization_id = $2 and month = $3 and revision = $4 group by rule_id order by rule_id";
    UNDRAFTED_AFTER = "select d.patient_id from determination d
        where d.practice_id = $1 and d.organization_id = $2 and d.month = $3 and d.revision = $4 and d.patient_id > $5
            and d.payer_id is not null
            and exists (select 1 from determination_line l where l.practice_id = d.practice_id
                and l.organization_id = d.organization_id and l.patient_id = d.patient_id and l.month = d.month
                and l.revision = d.revision)
            and not exists (select 1 from claim c where c.practice_id = d.practice_id
                and c.organization_id = d.organization_id and c.patient_id = d.patient_id and c.month = d.month
                and c.revision = d.revision)
        order by d.patient_id limit $6";
    /// A lease that everybody may have, one after the other: the row is locked until the transaction ends.
    LOCK = "insert into lease (organization_id, name, holder, token, until_at) values ($1, $2, '', 1, $3)
        on conflict (organization_id, name) do update set token = lease.token + 1, until_at = excluded.until_at";
    CLAIM_COUNT = "select cast(count(*) as bigint) from claim
        where practice_id = $1 and organization_id = $2 and month = $3 and revision = $4 and correction = 0";
    LINES_MISSING = "select l.patient_id, l.code, l.units, l.on_date, l.amount_cents from determination_line l
        where l.practice_id = $1 and l.organization_id = $2 and l.month = $3 and l.revision = $4
            and not exists (select 1 from determination_line o where o.practice_id = l.practice_id
                and o.organization_id = l.organization_id and o.patient_id = l.patient_id and o.month = l.month
                and o.revision = $5 and o.code = l.code and o.units = l.units and o.on_date = l.on_date
                and coalesce(o.amount_cents, -1) = coalesce(l.amount_cents, -1))
        order by l.patient_id, l.line";
    ADD_REOPENING = "insert into month_reopening (practice_id, organization_id, month, revision, reason_sealed,
            reopened_at, reopened_by) values ($1, $2, $3, $4, $5, $6, $7)";
    ADD_APPROVAL = "insert into month_approval (practice_id, organization_id, month, revision, closing_sha256,
            approved_at, approved_by) values ($1, $2, $3, $4, $5, $6, $7)";
    APPROVAL = "select closing_sha256, approved_at, approved_by from month_approval
        where practice_id = $1 and organization_id = $2 and month = $3 and revision = $4";
    NEWEST_REOPENING = reopenings!(" order by revision desc limit 1");
    REOPENINGS = reopenings!(" order by revision");
}

fn reason_at(practice: Uuid, month: ServiceMonth, revision: i64) -> At {
    At::column("month_reopening.reason_sealed")
        .id(practice)
        .bytes(month.to_string().as_bytes())
        .number(revision)
}

impl StoreTx {
    async fn answers_after(
        &mut self,
        query: &Query,
        practice: PracticeId,
        (month, revision): (ServiceMonth, i64),
        after: Option<PatientId>,
        limit: i64,
    ) -> Result<Vec<DeterminationRow>> {
        let (practice_id, tenant) = self.place(practice)?;
        let after = after.map_or(Uuid::nil(), |id| id.0);
        let params = values![practice_id, tenant, month.to_string(), revision, after, limit];
        let patients = each(&self.rows(query, params).await?, |row| Ok(PatientId(row.get()?)))?;
        self.closing(practice, month, revision, Wanted::Only(&patients)).await
    }
}

impl StoreTx {
    async fn read_reopenings(
        &mut self,
        practice: Uuid,
        month: ServiceMonth,
        rows: &[Row],
    ) -> Result<Vec<ReopeningRow>> {
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let keys = self.keyring().await?;
        each(rows, |row| {
            let revision = row.get()?;
            let reason = keys.open_text(&reason_at(practice, month, revision), row.get()?)?;
            Ok(ReopeningRow { month, revision, reason, at: row.get()?, by: row.json()? })
        })
    }

    pub(crate) async fn all_reopenings(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
    ) -> Result<Vec<ReopeningRow>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&REOPENINGS, values![practice, tenant, month.to_string()]).await?;
        self.read_reopenings(practice, month, &rows).await
    }
}

impl StoreTx {
    /// Waits for whoever else holds one of these names, until the end of their transaction.
    pub(crate) async fn lock(&mut self, names: Vec<String>, now: Timestamp) -> Result<()> {
        let tenant = self.tenant()?;
        let rows = names.into_iter().map(|name| values![tenant, name, now]).collect();
        self.write_uncounted(&LOCK, rows).await.map(drop)
    }
}

#[async_trait]
impl Answers for StoreTx {
    async fn seal_determinations(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
        revision: i64,
        rows: Vec<DeterminationRow>,
    ) -> Result<Vec<SealedDetermination>> {
        self.seal_answers(practice, month, revision, rows).await
    }

    async fn replace_determinations(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
        revision: i64,
        gone: &[PatientId],
        rows: Vec<SealedDetermination>,
    ) -> Result<()> {
        if !gone.is_empty() {
            let (practice_id, tenant) = self.place(practice)?;
            let params = values![practice_id, tenant, patient_list(gone), month.to_string(), revision];
            for query in [&GONE, &LINES_GONE, &HOLDS_GONE, &EXCLUSIONS_GONE] {
                self.write_uncounted(query, vec![params.clone()]).await?;
            }
        }
        self.insert_answers(practice, month, revision, rows).await
    }

    async fn answer_hashes_of(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
        revision: i64,
        patients: &[PatientId],
    ) -> Result<Vec<(PatientId, [u8; 32])>> {
        let (practice, tenant) = self.place(practice)?;
        let params = values![practice, tenant, patient_list(patients), month.to_string(), revision];
        each(&self.rows(&HASHES_OF, params).await?, |row| Ok((PatientId(row.get()?), row.hash()?)))
    }

    async fn answer_hashes(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
        revision: i64,
    ) -> Result<Vec<Vec<u8>>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&HASHES, values![practice, tenant, month.to_string(), revision]).await?;
        each(&rows, |row| row.get())
    }

    async fn month_sums(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
        revision: i64,
    ) -> Result<MonthSums> {
        let (practice, tenant) = self.place(practice)?;
        let params = values![practice, tenant, month.to_string(), revision];
        let mut sums = MonthSums::default();
        for row in &self.rows(&BILLED, params.clone()).await? {
            let mut row = Columns::of(row);
            sums.billed.push((row.get()?, row.get()?, Cents(row.get()?)));
            sums.patients_billed += row.get::<i64>()?;
        }
        let pair = |row: &mut Columns<'_>| Ok((row.get()?, row.get()?));
        sums.held = each(&self.rows(&HELD, params.clone()).await?, pair)?;
        sums.left_out = each(&self.rows(&LEFT_OUT, params).await?, pair)?;
        Ok(sums)
    }

    async fn determinations_after(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
        revision: i64,
        after: Option<PatientId>,
        limit: i64,
    ) -> Result<Vec<DeterminationRow>> {
        self.answers_after(&PATIENTS_AFTER, practice, (month, revision), after, limit).await
    }

    async fn undrafted_after(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
        revision: i64,
        after: Option<PatientId>,
        limit: i64,
    ) -> Result<Vec<DeterminationRow>> {
        self.answers_after(&UNDRAFTED_AFTER, practice, (month, revision), after, limit).await
    }

    async fn lock_drafts(&mut self, practice: PracticeId, month: ServiceMonth, now: Timestamp) -> Result<()> {
        self.lock(vec![format!("draft/{practice}/{month}")], now).await
    }

    async fn claim_count(&mut self, practice: PracticeId, month: ServiceMonth, revision: i64) -> Result<i64> {
        let (practice, tenant) = self.place(practice)?;
        let row = self.row(&CLAIM_COUNT, values![practice, tenant, month.to_string(), revision]).await?;
        row.map_or(Ok(0), |row| Columns::of(&row).get())
    }

    async fn lines_missing_in(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
        revision: i64,
        other: i64,
    ) -> Result<Vec<(PatientId, LineRow)>> {
        let (practice, tenant) = self.place(practice)?;
        let params = values![practice, tenant, month.to_string(), revision, other];
        let rows = self.rows(&LINES_MISSING, params).await?;
        each(&rows, |row| Ok((PatientId(row.get()?), read_line(row)?)))
    }

    async fn closure(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
        revision: i64,
    ) -> Result<Option<ClosureRow>> {
        let (practice, tenant) = self.place(practice)?;
        let params = values![practice, tenant, month.to_string(), revision];
        let row = self.row(&super::CLOSURE, params).await?;
        row.map(|row| super::read_closure(&mut Columns::of(&row))).transpose()
    }

    async fn closures_since(&mut self, practice: PracticeId, month: ServiceMonth) -> Result<Vec<ClosureRow>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&super::CLOSURES_SINCE, values![practice, tenant, month.to_string()]).await?;
        each(&rows, super::read_closure)
    }

    async fn add_reopening(&mut self, practice: PracticeId, row: &ReopeningRow) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let at = reason_at(practice, row.month, row.revision);
        let reason = self.keyring().await?.seal(&at, row.reason.as_bytes())?;
        let month = row.month.to_string();
        let params = values![practice, tenant, month, row.revision, reason, row.at, json(&row.by)?];
        self.write(&ADD_REOPENING, params).await.map(drop)
    }

    async fn newest_reopening(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
    ) -> Result<Option<ReopeningRow>> {
        let (practice, tenant) = self.place(practice)?;
        let row = self.row(&NEWEST_REOPENING, values![practice, tenant, month.to_string()]).await?;
        Ok(self.read_reopenings(practice, month, row.as_slice()).await?.pop())
    }

    async fn add_approval(&mut self, practice: PracticeId, row: &ApprovalRow) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let month = row.month.to_string();
        let params = values![practice, tenant, month, row.revision, row.sha256, row.at, json(&row.by)?];
        self.write(&ADD_APPROVAL, params).await.map(drop)
    }

    async fn approval(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
        revision: i64,
    ) -> Result<Option<ApprovalRow>> {
        let (practice, tenant) = self.place(practice)?;
        let row = self.row(&APPROVAL, values![practice, tenant, month.to_string(), revision]).await?;
        let read = |row: Row| {
            let mut row = Columns::of(&row);
            let sha256 = row.hash()?;
            Ok(ApprovalRow { month, revision, sha256, at: row.get()?, by: row.json()? })
        };
        row.map(read).transpose()
    }
}
