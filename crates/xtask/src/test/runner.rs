//! nextest where it is installed, else `cargo test`; either way its lines pass through and its counts are kept.

use std::ffi::{OsStr, OsString};
use std::io::{BufRead, BufReader, IsTerminal, Read, stderr};
use std::process::{Command, Stdio};
use std::thread;

use anyhow::{Context, Result, ensure};

use super::summary::Summary;
use crate::cargo::{cargo, has, on_ci};
use crate::house;

pub(super) type ReadSummary = fn(&str) -> Option<Summary>;

pub struct Runner<'a> {
    name: Option<&'a str>,
    with_nextest: bool,
    told: Vec<(&'static str, OsString)>,
}

impl<'a> Runner<'a> {
    pub fn new(name: Option<&'a str>) -> Self {
        Self { name, with_nextest: has("cargo-nextest"), told: Vec::new() }
    }

    /// A variable that the tests read.
    pub fn tell(&mut self, variable: &'static str, value: &OsStr) {
        self.told.push((variable, value.to_os_string()));
    }

    pub fn title(&self) -> String {
        format!("cargo {}", self.args().join(" "))
    }

    /// Runs the tests. An error means that they did not run: they did not build, or the runner broke.
    pub fn run(&self) -> Result<Summary> {
        self.count(&self.args(), if self.with_nextest { Summary::of_nextest } else { Summary::of_cargo })
    }

    /// Runs the examples of doc comments, which nextest leaves to rustdoc.
    pub fn run_doc_tests(&self) -> Result<Summary> {
        let mut args: Vec<String> =
            ["test", "--doc", "--workspace", "--no-fail-fast"].map(String::from).into();
        args.extend(on_ci().then(|| ["--profile", "ci"].map(String::from)).into_iter().flatten());
        self.count(&args, Summary::of_cargo)
    }

    fn args(&self) -> Vec<String> {
        let words: &[&str] = match (self.with_nextest, on_ci()) {
            (true, false) => &["nextest", "run", "--workspace", "--no-fail-fast", "--no-tests=pass"],
            (true, true) => &[
                "nextest",
                "run",
                "--workspace",
                "--no-fail-fast",
                "--no-tests=pass",
                "--cargo-profile",
                "ci",
            ],
            // Examples in doc comments have a step of their own.
            (false, false) => &["test", "--lib", "--bins", "--tests", "--no-fail-fast"],
            (false, true) => &["test", "--lib", "--bins", "--tests", "--no-fail-fast", "--profile", "ci"],
        };
        let mut args: Vec<String> = words.iter().map(ToString::to_string).collect();
        let is_crate = self
            .name
            .is_some_and(|name| house::root().join("crates").join(name).join("Cargo.toml").is_file());
        match (self.name, self.with_nextest, is_crate) {
            (None, true, _) => {}
            (None, false, _) => args.push("--workspace".into()),
            // One build of the whole workspace, whatever is picked from it: features stay the same.
            (Some(name), true, true) => {
                args.extend(["-E".into(), format!("package(={name}) | test({name})")])
            }
            (Some(name), true, false) => args.push(name.to_string()),
            (Some(name), false, true) => args.extend(["--package".into(), name.to_string()]),
            (Some(name), false, false) => args.extend(["--workspace".into(), name.to_string()]),
        }
        args
    }

    fn count(&self, args: &[String], summary: ReadSummary) -> Result<Summary> {
        let mut command = cargo(args.iter().map(String::as_str));
        command.envs(self.told.iter().map(|(variable, value)| (variable, value)));
        // Our pipe is no terminal, so the colors that a terminal would get are asked for.
        if stderr().is_terminal() {
            command.env("CARGO_TERM_COLOR", "always");
        }
        let (summary, seen, well) = pass_through(&mut command, summary)?;
        ensure!(seen || well, "the tests did not build");
        ensure!(well || summary.failed > 0, "the runner stopped early; its own lines say why");
        Ok(summary)
    }
}

/// Prints what the command prints, as it comes, and adds up every summary in it: (sum, was there one, success).
pub(super) fn pass_through(command: &mut Command, summary: ReadSummary) -> Result<(Summary, bool, bool)> {
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("`{}` could not be started", command.get_program().to_string_lossy()))?;
    let (out, err) = (child.stdout.take(), child.stderr.take());
    let errors = thread::spawn(move || err.map(|err| read(err, summary, |line| eprintln!("{line}"))));
    let output = out.map(|out| read(out, summary, |line| println!("{line}")));
    let errors = errors.join().ok().flatten();
    let status = child.wait()?;
    let (mut sum, mut seen) = (Summary::default(), false);
    for summary in [output, errors].into_iter().flatten().flatten() {
        sum.add(&summary);
        seen = true;
    }
    Ok((sum, seen, status.success()))
}

fn read(source: impl Read, summary: ReadSummary, print: impl Fn(&str)) -> Vec<Summary> {
    let mut summaries = Vec::new();
    for line in BufReader::new(source).split(b'\n') {
        let Ok(line) = line else { break };
        let line = String::from_utf8_lossy(&line).into_owned();
        print(&line);
        summaries.extend(summary(&line));
    }
    summaries
}
