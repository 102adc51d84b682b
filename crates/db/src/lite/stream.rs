//! A query stepped on its connection's thread, which waits while nobody takes its rows.

use std::vec;

use rusqlite::Connection;
use tokio::sync::mpsc;

use super::{
    convert::{bind, error, read},
    lane::Lease,
    tx::begin,
};
use crate::{Query, Result, Row, Value, row::Cells};

/// Rows that travel together.
const BATCH: usize = 256;
/// Batches that may wait to be taken.
const WAITING: usize = 2;

type Batch = Result<Vec<Row>>;

/// A statement that runs on one transaction's connection.
pub(crate) struct LiteStream<'tx> {
    batches: mpsc::Receiver<Batch>,
    rows: vec::IntoIter<Row>,
    is_running: &'tx mut bool,
}

impl<'tx> LiteStream<'tx> {
    pub(super) fn open(
        lease: &Lease,
        begins: Option<&'static str>,
        is_running: &'tx mut bool,
        query: &Query,
        params: Vec<Value>,
    ) -> Self {
        let (sender, batches) = mpsc::channel(WAITING);
        let (name, sql) = (query.name, query.numbered());
        *is_running = true;
        lease.send(move |db| {
            let stepped = begin(db, begins)
                .and_then(|()| step(db, name, &sql, &params, &sender).map_err(|e| error(name, e)));
            if let Err(e) = stepped {
                let _ = sender.blocking_send(Err(e));
            }
        });
        Self { batches, rows: Vec::new().into_iter(), is_running }
    }

    /// The next row that is here already.
    pub(crate) fn waiting(&mut self) -> Option<Row> {
        self.rows.next()
    }

    /// Waits for more and gives the first of them.
    pub(crate) async fn more(&mut self) -> Result<Option<Row>> {
        match self.batches.recv().await {
            Some(batch) => self.rows = batch?.into_iter(),
            // The statement is through.
            None => *self.is_running = false,
        }
        Ok(self.waiting())
    }
}

/// Stops early, and without complaint, when the stream is gone.
fn step(
    db: &Connection,
    name: &'static str,
    sql: &str,
    params: &[Value],
    to: &mpsc::Sender<Batch>,
) -> rusqlite::Result<()> {
    let mut statement = db.prepare_cached(sql)?;
    bind(&mut statement, params)?;
    let width = statement.column_count();
    let mut rows = statement.raw_query();
    let mut batch = Vec::with_capacity(BATCH);
    while let Some(row) = rows.next()? {
        batch.push(Row::new(name, Cells::Lite(read(row, width)?)));
        if batch.len() == BATCH {
            let full = std::mem::replace(&mut batch, Vec::with_capacity(BATCH));
            if to.blocking_send(Ok(full)).is_err() {
                return Ok(());
            }
        }
    }
    if !batch.is_empty() {
        let _ = to.blocking_send(Ok(batch));
    }
    Ok(())
}
