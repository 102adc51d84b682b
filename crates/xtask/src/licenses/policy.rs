//! `deny.toml`, as much of cargo-deny's format as the house uses.

use serde::Deserialize;

#[derive(Deserialize)]
pub struct Policy {
    licenses: Licenses,
    bans: Bans,
    sources: Sources,
}

#[derive(Deserialize)]
struct Licenses {
    allow: Vec<String>,
    #[serde(default)]
    exceptions: Vec<Exception>,
    #[serde(default)]
    clarify: Vec<Clarification>,
}

/// A license that one crate alone may have.
#[derive(Deserialize)]
struct Exception {
    #[serde(rename = "crate")]
    name: String,
    allow: Vec<String>,
}

/// The license of a crate that names none, looked up by a person.
#[derive(Deserialize)]
struct Clarification {
    #[serde(rename = "crate")]
    name: String,
    expression: String,
}

#[derive(Deserialize)]
struct Bans {
    deny: Vec<Ban>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Ban {
    #[serde(rename = "crate")]
    name: String,
    reason: Option<String>,
    #[serde(default)]
    deny_multiple_versions: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Sources {
    allow_registry: Vec<String>,
}

impl Policy {
    /// May this crate come under this one license, `WITH` its exception where it has one?
    pub fn allows_license(&self, name: &str, term: &str) -> bool {
        let excepted = self.licenses.exceptions.iter().filter(|exception| bare(&exception.name) == name);
        self.licenses
            .allow
            .iter()
            .chain(excepted.flat_map(|exception| &exception.allow))
            .any(|known| known == term)
    }

    /// What to evaluate: what a person found out, else what the crate says of itself.
    pub fn expression<'a>(&'a self, name: &str, own: Option<&'a str>) -> Option<&'a str> {
        let clarified = self.licenses.clarify.iter().find(|clarified| bare(&clarified.name) == name);
        clarified
            .map(|clarified| clarified.expression.as_str())
            .or(own)
            .filter(|text| !text.trim().is_empty())
    }

    /// Why the registry's crate of this name may not come in. A version named in the ban is not weighed: what comes
    /// from outside under a banned name is banned whole.
    pub fn banned(&self, name: &str) -> Option<&str> {
        let ban = self.bans.deny.iter().find(|ban| bare(&ban.name) == name && !ban.deny_multiple_versions)?;
        Some(ban.reason.as_deref().unwrap_or("see deny.toml"))
    }

    /// May there be only one major version of it?
    pub fn wants_one(&self, name: &str) -> bool {
        self.bans.deny.iter().any(|ban| bare(&ban.name) == name && ban.deny_multiple_versions)
    }

    /// Is it one of the registries?
    pub fn allows_source(&self, source: &str) -> bool {
        let registry = source.strip_prefix("registry+").or_else(|| source.strip_prefix("sparse+"));
        registry.is_some_and(|registry| self.sources.allow_registry.iter().any(|known| known == registry))
    }
}

/// The name before `@version`.
fn bare(spec: &str) -> &str {
    spec.split('@').next().unwrap_or(spec)
}
