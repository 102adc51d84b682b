//! The browser's tests in `e2e/`: Node and Chromium against the real program.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use anyhow::{Context, Result, anyhow, ensure};

use super::runner::pass_through;
use super::summary::Summary;
use crate::cargo::{cargo, has, on_ci, succeeds};
use crate::{apt, house};

/// What the suite needs, once it is there.
pub struct Browser {
    chromium: PathBuf,
    /// Where the suite is copied to, beside its packages: the source tree stays as it was checked out.
    stage: PathBuf,
}

/// Finds or installs Node's packages and Chromium.
pub fn ready() -> Result<Browser> {
    ensure!(has("node") && has("npm"), "Node 20 with npm is not on this machine (Debian: nodejs npm)");
    let chromium = match find() {
        Some(found) => found,
        None => {
            apt::install(&["chromium"])?;
            find().context("chromium was installed and is not found")?
        }
    };
    let stage = house::target().join("e2e");
    fs::create_dir_all(&stage).with_context(|| format!("{} cannot be made", stage.display()))?;
    let lock = fs::read(house::root().join("e2e/package-lock.json")).context("e2e/package-lock.json")?;
    let stamp = stage.join("installed.lock");
    if fs::read(&stamp).ok().as_deref() != Some(&lock[..]) {
        for name in ["package.json", "package-lock.json"] {
            fs::copy(house::root().join("e2e").join(name), stage.join(name))?;
        }
        let args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
        let well = succeeds(Command::new("npm").args(args).current_dir(&stage))?;
        ensure!(well, "npm could not install what e2e asks for; its own lines say why");
        fs::write(&stamp, &lock)?;
    }
    println!("{}, and e2e's packages", chromium.display());
    Ok(Browser { chromium, stage })
}

fn find() -> Option<PathBuf> {
    let told = std::env::var_os("PERENNIAL_CHROMIUM").map(PathBuf::from);
    let usual = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    told.into_iter().chain(usual.into_iter().map(PathBuf::from)).find(|path| path.is_file())
}

impl Browser {
    /// Runs the suite, a part of it on PostgreSQL where there is one. Screenshots land in `target/shots`. The program is
    /// the one that the Rust tests were built with; where they were not, it is built.
    pub fn run(&self, postgres: Option<&str>, is_built: bool) -> Result<Summary> {
        if !is_built {
            let profile = if on_ci() { "ci" } else { "dev" };
            let args = ["build", "--quiet", "--package", "server", "--profile", profile];
            ensure!(succeeds(&mut cargo(args))?, "the program did not build");
        }
        let program = house::target().join(if on_ci() { "ci" } else { "debug" }).join("perennial");
        copy(&house::root().join("e2e"), &self.stage)?;
        let demo = self.tell(&program)?;
        let shots = house::target().join("shots");
        fs::create_dir_all(&shots)?;
        let mut tests = files(&self.stage.join("suite"))?;
        tests.retain(|path| path.to_string_lossy().ends_with(".test.mjs"));
        let (waiting, others): (Vec<PathBuf>, Vec<PathBuf>) =
            tests.into_iter().partition(|path| WAITING.iter().any(|name| path.ends_with(name)));
        let node = |tests: &[PathBuf]| {
            let mut node = Command::new("node");
            // One file after the other: two cores, and one of them is the browser's.
            node.args(["--test", "--test-reporter=tap", "--test-concurrency=1"]).args(tests);
            node.current_dir(&self.stage)
                .env("PERENNIAL_BIN", &program)
                .env("PERENNIAL_DEMO", &demo)
                .env("PERENNIAL_SHOTS", &shots)
                .env("PERENNIAL_CHROMIUM", &self.chromium)
                .envs(postgres.map(|url| (super::POSTGRES, url)));
            let (summary, seen, well) = pass_through(&mut node, Summary::of_node)?;
            ensure!(seen, "the browser's tests did not run; node's own lines say why");
            ensure!(well || summary.failed > 0, "node stopped early; its own lines say why");
            Ok(summary)
        };
        thread::scope(|scope| {
            let beside = scope.spawn(|| node(&waiting));
            let mut summary = node(&others)?;
            summary.add(&beside.join().map_err(|_| anyhow!("the tests that wait did not run"))??);
            Ok(summary)
        })
    }

    /// Tells the demo once; each file of tests that wants it has it put back as it was told, where it was told: its mailbox
    /// lies at a place that its database knows.
    fn tell(&self, program: &Path) -> Result<PathBuf> {
        let (demo, told) = (self.stage.join("demo"), self.stage.join("demo.told"));
        for folder in [&demo, &told] {
            if folder.exists() {
                fs::remove_dir_all(folder)?;
            }
        }
        let mut tell = Command::new(program);
        tell.args(["demo", "--once", "--folder"]).arg(&demo).stdout(Stdio::null());
        ensure!(succeeds(&mut tell)?, "the demo was not told; its own lines say why");
        fs::rename(&demo, &told)?;
        Ok(demo)
    }
}

/// Files whose tests wait more than they do, for minutes: they run beside the others.
const WAITING: [&str; 1] = ["clock.test.mjs"];

/// Copies what the suite is made of; packages stay where npm put them.
fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| format!("{} cannot be listed", from.display()))? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            if entry.file_name() != "node_modules" {
                copy(&entry.path(), &target)?;
            }
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    files.sort();
    Ok(files)
}
