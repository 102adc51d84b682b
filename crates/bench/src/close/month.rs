//! `close_month` and `close_month_embedded`: answers are kept current through the day, so a close verifies, freezes and
//! seals them. The hand-written statement sums the month.

use anyhow::{Result, ensure};

use super::ground::Ground;
use super::{SEED, alone_run};
use crate::Size;
use crate::databases::Databases;
use crate::line::{Figure, Workload};
use crate::measure::{Clock, PAIRS, Pairs};

pub fn run(size: Size) -> Result<bool> {
    let Some(databases) = Databases::server() else { return Ok(true) };
    measure("close_month", databases, size)
}

pub fn run_embedded(size: Size) -> Result<bool> {
    measure("close_month_embedded", Databases::Sqlite, size)
}

fn measure(name: &'static str, databases: Databases, size: Size) -> Result<bool> {
    let patients = match size {
        Size::Small => 2_000,
        Size::Full | Size::Nation => 100_000,
    };
    let ground = Ground::seed(databases, SEED, patients)?;
    let (mut peak, mut drafting) = (0, Vec::new());
    let baseline = || {
        let answer = alone_run("by-hand", ground.copy()?.url(), ground.keys())?;
        ensure!(answer.lines * 2 > u64::from(patients), "most patients have a line");
        Ok(answer.took)
    };
    let product = || {
        let answer = alone_run("close", ground.copy()?.url(), ground.keys())?;
        ensure!(answer.lines > 0, "something is billed");
        peak = peak.max(answer.peak_resident);
        drafting.push(answer.drafting_seconds);
        Ok(answer.took)
    };
    let pairs = Pairs::take(PAIRS, baseline, product)?;
    let workload = Workload {
        name,
        engine: Some(ground.engine()),
        size: format!("{patients} patients × {}", crate::population::ENTRIES),
        amount: f64::from(patients),
        unit: "patients/s",
        // Half, and 0.12, of the baseline's time.
        gate: 2.0,
        goal: 1.0 / 0.12,
        is_ours_alone: !ground.is_server(),
    };
    drafting.sort_by(f64::total_cmp);
    let drafting = drafting.get(drafting.len() / 2).copied().unwrap_or_default();
    let figures = [
        Figure::told("peak_rss_mb", peak as f64 / 1e6),
        // Claims, which the statement by hand knows nothing of, come after the month is frozen.
        Figure::told("claims_drafted_after_seconds", drafting),
    ];
    workload.report_with(&pairs, Clock::Wall, None, &figures)
}
