//! `close_recompute`: the whole month from the raw ledger, nothing kept current, against a baseline that aggregates in
//! SQL, reads the same rows into the client and writes the bytes that we wrote.

use anyhow::Result;

use super::ground::Ground;
use super::{SEED, alone_run, written};
use crate::Size;
use crate::databases::Databases;
use crate::line::{Figure, Memory, Workload};
use crate::measure::{Clock, PAIRS, Pairs};

/// Our process may have this much resident.
const MEMORY: u64 = 400_000_000;
/// Cost of a patient among many, times that among few.
const FLAT: f64 = 1.3;

pub fn run(size: Size) -> Result<bool> {
    let (few, many) = match size {
        Size::Small => (4_000, 20_000),
        Size::Full => (10_000, 100_000),
        Size::Nation => (100_000, 1_000_000),
    };
    let mut is_held = true;
    for databases in Databases::all()? {
        let (seconds, held) = measure(databases.clone(), few, None)?;
        is_held &= held;
        is_held &= measure(databases, many, Some(seconds / f64::from(few)))?.1;
    }
    Ok(is_held)
}

/// One size; gives the median seconds of the product. `before`: the seconds that a patient took among few.
fn measure(databases: Databases, patients: u32, before: Option<f64>) -> Result<(f64, bool)> {
    let ground = Ground::seed(databases, SEED, patients)?;
    // Once beforehand, for the bytes.
    let ours = ground.copy()?;
    alone_run("recompute", ours.url(), ground.keys())?;
    let bytes = tempfile::tempdir()?;
    let volume = written::keep(ground.original(), &ours, bytes.path())?;
    drop(ours);

    let mut peak = 0;
    let baseline = || Ok(alone_run("by-hand-whole", ground.copy()?.url(), bytes.path())?.took);
    let product = || {
        let answer = alone_run("recompute", ground.copy()?.url(), ground.keys())?;
        peak = peak.max(answer.peak_resident);
        Ok(answer.took)
    };
    // A million patients take minutes in each run, and so many do not waver.
    let count = if patients < 1_000_000 { PAIRS } else { 1 };
    let pairs = Pairs::take(count, baseline, product)?;
    let (_, seconds) = pairs.medians(Clock::Wall);
    let workload = Workload {
        name: "close_recompute",
        engine: Some(ground.engine()),
        size: format!(
            "{patients} patients × {}, {:.1} MB written",
            crate::population::ENTRIES,
            volume as f64 / 1e6
        ),
        amount: f64::from(patients),
        unit: "patients/s",
        // At most twice the baseline's time.
        gate: 0.5,
        goal: 1.0,
        is_ours_alone: !ground.is_server(),
    };
    let each = seconds / f64::from(patients);
    let figures = match before {
        Some(before) => vec![Figure::at_most("cost_of_a_patient_among_many", each / before, FLAT)],
        None => vec![Figure::told("microseconds_per_patient", each * 1e6)],
    };
    let memory = Memory { peak, limit: MEMORY };
    Ok((seconds, workload.report_with(&pairs, Clock::Wall, Some(memory), &figures)?))
}
