//! A month's claims posted as `perennial remit post` posts them, against the bare insertion of the rows that come of it.

use std::fs::File;
use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use app::claim::{Arrived, InPieces, export, receive, review, take_in};
use app::ports::carriage::ReceivedStep;
use testkit::house::operator;

use super::file::{Parties, Sent, SentLine, payment};
use super::{PAID_AT, by_hand};
use crate::close::{Ground, Ours};
use crate::line::{Figure, Workload};
use crate::measure::{Clock, PAIRS, Pairs, Took, process_cpu_seconds};
use crate::population::seed::NOW;

/// Claims that are posted in a second.
const CLAIMS_A_SECOND: f64 = 2_000.0;
/// Rows of the ledger, and of claims' lives, for each of them.
const ROWS_A_CLAIM: f64 = 12.0;

/// The month's claims as they went out, and between whom.
pub struct Month {
    pub parties: Parties,
    pub claims: Vec<Sent>,
}

/// Closes the month, has every practitioner review it, and exports it; the claims are read from the file.
pub async fn send_month(ground: &Ground) -> Result<Month> {
    let ours = Ours::open(ground.original().url(), ground.keys(), NOW).await?;
    let (place, app) = (ours.places[0], &ours.house.app);
    app::billing::close(app, &operator(), place, ours.month).await?;
    let mut work = app.begin_read(&operator(), place).await?;
    let persons = work.tx.persons().await?;
    let practice = work.practice().await?;
    let payer = work.tx.payers().await?.pop().context("a payer")?.profile;
    drop(work);
    for login in persons.into_iter().filter_map(|one| one.login) {
        let actor = ours.house.staff(place, &login).await?;
        review(app, &actor, place, ours.month, None).await?;
    }
    let report = export(app, &operator(), place, ours.month).await?;
    let mut claims = Vec::new();
    for file in &report.files {
        let found = x12::professional::read_sets(&file.bytes, &mut |_, _, set| {
            claims.extend(set.claims.iter().map(|claim| Sent {
                number: claim.id.as_str().to_owned(),
                lines: claim.lines.iter().map(line).collect(),
            }));
        });
        ensure!(found.problems.is_empty(), "our own file is read");
    }
    ensure!(claims.len() > 100, "{} claims of {}", claims.len(), report.exported);
    ours.close().await;
    let parties = Parties {
        npi: practice.profile.npi.as_str().to_owned(),
        submitter: payer.submitter_id,
        payer: payer.payer_id,
    };
    Ok(Month { parties, claims })
}

fn line(line: &x12::professional::Line) -> SentLine {
    SentLine {
        code: line.procedure.as_str().to_owned(),
        cents: i64::try_from(line.charge.cents()).unwrap_or(0),
        units: line.units.get(),
        control: line.id.as_ref().map(|id| id.as_str().to_owned()).unwrap_or_default(),
    }
}

pub fn run(ground: &Ground, month: &Month, folder: &Path) -> Result<bool> {
    let claims = month.claims.len();
    let path = folder.join("835");
    std::fs::write(&path, payment(&month.parties, "EFT1", month.claims.iter().cloned()))?;
    let runtime = tokio::runtime::Runtime::new()?;
    // Once, to keep what it writes.
    let (before, done) = (ground.copy()?, ground.copy()?);
    runtime.block_on(post(done.url(), ground.keys(), &path, Some(claims)))?;
    let kept = by_hand::Kept::of(&before, &done, folder)?;
    drop((before, done));

    let baseline = || {
        let copy = ground.copy()?;
        by_hand::insert(&copy, &kept)
    };
    let product = || {
        let copy = ground.copy()?;
        runtime.block_on(post(copy.url(), ground.keys(), &path, Some(claims)))
    };
    let pairs = Pairs::take(PAIRS, baseline, product)?;
    let (_, took) = pairs.medians(Clock::Wall);
    let figures = [
        Figure::at_least("claims_a_second", claims as f64 / took, CLAIMS_A_SECOND),
        Figure::at_least("rows_a_claim", kept.rows_of_money as f64 / claims as f64, ROWS_A_CLAIM),
        Figure::told("all_rows_a_claim", kept.rows as f64 / claims as f64),
    ];
    let workload = Workload {
        name: "edi",
        engine: Some(ground.engine()),
        size: format!("835 posted, {claims} claims"),
        amount: claims as f64,
        unit: "claims/s",
        gate: 0.05,
        goal: 0.3,
        is_ours_alone: !ground.is_server(),
    };
    // The wall clock, always: a lasting write waits for the disk, and a server's work is not in our processor time.
    workload.report_with(&pairs, Clock::Wall, None, &figures)
}

/// The whole use case: kept, checked, handed over, posted, on disk. `claims`: all of them, where nobody else's are among
/// them.
pub async fn post(url: &str, keys: &Path, file: &Path, claims: Option<usize>) -> Result<Took> {
    let ours = Ours::open(url, keys, PAID_AT).await?;
    let (place, app) = (ours.places[0], &ours.house.app);
    let (start, start_cpu) = (Instant::now(), process_cpu_seconds()?);
    let arrived = Arrived { name: "835", way: "hand", payer: None };
    let mut bytes = InPieces::of(File::open(file)?);
    let (row, _) = receive(app, &operator(), place, arrived, &mut bytes).await?;
    let taken = take_in(app, &operator(), place, row.id).await?;
    let wall_seconds = start.elapsed().as_secs_f64();
    let took = Took { wall_seconds, cpu_seconds: process_cpu_seconds()? - start_cpu };
    ensure!(taken.step == ReceivedStep::Read, "{:?}", taken.problems);
    let posted = taken.posted.context("a remittance")?;
    let known: i64 =
        posted.payments.iter().map(|one| i64::try_from(one.claims).unwrap_or(0) - one.unmatched).sum();
    let wanted = claims.map_or(known > 0, |claims| usize::try_from(known).is_ok_and(|known| known == claims));
    ensure!(wanted, "{known} claims are known");
    let books = app::remittance::books(app, &operator(), place).await?;
    ensure!(books.is_balanced(), "the books balance");
    ours.close().await;
    Ok(took)
}
