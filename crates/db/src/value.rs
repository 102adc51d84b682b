//! What goes into a statement.

use std::fmt;

use jiff::{Timestamp, civil::Date};
use uuid::Uuid;

use crate::DbError;

/// The kinds of column both engines keep, and how each keeps them.
///
/// | kind    | SQLite              | PostgreSQL           |
/// |---------|---------------------|----------------------|
/// | Bool    | INTEGER 0 or 1      | boolean              |
/// | Int     | INTEGER             | bigint               |
/// | Float   | REAL                | double precision     |
/// | Text    | TEXT                | text, collation "C"  |
/// | Bytes   | BLOB                | bytea                |
/// | Uuid    | BLOB of 16 bytes    | uuid                 |
/// | Instant | INTEGER µs of 1970  | timestamptz          |
/// | Date    | TEXT, ISO 8601      | date                 |
/// | Json    | TEXT                | jsonb                |
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    Bool,
    Int,
    Float,
    Text,
    Bytes,
    Uuid,
    Instant,
    Date,
    Json,
}

impl Type {
    /// The kind's name in errors.
    pub fn name(self) -> &'static str {
        match self {
            Self::Bool => "bool",
            Self::Int => "int",
            Self::Float => "float",
            Self::Text => "text",
            Self::Bytes => "bytes",
            Self::Uuid => "uuid",
            Self::Instant => "instant",
            Self::Date => "date",
            Self::Json => "json",
        }
    }
}

/// One parameter. Its `Debug` prints the kind and never the content.
///
/// An instant is kept to the microsecond. JSON comes back equal as JSON, not as text: PostgreSQL
/// keeps neither the spaces nor the order of keys. Text and JSON may not hold NUL, which PostgreSQL
/// cannot keep; both engines refuse it.
#[derive(Clone, PartialEq)]
pub enum Value {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(String),
    Bytes(Vec<u8>),
    Uuid(Uuid),
    Instant(Timestamp),
    Date(Date),
    Json(String),
}

impl Value {
    /// Its kind; a NULL has none.
    pub fn kind(&self) -> Option<Type> {
        Some(match self {
            Self::Null => return None,
            Self::Bool(_) => Type::Bool,
            Self::Int(_) => Type::Int,
            Self::Float(_) => Type::Float,
            Self::Text(_) => Type::Text,
            Self::Bytes(_) => Type::Bytes,
            Self::Uuid(_) => Type::Uuid,
            Self::Instant(_) => Type::Instant,
            Self::Date(_) => Type::Date,
            Self::Json(_) => Type::Json,
        })
    }

    /// The kind's name in errors.
    pub(crate) fn kind_name(&self) -> &'static str {
        self.kind().map_or("null", Type::name)
    }

    /// About how many bytes it takes on the way to the engine.
    pub(crate) fn size(&self) -> usize {
        8 + match self {
            Self::Text(text) | Self::Json(text) => text.len(),
            Self::Bytes(bytes) => bytes.len(),
            _ => 8,
        }
    }
}

/// Refuses what one of the engines could not keep, so that both refuse it.
pub(crate) fn check(query: &'static str, params: &[Value]) -> Result<(), DbError> {
    for (index, value) in params.iter().enumerate() {
        if let Value::Text(text) | Value::Json(text) = value
            && text.as_bytes().contains(&0)
        {
            return Err(DbError::Parameter {
                query,
                index: index + 1,
                expected: "text without NUL".into(),
                found: value.kind_name(),
            });
        }
    }
    Ok(())
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind_name())
    }
}

macro_rules! from {
    ($($given:ty => |$value:ident| $made:expr;)*) => {$(
        impl From<$given> for Value {
            fn from($value: $given) -> Self {
                $made
            }
        }
    )*};
}

from! {
    bool => |value| Self::Bool(value);
    i64 => |value| Self::Int(value);
    i32 => |value| Self::Int(value.into());
    i16 => |value| Self::Int(value.into());
    u32 => |value| Self::Int(value.into());
    u16 => |value| Self::Int(value.into());
    u8 => |value| Self::Int(value.into());
    f64 => |value| Self::Float(value);
    String => |value| Self::Text(value);
    &String => |value| Self::Text(value.clone());
    &str => |value| Self::Text(value.to_owned());
    Vec<u8> => |value| Self::Bytes(value);
    &[u8] => |value| Self::Bytes(value.to_vec());
    Uuid => |value| Self::Uuid(value);
    Timestamp => |value| Self::Instant(value);
    Date => |value| Self::Date(value);
    serde_json::Value => |value| Self::Json(value.to_string());
    &serde_json::Value => |value| Self::Json(value.to_string());
}

impl<const N: usize> From<[u8; N]> for Value {
    fn from(value: [u8; N]) -> Self {
        Self::Bytes(value.to_vec())
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// The parameters of a statement, in order: `values![practice, "open", None::<i64>]`.
#[macro_export]
macro_rules! values {
    ($($value:expr),* $(,)?) => { vec![$($crate::Value::from($value)),*] };
}
