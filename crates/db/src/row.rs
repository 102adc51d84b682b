//! What comes out of a query.

use jiff::{Timestamp, civil::Date};
use uuid::Uuid;

use crate::{DbError, Result, lite, pg};

/// One row of an answer; columns are counted from zero.
pub struct Row {
    query: &'static str,
    cells: Cells,
}

pub(crate) enum Cells {
    Lite(lite::Cells),
    Pg(tokio_postgres::Row),
}

impl Row {
    pub(crate) fn new(query: &'static str, cells: Cells) -> Self {
        Self { query, cells }
    }

    /// Reads a column as `T`; `Option<T>` where the column may be NULL.
    ///
    /// # Errors
    /// [`DbError::Type`] when the column is not a `T`, is NULL, or is not there.
    pub fn get<T: FromValue>(&self, index: usize) -> Result<T> {
        let cell = match &self.cells {
            Cells::Lite(cells) => cells.cell(index),
            Cells::Pg(row) => pg::cell(row, index),
        };
        T::from_cell(cell).ok_or_else(|| DbError::Type {
            query: self.query,
            column: index,
            expected: T::NAME,
            found: cell.kind().to_owned(),
        })
    }

    /// How many columns it has.
    pub fn len(&self) -> usize {
        match &self.cells {
            Cells::Lite(cells) => cells.len(),
            Cells::Pg(row) => row.len(),
        }
    }

    /// Whether it has no column at all.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// A column as its engine gave it. SQLite tells only numbers, text and bytes apart; what a column
/// means is settled by the type that is asked of it.
#[derive(Clone, Copy)]
pub enum Cell<'a> {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(&'a str),
    Bytes(&'a [u8]),
    Uuid(Uuid),
    Instant(Timestamp),
    Date(Date),
    /// Something we do not read: its name in the engine's words.
    Other(&'a str),
}

impl<'a> Cell<'a> {
    fn kind(self) -> &'a str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "bool",
            Self::Int(_) => "int",
            Self::Float(_) => "float",
            Self::Text(_) => "text",
            Self::Bytes(_) => "bytes",
            Self::Uuid(_) => "uuid",
            Self::Instant(_) => "instant",
            Self::Date(_) => "date",
            Self::Other(name) => name,
        }
    }
}

/// A Rust type that a column can be read as.
pub trait FromValue: Sized {
    /// Its name in errors.
    const NAME: &'static str;
    /// Reads it, or `None` when the cell holds something else.
    fn from_cell(cell: Cell<'_>) -> Option<Self>;
}

macro_rules! from_cell {
    ($($made:ty, $name:literal: { $($cell:pat => $read:expr,)* })*) => {$(
        impl FromValue for $made {
            const NAME: &'static str = $name;
            fn from_cell(cell: Cell<'_>) -> Option<Self> {
                match cell {
                    $($cell => $read,)*
                    _ => None,
                }
            }
        }
    )*};
}

from_cell! {
    bool, "bool": {
        Cell::Bool(value) => Some(value),
        Cell::Int(0) => Some(false),
        Cell::Int(1) => Some(true),
    }
    i64, "int": { Cell::Int(value) => Some(value), }
    i32, "int of 32 bits": { Cell::Int(value) => value.try_into().ok(), }
    u32, "int of 32 bits, not negative": { Cell::Int(value) => value.try_into().ok(), }
    f64, "float": { Cell::Float(value) => Some(value), }
    String, "text": { Cell::Text(value) => Some(value.to_owned()), }
    Vec<u8>, "bytes": { Cell::Bytes(value) => Some(value.to_vec()), }
    Uuid, "uuid": {
        Cell::Uuid(value) => Some(value),
        Cell::Bytes(value) => Self::from_slice(value).ok(),
    }
    Timestamp, "instant": {
        Cell::Instant(value) => Some(value),
        Cell::Int(micros) => Self::from_microsecond(micros).ok(),
    }
    Date, "date": {
        Cell::Date(value) => Some(value),
        Cell::Text(text) => text.parse().ok(),
    }
}

impl<T: FromValue> FromValue for Option<T> {
    const NAME: &'static str = T::NAME;
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        match cell {
            Cell::Null => Some(None),
            other => T::from_cell(other).map(Some),
        }
    }
}
