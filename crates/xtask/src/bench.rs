//! `cargo xtask bench`: the bench program, in release, with a PostgreSQL that keeps what it is told to keep.

use anyhow::{Context, Result, ensure};

use crate::cargo::{cargo, succeeds};
use crate::house;
use crate::postgres::{Durability, for_run};
use crate::test::{X12_CHECK, python};

const POSTGRES: &str = "PERENNIAL_BENCH_POSTGRES";

/// Forwards the names and `--size`, and hands back the program's own exit code.
pub fn run(args: &[String]) -> Result<u8> {
    ensure!(house::root().join("crates/bench/Cargo.toml").is_file(), "there is no crate `bench` here yet");
    let size = args.iter().position(|arg| arg == "--size").map(|at| args.get(at + 1).map(String::as_str));
    ensure!(
        matches!(size, None | Some(Some("small" | "full" | "nation"))),
        "--size is `small`, `full` or `nation`"
    );

    // Built first, so that the server does not wait for the compiler.
    if !succeeds(&mut cargo(["build", "--release", "--package", "bench"]))? {
        return Ok(1);
    }
    let mut command = cargo(["run", "--quiet", "--release", "--package", "bench", "--"]);
    command.args(args);
    let postgres = for_run(POSTGRES, Durability::Kept);
    match &postgres {
        Ok(postgres) => drop(command.env(POSTGRES, &postgres.url)),
        Err(reason) => println!("without PostgreSQL, so what needs it is left out: {reason:#}"),
    }
    let is_whole =
        !args.iter().any(|arg| !arg.starts_with('-') && !matches!(arg.as_str(), "small" | "full" | "nation"));
    if is_whole || args.iter().any(|arg| arg == "x12_validate") {
        match python::x12() {
            Ok(Some(python)) => drop(command.env(X12_CHECK, python)),
            Ok(None) => println!("tools/x12 asks for no checkers"),
            Err(reason) => println!("without the X12 checkers, so what needs them is left out: {reason:#}"),
        }
    }
    let status = command.status().context("cargo could not be started")?;
    Ok(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1))
}
