//! `evidence_pack`: fifty claims of a contractor's letter, from the list to the signed archive, PDF and JSON, in one process.
//! There is no baseline: nobody writes this by hand, so its gate is a time a person waits beside a page that counts.

use std::sync::Arc;
use std::time::Instant;

use anyhow::{Result, ensure};
use app::App;
use app::claim::ClaimsQuery;
use app::ports::outside::Unwatched;
use app::proof::{NewCase, begin_build, build_archive, continue_builds, open_case};
use jiff::civil::date;
use testkit::house::operator;

use crate::Size;
use crate::close::{Ground, Ours};
use crate::databases::Databases;
use crate::line::{Check, Figure};
use crate::measure::peak_resident;
use crate::population::seed::NOW;

const SEED: u64 = 31;
/// Claims of the letter.
const CLAIMS: usize = 50;
const SECONDS: f64 = 60.0;

pub fn run(size: Size) -> Result<bool> {
    let patients = match size {
        Size::Small => 500,
        Size::Full | Size::Nation => 10_000,
    };
    let mut is_held = true;
    for databases in Databases::all()? {
        let ground = Ground::seed(databases, SEED, patients)?;
        let (seconds, bytes) = tokio::runtime::Runtime::new()?.block_on(built(&ground))?;
        let figures = [
            Figure::at_most("seconds", seconds, SECONDS),
            Figure::told("seconds_a_claim", seconds / CLAIMS as f64),
            Figure::told("archive_mb", bytes as f64 / 1e6),
            Figure::told("peak_rss_mb", peak_resident()? as f64 / 1e6),
        ];
        is_held &= Check {
            workload: "evidence_pack",
            engine: ground.engine(),
            size: format!("{CLAIMS} claims of {patients} patients"),
            figures: &figures,
        }
        .report()?;
    }
    Ok(is_held)
}

/// Closes the month, then reads the letter. Seconds from the list to the archive, and its size.
async fn built(ground: &Ground) -> Result<(f64, usize)> {
    let ours = Ours::open(ground.original().url(), ground.keys(), NOW).await?;
    let place = ours.places[0];
    let app = App { documents: Some(Arc::new(documents::Press)), ..ours.house.app.clone() };
    app::billing::close(&app, &operator(), place, ours.month).await?;
    app::audit::seal(&app, place.organization, "bench").await?;
    let query = ClaimsQuery { month: Some(ours.month), ..ClaimsQuery::default() };
    let rows = app::claim::claims(&app, &operator(), place, &query).await?.rows;
    let list: Vec<String> = rows.into_iter().take(CLAIMS).map(|row| row.claim.number).collect();
    ensure!(list.len() == CLAIMS, "the month has {} claims", list.len());
    let new = NewCase {
        auditor: "A contractor".to_owned(),
        authority: "A letter".to_owned(),
        reference: "bench".to_owned(),
        due_on: Some(date(2026, 12, 31)),
        list: list.join("\n"),
    };
    let case = open_case(&app, &operator(), place, &new).await?;
    let start = Instant::now();
    begin_build(&app, &operator(), place, case).await?;
    continue_builds(&app, &operator(), place, "bench", &Unwatched).await?;
    let archive = build_archive(&app, &operator(), place, case).await?;
    let seconds = start.elapsed().as_secs_f64();
    ours.close().await;
    Ok((seconds, archive.bytes.len()))
}
