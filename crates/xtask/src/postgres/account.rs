//! Who runs the server. PostgreSQL refuses to run as root, so root becomes somebody smaller.

use std::fs;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::apt;

/// The account that runs the server when we are root.
#[derive(Clone, Copy)]
pub struct User {
    pub uid: u32,
    pub gid: u32,
}

impl User {
    /// `None` when we are not root and the server runs as ourselves.
    pub fn for_server() -> Result<Option<Self>> {
        if !apt::is_root()? {
            return Ok(None);
        }
        let accounts =
            fs::read_to_string("/etc/passwd").context("the accounts of this machine cannot be read")?;
        let user = ["postgres", "nobody"].iter().find_map(|name| Self::find(&accounts, name));
        user.map(Some)
            .context("PostgreSQL refuses to run as root, and there is neither a `postgres` nor a `nobody`")
    }

    fn find(accounts: &str, name: &str) -> Option<Self> {
        let fields: Vec<&str> =
            accounts.lines().map(|line| line.split(':').collect()).find(|f: &Vec<&str>| f[0] == name)?;
        Some(Self { uid: fields.get(2)?.parse().ok()?, gid: fields.get(3)?.parse().ok()? })
    }
}

/// The command runs as this user, where it can stand: in the server's folder.
pub fn become_user<'a>(command: &'a mut Command, user: Option<User>, folder: &Path) -> &'a mut Command {
    if let Some(user) = user {
        command.uid(user.uid).gid(user.gid);
    }
    command.current_dir(folder).env("LC_ALL", "C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts_are_found_by_name() {
        let accounts = "root:x:0:0::/:/bin/sh\nnobody:x:65534:65533::/:/bin/false\nbroken\n";
        let user = User::find(accounts, "nobody").expect("it is there");
        assert_eq!((user.uid, user.gid), (65534, 65533));
        assert!(User::find(accounts, "broken").is_none() && User::find(accounts, "postgres").is_none());
    }
}
