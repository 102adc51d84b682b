//! Reading a row column by column, in the order of the SELECT.

use std::str::FromStr;

use app::Result;
use db::{FromValue, Row, Value};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

use crate::error::{Kept, unreadable};

/// A row and the next column to be read.
pub(crate) struct Columns<'r> {
    row: &'r Row,
    next: usize,
}

impl<'r> Columns<'r> {
    pub fn of(row: &'r Row) -> Self {
        Self { row, next: 0 }
    }

    pub fn get<T: FromValue>(&mut self) -> Result<T> {
        self.next += 1;
        self.row.get(self.next - 1).kept()
    }

    /// Text of a type that checks itself.
    pub fn parsed<T: FromStr>(&mut self) -> Result<T> {
        self.get::<String>()?.parse().map_err(|_| self.wrong())
    }

    pub fn parsed_opt<T: FromStr>(&mut self) -> Result<Option<T>> {
        let text = self.get::<Option<String>>()?;
        text.map(|text| text.parse().map_err(|_| self.wrong())).transpose()
    }

    pub fn json<T: DeserializeOwned>(&mut self) -> Result<T> {
        serde_json::from_str(&self.get::<String>()?).map_err(|_| self.wrong())
    }

    pub fn json_opt<T: DeserializeOwned>(&mut self) -> Result<Option<T>> {
        let text = self.get::<Option<String>>()?;
        text.map(|text| serde_json::from_str(&text).map_err(|_| self.wrong())).transpose()
    }

    /// A variant by the word that serde knows it by; see [`word`].
    pub fn word<T: DeserializeOwned>(&mut self) -> Result<T> {
        let word = self.get::<String>()?;
        serde_json::from_value(word.into()).map_err(|_| self.wrong())
    }

    pub fn word_opt<T: DeserializeOwned>(&mut self) -> Result<Option<T>> {
        let word = self.get::<Option<String>>()?;
        word.map(|word| serde_json::from_value(word.into()).map_err(|_| self.wrong())).transpose()
    }

    pub fn hash(&mut self) -> Result<[u8; 32]> {
        self.get::<Vec<u8>>()?.try_into().map_err(|_| self.wrong())
    }

    fn wrong(&self) -> app::Error {
        unreadable(&format!("column {} of a row", self.next))
    }
}

/// Reads each row with `read`.
pub(crate) fn each<T>(rows: &[Row], mut read: impl FnMut(&mut Columns<'_>) -> Result<T>) -> Result<Vec<T>> {
    rows.iter().map(|row| read(&mut Columns::of(row))).collect()
}

/// The word that serde writes a plain variant as.
pub(crate) fn word<T: Serialize>(value: &T) -> Result<Value> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => Ok(Value::Text(word)),
        _ => Err(unreadable("a variant without a word")),
    }
}

pub(crate) fn json<T: Serialize>(value: &T) -> Result<Value> {
    serde_json::to_string(value).map(Value::Json).map_err(|_| unreadable("a value that is no JSON"))
}

/// ` and COLUMN in (…)`, the list being parameter three, as each engine reads it. PostgreSQL enters an index once for each
/// of an array; a list that it may join it would rather hold against every row of the practice.
macro_rules! among {
    (lite $column:literal) => {
        concat!(" and ", $column, " in (select unhex(value) from json_each($3))")
    };
    (pg $column:literal) => {
        concat!(
            " and ",
            $column,
            " = any (array(select cast(value as uuid) from jsonb_array_elements_text($3)))"
        )
    };
}
pub(crate) use among;

/// Patients as a list parameter.
pub(crate) fn patient_list(patients: &[ccm::basics::PatientId]) -> Value {
    id_list(patients.iter().map(|id| id.0))
}

/// Ids as a JSON list of hex texts: the one list parameter that both engines take.
pub(crate) fn id_list(ids: impl IntoIterator<Item = Uuid>) -> Value {
    hex_list(ids.into_iter().map(Uuid::into_bytes))
}

/// Bytes likewise.
pub(crate) fn hex_list<B: AsRef<[u8]>>(all: impl IntoIterator<Item = B>) -> Value {
    let mut text = String::from("[");
    for bytes in all {
        text.push_str(if text.len() > 1 { ",\"" } else { "\"" });
        for byte in bytes.as_ref() {
            for half in [byte >> 4, byte & 15] {
                text.push(char::from(b"0123456789abcdef"[usize::from(half)]));
            }
        }
        text.push('"');
    }
    text.push(']');
    Value::Json(text)
}

pub(crate) fn text_list<'a>(all: impl IntoIterator<Item = &'a str>) -> Value {
    Value::from(serde_json::Value::from_iter(all))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_json_that_both_engines_read() {
        assert!(hex_list([[0u8, 255], [16, 1]]) == Value::Json(r#"["00ff","1001"]"#.into()));
        assert!(hex_list(<[[u8; 1]; 0]>::default()) == Value::Json("[]".into()));
        assert!(text_list(["a\"b"]) == Value::Json(r#"["a\"b"]"#.into()));
    }
}
