//! Closing a month: ours, with all rules, reasons, claims and seals, against what one would write by hand.
//!
//! Every run has a copy of one seeded database and a process of its own, so that memory is its own.

mod by_hand;
mod ground;
mod month;
mod product;
mod recompute;
mod written;

use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use serde::{Deserialize, Serialize};

pub use month::{run as month, run_embedded as month_embedded};
pub use recompute::run as recompute;

use crate::measure::Took;
use product::Before;

/// Marks the command line of a run in a process of its own.
pub const ALONE: &str = "--alone-close";

const SEED: u64 = 5;

/// What a run in its own process answers.
#[derive(Serialize, Deserialize)]
struct Answer {
    took: Took,
    lines: u64,
    peak_resident: u64,
}

/// One run in a process of its own.
fn alone_run(what: &str, url: &str, folder: &Path) -> Result<Answer> {
    let program = std::env::current_exe().context("this program's own path")?;
    let arguments: [&OsStr; 4] = [ALONE.as_ref(), what.as_ref(), url.as_ref(), folder.as_ref()];
    let output =
        Command::new(program).args(arguments).stderr(std::process::Stdio::inherit()).output()?;
    ensure!(output.status.success(), "the {what} did not end well");
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// The other end of [`alone_run`]. The folder holds our keys, or what another run has written.
pub fn alone(arguments: &[String]) -> Result<()> {
    let [what, url, folder] = arguments else { bail!("{ALONE} WHAT DATABASE FOLDER") };
    let folder = Path::new(folder);
    let runtime = tokio::runtime::Runtime::new()?;
    let answer = runtime.block_on(async {
        match what.as_str() {
            "close" => product::run(url, folder, Before::Current).await,
            "recompute" => product::run(url, folder, Before::Nothing).await,
            "by-hand" => by_hand::run(url).await,
            "by-hand-whole" => written::run(url, folder).await,
            _ => bail!("nothing is called {what}"),
        }
    })?;
    println!("{}", serde_json::to_string(&answer)?);
    Ok(())
}
