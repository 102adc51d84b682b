//! What a copy of the database must hold: counted where it is made, and held against it where it is put back.

use std::collections::BTreeMap;

use ccm::access::{Actor, Permission};
use ccm::audit::Broken;
use ccm::basics::*;
use serde::{Deserialize, Serialize};

use super::verify::verify_against;
use crate::{App, Place, Result};

/// One organization in a copy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inventory {
    pub organization: OrganizationId,
    /// Rows by table, of those that its record is made of.
    pub rows: BTreeMap<String, i64>,
    /// The last sealed number, …
    pub sealed: i64,
    /// … and the hash of its seal, in hexadecimal.
    pub seal_sha256: Option<String>,
}

/// What became of a copy.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CopyReport {
    pub organization: OrganizationId,
    /// Tables with fewer rows than were counted: (table, counted, found).
    pub missing: Vec<(String, i64, i64)>,
    pub broken: Vec<Broken>,
    /// Sealed events that this installation has noted since, and that the copy does not hold.
    pub events_since: i64,
}

impl CopyReport {
    pub fn holds(&self) -> bool {
        self.missing.is_empty() && self.broken.is_empty()
    }
}

/// Counts what an organization has.
///
/// # Errors
/// [`crate::Error::Forbidden`]; storage's failures.
pub async fn inventory(app: &App, actor: &Actor, place: Place) -> Result<Inventory> {
    let mut work = app.begin_read(actor, place).await?.require(Permission::ReadAudit).await?;
    let rows = work.tx.row_counts().await?;
    let seal = work.tx.last_seal().await?;
    Ok(Inventory {
        organization: place.organization,
        rows,
        sealed: seal.as_ref().map_or(0, |seal| seal.last),
        seal_sha256: seal.map(|seal| hex(&seal.sha256)),
    })
}

/// Holds a copy against its inventory, and its chain against itself. A copy that was made after the counting holds more.
///
/// # Errors
/// As [`inventory`]. What does not hold is an answer.
pub async fn check_copy(app: &App, actor: &Actor, place: Place, counted: &Inventory) -> Result<CopyReport> {
    let found = inventory(app, actor, place).await?;
    let mut missing: Vec<(String, i64, i64)> = Vec::new();
    for (table, &count) in &counted.rows {
        let there = found.rows.get(table).copied().unwrap_or(0);
        if there < count {
            missing.push((table.clone(), count, there));
        }
    }
    let noted = counted.seal_sha256.as_deref().and_then(read_hex).map(|sha256| (counted.sealed, sha256));
    let broken = verify_against(app, actor, place, noted).await?.broken;
    let remembered = app.signer.remembered(place.organization)?.map_or(0, |(last, _)| last);
    let events_since = (remembered - found.sealed).max(0);
    Ok(CopyReport { organization: place.organization, missing, broken, events_since })
}

/// Takes a copy that holds for the database from now on: notes that its chain ends where it ends, and puts that on
/// record.
///
/// # Errors
/// As [`inventory`].
pub async fn restored(app: &App, actor: &Actor, place: Place, report: &CopyReport) -> Result<()> {
    let mut work = app.begin(actor, place).await?.require(Permission::SetUp).await?;
    let seal = work.tx.last_seal().await?;
    let details = serde_json::json!({"events_since": report.events_since});
    work.audit("restore", "database", &place.organization.to_string(), None, details);
    work.commit().await?;
    match seal {
        Some(seal) => app.signer.remember(place.organization, seal.last, seal.sha256),
        None => Ok(()),
    }
}

fn read_hex(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    for (place, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * place..2 * place + 2)?, 16).ok()?;
    }
    Some(bytes)
}
