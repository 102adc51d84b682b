//! `perennial candidates [--program WORD] [--on DATE]`

use anyhow::Result;
use app::{App, Place};
use ccm::basics::{Answer, Date, TimeZone};
use ccm::enrollment::Program;

use crate::{print, wiring};

pub async fn run(app: &App, place: Place, program: Program, on: Option<Date>, as_json: bool) -> Result<()> {
    let on = on.unwrap_or_else(|| TimeZone::UTC.to_datetime(app.now()).date());
    let list = app::enrollment::candidates(app, &wiring::operator(), place, program, on).await?;
    if as_json {
        return print::json(&list);
    }
    println!(
        "{} on {on}: {} qualify, {} may with what is still open, {} do not",
        program.word(),
        list.met,
        list.open,
        list.not_met
    );
    for finding in &list.findings {
        println!("  note: {finding}: the nearest ICD-10-CM vintage served");
    }
    for row in &list.rows {
        let open: Vec<String> = row
            .candidate
            .requirements
            .iter()
            .filter(|requirement| requirement.answer != Answer::Met)
            .map(|requirement| format!("{} {}", requirement.rule, requirement.kind))
            .collect();
        let state =
            if open.is_empty() { "qualifies".to_owned() } else { format!("open: {}", open.join(", ")) };
        let given = row.candidate.requirements.iter().flat_map(|requirement| &requirement.args);
        let code = given.filter(|(name, _)| *name == "code").map(|(_, code)| format!(" {code}"));
        let code: String = code.collect();
        println!("  {:<14} {state}{code}; to confirm: {}", row.patient.mrn, row.candidate.proposals.len());
    }
    Ok(())
}
