//! `tidy.toml`, typed. An unknown key is an error, so that a misspelled one is seen.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Data {
    pub directions: Vec<Direction>,
    pub rooms: Rooms,
    pub floors: Floors,
    pub purity: Purity,
    pub files: Files,
    pub schema: Schema,
    pub rules: Rules,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Direction {
    pub crates: Vec<String>,
    pub may: Vec<String>,
    #[serde(default)]
    pub but: Vec<String>,
    pub says: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rooms {
    pub says: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Floors {
    pub says: String,
    pub beside: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Purity {
    pub crates: Vec<String>,
    pub never: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Files {
    pub rust_lines_at_most: usize,
    pub long_says: String,
    #[serde(default)]
    pub long: Vec<Long>,
    pub unfinished: Vec<String>,
    pub unfinished_says: String,
    pub ignored_says: String,
    pub place_says: String,
    pub text_says: String,
    pub machine_folders: Vec<String>,
    pub registry_hosts: Vec<String>,
    pub extensions: Vec<String>,
    pub as_sent: Vec<String>,
    pub may_name_hosts: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Long {
    pub path: String,
    pub why: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Schema {
    pub folder: String,
    pub everywhere: Vec<String>,
    pub organization_level: Vec<String>,
    pub types: Vec<String>,
    pub other_tokens: Vec<String>,
    pub never: Vec<String>,
    pub key_says: String,
    pub link_says: String,
    pub never_says: String,
    pub type_says: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    pub folder: String,
    pub cases: String,
    pub values_says: String,
    pub periods_says: String,
    pub three_says: String,
}

impl Data {
    /// The file as it was when this crate was built.
    pub fn embedded() -> Result<Self> {
        toml::from_str(include_str!("../../tidy.toml")).context("crates/xtask/tidy.toml")
    }

    /// The line of `[[directions]]` that names this crate.
    pub fn direction(&self, name: &str) -> Option<&Direction> {
        self.directions.iter().find(|direction| direction.crates.iter().any(|known| known == name))
    }
}

/// Does the name match one of these, where a `*` at the end stands for any rest?
pub fn listed(list: &[String], name: &str) -> bool {
    list.iter().any(|entry| match entry.strip_suffix('*') {
        Some(start) => name.starts_with(start),
        None => entry == name,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    /// The sentences are quoted, so they must be there to be read.
    #[test]
    fn sentences_stand_where_they_are_said_to_stand() {
        let text = include_str!("../../tidy.toml");
        let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        for source in ["STYLE.md", "STACK.md"] {
            let path = crate::house::root().join("../shared").join(source);
            let Ok(book) = fs::read_to_string(&path) else {
                println!("skipped: ../shared/{source} is not here");
                continue;
            };
            let book = one_line(&book);
            for quote in text.lines().filter_map(|line| line.split_once(&format!("\"{source} §"))) {
                let (_, sentence) =
                    quote.1.split_once(": ").expect("a number and a colon before the sentence");
                let sentence = one_line(sentence.trim_end_matches('"'));
                assert!(book.contains(&sentence), "{source} does not say: {sentence}");
            }
        }
    }

    #[test]
    fn the_embedded_list_reads() {
        let data = Data::embedded().expect("tidy.toml reads");
        assert!(data.direction("ccm").is_some_and(|direction| direction.may.is_empty()));
        assert!(listed(&data.schema.organization_level, "audit_event"));
        assert!(!listed(&data.schema.organization_level, "patient"));
    }
}
