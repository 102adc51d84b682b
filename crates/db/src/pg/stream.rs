//! A query read through a cursor: each fetch is a statement of its own, with a statement's time limit.

use std::vec;

use deadpool_postgres::Client;
use futures_util::TryStreamExt;
use tokio_postgres::{Error, Statement};

use super::convert::error;
use crate::{Query, Result, Row, Value, row::Cells};

/// Rows of one fetch.
const FETCHED: usize = 1_000;

/// An open cursor on one transaction's connection.
pub(crate) struct PgStream<'tx> {
    client: &'tx Client,
    is_running: &'tx mut bool,
    query: &'static str,
    fetch: Statement,
    close: String,
    rows: vec::IntoIter<tokio_postgres::Row>,
    is_over: bool,
}

impl<'tx> PgStream<'tx> {
    /// Opens the cursor of a transaction's stream number `number`.
    pub(super) async fn open(
        client: &'tx Client,
        is_running: &'tx mut bool,
        number: u32,
        query: &Query,
        params: &[Value],
    ) -> Result<Self> {
        *is_running = true;
        let opened = open(client, number, query.pg, params).await;
        *is_running = false;
        let fetch = opened.map_err(|e| error(query.name, e))?;
        let close = format!("close stream_{number}");
        let rows = Vec::new().into_iter();
        Ok(Self { client, is_running, query: query.name, fetch, close, rows, is_over: false })
    }

    /// The next row that is here already.
    pub(crate) fn waiting(&mut self) -> Option<Row> {
        self.rows.next().map(|row| Row::new(self.query, Cells::Pg(row)))
    }

    /// Fetches more and gives the first of them.
    pub(crate) async fn more(&mut self) -> Result<Option<Row>> {
        if self.is_over {
            return Ok(None);
        }
        *self.is_running = true;
        let fetched = self.fetch().await;
        *self.is_running = false;
        self.rows = fetched.map_err(|e| error(self.query, e))?.into_iter();
        Ok(self.waiting())
    }

    async fn fetch(&mut self) -> Result<Vec<tokio_postgres::Row>, Error> {
        let none: [Value; 0] = [];
        let rows: Vec<_> = self.client.query_raw(&self.fetch, &none).await?.try_collect().await?;
        if rows.len() < FETCHED {
            self.is_over = true;
            self.client.batch_execute(&self.close).await?;
        }
        Ok(rows)
    }
}

/// Gives the statement that fetches. What is dropped before its end closes with the transaction.
async fn open(client: &Client, number: u32, sql: &str, params: &[Value]) -> Result<Statement, Error> {
    // All of it will be read, so it is planned for that.
    client.batch_execute("set local cursor_tuple_fraction = 1").await?;
    let declare = format!("declare stream_{number} no scroll cursor without hold for {sql}");
    client.execute_raw(&client.prepare(&declare).await?, params).await?;
    client.prepare(&format!("fetch forward {FETCHED} from stream_{number}")).await
}
