//! Loads official files: all of them without a problem, or none.

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::billing::RuleSet;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::in_force::further_files;
use crate::ports::{OfficialFiles, ReferenceKind, ReferenceTable, VintageBody, VintageRow, Wanted};
use crate::{App, Error, Place, Result};

/// A file as a command hands it over.
pub struct ImportedFile {
    /// Without folders.
    pub name: String,
    pub bytes: Vec<u8>,
}

/// What came of it.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ReferenceImport {
    pub kept: Vec<VintageRow>,
    /// The same rows of the same file were there before: nothing was written.
    pub already_there: Vec<VintageRow>,
}

/// Keeps the tables of some files. `from` stands in for what a file's title or name says.
///
/// # Errors
/// [`Error::Invalid`] with every problem of every file, and nothing is kept; [`Error::Forbidden`].
pub async fn import(
    app: &App,
    actor: &Actor,
    place: Place,
    reader: &dyn OfficialFiles,
    files: &[ImportedFile],
    asked: (Option<ReferenceKind>, Option<Date>),
) -> Result<ReferenceImport> {
    let place = Place { practice: None, ..place };
    let mut work = app.begin(actor, place).await?.require(Permission::Import).await?;
    // Not what the program began with: another import may have been committed since.
    let rules = super::in_force::read_rules(app, &mut *work.tx).await?;
    let codes = rules.codes();
    let wanted = Wanted { kind: asked.0, from: asked.1, knows: &|code| codes.contains(code) };

    let (mut problems, mut tables) = (Vec::new(), Vec::new());
    for file in files {
        match reader.read(&file.name, &file.bytes, &wanted) {
            Err(all) => problems.extend(all),
            Ok(found) => {
                for table in found {
                    match is_news(&rules, &table, asked.1.is_some()) {
                        Ok(true) => tables.push((file, table)),
                        Ok(false) => {}
                        Err(problem) => problems.push(problem.under(&file.name)),
                    }
                }
            }
        }
    }
    let further = tables.iter().map(|(_, table)| {
        let (effective_from, effective_to) = (table.from, table.until);
        (table.kind, VintageBody { effective_from, effective_to, text: table.text() })
    });
    if problems.is_empty() {
        // A table that the rules cannot be continued by is refused now, not at the next start.
        problems.extend(rules.continued_by(further_files("check-", further)).err().into_iter().flatten());
    }
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }

    let known = work.tx.vintages().await?;
    let mut report = ReferenceImport::default();
    for (file, table) in tables {
        let text = table.text();
        let row = VintageRow {
            id: work.id(),
            kind: table.kind,
            release: table.release,
            effective_from: table.from,
            effective_to: table.until,
            file_name: file.name.clone(),
            sha256: Sha256::digest(&file.bytes).into(),
            body_sha256: Sha256::digest(text.as_bytes()).into(),
            rows_read: i64::try_from(table.rows_read).unwrap_or(i64::MAX),
            rows_kept: i64::try_from(table.rows.len()).unwrap_or(i64::MAX),
            imported_at: work.now,
            imported_by: actor.clone(),
        };
        let same = |other: &&VintageRow| {
            (other.kind, other.sha256, other.body_sha256) == (row.kind, row.sha256, row.body_sha256)
        };
        let before = known.iter().chain(&report.kept).find(same).cloned();
        if let Some(before) = before {
            report.already_there.push(before);
        } else if work.tx.add_vintage(&row, &text).await? {
            let details = serde_json::json!({
                "kind": row.kind, "release": row.release, "effective_from": row.effective_from, "rows": row.rows_kept,
            });
            work.audit("import", "reference_vintage", &row.id.to_string(), None, details);
            work.changed("reference_vintage", row.id, 1);
            report.kept.push(row);
        } else {
            report.already_there.push(row);
        }
    }
    work.commit().await?;
    Ok(report)
}

/// Whether a table says something that the rules do not know. A conversion factor that stands beside the values
/// counts from the first day of its year; where the rules know another one for those days, somebody has to say
/// from when on it is meant.
fn is_news(rules: &RuleSet, table: &ReferenceTable, is_dated: bool) -> std::result::Result<bool, Problem> {
    let (Some(row), true) = (table.rows.first(), table.is_by_the_way) else { return Ok(true) };
    let cells: Vec<&str> = row.split(',').collect();
    let said = |place: usize| cells.get(place).and_then(|cell| cell.parse().ok());
    let (own, qualifying) = (said(2), said(3));
    let until = table.until.unwrap_or(table.from);
    let known = rules.fees().factors().filter(|known| known.from <= until && table.from <= known.until);
    let known: Vec<_> = known.filter(|known| own.is_some() || !known.is_qualifying_unknown).collect();
    let agrees = |known: &&&ccm::billing::fee::Factor| match own {
        Some(own) => known.factor == own,
        None => known.factor_qualifying == qualifying,
    };
    if known.iter().any(|known| agrees(&known)) {
        return Ok(false);
    }
    match known.first() {
        Some(known) if !is_dated => {
            let problem = Problem::new("another_conversion_factor_is_known", "CONV FACTOR");
            let of = if own.is_some() { Some(known.factor) } else { known.factor_qualifying };
            let of = of.map_or_else(|| "none".to_owned(), |factor| factor.to_string());
            Err(problem.with("known", of).with("remedy", "--from, or a file of conversion factors"))
        }
        _ => Ok(true),
    }
}
