//! Starting cargo, the same one that started us, at the workspace's root.

use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use crate::house;

/// A cargo command, ready for more arguments.
pub fn cargo<'a>(args: impl IntoIterator<Item = &'a str>) -> Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(program);
    command.args(args).current_dir(house::root());
    command
}

/// Runs it with our own output; true when it succeeded.
pub fn succeeds(command: &mut Command) -> Result<bool> {
    let program = command.get_program().to_string_lossy().into_owned();
    let status = command.status().with_context(|| format!("`{program}` could not be started"))?;
    Ok(status.success())
}

/// Is this cargo subcommand (or program) here? Asked by running it for its version.
pub fn has(program: &str) -> bool {
    Command::new(program)
        .arg("--version")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// True where `CI=true`: profiles without incremental builds, and no excuses for what is missing.
pub fn on_ci() -> bool {
    std::env::var("CI").is_ok_and(|value| value == "true" || value == "1")
}
