//! `cargo xtask`: what the house does for those who build it.
//!
//! - `check`: the quick look: format, tidy, lint, licenses.
//! - `test`: everything it takes and everything there is.
//! - `bench`: the budgets, as ratios.
//! - `tidy`, `rules-lint`: parts of `check`, alone.
//! - `rules-docs`: the rules as pages for billers.
//!
//! It reads files and starts other programs; it knows nothing of the crates it looks after.

mod apt;
mod bench;
mod cargo;
mod check;
mod house;
mod licenses;
mod postgres;
mod rules_docs;
mod steps;
mod test;
mod tidy;

use std::process::ExitCode;

const HELP: &str = "\
cargo xtask COMMAND

  check                 format, tidy, lint, licenses: what CI runs first
  test [NAME]           everything it takes and everything there is; NAME: a part of a test's name, a crate, or `browser`
  bench [NAME…] [--size small|full|nation]
                        the budgets, as ratios to a baseline in the same run
  tidy                  the house's own rules alone: directions, rooms, purity, files, schema, rules
  rules-lint            the billing rules' files alone
  rules-docs            write docs/rules from the billing rules
  help                  this text
";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let rest = args.get(1..).unwrap_or_default();
    let done = match args.first().map(String::as_str) {
        None | Some("help" | "--help" | "-h") => {
            print!("{HELP}");
            Ok(0)
        }
        Some("check") => none(rest).and_then(|()| check::run()).map(code),
        Some("test") => test::run(rest).map(code),
        Some("bench") => bench::run(rest),
        Some("tidy") => none(rest).and_then(|()| tidy::run(tidy::RULES)).map(code),
        Some("rules-docs") => none(rest).and_then(|()| rules_docs::run()).map(code),
        Some("rules-lint") => none(rest).and_then(|()| tidy::run(tidy::RULES_LINT)).map(code),
        Some(other) => {
            eprint!("cargo xtask has no command `{other}`\n\n{HELP}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            eprintln!("cargo xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// What the shell is told.
fn code(is_well: bool) -> u8 {
    u8::from(!is_well)
}

/// The command takes no arguments, and says so rather than dropping what was typed.
fn none(rest: &[String]) -> anyhow::Result<()> {
    match rest.first() {
        None => Ok(()),
        Some(extra) => anyhow::bail!("`{extra}` is not understood here; this command takes no arguments"),
    }
}
