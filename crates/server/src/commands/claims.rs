//! `perennial claims review|export|send|poll|waiting|confirm|paper|evidence`

use std::path::Path;

use anyhow::{Context, Result};
use app::claim::{ExportReport, PollReport, ReviewOutcome, ReviewReport, SendReport, TakenIn};
use app::reports::BillingWork;

use super::Asked;
use crate::config::ClaimsCommand;
use crate::outside::Watched;
use crate::{print, wiring};

pub async fn run(asked: &Asked<'_>, command: ClaimsCommand) -> Result<()> {
    let (app, place, as_json) = (asked.app, asked.place, asked.as_json);
    match command {
        ClaimsCommand::Review { month, login, claim } => {
            let actor = wiring::staff(app, place, &login).await?;
            let only = if claim.is_empty() { None } else { Some(&claim[..]) };
            let what = ("claims review", serde_json::json!({"month": month, "as": login, "claims": claim}));
            let review = async || app::claim::review(app, &actor, place, month, only).await;
            let Some(report) = asked.once(&actor, what, review).await? else { return Ok(()) };
            if as_json {
                return print::json(&report);
            }
            print_review(&report);
        }
        ClaimsCommand::Export { month, out } => {
            let what = ("claims export", serde_json::json!({"month": month}));
            let actor = wiring::operator();
            let export = async || app::claim::export(app, &actor, place, month).await;
            let Some(report) = asked.once(&actor, what, export).await? else { return Ok(()) };
            write_files(&report, &out)?;
            if as_json {
                return print::json(&report);
            }
            print_export(&report, &out);
        }
        ClaimsCommand::Send { file } => {
            let (operator, watched) = (wiring::operator(), Watched::new("files"));
            let report = match file {
                Some(file) => app::claim::send_file(app, &operator, place, file, &watched).await?,
                None => app::claim::send(app, &operator, place, &watched).await?,
            };
            if as_json {
                print::json(&report)?
            } else {
                print_send(&report)
            }
            if let Some(why) = report.failure() {
                anyhow::bail!("a file could not be carried: {why}");
            }
        }
        ClaimsCommand::Poll => {
            let report = app::claim::poll(app, &wiring::operator(), place, &Watched::new("files")).await?;
            if as_json { print::json(&report)? } else { print_poll(&report) }
        }
        ClaimsCommand::Waiting => {
            let waiting = app::reports::billing_work(app, &wiring::operator(), place).await?;
            if as_json { print::json(&waiting)? } else { print_waiting(&waiting) }
        }
        ClaimsCommand::Confirm { file, number } => {
            app::claim::confirm(app, &wiring::operator(), place, file, &number).await?;
            println!("the payer has it; that says nothing of its claims yet");
        }
        ClaimsCommand::Paper { claim, out } => {
            let paper = app::claim::paper(app, &wiring::operator(), place, &claim).await?;
            let name = format!("{}-{}", paper.form, paper.number);
            if app.documents.is_some() {
                write(&out, &format!("{name}.pdf"), &app.pdf(paper.copy()).await?)?;
                println!("{}", out.join(format!("{name}.pdf")).display());
            }
            if !paper.images.is_empty() {
                write(&out, &format!("{name}.txt"), paper.image().as_bytes())?;
                println!("{}", out.join(format!("{name}.txt")).display());
            }
            for cut in paper.images.iter().flat_map(|image| &image.cut) {
                println!("  box {cut} holds more than fits, and is cut");
            }
        }
        ClaimsCommand::Evidence { claim, out } => {
            // The seals must cover what the evidence shows.
            super::seal(app, place).await?;
            let evidence = app::proof::evidence(app, &wiring::operator(), place, &claim).await?;
            super::seal(app, place).await?;
            let name = format!("evidence-{claim}.json");
            write(&out, &name, &serde_json::to_vec_pretty(&evidence)?)?;
            println!("{}", out.join(name).display());
        }
    }
    Ok(())
}

/// Writes the files of an export into a folder.
pub fn write_files(report: &ExportReport, out: &Path) -> Result<()> {
    report.files.iter().try_for_each(|file| write(out, &file.name, &file.bytes))
}

/// Whole or not at all: a reader never sees half a file.
pub fn write(folder: &Path, name: &str, bytes: &[u8]) -> Result<()> {
    std::fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    let (part, whole) = (folder.join(format!("{name}.part")), folder.join(name));
    std::fs::write(&part, bytes).with_context(|| format!("{} cannot be written", part.display()))?;
    std::fs::rename(&part, &whole).with_context(|| format!("{} cannot be written", whole.display()))
}

pub fn print_review(report: &ReviewReport) {
    println!(
        "{} reviewed, {} reviewed before, {} another practitioner's, {} with problems",
        report.reviewed, report.reviewed_before, report.not_theirs, report.with_problems
    );
    for one in report
        .claims
        .iter()
        .filter(|one| one.outcome != ReviewOutcome::NotTheirs && !one.claim.problems.is_empty())
    {
        println!("  {}", one.claim.number);
        print::problems(&one.claim.problems);
    }
}

fn print_waiting(waiting: &BillingWork) {
    if waiting.matters.is_empty() && waiting.trays.is_empty() {
        println!("nothing waits for you");
    }
    for one in &waiting.matters {
        let last = one.last_day.map(|day| format!(", last day {day}")).unwrap_or_default();
        let (rule, claims, cents) = (one.rule.word(), one.claims, one.cents);
        println!("  {rule}: {claims} claim(s) of {} for {}, ${cents}{last}", one.month, one.payer_name);
    }
    for (tray, count) in &waiting.trays {
        println!("  {}: {count}", tray.word());
    }
}

pub fn print_export(report: &ExportReport, out: &Path) {
    println!(
        "{} claim(s) exported, {} exported before, {} left out",
        report.exported,
        report.exported_before,
        report.left_out.len()
    );
    for file in &report.files {
        let again = if file.is_new { "" } else { ", the same file again" };
        println!(
            "  {}: {} claim(s), ${}, sha256 {}{again}",
            out.join(&file.name).display(),
            file.claims,
            file.total_cents,
            file.sha256
        );
    }
    for claim in &report.left_out {
        println!("  left out {}", claim.number);
        print::problems(&claim.problems);
    }
}

pub fn print_send(report: &SendReport) {
    if report.is_elsewhere {
        println!("another process is sending");
    }
    for file in &report.files {
        let why = file.why.as_deref().map(|why| format!(": {why}")).unwrap_or_default();
        let next = file.next_at.map(|at| format!("; next try {at}")).unwrap_or_default();
        println!("  {} ({} claim(s)) {}{why}{next}", file.name, file.claims, file.outcome);
        if matches!(file.outcome, "by_hand" | "by_portal") {
            println!("    bring it there, then: perennial claims confirm {} NUMBER", file.file);
        }
    }
}

pub fn print_poll(report: &PollReport) {
    println!("{} new file(s)", report.received);
    report.taken.iter().for_each(print_taken);
    for (payer, why) in &report.troubles {
        println!("  {payer} could not be asked: {why}");
    }
}

pub fn print_taken(taken: &TakenIn) {
    println!(
        "  {} {} ({}): {} claim(s), {} new event(s)",
        taken.file,
        taken.outcome,
        taken.kinds.join(", "),
        taken.claims,
        taken.events
    );
    if let Some(coverage) = &taken.coverage {
        println!(
            "    {} answer(s) about coverage, {} refused, {} differ from the record",
            coverage.answers, coverage.rejected, coverage.differing
        );
    }
    for payment in taken.posted.iter().flat_map(|posted| &posted.payments) {
        let said = match &payment.practice {
            Some(practice) => {
                format!("not posted here: it is paid to {practice}, which has the file as well")
            }
            None if payment.is_duplicate => "posted before".to_owned(),
            None => "posted".to_owned(),
        };
        println!(
            "    payment {} ${} for {} claim(s), {} unknown: {said}",
            payment.trace, payment.total_cents, payment.claims, payment.unmatched
        );
    }
    taken.unknown.iter().for_each(|name| println!("    nobody here gave the name {name}"));
    print::problems(&taken.problems);
}
