//! `perennial claims review|export|evidence`

use std::path::Path;

use anyhow::{Context, Result};
use app::{App, Place};

use crate::config::ClaimsCommand;
use crate::{print, wiring};

pub async fn run(app: &App, place: Place, command: ClaimsCommand, as_json: bool) -> Result<()> {
    match command {
        ClaimsCommand::Review { month, login, claim } => {
            let actor = wiring::staff(app, place, &login).await?;
            let only = if claim.is_empty() { None } else { Some(&claim[..]) };
            let report = app::claim::review(app, &actor, place, month, only).await?;
            super::seal(app, place).await?;
            if as_json {
                return print::json(&report);
            }
            print_review(&report);
        }
        ClaimsCommand::Export { month, out } => {
            let (report, files) = app::claim::export(app, &wiring::operator(), place, month).await?;
            super::seal(app, place).await?;
            write_files(&out, &files)?;
            if as_json {
                return print::json(&report);
            }
            print_export(&report, &out);
        }
        ClaimsCommand::Evidence { claim, out } => {
            // The seals must cover what the evidence shows.
            super::seal(app, place).await?;
            let evidence = app::claim::evidence(app, &wiring::operator(), place, &claim).await?;
            super::seal(app, place).await?;
            let name = format!("evidence-{claim}.json");
            write_files(&out, &[(name.clone(), serde_json::to_vec_pretty(&evidence)?)])?;
            println!("{}", out.join(name).display());
        }
    }
    Ok(())
}
