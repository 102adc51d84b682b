//! `perennial remit denials|post|set-aside|unmatched|match|unmatch|books`

use std::process::ExitCode;

use anyhow::{Context, Result};
use app::claim::{Arrived, InPieces};
use app::ports::carriage::ReceivedStep;
use app::ports::denials::DenialView;
use app::{App, Place};
use ccm::remittance::denial::RefusalKind;

use super::claims::print_taken;
use crate::config::RemitCommand;
use crate::outside::Watched;
use crate::{print, wiring};

/// 4: a file went into quarantine, or the ledger does not balance.
pub async fn run(app: &App, place: Place, command: RemitCommand, as_json: bool) -> Result<ExitCode> {
    let actor = wiring::operator();
    match command {
        RemitCommand::Post { files } => {
            let (mut is_right, watched) = (true, Watched::new("claims"));
            for path in files {
                let file = std::fs::File::open(&path)
                    .with_context(|| format!("{} cannot be read", path.display()))?;
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                let arrived = Arrived { name: &name, way: "hand", payer: None };
                let (row, was_known) =
                    app::claim::receive(app, &actor, place, arrived, &mut InPieces::of(file)).await?;
                // Whoever brings a quarantined file again wants it read again.
                let taken = match was_known {
                    true => app::claim::read_again(app, &actor, place, row.id, &watched).await?,
                    false => app::claim::take_in_watched(app, &actor, place, row.id, &watched).await?,
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
        RemitCommand::Unmatch { payment, place: at } => {
            app::remittance::unmatch_claim(app, &actor, place, (payment, at)).await?;
            println!("it is nobody's again, and its money is kept apart");
            Ok(ExitCode::SUCCESS)
        }
        RemitCommand::Denials { waiting } => {
            let view = if waiting { DenialView::Waiting } else { DenialView::Open };
            let list = app::remittance::denials::denials(app, &actor, place, view).await?;
            if as_json {
                print::json(&list)?;
            } else {
                for one in &list.matters {
                    let until = one.first_deadline.map(|day| format!(" until {day}")).unwrap_or_default();
                    let label = match one.matter.told.kind {
                        RefusalKind::Short => "paid less than the fee schedule lets expect",
                        RefusalKind::Rejected if one.proposal.label.is_empty() => {
                            "the file or set was refused"
                        }
                        RefusalKind::Denied | RefusalKind::Rejected => one.proposal.label.as_str(),
                    };
                    let step = one.proposal.step.word();
                    println!(
                        "{:>5} {:>12} {} {}: {label} ({step}{until})",
                        one.claims, one.cents, one.payer_name, one.codes
                    );
                }
                println!("{:>5} {:>12} not paid", list.claims, list.cents);
            }
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
