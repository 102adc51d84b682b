//! The rules as a book for billers: `docs/rules/`, made from the data by `cargo xtask rules-docs`.
//!
//! One file here is one kind of page. What is said on two pages is made in one place. No page names the rule set's
//! hash: an import of next year's prices changes the hash, and not the book's words.

mod asked;
mod beside;
mod by_id;
mod devices;
mod edits;
mod holidays;
mod index;
mod markdown;
mod money;
mod payers;
mod program;
mod settings;
mod switches;
mod time;

pub(super) use beside::{codes, verdict};

use crate::billing::ruleset::RuleSet;
use crate::billing::word::Word;
use crate::enrollment::Program;

/// One page: its name under `docs/rules/`, and its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    pub name: String,
    pub text: String,
}

/// Every page, the index first, the programs in the order of ENG-11.
pub fn pages(rules: &RuleSet) -> Vec<Page> {
    let page = |name: &str, text: String| Page { name: name.to_owned(), text };
    let mut pages = vec![page("README.md", index::page(rules))];
    let programs = rules.programs().order.iter();
    pages.extend(programs.map(|&one| page(&file(one), program::page(rules, one))));
    pages.extend([
        page("time.md", time::page(rules)),
        page("settings.md", settings::page(rules)),
        page("payers.md", payers::page(rules)),
        page("switches.md", switches::page(rules)),
        page("devices.md", devices::page(rules)),
        page("holidays.md", holidays::page(rules)),
        page("edits.md", edits::page(rules)),
        page("money.md", money::page(rules)),
        page("by-id.md", by_id::page(rules)),
    ]);
    pages
}

/// The page of a program.
fn file(program: Program) -> String {
    format!("{}.md", program.word().to_lowercase().replace('_', "-"))
}

/// A code as the matrix of conflicts has it.
fn word(code: &crate::basics::Hcpcs) -> Option<Word> {
    Word::new(code.as_str()).ok()
}
