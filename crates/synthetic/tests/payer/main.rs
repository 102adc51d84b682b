//! The simulated payer: what it answers is what interop.md §4 says, and strangers' readers agree.

mod any_bytes;
mod eligibility;
mod files;
mod look;
mod money;
mod stories;
mod strangers;
mod taken;

use files::Batch;
use jiff::civil::{DateTime, date};
use synthetic::payer::{AnswerFile, Payer, Temper};

/// A Friday morning.
fn morning() -> DateTime {
    date(2026, 10, 2).at(9, 15, 0, 0)
}

/// Long after everything.
fn at_last() -> DateTime {
    date(2027, 3, 1).at(0, 0, 0, 0)
}

/// All answers to one file.
fn answers(temper: Temper, batch: &Batch) -> (Vec<AnswerFile>, Payer) {
    let mut payer = Payer::new(7, temper);
    payer.receive(batch.text().as_bytes(), morning()).expect("a file");
    (payer.deliver(at_last()), payer)
}
