//! Where PostgreSQL's server binaries are; where there are none, Debian's package brings them.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::apt;

const DEBIAN: &str = "/usr/lib/postgresql";
const CLUSTERS: &str = "/etc/postgresql-common/createcluster.conf";

/// The folder that holds `initdb` and `postgres`, the newest version first.
pub fn binaries() -> Result<PathBuf> {
    if let Some(found) = look() {
        return Ok(found);
    }
    println!("PostgreSQL's server is not on this machine");
    // Debian's package makes and starts a cluster of its own unless it is told not to, before it comes.
    apt::install(&["postgresql-common"])?;
    let settings = fs::read_to_string(CLUSTERS).unwrap_or_default();
    fs::write(CLUSTERS, without_main_cluster(&settings))
        .with_context(|| format!("{CLUSTERS} cannot be written"))?;
    apt::install(&["postgresql"])?;
    look().context("PostgreSQL's package is installed, but its `initdb` is not where Debian puts it")
}

/// The binaries that are here already, if any; nothing is installed.
pub fn look() -> Option<PathBuf> {
    let mut versions: Vec<(u32, PathBuf)> = fs::read_dir(DEBIAN)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .collect();
    versions.sort();
    let on_path = std::env::var_os("PATH").unwrap_or_default();
    let debian = versions.into_iter().rev().map(|(_, folder)| folder);
    debian.chain(std::env::split_paths(&on_path)).find(|folder| holds_server(folder))
}

fn holds_server(folder: &Path) -> bool {
    ["initdb", "postgres"].iter().all(|program| folder.join(program).is_file())
}

/// The settings of `pg_createcluster` with its one line changed, or added.
fn without_main_cluster(settings: &str) -> String {
    const KEY: &str = "create_main_cluster";
    let is_key = |line: &&str| {
        line.trim_start_matches(['#', ' ']).split('=').next().is_some_and(|key| key.trim() == KEY)
    };
    let kept: Vec<&str> = settings.lines().filter(|line| !is_key(line)).collect();
    format!("{}\n{KEY} = false\n", kept.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_package_is_told_to_make_no_cluster() {
        let settings = "# about create_main_cluster\n#create_main_cluster = true\nstart_conf = 'auto'\n";
        let changed = "# about create_main_cluster\nstart_conf = 'auto'\ncreate_main_cluster = false\n";
        assert_eq!(without_main_cluster(settings), changed);
        assert_eq!(without_main_cluster(changed), changed);
        assert!(without_main_cluster("").contains("create_main_cluster = false"));
    }
}
