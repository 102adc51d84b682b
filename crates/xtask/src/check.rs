//! `cargo xtask check`: the quick look, every part of it each time.

use anyhow::{Result, ensure};

use crate::cargo::{cargo, on_ci, succeeds};
use crate::steps::Steps;
use crate::{licenses, tidy};

/// Runs the four parts in order; true when all of them passed.
pub fn run() -> Result<bool> {
    let mut steps = Steps::default();
    steps.run("format", "cargo fmt --all --check", || {
        let well = succeeds(&mut cargo(["fmt", "--all", "--check"]))?;
        ensure!(well, "some files are not formatted; `cargo fmt --all` does it");
        Ok(())
    });
    steps.run("tidy", "the house's own rules", || {
        ensure!(tidy::run(tidy::RULES)?, "the house's rules are crossed where the lines above say");
        Ok(())
    });
    steps.run("clippy", "cargo clippy --workspace --all-targets -- -D warnings", || {
        // On CI the tests are built next: what runs while building, C libraries among it, is built once for both.
        let profile: &[&str] = if on_ci() { &["--profile", "ci"] } else { &[] };
        let words = [&["clippy", "--workspace", "--all-targets"], profile, &["--", "-D", "warnings"]];
        ensure!(succeeds(&mut cargo(words.concat()))?, "it does not build, or clippy has something to say");
        Ok(())
    });
    steps.run("licenses", "licenses, bans and sources of every dependency", licenses::check);

    steps.print_durations();
    println!();
    steps.print_failures();
    match steps.counts() {
        (all, 0) => println!("check: all {all} passed"),
        (all, failed) => println!("check: {failed} of {all} failed"),
    }
    Ok(steps.all_well())
}
