//! The files of a rule set by their path. A table may be continued: `fees.csv` by every file under `fees/`, which
//! is how a year that was loaded later stands beside what was built in.

use std::collections::BTreeMap;

use super::embedded;

/// Tables that further files may continue, with the same columns.
const CONTINUED: &[&str] = &[
    "conversion_factors.csv",
    "edits/addon.csv",
    "edits/mue.csv",
    "edits/ptp.csv",
    "fees.csv",
    "localities.csv",
];

/// The texts of one rule set.
#[derive(Clone, Copy)]
pub(super) struct Files<'a>(pub &'a BTreeMap<String, String>);

impl<'a> Files<'a> {
    /// Empty where there is no such file.
    pub fn text(self, name: &str) -> &'a str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// A table and what continues it, by name and text: the built-in one first, then in the order of the names.
    pub fn table(self, name: &'static str) -> impl Iterator<Item = (&'a str, &'a str)> {
        let first = self.0.get_key_value(name);
        let further = self.0.iter().filter(move |(file, _)| continues(file, name));
        first.into_iter().chain(further).map(|(name, text)| (name.as_str(), text.as_str()))
    }

    /// Whether a rule set has a place for a file.
    pub fn knows(name: &str) -> bool {
        let in_folder = |folder: &str| name.strip_prefix(folder).is_some_and(|name| name.ends_with(".toml"));
        in_folder("services/")
            || in_folder("payers/")
            || embedded::FIXED.contains(&name)
            || CONTINUED.iter().any(|table| continues(name, table))
    }
}

fn continues(file: &str, table: &str) -> bool {
    let folder = table.strip_suffix(".csv").unwrap_or(table);
    let rest = file.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/'));
    rest.and_then(|name| name.strip_suffix(".csv"))
        .is_some_and(|name| !name.is_empty() && !name.contains('/'))
}
