//! A transaction on one pooled connection.

use deadpool_postgres::Client;
use futures_util::{FutureExt, TryStreamExt, future::maybe_done};

use super::{bulk::Staging, convert::error, stream::PgStream};
use crate::{Bulk, DbError, Query, Result, Row, Scope, Value, row::Cells};

/// Statements of one `exec_many` that are under way at once.
const PIPELINE: usize = 256;

pub(crate) struct PgTx {
    /// There until the transaction is over.
    client: Option<Client>,
    is_running: bool,
    staging: Staging,
    /// Streams opened so far: each has a name of its own.
    streams: u32,
}

/// Runs one call to the server, marking that it is under way.
macro_rules! run {
    ($self:ident, $name:expr, |$client:ident| $run:expr) => {{
        $self.is_running = true;
        let $client = $self.client.as_ref().ok_or_else(|| ended($name))?;
        let answer = async { $run }.await;
        $self.is_running = false;
        answer.map_err(|e: tokio_postgres::Error| error($name, e))
    }};
}

impl PgTx {
    pub(super) async fn begin(client: Client, scope: &Scope, writes: bool) -> Result<Self> {
        let mode = match writes {
            true => "read committed, read write",
            false => "repeatable read, read only",
        };
        // A UUID is the one parameter that is safe as text, and text saves a round trip.
        let organization = scope.organization.map(|id| id.to_string()).unwrap_or_default();
        let sql = format!(
            "begin isolation level {mode}; \
             select set_config('app.organization', '{organization}', true)"
        );
        let mut tx =
            Self { client: Some(client), is_running: false, staging: Staging::default(), streams: 0 };
        run!(tx, "begin", |client| client.batch_execute(&sql).await)?;
        Ok(tx)
    }

    pub(crate) async fn query(&mut self, query: &Query, params: Vec<Value>) -> Result<Vec<Row>> {
        let rows: Vec<_> = run!(self, query.name, |client| {
            let statement = client.prepare_cached(query.pg).await?;
            client.query_raw(&statement, &params).await?.try_collect().await
        })?;
        Ok(rows.into_iter().map(|row| Row::new(query.name, Cells::Pg(row))).collect())
    }

    pub(crate) async fn stream(&mut self, query: &Query, params: Vec<Value>) -> Result<PgStream<'_>> {
        self.streams += 1;
        let client = self.client.as_ref().ok_or_else(|| ended(query.name))?;
        PgStream::open(client, &mut self.is_running, self.streams, query, &params).await
    }

    pub(crate) async fn exec(&mut self, query: &Query, params: Vec<Value>) -> Result<u64> {
        run!(self, query.name, |client| {
            let statement = client.prepare_cached(query.pg).await?;
            client.execute_raw(&statement, &params).await
        })
    }

    pub(crate) async fn exec_many(&mut self, query: &Query, rows: Vec<Vec<Value>>) -> Result<u64> {
        run!(self, query.name, |client| {
            let statement = client.prepare_cached(query.pg).await?;
            let mut touched = 0;
            for some in rows.chunks(PIPELINE) {
                let call = |row| Box::pin(maybe_done(client.execute_raw(&statement, row)));
                let mut calls: Vec<_> = some.iter().map(call).collect();
                // A request is sent when it is first polled: all of them go out in order, and one
                // round trip serves hundreds.
                for call in &mut calls {
                    let _ = call.now_or_never();
                }
                for mut call in calls {
                    call.as_mut().await;
                    touched += call.as_mut().take_output().unwrap_or(Ok(0))?;
                }
            }
            Ok(touched)
        })
    }

    pub(crate) async fn bulk(&mut self, bulk: &Bulk, rows: Vec<Vec<Value>>) -> Result<u64> {
        run!(self, bulk.table, |client| self.staging.insert(client, bulk, &rows).await)
    }

    pub(crate) async fn commit(self) -> Result<()> {
        self.end("commit").await
    }

    pub(crate) async fn rollback(self) -> Result<()> {
        self.end("rollback").await
    }

    async fn end(mut self, sql: &'static str) -> Result<()> {
        run!(self, sql, |client| client.batch_execute(sql).await)?;
        // Over: the connection goes back to the pool as it is.
        self.client = None;
        Ok(())
    }
}

fn ended(query: &'static str) -> DbError {
    DbError::Aborted { query }
}

impl Drop for PgTx {
    fn drop(&mut self) {
        let Some(client) = self.client.take() else { return };
        if self.is_running {
            // A statement is under way and nobody waits for it: the server gives up on both when the
            // connection closes, and the pool makes another.
            drop(Client::take(client));
        } else {
            // Requests go out in the order of their first poll, so this one is sent before anything
            // the connection's next user asks; its answer interests nobody.
            let _ = client.batch_execute("rollback").now_or_never();
        }
    }
}
