//! `perennial eligibility ask|list`

use anyhow::Result;
use app::people::eligibility::{AskReport, EligibilityList, WhichAsked, ask, eligibility};
use app::ports::WhichInquiries;

use super::Asked;
use crate::config::EligibilityCommand;
use crate::{print, wiring};

pub async fn run(asked: &Asked<'_>, command: EligibilityCommand) -> Result<()> {
    let (app, place, actor) = (asked.app, asked.place, wiring::operator());
    match command {
        EligibilityCommand::Ask { month, due } => {
            let which = if due { WhichAsked::Due } else { WhichAsked::All };
            let what = ("eligibility ask", serde_json::json!({"month": month, "due": due}));
            let ask = async || ask(app, &actor, place, month, which).await;
            let Some(report) = asked.once(&actor, what, ask).await? else { return Ok(()) };
            if asked.as_json { print::json(&report)? } else { print_asked(&report) }
        }
        EligibilityCommand::List { month, differing } => {
            let which = if differing { WhichInquiries::Differing } else { WhichInquiries::All };
            let mut after = None;
            loop {
                let page = eligibility(app, &actor, place, month, which, after).await?;
                if asked.as_json {
                    print::json(&page)?
                } else {
                    print_page(&page, after.is_none())
                }
                after = page.next;
                if after.is_none() {
                    break;
                }
            }
        }
    }
    Ok(())
}

fn print_asked(report: &AskReport) {
    if report.is_elsewhere {
        println!("another process is asking");
    }
    println!(
        "{} asked about of {} enrolled, {} not due, {} whose payer is not asked",
        report.asked, report.panel, report.not_due, report.no_way
    );
    for file in &report.files {
        println!("  {} to {}: {} patient(s)", file.name, file.payer, file.people);
    }
    for one in &report.left_out {
        println!("  left out {}", one.patient);
        print::problems(&one.problems);
    }
}

/// Ids and words of facts; names stay where they are sealed.
fn print_page(page: &EligibilityList, is_first: bool) {
    if is_first {
        let counts = &page.counts;
        println!(
            "{} enrolled, {} asked about, {} answered, {} refused, {} differ from the record",
            counts.panel, counts.asked, counts.answered, counts.rejected, counts.differing
        );
    }
    for row in &page.rows {
        let answered = row.answered_on.map_or("no answer".to_owned(), |on| format!("answered {on}"));
        let facts: Vec<&str> = row.facts.iter().map(|fact| fact.word()).collect();
        println!("  {} {}, asked {}, {answered}: {}", row.patient, row.payer, row.asked_on, facts.join(", "));
        for one in &row.rejections {
            println!("    refused: {}", one.reason);
        }
        for question in &row.open {
            println!("    differs from the record: {}", question.word());
        }
    }
}
