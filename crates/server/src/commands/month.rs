//! `perennial month close|explain|late|readiness|what-if`

use anyhow::Result;
use app::billing::{CloseReport, Explanation, LateList};

use super::{Asked, readiness, what_if};
use crate::config::MonthCommand;
use crate::{print, wiring};

pub async fn run(asked: &Asked<'_>, command: MonthCommand) -> Result<()> {
    let (app, place, as_json) = (asked.app, asked.place, asked.as_json);
    let actor = wiring::operator();
    match command {
        MonthCommand::Close { month } => {
            let what = ("month close", serde_json::json!({"month": month}));
            let close = async || app::billing::close(app, &actor, place, month).await;
            let Some(report) = asked.once(&actor, what, close).await? else { return Ok(()) };
            if as_json { print::json(&report)? } else { print_close(&report) }
        }
        MonthCommand::Explain { patient, month } => {
            let explanation = app::billing::explain(app, &actor, place, &patient, month).await?;
            if as_json { print::json(&explanation)? } else { print_explanation(&explanation) }
        }
        MonthCommand::Late { month } => {
            let list = app::billing::late(app, &actor, place, month).await?;
            if as_json { print::json(&list)? } else { print_late(&list) }
        }
        MonthCommand::Readiness { month, as_of, patient } => {
            readiness::run(asked, month, as_of, patient.as_deref()).await?;
        }
        MonthCommand::WhatIf { month, patient } => what_if::run(asked, &patient, month).await?,
    }
    Ok(())
}

pub fn print_close(report: &CloseReport) {
    let again = if report.was_closed { ", closed before: nothing was done again" } else { "" };
    println!("{} closed, revision {}{again}", report.month, report.revision);
    println!(
        "  {} patient(s) judged, {} billed, {} claim(s) drafted",
        report.patients, report.patients_billed, report.claims
    );
    for (code, units) in &report.billed {
        println!("  billed    {code} x {units}");
    }
    println!("  expected  ${}", report.expected);
    for (rule, count) in &report.held {
        println!("  held      {rule}: {count}");
    }
    for (rule, seconds) in &report.left_out_seconds {
        println!("  left out  {rule}: {}", print::minutes(*seconds));
    }
    for finding in &report.findings {
        println!("  note      {finding}: codes were checked against the nearest ICD-10-CM vintage");
    }
    println!("  rules     {}, engine {}, {}", &report.rule_set[..12], report.engine, report.zone);
    println!("  results   sha256 {}", report.sha256);
}

fn print_explanation(explanation: &Explanation) {
    match (explanation.revision, &explanation.sha256) {
        (Some(revision), Some(hash)) => println!("stored answer of revision {revision}, sha256 {hash}"),
        _ => println!("the month is open; this is how it stands now"),
    }
    for line in ccm::billing::words::explain(&explanation.determination, &explanation.rules) {
        println!("{line}");
    }
}

fn print_late(list: &LateList) {
    println!("{}: {} late since {}", list.month, list.entries.len(), list.closed_at);
    for entry in &list.entries {
        let what = if entry.is_strike { "struck" } else { "added" };
        let length = print::minutes(entry.length_seconds.max(0) as u64);
        println!("  {} {what} {length} of {}, recorded {}", entry.entry, entry.started_at, entry.recorded_at);
    }
}
