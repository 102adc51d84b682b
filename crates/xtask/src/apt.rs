//! Debian's packages, where the machine is Debian's and we may install.

use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use crate::cargo::has;

/// Installs these packages and nothing they merely recommend. The error says what a person can do instead.
pub fn install(packages: &[&str]) -> Result<()> {
    let wanted = packages.join(" ");
    if !has("apt-get") {
        bail!("install {wanted} with this machine's package manager (it has no apt-get)");
    }
    ensure!(is_root()?, "run `apt-get install --no-install-recommends {wanted}` as root");
    println!("installing {wanted}");
    run(Command::new("apt-get").args(["update", "-qq"]))?;
    run(Command::new("apt-get").args(["install", "-y", "-qq", "--no-install-recommends"]).args(packages))
}

/// Are we root? Only root may install, and PostgreSQL refuses to run as root.
pub fn is_root() -> Result<bool> {
    let output = Command::new("id").arg("-u").output().context("`id` could not be started")?;
    Ok(output.stdout.trim_ascii() == b"0")
}

fn run(command: &mut Command) -> Result<()> {
    let status =
        command.env("DEBIAN_FRONTEND", "noninteractive").status().context("apt-get could not be started")?;
    ensure!(status.success(), "apt-get failed; its own lines above say why");
    Ok(())
}
