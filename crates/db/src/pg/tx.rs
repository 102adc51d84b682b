//! A transaction on one pooled connection.

use std::pin::Pin;

use deadpool_postgres::Client;
use futures_util::{FutureExt, TryStreamExt};

use super::{bulk::Staging, convert::error, stream::PgStream};
use crate::{Bulk, DbError, Query, Result, Row, Scope, Value, row::Cells};

/// Statements of one `exec_many` that are under way at once.
const PIPELINE: usize = 256;

pub(crate) struct PgTx {
    /// There until the transaction is over.
    client: Option<Client>,
    /// Still to be said, together with the first question. Only of a transaction that reads: were it ever refused, what
    /// follows would stand alone.
    begins: Option<String>,
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
        let mut tx = Self {
            client: Some(client),
            begins: Some(sql),
            is_running: false,
            staging: Staging::default(),
            streams: 0,
        };
        if writes {
            tx.begun().await?;
        }
        Ok(tx)
    }

    /// Begins now what is not begun.
    async fn begun(&mut self) -> Result<()> {
        match self.begins.take() {
            None => Ok(()),
            Some(sql) => run!(self, "begin", |client| client.batch_execute(&sql).await),
        }
    }

    pub(crate) async fn query(&mut self, query: &Query, params: Vec<Value>) -> Result<Vec<Row>> {
        let mut answers = self.query_many(vec![(query, params)]).await?;
        Ok(answers.pop().unwrap_or_default())
    }

    pub(crate) async fn query_many(&mut self, asked: Vec<(&Query, Vec<Value>)>) -> Result<Vec<Vec<Row>>> {
        let begins = self.begins.take().map(|sql| match asked.len() {
            // Questions by key: planned anew for each patient, a table in parts costs more to plan than to read.
            2.. => format!("{sql}; select set_config('plan_cache_mode', 'force_generic_plan', true)"),
            _ => sql,
        });
        let name = asked.first().map_or("begin", |(query, _)| query.name);
        let answers = run!(self, name, |client| {
            let begun = Sent::now(async {
                match &begins {
                    Some(sql) => client.batch_execute(sql).await,
                    None => Ok(()),
                }
            });
            let mut statements = Vec::with_capacity(asked.len());
            for (query, _) in &asked {
                statements.push(client.prepare_cached(query.pg).await?);
            }
            // All of them are on their way before the first answer is waited for.
            let calls = asked.iter().zip(&statements);
            let calls: Vec<_> = calls
                .map(|((_, params), statement)| {
                    Sent::now(async move {
                        client.query_raw(statement, params).await?.try_collect::<Vec<_>>().await
                    })
                })
                .collect();
            begun.answer().await?;
            let mut answers = Vec::with_capacity(calls.len());
            for call in calls {
                answers.push(call.answer().await?);
            }
            Ok(answers)
        })?;
        let rows = |(answer, (query, _)): (Vec<_>, &(&Query, _))| {
            answer.into_iter().map(|row| Row::new(query.name, Cells::Pg(row))).collect()
        };
        Ok(answers.into_iter().zip(&asked).map(rows).collect())
    }

    pub(crate) async fn stream(&mut self, query: &Query, params: Vec<Value>) -> Result<PgStream<'_>> {
        self.begun().await?;
        self.streams += 1;
        let client = self.client.as_ref().ok_or_else(|| ended(query.name))?;
        PgStream::open(client, &mut self.is_running, self.streams, query, &params).await
    }

    pub(crate) async fn exec(&mut self, query: &Query, params: Vec<Value>) -> Result<u64> {
        self.begun().await?;
        run!(self, query.name, |client| {
            let statement = client.prepare_cached(query.pg).await?;
            client.execute_raw(&statement, &params).await
        })
    }

    pub(crate) async fn exec_many(&mut self, query: &Query, rows: Vec<Vec<Value>>) -> Result<u64> {
        self.begun().await?;
        run!(self, query.name, |client| {
            let statement = client.prepare_cached(query.pg).await?;
            let mut touched = 0;
            for some in rows.chunks(PIPELINE) {
                // One round trip serves hundreds.
                let calls = some.iter().map(|row| Sent::now(client.execute_raw(&statement, row)));
                let calls: Vec<_> = calls.collect();
                for call in calls {
                    touched += call.answer().await?;
                }
            }
            Ok(touched)
        })
    }

    pub(crate) async fn bulk(&mut self, bulk: &Bulk, rows: Vec<Vec<Value>>) -> Result<u64> {
        self.begun().await?;
        run!(self, bulk.table, |client| self.staging.insert(client, bulk, &rows).await)
    }

    pub(crate) async fn commit(self) -> Result<()> {
        self.end("commit").await
    }

    pub(crate) async fn rollback(self) -> Result<()> {
        self.end("rollback").await
    }

    async fn end(mut self, sql: &'static str) -> Result<()> {
        if self.begins.is_none() {
            run!(self, sql, |client| client.batch_execute(sql).await)?;
        }
        // Over: the connection goes back to the pool as it is.
        self.client = None;
        Ok(())
    }
}

/// A call that is on its way.
enum Sent<F: Future> {
    Waiting(Pin<Box<F>>),
    Answered(F::Output),
}

impl<F: Future> Sent<F> {
    /// A request is sent when it is first polled, and those of one connection go out in order.
    fn now(call: F) -> Self {
        let mut call = Box::pin(call);
        match (&mut call).now_or_never() {
            Some(answer) => Self::Answered(answer),
            None => Self::Waiting(call),
        }
    }

    async fn answer(self) -> F::Output {
        match self {
            Self::Waiting(call) => call.await,
            Self::Answered(answer) => answer,
        }
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
