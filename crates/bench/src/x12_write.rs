//! 837P claims written, envelopes and all, against a plain copy of the output.

use std::hint::black_box;

use anyhow::{Result, ensure};

use crate::Size;
use crate::line::Workload;
use crate::measure::{PAIRS, Pairs, time};
use crate::sample;

pub fn run(size: Size) -> Result<bool> {
    let (claims, rounds) = match size {
        Size::Small => (20_000, 8),
        Size::Full | Size::Nation => (1_000_000, 1),
    };
    let interchange = sample::interchange(claims, sample::CLAIMS_PER_SET);
    let written = sample::written(&interchange);
    ensure!(x12::professional::read(&written).is_ok(), "what is written can be read");
    let (mut copy, mut out) = (Vec::with_capacity(written.len()), Vec::with_capacity(written.len()));

    let baseline = || {
        copy.clear();
        copy.extend_from_slice(black_box(&written));
        black_box(&copy).len()
    };
    let product = || {
        out.clear();
        x12::professional::write(black_box(&interchange), &mut out);
        black_box(&out).len()
    };
    let (mut baseline, mut product) = (baseline, product);
    // The first round touches fresh memory.
    ensure!(baseline() == product(), "both give the same bytes");
    let pairs = Pairs::take(PAIRS, || time(rounds * 4, &mut baseline), || time(rounds, &mut product))?;
    let megabytes = written.len() as f64 / 1e6;
    let workload = Workload {
        name: "x12_write",
        engine: None,
        size: format!("{claims} claims, {megabytes:.1} MB"),
        amount: megabytes,
        unit: "MB/s",
        gate: 0.03,
        goal: 0.25,
        is_ours_alone: true,
    };
    workload.report(&pairs, pairs.clock(), None)
}
