//! `close_scale`: the same months worked out by one worker process, and by two that share them.

use std::process::Child;
use std::time::Instant;

use anyhow::{Context, Result, ensure};

use super::ground::Ground;
use super::{Answer, SEED, alone_run, command};
use crate::Size;
use crate::databases::{Database, Databases};
use crate::line::Workload;
use crate::measure::{Clock, PAIRS, Pairs, Took};

pub fn run(size: Size) -> Result<bool> {
    let Some(databases) = Databases::server() else { return Ok(true) };
    let patients = match size {
        Size::Small => 4_000,
        Size::Full | Size::Nation => 100_000,
    };
    let ground = Ground::seed(databases, SEED, patients)?;
    let mut hashes = Vec::new();
    let mut workers = |count: usize| {
        let copy = ground.copy()?;
        let took = work(&ground, &copy, count, u64::from(patients))?;
        hashes.push(alone_run("freeze", copy.url(), ground.keys())?.sha256);
        anyhow::Ok(took)
    };
    let mut pairs = Vec::new();
    for _ in 0..PAIRS {
        pairs.push((workers(1)?, workers(2)?));
    }
    ensure!(hashes.iter().all(|hash| *hash == hashes[0]), "two workers answer as one does");
    let workload = Workload {
        name: "close_scale",
        engine: Some(ground.engine()),
        size: format!("{patients} patients × {}, 1 and 2 processes", crate::population::ENTRIES),
        amount: f64::from(patients),
        unit: "patients/s",
        gate: 1.2,
        goal: 1.5,
        is_ours_alone: false,
    };
    workload.report(&Pairs::of(pairs), Clock::Wall, None)
}

/// So many processes side by side, from the first one's start to the last one's end.
fn work(ground: &Ground, copy: &Database, count: usize, patients: u64) -> Result<Took> {
    let start = Instant::now();
    let workers: Vec<Child> = (0..count)
        .map(|_| command("work", copy.url(), ground.keys())?.spawn().context("a worker"))
        .collect::<Result<_>>()?;
    let mut judged = 0;
    let mut took = Took::default();
    for worker in workers {
        let output = worker.wait_with_output()?;
        ensure!(output.status.success(), "every worker ends well");
        let answer: Answer = serde_json::from_slice(&output.stdout)?;
        judged += answer.judged;
        took.cpu_seconds += answer.took.cpu_seconds;
    }
    took.wall_seconds = start.elapsed().as_secs_f64();
    ensure!(judged == patients, "{judged} months were judged, of {patients}");
    Ok(took)
}
