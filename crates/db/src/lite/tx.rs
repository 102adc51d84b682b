//! A transaction on one SQLite connection. Every statement is one message to its thread, and so are several that are asked
//! together.

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
    /// Still to be said, before the first statement.
    begins: Option<&'static str>,
    is_running: bool,
    is_over: bool,
}

impl LiteTx {
    /// One that writes holds the file's lock from here on; one that only reads begins with its first question.
    pub(super) async fn begin(lease: Lease, writes: bool) -> Result<Self> {
        let sql = if writes { "begin immediate" } else { "begin deferred" };
        let mut tx = Self { lease, begins: Some(sql), is_running: false, is_over: false };
        if writes {
            tx.run(|_| Ok(())).await?;
        }
        Ok(tx)
    }

    pub(crate) async fn query(&mut self, query: &Query, params: Vec<Value>) -> Result<Vec<Row>> {
        let (name, sql) = (query.name, query.numbered());
        self.run(move |db| all(db, name, &sql, &params).map_err(|e| error(name, e))).await
    }

    /// Questions by key, which are answered in less than a message takes.
    pub(crate) async fn query_many(&mut self, asked: Vec<(&Query, Vec<Value>)>) -> Result<Vec<Vec<Row>>> {
        let asked: Vec<_> =
            asked.into_iter().map(|(query, params)| (query.name, query.numbered(), params)).collect();
        let begins = self.begins.take();
        let job = move |db: &mut Connection| {
            begin(db, begins)?;
            let one = |(name, sql, params): &(&'static str, Arc<str>, Vec<Value>)| {
                all(db, name, sql, params).map_err(|e| error(name, e))
            };
            asked.iter().map(one).collect()
        };
        match self.lease.run_here(job) {
            Ok(answers) => answers,
            Err(job) => self.run(move |db| job(db)).await,
        }
    }

    pub(crate) fn stream(&mut self, query: &Query, params: Vec<Value>) -> LiteStream<'_> {
        LiteStream::open(&self.lease, self.begins.take(), &mut self.is_running, query, params)
    }

    pub(crate) async fn exec(&mut self, query: &Query, params: Vec<Value>) -> Result<u64> {
        self.exec_many(query, vec![params]).await
    }

    pub(crate) async fn exec_many(&mut self, query: &Query, rows: Vec<Vec<Value>>) -> Result<u64> {
        let (name, sql) = (query.name, query.numbered());
        self.run(move |db| each(db, &sql, &rows).map_err(|e| error(name, e))).await
    }

    pub(crate) async fn bulk(&mut self, bulk: &Bulk, rows: Vec<Vec<Value>>) -> Result<u64> {
        let places: Vec<_> = (1..=bulk.columns.len()).map(|n| format!("?{n}")).collect();
        let sql = format!("{} values ({}){}", bulk.head(), places.join(", "), bulk.tail());
        let table = bulk.table;
        self.run(move |db| each(db, &sql, &rows).map_err(|e| error(table, e))).await
    }

    pub(crate) async fn commit(mut self) -> Result<()> {
        self.is_over = true;
        if self.begins.is_some() {
            return Ok(());
        }
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
        if self.begins.is_some() {
            return Ok(());
        }
        self.lease
            .run(|db| {
                roll_back(db);
                Ok(())
            })
            .await
    }

    async fn run<T, F>(&mut self, job: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Connection) -> Result<T> + Send + 'static,
    {
        let begins = self.begins.take();
        self.is_running = true;
        let answer = self.lease.run(move |db| {
            begin(db, begins)?;
            job(db)
        });
        let answer = answer.await;
        self.is_running = false;
        answer
    }
}

/// Says what is still to be said before the first statement.
pub(super) fn begin(db: &Connection, begins: Option<&str>) -> Result<()> {
    let Some(sql) = begins else { return Ok(()) };
    let begun = db.prepare_cached(sql).and_then(|mut it| it.raw_execute());
    begun.map(drop).map_err(|e| error("begin", e))
}

fn all(db: &Connection, name: &'static str, sql: &str, params: &[Value]) -> rusqlite::Result<Vec<Row>> {
    let mut statement = db.prepare_cached(sql)?;
    bind(&mut statement, params)?;
    let width = statement.column_count();
    let mut rows = statement.raw_query();
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        all.push(Row::new(name, Cells::Lite(read(row, width)?)));
    }
    Ok(all)
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
        if self.is_over || self.begins.is_some() {
            return;
        }
        if self.is_running {
            self.lease.interrupt();
        }
        if let Err(job) = self.lease.run_here(roll_back) {
            self.lease.send(job);
        }
    }
}
