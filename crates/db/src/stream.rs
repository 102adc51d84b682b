//! An answer read row by row, so that its size costs no memory.

use crate::{DbError, Result, Row, lite::LiteStream, pg::PgStream};

/// The rows of one query, in its order, a few hundred at a time in memory. See [`Tx::stream`](crate::Tx::stream).
///
/// Dropped before its end, it leaves the transaction as usable as it was.
#[must_use = "a stream does nothing until it is read"]
pub struct RowStream<'tx> {
    query: &'static str,
    inner: Inner<'tx>,
    /// The transaction's own mark.
    failed: &'tx mut bool,
}

pub(crate) enum Inner<'tx> {
    Lite(LiteStream<'tx>),
    Pg(PgStream<'tx>),
}

impl<'tx> RowStream<'tx> {
    pub(crate) fn new(query: &'static str, inner: Inner<'tx>, failed: &'tx mut bool) -> Self {
        Self { query, inner, failed }
    }

    /// The next row; `None` after the last one.
    ///
    /// # Errors
    /// Any [`DbError`] of a statement; the transaction has then failed, and the stream with it.
    pub async fn next(&mut self) -> Result<Option<Row>> {
        if *self.failed {
            return Err(DbError::Aborted { query: self.query });
        }
        let waiting = match &mut self.inner {
            Inner::Lite(stream) => stream.waiting(),
            Inner::Pg(stream) => stream.waiting(),
        };
        if let Some(row) = waiting {
            return Ok(Some(row));
        }
        // A read whose future is dropped half-way leaves the mark standing.
        *self.failed = true;
        let answer = match &mut self.inner {
            Inner::Lite(stream) => stream.more().await,
            Inner::Pg(stream) => stream.more().await,
        };
        *self.failed = answer.is_err();
        answer
    }
}
