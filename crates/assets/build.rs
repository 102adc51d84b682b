//! Bundles styles and scripts with Node's tools, and writes the table that `lib.rs` includes.
//!
//! Everything happens below `OUT_DIR`: the source tree stays as it was checked out. With `PERENNIAL_ASSETS=stub` the
//! table is empty and no Node is needed: enough for `cargo check`, lints and most tests.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

fn main() {
    for path in ["build.rs", "build.mjs", "package-lock.json", "css", "js", "icons", "../web/templates"] {
        println!("cargo::rerun-if-changed={path}");
    }
    println!("cargo::rerun-if-env-changed=PERENNIAL_ASSETS");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo says where to write"));
    let made = match env::var("PERENNIAL_ASSETS").as_deref() {
        Ok("stub") => ["table.rs", "fonts.rs"]
            .into_iter()
            .try_for_each(|name| fs::write(out.join(name), "&[]\n"))
            .map_err(|error| format!("{}: {error}", out.display())),
        _ => packages(&out.join("npm")).and_then(|()| bundle(&out)),
    };
    if let Err(reason) = made {
        // What a person sees of a failing build script is what it prints last.
        eprintln!("\nThe pages' styles and scripts could not be built: {reason}");
        eprintln!(
            "They need Node 20 or newer with npm (Debian: apt-get install nodejs npm), once with a network."
        );
        eprintln!("Without pages: PERENNIAL_ASSETS=stub cargo check");
        std::process::exit(1);
    }
}

/// Has npm bring what the lock file names, when it names something else than last time.
fn packages(folder: &Path) -> Result<(), String> {
    let stamp = folder.join("installed.lock");
    let lock = fs::read("package-lock.json").map_err(|error| format!("package-lock.json: {error}"))?;
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    let prepare = || -> io::Result<()> {
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        fs::create_dir_all(folder)?;
        fs::copy("package.json", folder.join("package.json"))?;
        fs::write(folder.join("package-lock.json"), &lock)
    };
    prepare().map_err(|error| format!("{}: {error}", folder.display()))?;
    // Not `npm ci`: it refuses a lock that leaves out optional packages of other platforms, and which of those a
    // registry has is its own affair. Versions are exact and their hashes are in the lock either way.
    let program = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let mut npm = Command::new(program);
    npm.args(["install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund"]);
    npm.args(["--prefer-offline", "--loglevel=error"]);
    run(npm.current_dir(folder), "npm")?;
    fs::write(&stamp, &lock).map_err(|error| format!("{}: {error}", stamp.display()))
}

fn bundle(out: &Path) -> Result<(), String> {
    let mut node = Command::new("node");
    node.arg("build.mjs").arg(out);
    // esbuild and Tailwind look for packages beside our sources, and then here.
    node.env("NODE_PATH", out.join("npm/node_modules"));
    run(&mut node, "node")
}

fn run(command: &mut Command, program: &str) -> Result<(), String> {
    let output = command.output().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => format!("`{program}` is not installed"),
        _ => format!("`{program}` could not be started: {error}"),
    })?;
    if output.status.success() {
        return Ok(());
    }
    let said = [output.stdout, output.stderr].concat();
    Err(format!("`{program}` failed:\n{}", String::from_utf8_lossy(&said).trim_end()))
}
