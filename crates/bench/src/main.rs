//! What we measure ourselves by: `bench [NAMES…] [--size small|full|nation]`.
//!
//! Every workload runs beside the barest honest thing one could write by hand for the same input and output, in
//! turns, in one run: an absolute time means nothing on a machine that others use too. Each prints one JSON line with
//! the median ratio and says whether its gate holds; any gate missed fails the run.

mod close;
mod close_kernel;
mod databases;
mod edi;
mod evidence_pack;
mod import_bundle;
mod import_parse;
mod line;
mod measure;
mod population;
mod scrub;
mod web_pages;
mod x12_parse;
mod x12_validate;
mod x12_write;

/// The claims of the format's own tests: fictional people of one practice.
#[path = "../../x12/tests/sample/mod.rs"]
#[allow(dead_code)]
mod sample;

use std::process::ExitCode;

/// The program's own, so that its work is measured under what it has.
#[cfg(not(test))]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

use anyhow::{Result, bail};

/// How much of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// Some seconds each.
    Small,
    /// Some minutes each.
    Full,
    /// What only the closes of a whole nation's patients need, and hours: as [`Size::Full`] for the others.
    Nation,
}

/// The workloads by name; each answers whether its gates hold.
type Workload = (&'static str, fn(Size) -> Result<bool>);

const WORKLOADS: [Workload; 16] = [
    ("import_parse", import_parse::run),
    ("import_bundle", import_bundle::run),
    ("x12_write", x12_write::run),
    ("x12_parse", x12_parse::run),
    ("x12_validate", x12_validate::run),
    ("scrub", scrub::run),
    ("close_kernel", close_kernel::run),
    ("close_month", close::month),
    ("close_month_embedded", close::month_embedded),
    ("close_recompute", close::recompute),
    ("close_scale", close::scale),
    ("close_kill", close::kill),
    ("close_audit", close::audit),
    ("edi", edi::run),
    ("evidence_pack", evidence_pack::run),
    ("web", web_pages::run),
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let run = match &arguments[..] {
        // One run in a process of its own, started by ourselves: its memory is nobody else's.
        [mark, rest @ ..] if mark == import_bundle::ALONE => import_bundle::alone(rest).map(|()| true),
        [mark, rest @ ..] if mark == close::ALONE => close::alone(rest).map(|()| true),
        [mark, rest @ ..] if mark == edi::ALONE => edi::alone(rest).map(|()| true),
        [mark, rest @ ..] if mark == web_pages::SERVER => web_pages::server(rest).map(|()| true),
        _ => run(&arguments),
    };
    match run {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            eprintln!("bench: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &[String]) -> Result<bool> {
    let mut size = Size::Small;
    let mut names = Vec::new();
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--size" => {
                size = match arguments.next().map(String::as_str) {
                    Some("small") => Size::Small,
                    Some("full") => Size::Full,
                    Some("nation") => Size::Nation,
                    _ => bail!("--size is `small`, `full` or `nation`"),
                }
            }
            name => names.push(name),
        }
    }
    if let Some(unknown) = names.iter().find(|name| !WORKLOADS.iter().any(|(known, _)| known == *name)) {
        let known: Vec<&str> = WORKLOADS.iter().map(|(name, _)| *name).collect();
        bail!("no workload `{unknown}`; there are {}", known.join(", "));
    }
    let mut is_held = true;
    for (name, workload) in WORKLOADS {
        if names.is_empty() || names.contains(&name) {
            is_held &= workload(size)?;
        }
    }
    Ok(is_held)
}
