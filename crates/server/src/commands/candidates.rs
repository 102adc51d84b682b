//! `perennial candidates [--on DATE]`

use anyhow::Result;
use app::{App, Place};
use ccm::basics::{Answer, Date, TimeZone};

use crate::{print, wiring};

pub async fn run(app: &App, place: Place, on: Option<Date>, as_json: bool) -> Result<()> {
    let on = on.unwrap_or_else(|| TimeZone::UTC.to_datetime(app.now()).date());
    let list = app::enrollment::candidates(app, &wiring::operator(), place, on).await?;
    if as_json {
        return print::json(&list);
    }
    println!(
        "on {on}: {} qualify, {} may with what is still open, {} do not",
        list.met, list.open, list.not_met
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
        println!("  {:<14} {state}; to confirm: {}", row.patient.mrn, row.candidate.proposals.len());
    }
    Ok(())
}
