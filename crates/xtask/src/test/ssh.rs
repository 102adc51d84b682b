//! OpenSSH's server, for the tests that send files to it. They start their own, on loopback, with keys of their own.

use std::fs::{self, OpenOptions};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::apt;

const PROGRAM: &str = "/usr/sbin/sshd";
/// Debian's package starts no server of its own where this file is.
const NOT_TO_BE_RUN: &str = "/etc/ssh/sshd_not_to_be_run";
/// The program insists on it where it runs as root.
const SEPARATION: &str = "/run/sshd";

/// The server's program, once it is there.
pub fn server() -> Result<PathBuf> {
    if !Path::new(PROGRAM).is_file() {
        println!("OpenSSH's server is not on this machine");
        if apt::is_root()? {
            fs::create_dir_all("/etc/ssh").context("/etc/ssh cannot be made")?;
            let mut new = OpenOptions::new();
            new.write(true)
                .create(true)
                .truncate(false)
                .open(NOT_TO_BE_RUN)
                .with_context(|| format!("{NOT_TO_BE_RUN} cannot be written"))?;
        }
        apt::install(&["openssh-server"])?;
    }
    if apt::is_root()? {
        fs::create_dir_all(SEPARATION).with_context(|| format!("{SEPARATION} cannot be made"))?;
    }
    println!("{PROGRAM}");
    Ok(PROGRAM.into())
}
