//! A day as TOML writes it.

use serde::de::Error;
use serde::{Deserialize, Deserializer};

use crate::basics::Date;

/// # Errors
/// What is written is no day, or more than one.
pub(crate) fn day<'de, D: Deserializer<'de>>(from: D) -> Result<Date, D::Error> {
    let written = toml::value::Datetime::deserialize(from)?;
    match (written.date, written.time) {
        (Some(_), None) => written.to_string().parse().map_err(|_| D::Error::custom("a day is expected")),
        _ => Err(D::Error::custom("a day is expected")),
    }
}
