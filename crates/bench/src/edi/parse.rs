//! An 835 split, read into its types and balanced to the cent, against the same bytes split into segments and elements.

use std::hint::black_box;
use std::io::Read;

use anyhow::{Result, ensure};
use x12::remittance::{Event, Payments, check};

use super::file::Made;
use crate::Size;
use crate::line::{Figure, Workload};
use crate::measure::{PAIRS, Pairs, time};
use crate::x12_parse::elements;

/// Megabytes that are split and balanced in a second by one core.
const MEGABYTES_A_SECOND: f64 = 100.0;

pub fn run(size: Size) -> Result<bool> {
    let (megabytes, rounds) = match size {
        Size::Small => (5, 4),
        Size::Full | Size::Nation => (50, 1),
    };
    let made = Made::of_size(megabytes * 1_000_000);
    let mut bytes = Vec::new();
    made.read().read_to_end(&mut bytes)?;
    let wanted = made.claims() as u64;
    let balances = || check(black_box(&bytes[..])).is_ok_and(|summary| summary.payments[0].claims == wanted);
    ensure!(balances(), "the file balances, and every claim of it is read");
    let mut second = Vec::new();
    let pairs = Pairs::take(
        PAIRS,
        || time(rounds, || elements(black_box(&bytes))),
        || {
            let took = time(rounds, balances)?;
            second.push(time(1, || handed_over(&bytes))?.cpu_seconds);
            Ok(took)
        },
    )?;
    second.sort_by(f64::total_cmp);
    let amount = bytes.len() as f64 / 1e6;
    // Processor time of one thread: what others have of the core is not ours to answer for.
    let (_, took) = pairs.medians(crate::measure::Clock::Cpu);
    let figures = [
        Figure::at_least("mb_a_second_of_one_core", amount / took, MEGABYTES_A_SECOND),
        Figure::told("second_pass_mb_a_second", amount / second[second.len() / 2]),
    ];
    let workload = Workload {
        name: "edi",
        engine: None,
        size: format!("835 balanced, {wanted} claims, {amount:.1} MB"),
        amount,
        unit: "MB/s",
        gate: 0.1,
        goal: 0.5,
        is_ours_alone: true,
    };
    workload.report_with(&pairs, pairs.clock(), None, &figures)
}

/// The second pass, which posting reads: every line of every claim.
fn handed_over(bytes: &[u8]) -> usize {
    let Ok(summary) = check(bytes) else { return 0 };
    let mut payments = Payments::checked(bytes, &summary);
    let mut lines = 0;
    while let Some(event) = payments.next_event() {
        if let Event::Claim(claim) = event {
            lines += black_box(claim).lines.len();
        }
    }
    lines
}
