//! `perennial reference import|list|show`

use std::path::PathBuf;

use anyhow::{Context, Result};
use app::ports::VintageRow;
use app::reference::{ImportedFile, ReferenceImport};
use app::{App, Place};
use ccm::basics::TimeZone;
use exchange::cms::CmsFiles;
use serde_json::Value;

use crate::config::ReferenceCommand;
use crate::{print, wiring};

pub async fn run(app: &App, place: Place, command: ReferenceCommand, as_json: bool) -> Result<()> {
    let operator = wiring::operator();
    match command {
        ReferenceCommand::Import { files, kind, from } => {
            let files = files.iter().map(read).collect::<Result<Vec<_>>>()?;
            let asked = (kind, from);
            let report = super::again(async || {
                app::reference::import(app, &operator, place, &CmsFiles, &files, asked).await
            });
            let report = report.await?;
            super::seal(app, place).await?;
            print_import(&report, as_json)
        }
        ReferenceCommand::List => {
            let list = app::reference::list(app, &operator, place).await?;
            if as_json {
                return print::json(&print::View { schema: "perennial.reference.list.1", body: &list });
            }
            println!("rule set {}", list.rule_set.get(..12).unwrap_or(&list.rule_set));
            list.vintages.iter().for_each(print_vintage);
            if list.vintages.is_empty() {
                print::note("nothing imported; the built-in tables serve");
            }
            Ok(())
        }
        ReferenceCommand::Show { kind, about, on } => {
            let on = on.unwrap_or_else(|| TimeZone::UTC.to_datetime(app.now()).date());
            let answer = app::reference::show(app, &operator, place, kind, about.as_deref(), on).await?;
            if as_json {
                return print::json(&print::View { schema: "perennial.reference.show.1", body: &answer });
            }
            println!("{} {} on {on}", answer.kind, answer.about.as_deref().unwrap_or_default());
            print_value(&answer.says);
            answer.vintages.iter().for_each(print_vintage);
            Ok(())
        }
    }
}

fn read(path: &PathBuf) -> Result<ImportedFile> {
    let bytes = std::fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    Ok(ImportedFile { name, bytes })
}

fn print_import(report: &ReferenceImport, as_json: bool) -> Result<()> {
    if as_json {
        return print::json(&print::View { schema: "perennial.reference.import.1", body: report });
    }
    println!("{} kept, {} there already", report.kept.len(), report.already_there.len());
    report.kept.iter().for_each(print_vintage);
    Ok(())
}

fn print_vintage(row: &VintageRow) {
    let until = row.effective_to.map_or_else(|| "the next".to_owned(), |day| day.to_string());
    println!(
        "  {:<18} {:<24} {} until {until}: {} of {} row(s), {}",
        row.kind, row.release, row.effective_from, row.rows_kept, row.rows_read, row.file_name
    );
}

fn print_value(value: &Value) {
    let plain = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    match value {
        Value::Null => println!("  nothing"),
        Value::Object(fields) => {
            fields.iter().for_each(|(name, value)| println!("  {name:<26} {}", plain(value)))
        }
        Value::Array(items) => items.iter().for_each(print_value),
        other => println!("  {}", plain(other)),
    }
}
