//! Are there examples in doc comments? Building them to find out that there are none would take a while.

use anyhow::Result;

use crate::house::{self, House};

/// A fence in a doc comment that rustdoc would run.
pub fn there_are_any() -> Result<bool> {
    let house = House::read(&house::root().join("crates"), &["rs".to_string()])?;
    Ok(house.files.iter().filter_map(|file| file.text.as_deref()).any(has_one))
}

fn has_one(text: &str) -> bool {
    let docs = text.lines().filter_map(|line| {
        let line = line.trim_start();
        line.strip_prefix("///").or_else(|| line.strip_prefix("//!"))
    });
    let mut is_open = false;
    for line in docs {
        let Some(language) = line.trim_start().strip_prefix("```") else { continue };
        is_open = !is_open;
        if is_open && language.split(',').all(|word| is_run(word.trim())) {
            return true;
        }
    }
    false
}

/// `ignore` is not run, and any other language is no Rust.
fn is_run(word: &str) -> bool {
    word.is_empty()
        || word.starts_with("edition")
        || ["rust", "no_run", "should_panic", "compile_fail"].contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_are_told_from_pictures() {
        assert!(has_one("/// ```\n/// assert!(true);\n/// ```\n"));
        assert!(has_one("//! ```rust,no_run\n//! ```\n"));
        assert!(!has_one("/// ```text\n/// a -> b\n/// ```\n"));
        assert!(!has_one("/// ```ignore\n/// x\n/// ```\n/// words\n"));
        assert!(!has_one("let s = \"```\";\n"));
    }
}
