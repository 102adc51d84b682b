//! The import is killed, at every named point and at random moments, and run again: the record is the same as
//! after one undisturbed run, on both engines, for bundles and for bulk files.

mod common;

use std::process::Stdio;
use std::time::{Duration, Instant};

use common::{Ground, engines, write_bulk, write_demo};

const PATIENTS: u32 = 66;
const RANDOM_MOMENTS: u32 = 20;
const FAIL_POINTS: [&str; 5] =
    ["before_batch:1", "in_batch:1", "after_batch:1", "before_stage:1", "before_last_commit:1"];

fn prepare(ground: &Ground) {
    let demo = write_demo(ground.folder.path(), PATIENTS);
    let (bundles, bulk) = demo.bundles.split_at(demo.bundles.len() / 2);
    for (name, _) in bulk {
        std::fs::remove_file(ground.path("ehr").join(name)).expect("it was just written");
    }
    write_bulk(&ground.path("ehr/bulk"), bulk);
    assert!(!bundles.is_empty() && !bulk.is_empty());
    ground.run(&["setup", "setup.toml"]);
}

fn dump(ground: &Ground) -> String {
    ground.run(&["dump", "--canonical"])
}

fn undisturbed(fresh: fn() -> Ground) -> (String, Duration) {
    let ground = fresh();
    prepare(&ground);
    let start = Instant::now();
    ground.run(&["import", "ehr"]);
    let took = start.elapsed();
    let whole = dump(&ground);
    assert!(whole.lines().count() > PATIENTS as usize * 5, "the dump says little:\n{whole}");
    (whole, took)
}

#[test]
fn a_killed_import_goes_on_where_it_was_at_every_fail_point() {
    for (name, fresh) in engines() {
        let (whole, _) = undisturbed(fresh);
        for point in FAIL_POINTS {
            let ground = fresh();
            prepare(&ground);
            let died = ground
                .perennial()
                .args(["import", "ehr"])
                .env("PERENNIAL_FAIL_POINT", point)
                .output()
                .expect("it runs");
            assert!(!died.status.success(), "{name}: {point} was never reached");
            ground.run(&["import", "ehr"]);
            assert_eq!(dump(&ground), whole, "{name}: {point}");
        }
    }
}

#[test]
fn a_killed_import_goes_on_where_it_was_at_random_moments() {
    for (name, fresh) in engines() {
        let (whole, took) = undisturbed(fresh);
        // A little generator of our own: the same moments, relative to the run's length, every time.
        let mut state = 20_260_901_u64;
        let mut span = took;
        let mut killed = 0;
        while killed < RANDOM_MOMENTS {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let moment = span.mul_f64((state >> 40) as f64 / (1u64 << 24) as f64);
            let ground = fresh();
            prepare(&ground);
            let mut command = ground.perennial();
            let mut child = command.args(["import", "ehr"]).stdout(Stdio::null()).spawn().expect("it runs");
            std::thread::sleep(moment);
            // SIGKILL: no chance to tidy up.
            child.kill().expect("it is ours to kill");
            if child.wait().expect("it ended").success() {
                // It was faster than the first run, whose length the moments are taken from: aim earlier.
                span = moment;
                continue;
            }
            killed += 1;
            ground.run(&["import", "ehr"]);
            assert_eq!(dump(&ground), whole, "{name}: killed after {moment:?}");
        }
    }
}
