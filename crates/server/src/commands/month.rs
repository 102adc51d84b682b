//! `perennial month refresh|close|approve|explain|late|reopen|recheck|readiness|what-if`

use std::sync::Arc;

use anyhow::Result;
use app::billing::{
    CloseReport, Explanation, LateList, LineDifference, RecheckReport, RefreshOptions, RefreshReport,
};

use super::{Asked, readiness, what_if};
use crate::config::{MonthCommand, WorkerOptions};
use crate::outside::Watched;
use crate::{print, wiring};

pub async fn run(asked: &Asked<'_>, command: MonthCommand) -> Result<()> {
    let (app, place, as_json) = (asked.app, asked.place, asked.as_json);
    let actor = wiring::operator();
    match command {
        MonthCommand::Refresh { month, workers } => {
            let (options, watched) = watched(&workers);
            let refresh = async || app::billing::refresh(app, &actor, place, month, &options).await;
            let report = super::again(refresh).await?;
            watched.finish();
            if as_json { print::json(&report)? } else { print_refresh(&report) }
        }
        MonthCommand::Close { month, workers } => {
            let (options, watched) = watched(&workers);
            let what = ("month close", serde_json::json!({"month": month}));
            let close = async || app::billing::close_with(app, &actor, place, month, &options).await;
            let report = asked.once(&actor, what, close).await?;
            watched.finish();
            let Some(report) = report else { return Ok(()) };
            if as_json { print::json(&report)? } else { print_close(&report) }
        }
        MonthCommand::Approve { month, login } => {
            let actor = wiring::staff(app, place, &login).await?;
            let approval = app::billing::approve(app, &actor, place, month, None).await?;
            if as_json {
                return print::json(&approval);
            }
            println!(
                "{month} is approved, as its closing {} has it ({})",
                approval.revision, approval.sha256
            );
        }
        MonthCommand::Reopen { month, reason } => {
            let what = ("month reopen", serde_json::json!({"month": month, "reason": reason}));
            let reopen = async || app::billing::reopen(app, &actor, place, month, &reason).await;
            let Some(report) = asked.once(&actor, what, reopen).await? else { return Ok(()) };
            if as_json {
                return print::json(&report);
            }
            println!("{month} is open again; its next closing is revision {}", report.revision);
            println!("  {} claim(s) had gone out and stay as they are", report.exported_claims);
        }
        MonthCommand::Recheck { since } => {
            let report = app::billing::recheck(app, &actor, place, since, &app.rules).await?;
            super::seal(app, place).await?;
            if as_json { print::json(&report)? } else { print_recheck(&report) }
        }
        MonthCommand::Explain { patient, month, revision } => {
            let explain = app::billing::explain_revision(app, &actor, place, &patient, month, revision);
            let explanation = explain.await?;
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

fn watched(workers: &WorkerOptions) -> (RefreshOptions, Arc<Watched>) {
    let watched = Arc::new(Watched::new("patients"));
    let usual = RefreshOptions::default();
    let options = RefreshOptions {
        workers: workers.workers.unwrap_or(usual.workers),
        lease: jiff::SignedDuration::from_secs(workers.lease.into()),
        batch: workers.batch.into(),
        progress: watched.clone(),
    };
    (options, watched)
}

fn print_refresh(report: &RefreshReport) {
    println!(
        "{} is up to date: {} patient(s) judged, {} answer(s) changed",
        report.month, report.judged, report.changed
    );
    println!("  of revision {}, up to change {}", report.revision, report.position);
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
    if !report.differences.is_empty() {
        println!("  otherwise than the closing before:");
        report.differences.iter().for_each(print_difference);
    }
    println!("  rules     {}, engine {}, {}", short(&report.rule_set), report.engine, report.zone);
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

fn print_difference(line: &LineDifference) {
    let sign = if line.is_new { '+' } else { '-' };
    let exported = line.exported_claim.as_ref().map(|number| format!(", claim {number} had gone out"));
    println!(
        "    {sign} {} {} x {} on {}{}",
        line.patient,
        line.code,
        line.units,
        line.on,
        exported.unwrap_or_default()
    );
}

/// Patients of a month shown in words; all are in the data.
const PATIENTS_SHOWN: usize = 20;

fn print_recheck(report: &RecheckReport) {
    println!("by rules {}, engine {}:", short(&report.rule_set), report.engine);
    for month in &report.months {
        println!(
            "{} revision {}, closed by rules {}, engine {}: {} of {} patient(s) would come out otherwise",
            month.month,
            month.revision,
            short(&month.rule_set),
            month.engine,
            month.changed,
            month.patients
        );
        for (code, (stored, now)) in &month.units {
            println!("  {code}: {stored} unit(s), now {now}");
        }
        let (stored, now) = month.expected_cents;
        if stored != now {
            println!("  expected: ${stored}, now ${now}");
        }
        for patient in month.patients_changed.iter().take(PATIENTS_SHOWN) {
            println!("  {}", patient.patient);
            let lines = |sign: char, lines: &[app::ports::LineRow]| {
                lines
                    .iter()
                    .for_each(|line| println!("    {sign} {} x {} on {}", line.code, line.units, line.on));
            };
            lines('-', &patient.lines_gone);
            lines('+', &patient.lines_new);
            let holds = |sign: char, holds: &[(String, String)]| {
                holds.iter().for_each(|(code, rule)| println!("    {sign} {code} held by {rule}"));
            };
            holds('-', &patient.holds_gone);
            holds('+', &patient.holds_new);
        }
        if month.patients_changed.len() > PATIENTS_SHOWN {
            println!("  … and {} more", month.patients_changed.len() - PATIENTS_SHOWN);
        }
    }
    println!("nothing was changed");
}

/// The beginning of a hash, enough to know it by.
fn short(hash: &str) -> &str {
    hash.get(..12).unwrap_or(hash)
}
