//! Closing a month: ours, with all rules, reasons, claims and seals, against what one would write by hand.
//!
//! Every run has a copy of one seeded database and a process of its own, so that memory is its own.

mod audit;
mod by_hand;
mod ground;
mod kill;
mod month;
mod product;
mod recompute;
mod scale;
mod written;

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail, ensure};
use serde::{Deserialize, Serialize};

pub use audit::run as audit;
pub use ground::{Ground, store};
pub use kill::run as kill;
pub use month::{run as month, run_embedded as month_embedded};
pub use product::Ours;
pub use recompute::run as recompute;
pub use scale::run as scale;

use crate::measure::Took;
/// Marks the command line of a run in a process of its own.
pub const ALONE: &str = "--alone-close";

const SEED: u64 = 5;

/// What a run in its own process answers.
#[derive(Default, Serialize, Deserialize)]
struct Answer {
    took: Took,
    /// Lines that can be billed.
    lines: u64,
    /// Months that this process judged.
    judged: u64,
    /// Over all answers of all practices, where the month was frozen.
    sha256: String,
    /// What drafting the claims took, after the clock had stopped.
    drafting_seconds: f64,
    peak_resident: u64,
}

/// One run in a process of its own.
fn alone_run(what: &str, url: &str, folder: &Path) -> Result<Answer> {
    let output = command(what, url, folder)?.output()?;
    ensure!(output.status.success(), "the {what} did not end well");
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// The command line of such a run; what it answers goes into a pipe.
fn command(what: &str, url: &str, folder: &Path) -> Result<Command> {
    let program = std::env::current_exe().context("this program's own path")?;
    let arguments: [&OsStr; 4] = [ALONE.as_ref(), what.as_ref(), url.as_ref(), folder.as_ref()];
    let mut command = Command::new(program);
    command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::inherit());
    Ok(command)
}

/// The other end of [`alone_run`]. The folder holds our keys, or what another run has written.
pub fn alone(arguments: &[String]) -> Result<()> {
    let [what, url, folder] = arguments else { bail!("{ALONE} WHAT DATABASE FOLDER") };
    let folder = Path::new(folder);
    let runtime = tokio::runtime::Runtime::new()?;
    let answer = runtime.block_on(async {
        match what.as_str() {
            "close" => product::close(url, folder).await,
            "recompute" => product::recompute(url, folder).await,
            "work" => product::work(url, folder, product::NOW).await,
            // When every lease of a worker that is gone is over.
            "work-later" => product::work(url, folder, product::LATER).await,
            "freeze" => product::freeze(url, folder).await,
            "by-hand" => by_hand::run(url).await,
            "by-hand-whole" => written::run(url, folder).await,
            _ => bail!("nothing is called {what}"),
        }
    })?;
    println!("{}", serde_json::to_string(&answer)?);
    Ok(())
}
