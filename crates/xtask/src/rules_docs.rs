//! `cargo xtask rules-docs`: writes `docs/rules` from the billing rules.
//!
//! The test that compares the pages with the rules writes them too, when it is asked: one place knows both.

use anyhow::Result;

use crate::cargo::{cargo, succeeds};

/// What the test is asked by.
const WRITE: &str = "PERENNIAL_WRITE_RULES_DOCS";

/// True when the pages are written and read back as they should.
pub fn run() -> Result<bool> {
    let mut command = cargo([
        "test",
        "--quiet",
        "--package",
        "ccm",
        "--test",
        "billing",
        "the_book_says_what_the_rules_say",
    ]);
    succeeds(command.env(WRITE, "yes"))
}
