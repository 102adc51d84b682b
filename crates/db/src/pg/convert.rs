//! Values, rows and errors, to and from PostgreSQL's own (its binary format).

use std::error::Error;

use jiff::{Span, Timestamp, civil::Date};
use tokio_postgres::{
    error::SqlState,
    types::{FromSql, IsNull, ToSql, Type as PgType, private::BytesMut, to_sql_checked},
};

use crate::{DbError, Type, Value, row::Cell};

/// PostgreSQL counts from 2000-01-01.
const EPOCH_MICROS: i64 = 946_684_800_000_000;
const EPOCH: Date = Date::constant(2000, 1, 1);

type Failure = Box<dyn Error + Sync + Send>;

/// The type of a column in a bulk insert.
pub(super) fn array(kind: Type) -> &'static str {
    match kind {
        Type::Bool => "boolean",
        Type::Int => "bigint",
        Type::Float => "double precision",
        Type::Text => "text",
        Type::Bytes => "bytea",
        Type::Uuid => "uuid",
        Type::Instant => "timestamptz",
        Type::Date => "date",
        Type::Json => "jsonb",
    }
}

/// A value that is not of the type the statement takes.
#[derive(Debug, thiserror::Error)]
#[error("a parameter of the wrong kind")]
struct Mismatch {
    expected: String,
    found: &'static str,
}

impl ToSql for Value {
    /// The statement's own parameter type decides, which only the value can tell it fits.
    fn accepts(_: &PgType) -> bool {
        true
    }

    fn to_sql(&self, wanted: &PgType, out: &mut BytesMut) -> Result<IsNull, Failure> {
        let mismatch = || Mismatch { expected: wanted.name().to_owned(), found: self.kind_name() };
        match (self, wanted) {
            (Self::Null, _) => Ok(IsNull::Yes),
            (Self::Bool(value), &PgType::BOOL) => value.to_sql(wanted, out),
            (Self::Int(value), &PgType::INT8) => value.to_sql(wanted, out),
            (Self::Int(value), &PgType::INT4) => {
                i32::try_from(*value).map_err(|_| mismatch())?.to_sql(wanted, out)
            }
            (Self::Int(value), &PgType::INT2) => {
                i16::try_from(*value).map_err(|_| mismatch())?.to_sql(wanted, out)
            }
            (Self::Float(value), &PgType::FLOAT8) => value.to_sql(wanted, out),
            (Self::Float(value), &PgType::FLOAT4) => (*value as f32).to_sql(wanted, out),
            (
                Self::Text(text) | Self::Json(text),
                &(PgType::TEXT | PgType::VARCHAR | PgType::BPCHAR | PgType::NAME | PgType::JSON),
            ) => text.as_str().to_sql(&PgType::TEXT, out),
            (Self::Text(text) | Self::Json(text), &PgType::JSONB) => {
                // The format's version.
                out.extend_from_slice(&[1]);
                text.as_str().to_sql(&PgType::TEXT, out)
            }
            (Self::Bytes(bytes), &PgType::BYTEA) => bytes.to_sql(wanted, out),
            (Self::Uuid(id), &PgType::UUID) => id.to_sql(wanted, out),
            (Self::Instant(at), &PgType::TIMESTAMPTZ) => {
                (at.as_microsecond() - EPOCH_MICROS).to_sql(&PgType::INT8, out)
            }
            (Self::Date(day), &PgType::DATE) => (*day - EPOCH).get_days().to_sql(&PgType::INT4, out),
            _ => Err(mismatch().into()),
        }
    }

    to_sql_checked!();
}

/// A column's bytes, before they are read.
struct Raw<'a>(&'a [u8]);

impl<'a> FromSql<'a> for Raw<'a> {
    fn from_sql(_: &PgType, raw: &'a [u8]) -> Result<Self, Failure> {
        Ok(Self(raw))
    }

    fn accepts(_: &PgType) -> bool {
        true
    }
}

/// Reads a column by the type the server gave it.
pub(crate) fn cell(row: &tokio_postgres::Row, index: usize) -> Cell<'_> {
    let Some(column) = row.columns().get(index) else { return Cell::Other("not there") };
    match row.try_get::<_, Option<Raw<'_>>>(index) {
        Ok(None) => Cell::Null,
        Ok(Some(Raw(raw))) => {
            decode(column.type_(), raw).unwrap_or_else(|_| Cell::Other(column.type_().name()))
        }
        Err(_) => Cell::Other(column.type_().name()),
    }
}

fn decode<'a>(of: &'a PgType, raw: &'a [u8]) -> Result<Cell<'a>, Failure> {
    Ok(match *of {
        PgType::BOOL => Cell::Bool(FromSql::from_sql(of, raw)?),
        PgType::INT8 => Cell::Int(FromSql::from_sql(of, raw)?),
        PgType::INT4 => Cell::Int(i32::from_sql(of, raw)?.into()),
        PgType::INT2 => Cell::Int(i16::from_sql(of, raw)?.into()),
        PgType::FLOAT8 => Cell::Float(FromSql::from_sql(of, raw)?),
        PgType::FLOAT4 => Cell::Float(f32::from_sql(of, raw)?.into()),
        PgType::TEXT | PgType::VARCHAR | PgType::BPCHAR | PgType::NAME | PgType::JSON | PgType::UNKNOWN => {
            Cell::Text(str::from_utf8(raw)?)
        }
        PgType::JSONB => Cell::Text(str::from_utf8(raw.get(1..).unwrap_or_default())?),
        PgType::BYTEA => Cell::Bytes(raw),
        PgType::UUID => Cell::Uuid(FromSql::from_sql(of, raw)?),
        PgType::TIMESTAMPTZ => {
            let micros = i64::from_sql(&PgType::INT8, raw)?.saturating_add(EPOCH_MICROS);
            Cell::Instant(Timestamp::from_microsecond(micros)?)
        }
        PgType::DATE => {
            let days = Span::new().try_days(i32::from_sql(&PgType::INT4, raw)?)?;
            Cell::Date(EPOCH.checked_add(days)?)
        }
        _ => Cell::Other(of.name()),
    })
}

/// The server's message and detail may quote a row, so only its code is told; except where the SQL
/// itself is at fault and the message quotes that.
pub(super) fn error(query: &'static str, error: tokio_postgres::Error) -> DbError {
    let Some(answer) = error.as_db_error() else { return driver(query, &error) };
    let constraint = || answer.constraint().or(answer.column()).unwrap_or("unnamed").to_owned();
    let code = answer.code();
    if [SqlState::T_R_SERIALIZATION_FAILURE, SqlState::T_R_DEADLOCK_DETECTED, SqlState::LOCK_NOT_AVAILABLE]
        .contains(code)
    {
        return DbError::Conflict { query };
    }
    match code.code() {
        "23505" => DbError::Unique { query, constraint: constraint() },
        "23503" => DbError::ForeignKey { query },
        "42501" | "25006" => DbError::Denied { query, detail: answer.message().to_owned() },
        "57014" => DbError::unavailable(format!("{query} took too long")),
        other => match &other[..2] {
            "23" => DbError::Check { query, constraint: constraint() },
            "22" => DbError::Data { query, code: other.to_owned() },
            "08" | "53" | "57" => DbError::unavailable(other),
            "42" => DbError::internal(query, format!("{} ({other})", answer.message())),
            _ => DbError::internal(query, other),
        },
    }
}

/// A failure on our side of the wire.
fn driver(query: &'static str, error: &tokio_postgres::Error) -> DbError {
    let cause = error.source();
    if let Some(mismatch) = cause.and_then(|cause| cause.downcast_ref::<Mismatch>()) {
        // The driver names the parameter only in words, counted from zero.
        let words = error.to_string();
        let index = words.rsplit(' ').next().and_then(|last| last.parse::<usize>().ok());
        return DbError::Parameter {
            query,
            index: index.map_or(0, |index| index + 1),
            expected: mismatch.expected.clone(),
            found: mismatch.found,
        };
    }
    if error.is_closed() || cause.is_some_and(|cause| cause.is::<std::io::Error>()) {
        return DbError::unavailable("the connection to PostgreSQL was lost");
    }
    DbError::internal(query, error.to_string())
}
