//! Files that nobody wrote, into every reader of X12 that there is: no panic, no standstill, no more memory than is agreed
//! on, and no remittance that is taken and does not balance.
//!
//! `PERENNIAL_FUZZ_SECONDS` says for how long, `PERENNIAL_FUZZ_SEED` with which numbers; without it each run has others.
//! What fails is kept, and its place and seed are told. Whatever makes the readers say something new is gone on from.

mod dice;
mod files;
mod mutate;
mod readers;
mod recount;
mod split;
mod watch;

/// The claims and questions of the format's own tests: fictional people of one practice.
#[path = "../../../x12/tests/sample/mod.rs"]
#[allow(dead_code)]
mod sample;

use std::collections::HashSet;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use dice::Dice;
use readers::read_all;
use watch::Watch;

const SECONDS: &str = "PERENNIAL_FUZZ_SECONDS";
const SEED: &str = "PERENNIAL_FUZZ_SEED";
/// Where nobody says for how long.
const SECONDS_UNTOLD: u64 = 10;
/// The most files that are gone on from.
const MOST_FILES: usize = 3_000;

fn told(variable: &str) -> Option<u64> {
    let text = std::env::var(variable).ok()?;
    Some(text.parse().unwrap_or_else(|_| panic!("{variable} is a number, not {text:?}")))
}

#[test]
fn no_file_that_nobody_wrote_harms_a_reader() {
    let by_the_clock = || SystemTime::now().duration_since(UNIX_EPOCH).map_or(1, |now| now.as_secs());
    let seed = told(SEED).unwrap_or_else(by_the_clock);
    let limit = Duration::from_secs(told(SECONDS).unwrap_or(SECONDS_UNTOLD));
    let watch = Watch::new(seed);
    let mut pool = files::all();
    let begun_with = pool.len();
    let mut seen = HashSet::new();
    // What failed before, on this machine, comes first.
    let kept = std::fs::read_dir(watch::kept()).into_iter().flatten().flatten();
    let before: Vec<Vec<u8>> = kept.filter_map(|entry| std::fs::read(entry.path()).ok()).collect();
    let (mut payments, mut taken) = (0, 0);
    for bytes in pool.iter().chain(&before) {
        let said = watch.over(bytes, read_all).unwrap_or_else(|why| panic!("{why}"));
        (payments, taken) = (payments + said.payments, taken + said.taken);
        seen.extend(said.marks);
    }
    assert!(payments >= 2 && taken >= 9, "the good files are taken: {payments}, {taken}");

    let (mut dice, start) = (Dice::new(seed), Instant::now());
    let (mut tried, mut balanced, mut others) = (0_u64, 0_u64, 0_u64);
    while start.elapsed() < limit {
        let bytes = mutate::near(&mut dice, &pool);
        let said = watch.over(&bytes, read_all).unwrap_or_else(|why| panic!("file {tried}: {why}"));
        tried += 1;
        balanced += u64::from(said.payments > 0);
        others += u64::from(said.taken > 0);
        let is_new = said.marks.iter().any(|mark| !seen.contains(mark));
        seen.extend(said.marks);
        if is_new && pool.len() < MOST_FILES {
            pool.push(bytes);
        }
    }
    println!(
        "seed {seed}: {tried} files in {:?}; {balanced} of them remittances that were taken, {others} others; {} kinds of \
         answers; {} files gone on from, {begun_with} to begin with",
        start.elapsed(),
        seen.len(),
        pool.len()
    );
    // A recount that is never asked proves nothing.
    assert!(tried < 4_000 || balanced > 0, "none of {tried} files is taken: nothing is recounted");
}
