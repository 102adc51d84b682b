//! What is held of small and large files: by the reader alone, and by all of posting. Each in a process of its own.

use std::ffi::OsStr;
use std::hint::black_box;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use serde::{Deserialize, Serialize};
use x12::remittance::{Payments, check};

use super::ALONE;
use super::file::{Made, Sent, SentLine, payment};
use super::posting::{Month, post};
use crate::Size;
use crate::close::Ground;
use crate::line::{Check, Figure};
use crate::measure::peak_resident;

/// Megabytes of a small file and of a large one. The small one is several times what is read ahead of what is written: a
/// smaller one would not yet show all that posting holds.
const SIZES: (usize, usize) = (5, 50);
/// What the large one may take more, though it is ten times the small one: what allocators keep, in megabytes.
const MORE_OF_READING: f64 = 2.0;
const MORE_OF_POSTING: f64 = 16.0;

#[derive(Serialize, Deserialize)]
struct Answer {
    peak_resident: u64,
}

/// Both passes over files that are made while they are read.
pub fn of_reading() -> Result<bool> {
    let peak = |megabytes: usize| alone(&["read".as_ref(), megabytes.to_string().as_ref()]);
    let (small, large) = (peak(SIZES.0)?, peak(SIZES.1)?);
    told("none", "835 read", SIZES, (small, large), MORE_OF_READING)
}

/// The whole use case: the month's claims, of the small file a fifth, and so many of others that the file has its size; their
/// money is counted and kept apart.
pub fn of_posting(ground: &Ground, month: &Month, folder: &Path, size: Size) -> Result<bool> {
    let sizes = match size {
        Size::Small => (SIZES.0, 15),
        Size::Full | Size::Nation => SIZES,
    };
    let peak = |megabytes: usize, ours: usize| {
        let ours = &month.claims[..ours];
        let path = folder.join(format!("{megabytes}.835"));
        let mut text = String::new();
        for sent in ours {
            super::file::claim(&mut text, sent, 1);
        }
        let left = (megabytes * 1_000_000).saturating_sub(text.len());
        let mut one = String::new();
        super::file::claim(&mut one, &stranger(1_000_000), 1_000_000);
        let strangers = (0..left / one.len()).map(stranger);
        std::fs::write(&path, payment(&month.parties, "EFT2", ours.iter().cloned().chain(strangers)))?;
        let copy = ground.copy()?;
        alone(&["post".as_ref(), copy.url().as_ref(), ground.keys().as_ref(), path.as_ref()])
    };
    let (small, large) = (peak(sizes.0, month.claims.len() / 5)?, peak(sizes.1, month.claims.len())?);
    told(ground.engine(), "835 posted", sizes, (small, large), MORE_OF_POSTING)
}

/// A claim that nobody here has sent.
fn stranger(number: usize) -> Sent {
    let line = |code: &str, cents| SentLine {
        code: code.to_owned(),
        cents,
        units: 1,
        control: format!("STRANGE{number}L{code}"),
    };
    Sent { number: format!("STRANGE{number}"), lines: vec![line("99490", 9_500), line("99439", 7_200)] }
}

fn told(
    engine: &'static str,
    what: &str,
    sizes: (usize, usize),
    (small, large): (u64, u64),
    more: f64,
) -> Result<bool> {
    let megabytes = |bytes: u64| bytes as f64 / 1e6;
    let figures = [
        Figure::told("peak_rss_mb_small", megabytes(small)),
        Figure::told("peak_rss_mb_large", megabytes(large)),
        Figure::at_most("more_mb", megabytes(large) - megabytes(small), more),
    ];
    let size = format!("{what}, {} and {} MB", sizes.0, sizes.1);
    Check { workload: "edi", engine, size, figures: &figures }.report()
}

fn alone(arguments: &[&OsStr]) -> Result<u64> {
    let program = std::env::current_exe().context("this program's own path")?;
    let mut command = Command::new(program);
    let output = command.arg(ALONE).args(arguments).stderr(Stdio::inherit()).output()?;
    ensure!(output.status.success(), "it did not end well");
    let answer: Answer = serde_json::from_slice(&output.stdout)?;
    Ok(answer.peak_resident)
}

/// The other end of [`of_reading`].
pub fn read_alone(megabytes: usize) -> Result<()> {
    let made = Made::of_size(megabytes * 1_000_000);
    let summary = check(made.read()).map_err(|problems| anyhow::anyhow!("{problems:?}"))?;
    ensure!(summary.payments[0].claims == made.claims() as u64, "every claim is read");
    let mut payments = Payments::checked(made.read(), &summary);
    while let Some(event) = payments.next_event() {
        black_box(event);
    }
    ensure!(payments.finish().is_ok(), "the second pass reads what the first has read");
    answer()
}

/// The other end of [`of_posting`].
pub fn post_alone(url: &str, keys: &Path, file: &Path) -> Result<()> {
    tokio::runtime::Runtime::new()?.block_on(post(url, keys, file, None))?;
    answer()
}

fn answer() -> Result<()> {
    println!("{}", serde_json::to_string(&Answer { peak_resident: peak_resident()? })?);
    Ok(())
}
