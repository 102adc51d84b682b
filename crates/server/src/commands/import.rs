//! `perennial import PATH…`

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use app::people::{ImportOptions, ImportReport};
use app::{App, Place};
use exchange::ehr::FhirFiles;

use crate::outside::Watched;
use crate::{print, wiring};

pub async fn run(
    app: &App,
    place: Place,
    paths: &[PathBuf],
    source: &str,
    report: Option<&Path>,
) -> Result<ImportReport> {
    let mut intake = FhirFiles::open(paths, app.catalog.clone())?;
    let watched = Watched::new("patients");
    let options = ImportOptions { source, progress: &watched, batch_bytes: ImportOptions::BATCH_BYTES };
    let summary = app::people::import(app, &wiring::operator(), place, &mut intake, options).await?;
    watched.finish();
    super::seal(app, place).await?;
    if let Some(file) = report {
        let view = print::View { schema: "perennial.import.1", body: &summary };
        std::fs::write(file, serde_json::to_vec_pretty(&view)?)
            .with_context(|| format!("{} cannot be written", file.display()))?;
    }
    Ok(summary)
}

pub fn print(report: &ImportReport, as_json: bool) -> Result<()> {
    if as_json {
        return print::json(&print::View { schema: "perennial.import.1", body: report });
    }
    if let Some(run) = &report.same_input_as {
        println!("the same input was imported before ({run}): nothing was read again");
        return Ok(());
    }
    println!(
        "{} new, {} updated, {} unchanged patient(s); {} deceased; {} linked to another practice",
        report.patients_new,
        report.patients_updated,
        report.patients_unchanged,
        report.deceased,
        report.linked
    );
    table("kept", &report.facts);
    if report.facts_older > 0 {
        println!("  older than on record, not kept: {}", report.facts_older);
    }
    table("read", &report.reading.read);
    table("kept unread", &report.reading.kept_unread);
    table("missing", &report.missing_demographics);
    table("codes without a counterpart", &report.reading.unmapped);
    if report.duplicate_identifiers > 0 {
        println!("  identifiers that several patients carry: {}", report.duplicate_identifiers);
    }
    if report.reading.orphans > 0 {
        println!("  resources whose patient is not in the input: {}", report.reading.orphans);
    }
    if report.reading.refused_count > 0 {
        println!("  refused: {}", report.reading.refused_count);
        print::problems(&report.reading.refused);
    }
    Ok(())
}

fn table(title: &str, rows: &std::collections::BTreeMap<String, u64>) {
    if !rows.is_empty() {
        let cells: Vec<String> = rows.iter().map(|(name, count)| format!("{name} {count}")).collect();
        println!("  {title}: {}", cells.join(", "));
    }
}
