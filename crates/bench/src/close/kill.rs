//! `close_kill`: a worker is killed at any moment of its work, another takes up what it left. The answers must be those
//! of an undisturbed run, none twice, and no more than a batch judged again.

use std::time::Duration;

use anyhow::{Context, Result, ensure};

use super::ground::Ground;
use super::{Answer, SEED, alone_run, command};
use crate::Size;
use crate::databases::{Databases, connect, is_server};
use crate::line::{Check, Figure};
use crate::population::dice::Dice;

/// Patients of a batch, at most.
const BATCH: f64 = 1_000.0;

pub fn run(size: Size) -> Result<bool> {
    let (patients, kills) = match size {
        Size::Small => (4_000, 3),
        Size::Full | Size::Nation => (100_000, 20),
    };
    let mut is_held = true;
    for databases in Databases::all()? {
        is_held &= measure(databases, patients, kills)?;
    }
    Ok(is_held)
}

fn measure(databases: Databases, patients: u32, kills: u32) -> Result<bool> {
    let ground = Ground::seed(databases, SEED, patients)?;
    let undisturbed = ground.copy()?;
    let whole = alone_run("work", undisturbed.url(), ground.keys())?;
    let wanted = alone_run("freeze", undisturbed.url(), ground.keys())?;
    drop(undisturbed);

    let mut dice = Dice::new(SEED, u64::from(kills));
    let (mut in_mid_work, mut other_answers, mut again_most) = (0, 0, 0);
    for _ in 0..kills {
        let copy = ground.copy()?;
        let mut worker = command("work", copy.url(), ground.keys())?.spawn().context("a worker")?;
        // The process takes a moment to open the database before its clock starts.
        let moment = whole.took.wall_seconds * dice.between(5, 100) as f64 / 100.0 + 0.1;
        std::thread::sleep(Duration::from_secs_f64(moment));
        worker.kill()?;
        let output = worker.wait_with_output()?;
        in_mid_work += u32::from(!output.status.success());
        let kept = kept(copy.url())?;
        let rest: Answer = alone_run("work-later", copy.url(), ground.keys())?;
        let again = (kept + rest.judged).saturating_sub(u64::from(patients));
        again_most = again_most.max(again);
        ensure!(kept + rest.judged >= u64::from(patients), "some months were judged by nobody");
        let found = alone_run("freeze", copy.url(), ground.keys())?;
        let is_same = found.sha256 == wanted.sha256 && found.lines == wanted.lines;
        other_answers += u32::from(!is_same);
    }
    let figures = [
        Figure::told("killed_in_mid_work", f64::from(in_mid_work)),
        Figure::at_most("runs_with_other_answers", f64::from(other_answers), 0.0),
        Figure::at_most("months_judged_again_at_most", again_most as f64, BATCH),
    ];
    let check = Check {
        workload: "close_kill",
        engine: ground.engine(),
        size: format!("{patients} patients × {}, {kills} kills", crate::population::ENTRIES),
        figures: &figures,
    };
    check.report()
}

/// Answers that were committed.
fn kept(url: &str) -> Result<u64> {
    const COUNT: &str = "select count(*) from determination";
    let count: i64 = match is_server(url) {
        true => tokio::runtime::Runtime::new()?
            .block_on(async { anyhow::Ok(connect(url).await?.query_one(COUNT, &[]).await?.try_get(0)?) })?,
        false => rusqlite::Connection::open(url)?.query_row(COUNT, [], |row| row.get(0))?,
    };
    Ok(u64::try_from(count)?)
}
