//! `perennial audit seal|verify|export`

use std::io::Write;
use std::process::ExitCode;

use anyhow::{Context, Result};
use app::{App, Place};

use crate::config::AuditCommand;
use crate::{print, wiring};

pub async fn run(app: &App, place: Place, command: AuditCommand, as_json: bool) -> Result<ExitCode> {
    match command {
        AuditCommand::Seal => {
            let report = super::seal(app, place).await?;
            if as_json {
                print::json(&print::View { schema: "perennial.seal.1", body: &report })?;
            } else {
                println!("{} event(s) sealed in {} seal(s)", report.events, report.seals);
            }
        }
        AuditCommand::Verify => {
            let report = app::audit::verify(app, &wiring::operator(), place).await?;
            if as_json {
                print::json(&report)?;
            } else {
                println!(
                    "{} event(s), {} sealed in {} seal(s), {} since the last seal",
                    report.events, report.sealed, report.seals, report.unsealed
                );
                for broken in &report.broken {
                    println!("  BROKEN {}", serde_json::to_string(broken)?);
                }
                if report.broken.is_empty() {
                    println!("the chain holds");
                }
            }
            if !report.broken.is_empty() {
                return Ok(ExitCode::from(4));
            }
        }
        AuditCommand::Export { out, from, until, action } => {
            let filter = app::audit::Filter { from, until, action, ..Default::default() };
            let everywhere = Place { practice: None, ..place };
            let file = std::fs::File::create_new(&out)
                .with_context(|| format!("{} cannot be made", out.display()))?;
            let mut file = std::io::BufWriter::new(file);
            let events = app::audit::export(app, &wiring::operator(), everywhere, &filter, &mut file).await?;
            file.flush()?;
            super::seal(app, place).await?;
            println!("{}: {events} event(s)", out.display());
        }
    }
    Ok(ExitCode::SUCCESS)
}
