//! `perennial record FILE.{ndjson,csv} --as NAME`

use std::path::Path;

use anyhow::{Context, Result};
use app::record::{RecordFile, RecordReport};
use app::{App, Place};

use crate::{print, wiring};

pub async fn run(app: &App, place: Place, file: &Path, login: &str, as_json: bool) -> Result<()> {
    let text = std::fs::read_to_string(file)
        .with_context(|| format!("{} cannot be read as text", file.display()))?;
    let is_csv = file.extension().is_some_and(|extension| extension == "csv");
    let report = keep(app, place, &text, is_csv, login).await?;
    super::seal(app, place).await?;
    if as_json {
        return print::json(&print::View { schema: "perennial.record.1", body: &report });
    }
    println!("{} recorded, {} recorded before", report.recorded, report.repeated);
    Ok(())
}

/// Records a text as a member of the staff.
pub async fn keep(app: &App, place: Place, text: &str, is_csv: bool, login: &str) -> Result<RecordReport> {
    let actor = wiring::staff(app, place, login).await?;
    let report = super::again(async || {
        let file = if is_csv { RecordFile::csv(text) } else { RecordFile::ndjson(text) };
        app::record::record(app, &actor, place, file.map_err(app::Error::Invalid)?).await
    });
    Ok(report.await?)
}
