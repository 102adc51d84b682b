//! A patient's answer for a month, as it is kept: the bytes are the answer, the columns beside them make lists.

use ccm::basics::*;
use ccm::billing::{Determination, MonthFacts};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::gather::Gathered;
use crate::ports::{DeterminationRow, LineRow};
use crate::{Error, Result};

/// A stored answer with the facts it was given on.
#[derive(Clone, Serialize, Deserialize)]
pub struct StoredDetermination {
    pub facts: MonthFacts,
    pub determination: Determination,
}

impl StoredDetermination {
    /// # Errors
    /// [`Error::Internal`] when the bytes are no answer of ours.
    pub fn read(body: &[u8]) -> Result<Self> {
        serde_json::from_slice(body).map_err(|error| Error::Internal(error.to_string()))
    }
}

/// The same, borrowed: what is written is not copied first.
#[derive(Serialize)]
struct Stored<'a> {
    facts: &'a MonthFacts,
    determination: &'a Determination,
}

/// The row that keeps an answer.
///
/// # Errors
/// [`Error::Internal`] for an answer that is no JSON: that is a bug.
pub(super) fn row(
    id: DeterminationId,
    one: &Gathered,
    determination: &Determination,
) -> Result<DeterminationRow> {
    let json = |error: serde_json::Error| Error::Internal(error.to_string());
    let body = serde_json::to_vec(&Stored { facts: &one.facts, determination }).map_err(json)?;
    let exclusions = determination.left_out.iter().filter_map(|left| {
        Some((left.entry.as_str().parse().ok()?, left.rule.to_string(), left.seconds as i64))
    });
    Ok(DeterminationRow {
        id,
        patient: one.patient,
        practitioner: one.practitioner,
        payer: one.payer,
        sha256: Sha256::digest(&body).into(),
        body,
        lines: lines(determination),
        holds: determination.held.iter().map(|held| (held.rule.to_string(), held.code.to_string())).collect(),
        exclusions: exclusions.collect(),
        minutes: serde_json::to_value(&determination.minutes).map_err(json)?,
        next: serde_json::to_value(&determination.next).map_err(json)?,
    })
}

/// What is billed, as lists show it.
pub(super) fn lines(determination: &Determination) -> Vec<LineRow> {
    let line = |line: &ccm::billing::Line| LineRow {
        code: line.code.clone(),
        units: i64::from(line.units),
        on: line.date_of_service,
        amount: line.fee.expected,
    };
    determination.lines.iter().map(line).collect()
}
