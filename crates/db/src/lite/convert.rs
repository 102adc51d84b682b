//! Values, rows and errors, to and from SQLite's own.

use std::ops::Range;

use rusqlite::{
    ErrorCode, Statement, ffi,
    types::{ToSql, ToSqlOutput, ValueRef},
};

use crate::{DbError, Value, row::Cell};

/// Binds a whole set of parameters, `?1` onwards.
pub(super) fn bind(statement: &mut Statement<'_>, params: &[Value]) -> rusqlite::Result<()> {
    let wanted = statement.parameter_count();
    if wanted != params.len() {
        return Err(rusqlite::Error::InvalidParameterCount(params.len(), wanted));
    }
    for (index, value) in params.iter().enumerate() {
        statement.raw_bind_parameter(index + 1, value)?;
    }
    Ok(())
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let borrowed = match self {
            Self::Null => ValueRef::Null,
            Self::Bool(value) => ValueRef::Integer((*value).into()),
            Self::Int(value) => ValueRef::Integer(*value),
            Self::Float(value) => ValueRef::Real(*value),
            Self::Text(text) | Self::Json(text) => ValueRef::Text(text.as_bytes()),
            Self::Bytes(bytes) => ValueRef::Blob(bytes),
            Self::Uuid(id) => ValueRef::Blob(id.as_bytes()),
            Self::Instant(at) => ValueRef::Integer(at.as_microsecond()),
            Self::Date(day) => return Ok(day.to_string().into()),
        };
        Ok(ToSqlOutput::Borrowed(borrowed))
    }
}

/// The cells of one row: two allocations, whatever its width.
pub(crate) struct Cells {
    cells: Box<[Stored]>,
    bytes: Box<[u8]>,
}

enum Stored {
    Null,
    Int(i64),
    Float(f64),
    Text(Range<usize>),
    Bytes(Range<usize>),
}

pub(super) fn read(row: &rusqlite::Row<'_>, width: usize) -> rusqlite::Result<Cells> {
    let mut cells = Vec::with_capacity(width);
    let mut bytes = Vec::new();
    let mut keep = |piece: &[u8]| {
        let start = bytes.len();
        bytes.extend_from_slice(piece);
        start..bytes.len()
    };
    for index in 0..width {
        cells.push(match row.get_ref(index)? {
            ValueRef::Null => Stored::Null,
            ValueRef::Integer(value) => Stored::Int(value),
            ValueRef::Real(value) => Stored::Float(value),
            ValueRef::Text(text) => Stored::Text(keep(text)),
            ValueRef::Blob(blob) => Stored::Bytes(keep(blob)),
        });
    }
    Ok(Cells { cells: cells.into(), bytes: bytes.into() })
}

impl Cells {
    pub(crate) fn len(&self) -> usize {
        self.cells.len()
    }

    pub(crate) fn cell(&self, index: usize) -> Cell<'_> {
        match self.cells.get(index) {
            None => Cell::Other("not there"),
            Some(Stored::Null) => Cell::Null,
            Some(Stored::Int(value)) => Cell::Int(*value),
            Some(Stored::Float(value)) => Cell::Float(*value),
            Some(Stored::Text(range)) => match str::from_utf8(&self.bytes[range.clone()]) {
                Ok(text) => Cell::Text(text),
                Err(_) => Cell::Other("text that is not UTF-8"),
            },
            Some(Stored::Bytes(range)) => Cell::Bytes(&self.bytes[range.clone()]),
        }
    }
}

/// SQLite's messages name tables, columns and triggers, and never hold a value.
pub(super) fn error(query: &'static str, error: rusqlite::Error) -> DbError {
    let detail = error.to_string();
    let rusqlite::Error::SqliteFailure(code, message) = error else {
        return DbError::Internal { query, detail };
    };
    let message = message.unwrap_or(detail);
    match code.code {
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => DbError::Conflict { query },
        ErrorCode::ConstraintViolation => constraint(query, code.extended_code, message),
        ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::AuthorizationForStatementDenied => {
            DbError::Denied { query, detail: message }
        }
        ErrorCode::TypeMismatch | ErrorCode::TooBig => DbError::Data { query, code: message },
        ErrorCode::OperationInterrupted
        | ErrorCode::CannotOpen
        | ErrorCode::DiskFull
        | ErrorCode::OutOfMemory
        | ErrorCode::SystemIoFailure => DbError::unavailable(message),
        _ => DbError::Internal { query, detail: message },
    }
}

/// `UNIQUE constraint failed: task.id` is told as `task.id`.
fn constraint(query: &'static str, extended: i32, message: String) -> DbError {
    let constraint = match message.split_once(": ") {
        Some((_, name)) => name.to_owned(),
        None => message.clone(),
    };
    match extended {
        ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY | ffi::SQLITE_CONSTRAINT_ROWID => {
            DbError::Unique { query, constraint }
        }
        ffi::SQLITE_CONSTRAINT_FOREIGNKEY => DbError::ForeignKey { query },
        // The refusing triggers of append-only tables.
        ffi::SQLITE_CONSTRAINT_TRIGGER => DbError::Denied { query, detail: message },
        _ => DbError::Check { query, constraint },
    }
}
