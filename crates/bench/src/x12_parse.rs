//! 837P claims read into their types, envelopes and all problems checked, against the same bytes split into segments
//! and elements.

use std::hint::black_box;

use anyhow::{Result, ensure};

use crate::Size;
use crate::line::Workload;
use crate::measure::{PAIRS, Pairs, time};
use crate::sample;

pub fn run(size: Size) -> Result<bool> {
    let (claims, rounds) = match size {
        Size::Small => (20_000, 4),
        Size::Full | Size::Nation => (200_000, 1),
    };
    let interchange = sample::interchange(claims, sample::CLAIMS_PER_SET);
    let written = sample::written(&interchange);
    ensure!(x12::professional::read(&written).is_ok_and(|read| read == interchange), "it comes back equal");
    drop(interchange);

    let baseline = || elements(black_box(&written));
    // Set by set, as a file of any size is read.
    let product = || {
        let mut read = 0;
        let mut count = |_: &_, _: &_, set: x12::professional::ClaimSet| read += black_box(&set).claims.len();
        let found = x12::professional::read_sets(black_box(&written), &mut count);
        (read, found.problems.len() + found.unread.len())
    };
    ensure!(product() == (claims, 0), "every claim is read");
    let pairs = Pairs::take(PAIRS, || time(rounds, baseline), || time(rounds, product))?;
    let megabytes = written.len() as f64 / 1e6;
    let workload = Workload {
        name: "x12_parse",
        engine: None,
        size: format!("837P, {claims} claims, {megabytes:.1} MB"),
        amount: megabytes,
        unit: "MB/s",
        gate: 0.1,
        goal: 0.5,
        is_ours_alone: true,
    };
    workload.report(&pairs, pairs.clock(), None)
}

/// The barest tokenizer: each segment a slice, each of its elements a slice, in a list as long as the segment.
pub fn elements(bytes: &[u8]) -> usize {
    let (mut found, mut elements, mut start) = (0, Vec::new(), 0);
    for end in memchr::memchr_iter(b'~', bytes) {
        let segment = &bytes[start..end];
        start = end + 1;
        elements.clear();
        let mut from = 0;
        for at in memchr::memchr_iter(b'*', segment) {
            elements.push(&segment[from..at]);
            from = at + 1;
        }
        elements.push(&segment[from..]);
        found += black_box(&elements).len();
    }
    found
}
