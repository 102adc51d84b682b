//! The checkers of strangers: Python packages, pinned, each tool in an environment of its own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::cargo::has;
use crate::{apt, house};

/// Those of claim files.
pub fn x12() -> Result<Option<PathBuf>> {
    environment("tools/x12")
}

/// Those of PDF.
pub fn documents() -> Result<Option<PathBuf>> {
    environment("tools/documents")
}

/// The environment's Python; `None` when the tool asks for nothing. It is made anew when a requirement changes.
fn environment(tool: &str) -> Result<Option<PathBuf>> {
    let wanted = requirements(&house::root().join(tool))?;
    if wanted.is_empty() {
        return Ok(None);
    }
    let environment = house::target().join(tool);
    let python = environment.join("bin/python");
    let stamp = environment.join("requirements.stamp");
    let texts: Vec<String> = wanted.iter().map(fs::read_to_string).collect::<Result<_, _>>()?;
    // The whole text is its own best hash.
    let wish = texts.join("\n");
    if python.is_file() && fs::read_to_string(&stamp).is_ok_and(|had| had == wish) {
        println!("they are as {tool} asks");
        return Ok(Some(python));
    }
    ensure!(has("python3"), "python3 is not on this machine");
    if environment.exists() {
        fs::remove_dir_all(&environment).context("the old environment cannot be removed")?;
    }
    make(&environment)?;
    let mut pip = Command::new(&python);
    pip.args(["-m", "pip", "install", "--disable-pip-version-check", "--quiet", "--no-input"]);
    for file in &wanted {
        pip.arg("-r").arg(file);
    }
    ensure!(pip.status()?.success(), "pip could not install what {tool} asks for; its own lines say why");
    fs::write(&stamp, wish)?;
    println!("installed");
    Ok(Some(python))
}

/// `requirements*.txt`, in order.
fn requirements(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    if folder.is_dir() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            if name.starts_with("requirements") && name.ends_with(".txt") {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

fn make(environment: &Path) -> Result<()> {
    let venv = || Command::new("python3").args(["-m", "venv"]).arg(environment).status();
    // Debian keeps what `venv` needs in a package of its own.
    if !venv()?.success() {
        apt::install(&["python3-venv"])?;
        ensure!(venv()?.success(), "`python3 -m venv` failed; its own lines say why");
    }
    Ok(())
}
