//! Bundles from a folder into a database: the whole use case (read, translate, seal, store, audit, feed) against a
//! split of each bundle and the insertion of its resources as they are, each bundle committed by itself.
//!
//! Product and baseline run in processes of their own, each on an empty database, so that peak memory is theirs alone.

mod baseline;

mod product;

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use serde::{Deserialize, Serialize};
use synthetic::BundleSize;

use crate::Size;
use crate::databases::{self, Databases};
use crate::line::{Memory, Workload};
use crate::measure::{Clock, PAIRS, Pairs, Took};

/// Marks the command line of a run in a process of its own.
pub const ALONE: &str = "--alone";

const SEED: u64 = 11;
/// Resident memory may be this much, and four times the largest bundle.
const MEMORY_BASE: u64 = 64_000_000;

/// What a run in its own process answers.
#[derive(Serialize, Deserialize)]
struct Answer {
    took: Took,
    patients: u64,
    peak_resident: u64,
}

pub fn run(size: Size) -> Result<bool> {
    let patients: u32 = match size {
        Size::Small => 20,
        Size::Full | Size::Nation => 200,
    };
    let folder = tempfile::tempdir()?;
    let mut largest = 0;
    let mut bytes = 0;
    let providers = std::iter::once(synthetic::providers(SEED));
    for (name, json) in providers.chain(synthetic::bundles(SEED, patients, BundleSize::Mixed)) {
        largest = largest.max(json.len() as u64);
        bytes += json.len();
        std::fs::write(folder.path().join(name), json)?;
    }
    let mut is_held = true;
    for databases in Databases::all()? {
        let mut peak = 0;
        let baseline = || Ok(one("baseline", &databases, folder.path(), patients)?.took);
        let product = || {
            let answer = one("product", &databases, folder.path(), patients)?;
            peak = peak.max(answer.peak_resident);
            Ok(answer.took)
        };
        let pairs = Pairs::take(PAIRS, baseline, product)?;
        let workload = Workload {
            name: "import_bundle",
            engine: Some(databases.engine()),
            size: format!("{patients} bundles, {:.1} MB", bytes as f64 / 1e6),
            amount: f64::from(patients),
            unit: "patients/s",
            gate: 1.0,
            goal: 2.0,
            is_ours_alone: !databases.is_server(),
        };
        // The wall clock, always: waiting for the disk is part of a lasting write, and a server's work is not in our
        // processor time. The line tells the ratio by processor time beside it.
        let memory = Memory { peak, limit: MEMORY_BASE + 4 * largest };
        is_held &= workload.report(&pairs, Clock::Wall, Some(memory))?;
    }
    Ok(is_held)
}

/// One run on an empty database, in a process of its own.
fn one(what: &str, databases: &Databases, folder: &Path, patients: u32) -> Result<Answer> {
    let database = databases.fresh()?;
    let program = std::env::current_exe().context("this program's own path")?;
    let output = Command::new(program)
        .args([ALONE, what, database.url()])
        .arg(folder)
        .stderr(std::process::Stdio::inherit())
        .output()?;
    ensure!(output.status.success(), "the {what} did not end well");
    let answer: Answer = serde_json::from_slice(&output.stdout)?;
    ensure!(answer.patients == u64::from(patients), "the {what} took in {} patients", answer.patients);
    Ok(answer)
}

/// The other end of [`one`].
pub fn alone(arguments: &[String]) -> Result<()> {
    let [what, url, folder] = arguments else { bail!("{ALONE} WHAT DATABASE FOLDER") };
    let folder = Path::new(folder);
    let runtime = tokio::runtime::Runtime::new()?;
    let answer = match what.as_str() {
        "product" => runtime.block_on(product::run(url, folder))?,
        "baseline" if databases::is_server(url) => runtime.block_on(baseline::on_postgres(url, folder))?,
        "baseline" => baseline::on_sqlite(url, folder)?,
        _ => bail!("{ALONE} runs `product` or `baseline`"),
    };
    println!("{}", serde_json::to_string(&answer)?);
    Ok(())
}
