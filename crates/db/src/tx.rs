//! A transaction: statements, then a commit or nothing.

use crate::{Bulk, DbError, Query, Result, Row, RowStream, Value, lite::LiteTx, pg::PgTx, stream, value};

/// An open transaction. Dropping it rolls back.
///
/// After an error of the engine only [`Tx::rollback`] is left, on both engines: PostgreSQL works that
/// way, and so SQLite is held to it. Use `on conflict` where a taken key is no failure.
#[must_use = "a transaction that is not committed is rolled back"]
pub struct Tx {
    inner: Inner,
    failed: bool,
}

enum Inner {
    Lite(LiteTx),
    Pg(PgTx),
}

/// Runs a statement on the engine at hand; its failure is the transaction's.
macro_rules! on_engine {
    ($self:ident, $name:expr, |$tx:ident| $run:expr) => {{
        if $self.failed {
            return Err(DbError::Aborted { query: $name });
        }
        // A statement whose future is dropped half-way leaves the mark standing.
        $self.failed = true;
        let answer = match &mut $self.inner {
            Inner::Lite($tx) => $run.await,
            Inner::Pg($tx) => $run.await,
        };
        $self.failed = answer.is_err();
        answer
    }};
}

impl Tx {
    /// All rows of the answer.
    ///
    /// # Errors
    /// Any [`DbError`] of a statement.
    pub async fn query(&mut self, query: &Query, params: Vec<Value>) -> Result<Vec<Row>> {
        value::check(query.name, &params)?;
        on_engine!(self, query.name, |tx| tx.query(query, params))
    }

    /// The answers of several questions by key, each with all its rows, in one go: what a page asks. As if they were asked
    /// one after the other. SQLite answers on the thread that asks, and PostgreSQL plans each once for a connection: what
    /// walks far, or whose plan depends on what is bound, is a [`Tx::query`].
    ///
    /// # Errors
    /// Any [`DbError`] of a statement; the first one ends it.
    pub async fn query_many(&mut self, asked: Vec<(&Query, Vec<Value>)>) -> Result<Vec<Vec<Row>>> {
        let Some((first, _)) = asked.first() else { return Ok(Vec::new()) };
        let name = first.name;
        for (query, params) in &asked {
            value::check(query.name, params)?;
        }
        on_engine!(self, name, |tx| tx.query_many(asked))
    }

    /// The row, if there is one.
    ///
    /// # Errors
    /// [`DbError::RowCount`] when there are more; any [`DbError`] of a statement.
    pub async fn query_opt(&mut self, query: &Query, params: Vec<Value>) -> Result<Option<Row>> {
        let mut rows = self.query(query, params).await?;
        match rows.len() {
            0 | 1 => Ok(rows.pop()),
            found => Err(DbError::RowCount { query: query.name, expected: "at most one", found }),
        }
    }

    /// The one row.
    ///
    /// # Errors
    /// [`DbError::RowCount`] when there are none or more; any [`DbError`] of a statement.
    pub async fn query_one(&mut self, query: &Query, params: Vec<Value>) -> Result<Row> {
        let mut rows = self.query(query, params).await?;
        match (rows.len(), rows.pop()) {
            (1, Some(row)) => Ok(row),
            (found, _) => Err(DbError::RowCount { query: query.name, expected: "exactly one", found }),
        }
    }

    /// The rows of an answer of any size, one after another, in flat memory. The transaction is the stream's until
    /// it is dropped.
    ///
    /// # Errors
    /// Any [`DbError`] of a statement; on SQLite the first read tells it.
    pub async fn stream(&mut self, query: &Query, params: Vec<Value>) -> Result<RowStream<'_>> {
        value::check(query.name, &params)?;
        if self.failed {
            return Err(DbError::Aborted { query: query.name });
        }
        self.failed = true;
        let inner = match &mut self.inner {
            Inner::Lite(tx) => stream::Inner::Lite(tx.stream(query, params)),
            Inner::Pg(tx) => stream::Inner::Pg(tx.stream(query, params).await?),
        };
        self.failed = false;
        Ok(RowStream::new(query.name, inner, &mut self.failed))
    }

    /// Runs a statement and says how many rows it touched.
    ///
    /// # Errors
    /// Any [`DbError`] of a statement.
    pub async fn exec(&mut self, query: &Query, params: Vec<Value>) -> Result<u64> {
        value::check(query.name, &params)?;
        on_engine!(self, query.name, |tx| tx.exec(query, params))
    }

    /// Runs a statement once per set of parameters, in order and in one go, and says how many rows all
    /// of them touched.
    ///
    /// # Errors
    /// Any [`DbError`] of a statement; the first one ends it.
    pub async fn exec_many(&mut self, query: &Query, rows: Vec<Vec<Value>>) -> Result<u64> {
        for row in &rows {
            value::check(query.name, row)?;
        }
        on_engine!(self, query.name, |tx| tx.exec_many(query, rows))
    }

    /// Inserts rows and says how many went in.
    ///
    /// # Errors
    /// [`DbError::Parameter`] when a value is not of its column's kind; any [`DbError`] of a statement.
    pub async fn bulk(&mut self, bulk: &Bulk, rows: Vec<Vec<Value>>) -> Result<u64> {
        bulk.check(&rows)?;
        on_engine!(self, bulk.table, |tx| tx.bulk(bulk, rows))
    }

    /// Makes it last.
    ///
    /// # Errors
    /// [`DbError::Aborted`] when a statement had failed; [`DbError::Conflict`] and
    /// [`DbError::ForeignKey`] as the engine finds them; nothing is kept then. After
    /// [`DbError::Unavailable`] it is unknown whether it was: commands are made to be repeated.
    pub async fn commit(self) -> Result<()> {
        if self.failed {
            self.rollback().await?;
            return Err(DbError::Aborted { query: "commit" });
        }
        match self.inner {
            Inner::Lite(tx) => tx.commit().await,
            Inner::Pg(tx) => tx.commit().await,
        }
    }

    /// Undoes it, and waits until it is undone.
    ///
    /// # Errors
    /// [`DbError::Unavailable`] when the engine is gone, which undoes it too.
    pub async fn rollback(self) -> Result<()> {
        match self.inner {
            Inner::Lite(tx) => tx.rollback().await,
            Inner::Pg(tx) => tx.rollback().await,
        }
    }
}

impl From<LiteTx> for Tx {
    fn from(tx: LiteTx) -> Self {
        Self { inner: Inner::Lite(tx), failed: false }
    }
}

impl From<PgTx> for Tx {
    fn from(tx: PgTx) -> Self {
        Self { inner: Inner::Pg(tx), failed: false }
    }
}
