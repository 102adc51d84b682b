//! Where the server lives while it runs, and what is made up for it.

use std::fs::{self, File};
use std::io::Read;
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::PathBuf;

use anyhow::{Context, Result};

use super::account::User;

/// A temporary folder that goes away with us, until the keeper has taken it over.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new(user: Option<User>) -> Result<Self> {
        let path = std::env::temp_dir().join(format!("perennial-postgres-{}", random_hex()?));
        fs::create_dir(&path).with_context(|| format!("{} cannot be made", path.display()))?;
        let folder = Self(path);
        fs::set_permissions(&folder.0, fs::Permissions::from_mode(0o700))?;
        if let Some(user) = user {
            chown(&folder.0, Some(user.uid), Some(user.gid))?;
        }
        Ok(folder)
    }

    pub fn keep(mut self) -> PathBuf {
        std::mem::take(&mut self.0)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if !self.0.as_os_str().is_empty() && fs::remove_dir_all(&self.0).is_err() {
            eprintln!("{} could not be removed", self.0.display());
        }
    }
}

/// 128 random bits in hex: a name nobody else has, a password nobody guesses.
pub fn random_hex() -> Result<String> {
    let mut bytes = [0; 16];
    File::open("/dev/urandom")
        .and_then(|mut source| source.read_exact(&mut bytes))
        .context("no random numbers")?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
