//! What npm brings: the lock files name each package's license, and the list is that of deny.toml.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result};
use serde::Deserialize;

use super::policy::Policy;
use super::spdx;
use crate::house;

const LOCKS: [&str; 2] = ["crates/assets/package-lock.json", "e2e/package-lock.json"];
/// Permissive too, and known to npm alone: a license no crate has, an old spelling of 0BSD, and the one of fonts, which
/// lets them be embedded in what they print.
const ALSO: [&str; 3] = ["BlueOak-1.0.0", "BSD-0-Clause", "OFL-1.1"];

#[derive(Deserialize)]
struct Lock {
    packages: BTreeMap<String, Package>,
}

#[derive(Deserialize)]
struct Package {
    license: Option<String>,
}

/// One line for each package whose license is missing or not allowed, and how many were read.
pub fn judge(policy: &Policy) -> Result<(usize, Vec<String>)> {
    let (mut count, mut wrong) = (0, Vec::new());
    for path in LOCKS {
        let text = fs::read(house::root().join(path)).with_context(|| path.to_owned())?;
        let lock: Lock = serde_json::from_slice(&text).with_context(|| path.to_owned())?;
        count += lock.packages.len();
        wrong.extend(lock.packages.iter().filter_map(|(name, package)| {
            let license = package.license.as_deref().unwrap_or_default();
            let allowed = |term: &str| ALSO.contains(&term) || policy.allows_license(name, term);
            let is_well = spdx::satisfied(license, &allowed).unwrap_or(false);
            (!is_well).then(|| format!("{path}: {name}: the license `{license}` is not allowed"))
        }));
    }
    Ok((count, wrong))
}
