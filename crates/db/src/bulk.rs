//! Many rows into one table at once.

use crate::{DbError, Result, Type, Value};

/// Rows of one statement whose parameters are arrays.
pub(crate) const CHUNK_ROWS: usize = 5_000;
/// Bytes of one, about.
pub(crate) const CHUNK_BYTES: usize = 16 << 20;

/// A bulk insert: the table, its columns with their kinds, and what to do with a key that is taken.
///
/// SQLite runs one cached statement over the rows in a single message to its writer. PostgreSQL takes few rows as
/// arrays, a column of values per parameter, and many by binary `COPY` into a temporary table of the connection,
/// from which one insert brings them over: `COPY FROM` is refused on tables under row-level security. An error
/// refuses all rows.
#[derive(Clone, Copy, Debug)]
pub struct Bulk {
    pub table: &'static str,
    pub columns: &'static [(&'static str, Type)],
    pub on_conflict: OnConflict,
}

/// What a bulk insert does with a row whose key is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnConflict {
    /// The insert fails with [`DbError::Unique`].
    Fail,
    /// The row is left out and not counted.
    Ignore,
}

impl Bulk {
    /// `(a, b, c)` and the ending of the statement.
    pub(crate) fn head(&self) -> String {
        let names: Vec<_> = self.columns.iter().map(|(name, _)| *name).collect();
        format!("insert into {} ({})", self.table, names.join(", "))
    }

    pub(crate) fn tail(&self) -> &'static str {
        match self.on_conflict {
            OnConflict::Fail => "",
            OnConflict::Ignore => " on conflict do nothing",
        }
    }

    /// Every row must have the columns' number and kinds: SQLite would keep what PostgreSQL refuses.
    pub(crate) fn check(&self, rows: &[Vec<Value>]) -> Result<()> {
        for row in rows {
            if row.len() != self.columns.len() {
                let detail = format!("{} values for {} columns", row.len(), self.columns.len());
                return Err(DbError::internal(self.table, detail));
            }
            for (index, (value, (_, kind))) in row.iter().zip(self.columns).enumerate() {
                if value.kind().is_some_and(|given| given != *kind) {
                    return Err(DbError::Parameter {
                        query: self.table,
                        index: index + 1,
                        expected: kind.name().into(),
                        found: value.kind_name(),
                    });
                }
            }
            crate::value::check(self.table, row)?;
        }
        Ok(())
    }
}

/// Cuts rows into chunks of at most so many rows and, but for a row that is larger alone, bytes.
pub(crate) fn chunks(
    rows: &[Vec<Value>],
    most_rows: usize,
    most_bytes: usize,
) -> impl Iterator<Item = &[Vec<Value>]> {
    let mut rest = rows;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let mut bytes = 0;
        let fitting = rest.iter().take(most_rows).take_while(|row| {
            bytes += row.iter().map(Value::size).sum::<usize>();
            bytes <= most_bytes
        });
        let (chunk, left) = rest.split_at(fitting.count().max(1));
        rest = left;
        Some(chunk)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_end_at_rows_and_at_bytes() {
        let small = vec![vec![Value::Int(1)]; CHUNK_ROWS * 2 + 1];
        let chunks = |rows| super::chunks(rows, CHUNK_ROWS, CHUNK_BYTES);
        let sizes: Vec<_> = chunks(&small).map(<[_]>::len).collect();
        assert_eq!(sizes, [CHUNK_ROWS, CHUNK_ROWS, 1]);
        let large = vec![vec![Value::Bytes(vec![0; CHUNK_BYTES])]; 3];
        assert_eq!(chunks(&large).count(), 3);
        assert_eq!(chunks(&[]).count(), 0);
    }
}
