//! What an organization's imported tables make of the rules and of the catalog of diagnoses.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use ccm::basics::{Date, OrganizationId};
use ccm::billing::RuleSet;
use ccm::care_plan::{Chronic, ConditionCatalog};

use crate::ports::{ReferenceKind, Tx, VintageBody};
use crate::{App, Error, Result};

/// The rules that the program began with, continued by what the organization has imported.
///
/// # Errors
/// [`Error::Internal`] where a kept table does not fit these rules: a program older than the table.
pub async fn rules_in_force(app: &App, organization: OrganizationId) -> Result<Arc<RuleSet>> {
    let mut tx = app.store.begin_read(Some(organization)).await?;
    read_rules(app, &mut *tx).await
}

pub(super) async fn read_rules(app: &App, tx: &mut dyn Tx) -> Result<Arc<RuleSet>> {
    let mut further = Vec::new();
    for kind in ReferenceKind::ALL.into_iter().filter(|kind| kind.table().is_some()) {
        further.extend(tx.vintage_bodies(kind).await?.into_iter().map(|body| (kind, body)));
    }
    // A file that the program's own rules hold already has been loaded before.
    let own: std::collections::BTreeSet<String> =
        app.rules.files().into_iter().map(|(name, _)| name).collect();
    let further: Vec<_> =
        further_files("", further.into_iter()).into_iter().filter(|(name, _)| !own.contains(name)).collect();
    if further.is_empty() {
        return Ok(Arc::clone(&app.rules));
    }
    let rules = app.rules.continued_by(further).map_err(|problems| {
        let lines: Vec<String> = problems.iter().take(20).map(ToString::to_string).collect();
        Error::Internal(format!("an imported table does not fit the rules:\n{}", lines.join("\n")))
    })?;
    Ok(Arc::new(rules))
}

/// Tables as files of a rule set, numbered in the order of their import: of two that say the same thing the later
/// one counts.
pub(super) fn further_files(
    mark: &str,
    tables: impl Iterator<Item = (ReferenceKind, VintageBody)>,
) -> Vec<(String, String)> {
    let mut numbers = BTreeMap::<ReferenceKind, u32>::new();
    let mut files = Vec::new();
    for (kind, body) in tables {
        let Some(table) = kind.table() else { continue };
        let number = numbers.entry(kind).or_default();
        *number += 1;
        files.push((format!("{table}/{mark}{number:05}-{}.csv", body.effective_from), body.text));
    }
    files
}

/// The built-in catalog of diagnoses, and the organization's own vintages beside it.
///
/// # Errors
/// [`Error::Internal`] where a kept table cannot be read.
pub async fn catalog_in_force(app: &App, organization: OrganizationId) -> Result<Arc<ConditionCatalog>> {
    let mut tx = app.store.begin_read(Some(organization)).await?;
    let codes = tx.vintage_bodies(ReferenceKind::Icd10cm).await?;
    if codes.is_empty() {
        return Ok(Arc::clone(&app.catalog));
    }
    let flags = tx.vintage_bodies(ReferenceKind::Ccir).await?;
    let tables: Vec<String> = codes.iter().map(|vintage| flagged(vintage, &flags, &app.catalog)).collect();
    let catalog = ConditionCatalog::embedded_with(&tables);
    catalog.map(Arc::new).map_err(|error| Error::Internal(error.to_string()))
}

/// Codes of a fiscal year in the form of `reference/README.md`, each with the newest flag that is not younger; where
/// none was imported, with the flag that the catalog knows.
fn flagged(vintage: &VintageBody, flags: &[VintageBody], catalog: &ConditionCatalog) -> String {
    let from = vintage.effective_from;
    let until = vintage.effective_to.unwrap_or(Date::MAX);
    let newest =
        flags.iter().filter(|flags| flags.effective_from <= from).max_by_key(|flags| flags.effective_from);
    let newest: Option<HashMap<&str, &str>> =
        newest.map(|flags| flags.text.lines().skip(1).filter_map(|line| line.split_once(',')).collect());
    let mut text = format!("# ICD-10-CM, imported\n# from {from} until {until}\n");
    for code in vintage.text.lines().skip(1) {
        let flag = match &newest {
            Some(flags) => match flags.get(code).copied() {
                Some("1") => '+',
                Some("0") => '.',
                Some(_) => '?',
                None => '-',
            },
            None => match code.parse().ok().and_then(|code| catalog.look_up(&code, from).chronic) {
                Some(Chronic::Yes) => '+',
                Some(Chronic::No) => '.',
                Some(Chronic::Undetermined) => '?',
                None => '-',
            },
        };
        text.push_str(&format!("0{code}{flag}\n"));
    }
    text
}
