//! Workers and closings are killed, at every named point and at random moments, and run again: the month comes out as
//! after one undisturbed run, on both engines, nothing lost and nothing doubled.

mod common;

use std::process::Stdio;
use std::time::{Duration, Instant};

use common::month::{MONTH, is_over, prepare};
use common::{Ground, engines, text};
use serde_json::Value;

const PATIENTS: u32 = 66;
const RANDOM_MOMENTS: u32 = 8;
/// With batches of seven patients every point is passed several times.
const CLOSE: [&str; 9] = ["--json", "month", "close", MONTH, "--workers", "1", "--lease", "1", "--batch=7"];
const REFRESH: [&str; 8] = ["month", "refresh", MONTH, "--workers", "1", "--lease", "1", "--batch=7"];
const FAIL_POINTS: [&str; 15] = [
    "after_plan:1",
    "after_take:1",
    "after_take:4",
    "before_answers:2",
    "in_answers:1",
    "in_answers:5",
    "after_answers:3",
    "before_closing:1",
    "in_closing:1",
    "after_closing:1",
    "before_drafts:1",
    "in_drafts:1",
    "in_drafts:3",
    "after_drafts:1",
    "after_drafts:2",
];

/// The closing as it is told, but for what only one run has: its id, and that it was the first.
fn closed(ground: &Ground) -> (Value, String) {
    let mut report: Value = serde_json::from_str(&ground.run(&CLOSE)).expect("JSON was asked for");
    let report_of = report.as_object_mut().expect("an object");
    for told_once in ["closure", "was_closed", "findings"] {
        report_of.remove(told_once);
    }
    (report, ground.run(&["dump", "--canonical"]))
}

struct Prepared {
    name: &'static str,
    ground: Ground,
    whole: (Value, String),
    took: Duration,
}

/// Each engine's month, ready to be closed, and what an undisturbed closing makes of it.
fn prepared() -> Vec<Prepared> {
    if !is_over() {
        return Vec::new();
    }
    let prepared = engines().into_iter().map(|(name, fresh)| {
        let ground = fresh();
        prepare(&ground, PATIENTS);
        let undisturbed = ground.copy();
        let start = Instant::now();
        let whole = closed(&undisturbed);
        let took = start.elapsed();
        assert!(
            whole.0["patients"].as_u64() > Some(20) && whole.0["claims"].as_u64() > Some(10),
            "{whole:?}"
        );
        assert!(whole.1.contains("[\"claim\""), "the dump shows no claims");
        Prepared { name, ground, whole, took }
    });
    prepared.collect()
}

#[test]
fn a_killed_closing_goes_on_where_it_was_at_every_fail_point() {
    for Prepared { name, ground, whole, .. } in prepared() {
        for point in FAIL_POINTS {
            let ground = ground.copy();
            let died =
                ground.perennial().args(CLOSE).env("PERENNIAL_FAIL_POINT", point).output().expect("it runs");
            assert!(!died.status.success(), "{name}: {point} was never reached\n{}", text(&died.stdout));
            assert_eq!(closed(&ground), whole, "{name}: {point}");
            assert_eq!(closed(&ground), whole, "{name}: {point}, closed twice");
        }
    }
}

/// A little generator of our own: the same moments, relative to the run's length, every time.
fn moments(seed: u64) -> impl FnMut(Duration) -> Duration {
    let mut state = seed;
    move |span| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        span.mul_f64((state >> 40) as f64 / (1u64 << 24) as f64)
    }
}

#[test]
fn a_killed_closing_goes_on_where_it_was_at_random_moments() {
    for Prepared { name, ground, whole, took } in prepared() {
        let (mut moment, mut span, mut killed) = (moments(20_260_901), took, 0);
        while killed < RANDOM_MOMENTS {
            let ground = ground.copy();
            let after = moment(span);
            let mut child = ground.perennial().args(CLOSE).stdout(Stdio::null()).spawn().expect("it runs");
            std::thread::sleep(after);
            // SIGKILL: no chance to tidy up.
            child.kill().expect("it is ours to kill");
            if child.wait().expect("it ended").success() {
                // It was faster than the first run, whose length the moments are taken from: aim earlier.
                span = after;
                continue;
            }
            killed += 1;
            assert_eq!(closed(&ground), whole, "{name}: killed after {after:?}");
        }
    }
}

#[test]
fn a_killed_workers_batch_is_taken_up_by_another() {
    for Prepared { name, ground, whole, took } in prepared() {
        let mut moment = moments(7);
        for point in ["after_take:2", "in_answers:2", "after_answers:2", ""] {
            let ground = ground.copy();
            let worker = |point: &str| {
                let mut command = ground.perennial();
                command.args(REFRESH).stdout(Stdio::null()).env("PERENNIAL_FAIL_POINT", point);
                command.spawn().expect("it runs")
            };
            // Planned once, so that both find batches to take.
            worker("after_plan:1").wait().expect("it ended");
            let (mut doomed, mut other) = (worker(point), worker(""));
            if point.is_empty() {
                std::thread::sleep(moment(took));
                doomed.kill().expect("it is ours to kill");
            }
            doomed.wait().expect("it ended");
            assert!(other.wait().expect("it ended").success(), "{name}: the other worker failed, {point}");
            assert_eq!(closed(&ground), whole, "{name}: {point}");
        }
    }
}
