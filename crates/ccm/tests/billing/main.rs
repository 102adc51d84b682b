//! The rules, their cases, and what must hold of any month.

mod book;
mod cases;
mod edits;
mod facts;
mod garbage;
mod properties;
mod published;
mod readiness;
mod rules;
mod vintages;
mod what_if;

use std::path::{Path, PathBuf};

use ccm::billing::cases::{Case, Neutral, facts, read};
use ccm::billing::{MonthFacts, RuleSet, embedded};

fn folder(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

/// A file of the shared folder beside the workspace; a plain notice where it is not there.
fn shared(path: &str) -> Option<String> {
    let text = std::fs::read_to_string(folder("../shared").join(path)).ok();
    if text.is_none() {
        println!("skipped: ../shared/{path} is not here");
    }
    text
}

fn own_cases() -> impl Iterator<Item = Case> {
    embedded::CASES.iter().flat_map(|(_, text)| read(text)).map(|(_, case)| case.unwrap())
}

fn facts_of(case: &Case) -> MonthFacts {
    facts(case, &Neutral::embedded().unwrap(), RuleSet::embedded()).unwrap()
}

fn own_facts(id: &str) -> MonthFacts {
    facts_of(&own_cases().find(|case| case.id == id).unwrap())
}
