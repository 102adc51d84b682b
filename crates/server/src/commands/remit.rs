//! `perennial remit post|set-aside|unmatched|match|books`

use std::process::ExitCode;

use anyhow::{Context, Result};
use app::claim::{Arrived, InMemory};
use app::ports::carriage::ReceivedStep;
use app::{App, Place};

use super::claims::print_taken;
use crate::config::RemitCommand;
use crate::{print, wiring};

/// 4: a file went into quarantine, or the ledger does not balance.
pub async fn run(app: &App, place: Place, command: RemitCommand, as_json: bool) -> Result<ExitCode> {
    let actor = wiring::operator();
    match command {
        RemitCommand::Post { files } => {
            let mut is_right = true;
            for path in files {
                let bytes =
                    std::fs::read(&path).with_context(|| format!("{} cannot be read", path.display()))?;
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                let arrived = Arrived { name: &name, way: "hand", payer: None };
                let (row, was_known) =
                    app::claim::receive(app, &actor, place, arrived, &mut InMemory::of(bytes)).await?;
                // Whoever brings a quarantined file again wants it read again.
                let taken = match was_known {
                    true => app::claim::read_again(app, &actor, place, row.id).await?,
                    false => app::claim::take_in(app, &actor, place, row.id).await?,
                };
                is_right &= taken.step == ReceivedStep::Read;
                if as_json {
                    print::json(&taken)?;
                } else {
                    print_taken(&taken);
                }
            }
            Ok(if is_right { ExitCode::SUCCESS } else { ExitCode::from(4) })
        }
        RemitCommand::SetAside { file, reason } => {
            app::claim::set_aside(app, &actor, place, file, &reason).await?;
            println!("set aside; its bytes stay");
            Ok(ExitCode::SUCCESS)
        }
        RemitCommand::Unmatched => {
            let all = app::remittance::unmatched_claims(app, &actor, place).await?;
            if as_json {
                print::json(&serde_json::json!({"schema": "perennial.unmatched.1", "claims": all}))?;
            } else {
                for one in &all {
                    println!("{} {} {} ${}", one.payment, one.place, one.number, one.paid_cents);
                }
            }
            Ok(ExitCode::SUCCESS)
        }
        RemitCommand::Match { payment, place: at, number } => {
            app::remittance::match_claim(app, &actor, place, (payment, at), &number).await?;
            println!("posted to {number}");
            Ok(ExitCode::SUCCESS)
        }
        RemitCommand::Books => {
            let books = app::remittance::books(app, &actor, place).await?;
            if as_json {
                print::json(&books)?;
            } else {
                for (account, cents) in &books.balances {
                    println!("{:<20} {cents:>14}", account.word());
                }
                println!("{:<20} {:>14}", "all together", books.total);
                books.unbalanced.iter().for_each(|name| println!("  DOES NOT BALANCE {name}"));
            }
            Ok(if books.is_balanced() { ExitCode::SUCCESS } else { ExitCode::from(4) })
        }
    }
}
