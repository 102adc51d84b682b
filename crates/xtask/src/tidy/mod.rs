//! The house's own rules. Each file here is one rule; `tidy.toml` is what the rules hold the house to.

mod data;
mod directions;
mod files;
mod floors;
mod purity;
mod rooms;
mod rules;
mod rust;
mod schema;
mod sql;
mod tables;

use std::fmt;

use anyhow::Result;

use crate::house::{self, House};
use data::Data;

/// One place where a sentence was crossed.
#[derive(Debug, PartialEq, Eq)]
pub struct Finding {
    pub path: String,
    /// From 1.
    pub line: usize,
    /// What stands there, in a few words.
    pub what: String,
    /// The sentence.
    pub says: String,
}

impl Finding {
    pub fn new(path: &str, line: usize, what: impl Into<String>, says: &str) -> Self {
        Self { path: path.to_string(), line, what: what.into(), says: says.to_string() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.what)
    }
}

/// A rule reads the house and answers with what it found.
pub type Rule = fn(&House, &Data) -> Vec<Finding>;

/// All of them.
pub const RULES: &[Rule] = &[
    directions::check,
    rooms::check,
    floors::check,
    purity::check,
    files::check,
    schema::check,
    rules::check,
];

/// The billing rules' files alone.
pub const RULES_LINT: &[Rule] = &[rules::check];

/// Runs these rules over the workspace and prints what they found; true when that is nothing.
pub fn run(rules: &[Rule]) -> Result<bool> {
    let data = Data::embedded()?;
    let house = House::read(&house::root(), &data.files.extensions)?;
    let findings: Vec<Finding> = rules.iter().flat_map(|rule| rule(&house, &data)).collect();
    // The sentence stands once below the lines that crossed it.
    for (i, finding) in findings.iter().enumerate() {
        println!("{finding}");
        if findings.get(i + 1).is_none_or(|next| next.says != finding.says) {
            println!("    {}", finding.says);
        }
    }
    match findings.len() {
        0 => println!("tidy: {} files read, nothing to say", house.files.len()),
        1 => println!("tidy: 1 finding"),
        n => println!("tidy: {n} findings"),
    }
    Ok(findings.is_empty())
}
