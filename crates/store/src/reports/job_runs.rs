//! How jobs are doing: one row for each, made anew. Nothing of the record is in it, so it is not counted as written.

use app::Result;
use app::ports::job_runs::JobRunRow;
use app::ports::store::JobRuns;
use async_trait::async_trait;
use db::values;

use crate::columns::each;
use crate::tx::StoreTx;

db::queries! {
    RUNS = "select name, began_at, ended_at, next_at, well_at, failed_at, why, failures from job_run
        where organization_id = $1 order by name";
    PUT = "insert into job_run (organization_id, name, began_at, ended_at, next_at, well_at, failed_at, why, failures)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        on conflict (organization_id, name) do update set began_at = excluded.began_at, ended_at = excluded.ended_at,
            next_at = excluded.next_at, well_at = coalesce(excluded.well_at, job_run.well_at),
            failed_at = coalesce(excluded.failed_at, job_run.failed_at), why = coalesce(excluded.why, job_run.why),
            failures = excluded.failures
        returning name";
}

#[async_trait]
impl JobRuns for StoreTx {
    async fn job_runs(&mut self) -> Result<Vec<JobRunRow>> {
        let tenant = self.tenant()?;
        each(&self.rows(&RUNS, values![tenant]).await?, |row| {
            Ok(JobRunRow {
                name: row.get()?,
                began_at: row.get()?,
                ended_at: row.get()?,
                next_at: row.get()?,
                well_at: row.get()?,
                failed_at: row.get()?,
                why: row.get()?,
                failures: u64::try_from(row.get::<i64>()?).unwrap_or_default(),
            })
        })
    }

    async fn put_job_run(&mut self, row: &JobRunRow) -> Result<()> {
        let tenant = self.tenant()?;
        let params = values![
            tenant,
            &row.name,
            row.began_at,
            row.ended_at,
            row.next_at,
            row.well_at,
            row.failed_at,
            row.why.as_deref(),
            i64::try_from(row.failures).unwrap_or(i64::MAX),
        ];
        self.row(&PUT, params).await.map(drop)
    }
}
