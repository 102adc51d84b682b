//! What may be linked in: by cargo-deny where it is installed, else by our own reading of the same `deny.toml`.

mod npm;
mod policy;
mod spdx;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::Stdio;

use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;

use crate::cargo::{cargo, has, succeeds};
use crate::house;
use policy::Policy;

/// The part of `cargo metadata` that is read.
#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    resolve: Resolve,
}

#[derive(Deserialize)]
struct Package {
    id: String,
    name: String,
    version: String,
    license: Option<String>,
    /// `None` for the crates of this workspace.
    source: Option<String>,
}

#[derive(Deserialize)]
struct Resolve {
    nodes: Vec<Node>,
}

#[derive(Deserialize)]
struct Node {
    id: String,
}

/// Checks every package of the locked graph, for every platform. The error names all that is wrong.
pub fn check() -> Result<()> {
    let text = fs::read_to_string(house::root().join("deny.toml")).context("deny.toml cannot be read")?;
    let policy: Policy = toml::from_str(&text).context("deny.toml")?;
    let (count, wrong) = npm::judge(&policy)?;
    println!("{count} packages of npm read from their lock files");
    wrong.iter().for_each(|line| println!("{line}"));
    ensure!(wrong.is_empty(), "{} packages of npm are not what deny.toml allows", wrong.len());
    if has("cargo-deny") {
        let well = succeeds(&mut cargo(["deny", "--locked", "check", "licenses", "bans", "sources"]))?;
        ensure!(well, "cargo-deny names what deny.toml does not allow");
        return Ok(());
    }
    let metadata = read_metadata()?;
    let wrong = judge(&metadata, &policy);
    println!(
        "cargo-deny is not installed; {} packages read from `cargo metadata` instead",
        metadata.resolve.nodes.len()
    );
    for line in &wrong {
        println!("{line}");
    }
    ensure!(wrong.is_empty(), "{} of the dependencies are not what deny.toml allows", wrong.len());
    Ok(())
}

fn read_metadata() -> Result<Metadata> {
    let mut command = cargo(["metadata", "--format-version", "1", "--locked"]);
    let output = command.stderr(Stdio::piped()).output().context("`cargo metadata` could not be started")?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!(
            "`cargo metadata --locked` refused, so Cargo.lock may be behind the manifests:\n{}",
            said.trim()
        );
    }
    serde_json::from_slice(&output.stdout)
        .context("`cargo metadata` answered with something else than its format 1")
}

/// One line for each thing that is wrong, in the order of names.
fn judge(metadata: &Metadata, policy: &Policy) -> Vec<String> {
    let used: BTreeSet<&str> = metadata.resolve.nodes.iter().map(|node| node.id.as_str()).collect();
    let mut wrong = Vec::new();
    let mut versions: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for package in metadata.packages.iter().filter(|package| used.contains(package.id.as_str())) {
        versions.entry(&package.name).or_default().insert(major(&package.version));
        // Our own crates stand in the root manifest, under its license.
        let Some(source) = &package.source else { continue };
        let named = format!("{} {}", package.name, package.version);
        if let Some(reason) = policy.banned(&package.name) {
            wrong.push(format!("{named}: banned: {reason}"));
        }
        if !policy.allows_source(source) {
            wrong.push(format!("{named}: comes from {source}"));
        }
        match policy.expression(&package.name, package.license.as_deref()) {
            None => {
                wrong.push(format!("{named}: names no license; look it up and add it to [licenses.clarify]"))
            }
            Some(expression) => {
                match spdx::satisfied(expression, &|term| policy.allows_license(&package.name, term)) {
                    Ok(true) => {}
                    Ok(false) => wrong.push(format!("{named}: the license `{expression}` is not allowed")),
                    Err(reason) => {
                        wrong.push(format!("{named}: the license `{expression}` cannot be read: {reason}"))
                    }
                }
            }
        }
    }
    for (name, majors) in versions.iter().filter(|(name, majors)| majors.len() > 1 && policy.wants_one(name))
    {
        let majors: Vec<&str> = majors.iter().map(String::as_str).collect();
        wrong.push(format!("{name}: present as {}, and there may be one", majors.join(" and ")));
    }
    wrong.sort();
    wrong
}

/// What Cargo holds compatible: `1`, `0.23`, `0.0.7`.
fn major(version: &str) -> String {
    let mut parts = Vec::new();
    for part in version.split('.').take(3) {
        parts.push(part);
        if part != "0" {
            break;
        }
    }
    parts.join(".")
}

#[cfg(test)]
mod tests {
    use super::*;

    const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

    fn judged(packages: &[(&str, &str, Option<&str>, Option<&str>)]) -> Vec<String> {
        let policy = toml::from_str(include_str!("../../../../deny.toml")).expect("deny.toml reads");
        let id = |name: &str, version: &str| format!("{name}@{version}");
        let nodes = packages.iter().map(|(name, version, ..)| Node { id: id(name, version) }).collect();
        let package = |(name, version, license, source): &(&str, &str, Option<&str>, Option<&str>)| Package {
            id: id(name, version),
            name: name.to_string(),
            version: version.to_string(),
            license: license.map(ToString::to_string),
            source: source.map(ToString::to_string),
        };
        judge(
            &Metadata { packages: packages.iter().map(package).collect(), resolve: Resolve { nodes } },
            &policy,
        )
    }

    #[test]
    fn what_is_allowed_passes() {
        let source = Some(REGISTRY);
        let fine = [
            ("serde", "1.0.0", Some("MIT OR Apache-2.0"), source),
            ("hl7v2", "0.1.0", Some("Apache-2.0"), None),
            ("tokio", "1.50.0", Some("MIT"), source),
            ("syn", "1.0.0", Some("MIT/Apache-2.0"), source),
            ("syn", "2.0.0", Some("MIT OR Apache-2.0"), source),
        ];
        assert_eq!(judged(&fine), Vec::<String>::new());
    }

    #[test]
    fn what_is_not_allowed_is_named() {
        let source = Some(REGISTRY);
        assert_eq!(judged(&[("a", "1.0.0", Some("GPL-3.0-only"), source)]).len(), 1);
        assert_eq!(judged(&[("a", "1.0.0", None, source)]).len(), 1);
        assert_eq!(judged(&[("a", "1.0.0", Some("MIT OR"), source)]).len(), 1);
        assert_eq!(judged(&[("a", "1.0.0", Some("MIT"), Some("git+https://example.org/a"))]).len(), 1);
        assert_eq!(judged(&[("hl7v2", "1.5.0", Some("AGPL-3.0-or-later"), source)]).len(), 2);
        assert_eq!(judged(&[("openssl-sys", "0.9.0", Some("MIT"), source)]).len(), 1);
        let twice = [("rustls", "0.22.0", Some("MIT"), source), ("rustls", "0.23.1", Some("MIT"), source)];
        assert_eq!(judged(&twice), ["rustls: present as 0.22 and 0.23, and there may be one"]);
    }

    #[test]
    fn compatible_versions_are_one() {
        assert_eq!(
            (major("1.2.3"), major("0.23.1"), major("0.0.7")),
            ("1".into(), "0.23".into(), "0.0.7".into())
        );
    }
}
