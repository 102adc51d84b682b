//! A transaction on one SQLite connection. Every statement is one message to its thread.

use std::sync::Arc;

use rusqlite::Connection;

use super::{
    convert::{bind, error, read},
    lane::Lease,
    stream::LiteStream,
};
use crate::{Bulk, Query, Result, Row, Value, row::Cells};

pub(crate) struct LiteTx {
    lease: Lease,
    is_running: bool,
    is_over: bool,
}

impl LiteTx {
    pub(super) async fn begin(lease: Lease, sql: &'static str) -> Result<Self> {
        // Made first, so that a `begin` nobody waits for is rolled back as well.
        let mut tx = Self { lease, is_running: false, is_over: false };
        tx.run(move |db| db.prepare_cached(sql)?.raw_execute().map(drop), "begin").await?;
        Ok(tx)
    }

    pub(crate) async fn query(&mut self, query: &Query, params: Vec<Value>) -> Result<Vec<Row>> {
        let (name, sql) = (query.name, query.numbered());
        self.run(
            move |db| {
                let mut statement = db.prepare_cached(&sql)?;
                bind(&mut statement, &params)?;
                let width = statement.column_count();
                let mut rows = statement.raw_query();
                let mut all = Vec::new();
                while let Some(row) = rows.next()? {
                    all.push(Row::new(name, Cells::Lite(read(row, width)?)));
                }
                Ok(all)
            },
            name,
        )
        .await
    }

    pub(crate) fn stream(&mut self, query: &Query, params: Vec<Value>) -> LiteStream<'_> {
        LiteStream::open(&self.lease, &mut self.is_running, query, params)
    }

    pub(crate) async fn exec(&mut self, query: &Query, params: Vec<Value>) -> Result<u64> {
        self.exec_many(query, vec![params]).await
    }

    pub(crate) async fn exec_many(&mut self, query: &Query, rows: Vec<Vec<Value>>) -> Result<u64> {
        let sql = query.numbered();
        self.run(move |db| each(db, &sql, &rows), query.name).await
    }

    pub(crate) async fn bulk(&mut self, bulk: &Bulk, rows: Vec<Vec<Value>>) -> Result<u64> {
        let places: Vec<_> = (1..=bulk.columns.len()).map(|n| format!("?{n}")).collect();
        let sql = format!("{} values ({}){}", bulk.head(), places.join(", "), bulk.tail());
        let sql: Arc<str> = sql.into();
        self.run(move |db| each(db, &sql, &rows), bulk.table).await
    }

    pub(crate) async fn commit(mut self) -> Result<()> {
        self.is_over = true;
        let commit = |db: &mut Connection| {
            let answer = db.prepare_cached("commit").and_then(|mut it| it.raw_execute());
            // A commit that fails (a lock, a deferred foreign key) leaves the transaction open.
            roll_back(db);
            answer.map(drop).map_err(|e| error("commit", e))
        };
        self.lease.run(commit).await
    }

    pub(crate) async fn rollback(mut self) -> Result<()> {
        self.is_over = true;
        self.lease
            .run(|db| {
                roll_back(db);
                Ok(())
            })
            .await
    }

    async fn run<T, F>(&mut self, job: F, name: &'static str) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Connection) -> rusqlite::Result<T> + Send + 'static,
    {
        self.is_running = true;
        let answer = self.lease.run(move |db| job(db).map_err(|e| error(name, e))).await;
        self.is_running = false;
        answer
    }
}

/// Runs one statement over many rows and adds up what it touched. (Ten rows to a statement measured no
/// faster: 50 to 80 ms for 100,000 rows of five columns either way.)
fn each(db: &Connection, sql: &str, rows: &[Vec<Value>]) -> rusqlite::Result<u64> {
    let mut statement = db.prepare_cached(sql)?;
    let mut touched = 0;
    for row in rows {
        bind(&mut statement, row)?;
        touched += statement.raw_execute()? as u64;
    }
    Ok(touched)
}

/// Ends a transaction that is still open. SQLite ends some by itself (a full disk, an interrupt).
fn roll_back(db: &mut Connection) {
    if !db.is_autocommit()
        && let Err(e) = db.execute_batch("rollback")
    {
        tracing::error!(error = %e, "a SQLite transaction cannot be rolled back");
    }
}

impl Drop for LiteTx {
    fn drop(&mut self) {
        if self.is_over {
            return;
        }
        if self.is_running {
            self.lease.interrupt();
        }
        self.lease.send(roll_back);
    }
}
