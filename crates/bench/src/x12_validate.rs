//! 837P claims held against their guide, beside pyx12, which others wrote, on the same file. That both complain of the
//! same segments, a test of the format shows; here both find nothing.
//!
//! pyx12 is installed as `tools/x12` pins it; where that cannot be, this says so and measures nothing.

use std::hint::black_box;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::Size;
use crate::line::Workload;
use crate::measure::{PAIRS, Pairs, Took, time};
use crate::sample;

/// `python`, where the bench command has set the checkers up.
const X12_CHECK: &str = "PERENNIAL_X12_CHECK";

pub fn run(size: Size) -> Result<bool> {
    let Some(python) = std::env::var_os(X12_CHECK).filter(|told| !told.is_empty()) else {
        println!("x12_validate is left out: {X12_CHECK} names no checkers");
        return Ok(true);
    };
    let claims = match size {
        Size::Small => 200,
        Size::Full | Size::Nation => 20_000,
    };
    let written = sample::written(&sample::interchange(claims, sample::CLAIMS_PER_SET));
    let file = tempfile::NamedTempFile::new()?;
    std::fs::write(file.path(), &written)?;

    let peer = |time: bool| ask(Path::new(&python), time, file.path());
    ensure!(peer(false)?.trim().is_empty(), "pyx12 finds nothing");
    let guide = x12::Guide::professional();
    let product = || x12::validate(black_box(&written), guide).len();
    ensure!(product() == 0, "nor do we");
    let rounds = if size == Size::Small { 200 } else { 4 };
    let pairs = Pairs::take(PAIRS, || seconds(&peer(true)?), || time(rounds, product))?;
    let workload = Workload {
        name: "x12_validate",
        engine: None,
        size: format!("{claims} claims, {:.1} MB", written.len() as f64 / 1e6),
        amount: claims as f64,
        unit: "claims/s",
        gate: 100.0,
        goal: 1000.0,
        is_ours_alone: true,
    };
    workload.report(&pairs, pairs.clock(), None)
}

/// What pyx12 says of the file: the segments it complains of, or how long it took, its tables being loaded.
fn ask(python: &Path, time: bool, file: &Path) -> Result<String> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tools/x12/findings.py");
    let mut command = Command::new(python);
    command.arg(script).args(time.then_some("--time")).arg(file);
    let told = command.output().context("the checker starts")?;
    ensure!(told.status.success(), "the checker fails: {}", String::from_utf8_lossy(&told.stderr));
    Ok(String::from_utf8(told.stdout)?)
}

fn seconds(told: &str) -> Result<Took> {
    let (cpu, wall) = told.trim().split_once(' ').context("two numbers")?;
    Ok(Took { wall_seconds: wall.parse()?, cpu_seconds: cpu.parse()? })
}
