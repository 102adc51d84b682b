//! `edi`: what payers pay. A remittance split and balanced against the barest split of the same bytes; its claims posted, by
//! the use case behind `perennial remit post`, against the bare insertion of the rows that posting makes; and the memory that
//! small and large files take.
//!
//! 999, 277CA and 837P have rows of their own.

mod by_hand;
mod file;
mod memory;
mod parse;
mod posting;

use anyhow::{Context, Result, bail};
use ccm::basics::Timestamp;

use crate::Size;
use crate::close::Ground;
use crate::databases::Databases;

/// Marks the command line of a run in a process of its own.
pub const ALONE: &str = "--alone-edi";

const SEED: u64 = 41;
/// When the payment comes: after the month's claims were sent.
const PAID_AT: &str = "2026-04-21T15:00:00Z";

fn paid_at() -> Result<Timestamp> {
    PAID_AT.parse().context("an instant")
}

pub fn run(size: Size) -> Result<bool> {
    let patients = match size {
        Size::Small => 1_500,
        Size::Full | Size::Nation => 10_000,
    };
    let mut is_held = parse::run(size)?;
    is_held &= memory::of_reading()?;
    for databases in Databases::all()? {
        let ground = Ground::seed(databases, SEED, patients)?;
        let folder = tempfile::tempdir()?;
        let sent = tokio::runtime::Runtime::new()?.block_on(posting::send_month(&ground))?;
        ground.original().settle()?;
        is_held &= posting::run(&ground, &sent, folder.path())?;
        is_held &= memory::of_posting(&ground, &sent, folder.path(), size)?;
    }
    Ok(is_held)
}

/// The other end of a run in a process of its own.
pub fn alone(arguments: &[String]) -> Result<()> {
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["read", megabytes] => memory::read_alone(megabytes.parse()?),
        ["post", url, keys, file] => memory::post_alone(url, keys.as_ref(), file.as_ref()),
        _ => bail!("{ALONE} read MEGABYTES | post DATABASE KEYS FILE"),
    }
}
