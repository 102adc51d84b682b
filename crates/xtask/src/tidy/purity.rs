//! The domain and the formats do nothing: they are told, and they answer.

use super::data::Data;
use super::{Finding, rust};
use crate::house::House;

pub fn check(house: &House, data: &Data) -> Vec<Finding> {
    let mut findings = Vec::new();
    for name in &data.purity.crates {
        let says = data.direction(name).map_or("", |direction| direction.says.as_str());
        for (path, text) in house.under(&format!("crates/{name}/src/"), ".rs") {
            if rust::is_test_file(path) {
                continue;
            }
            for (line, used) in rust::paths(&rust::without_tests(&rust::code_only(text))) {
                if let Some(never) = data.purity.never.iter().find(|never| names(&used, never)) {
                    findings.push(Finding::new(path, line, format!("`{never}` in `{name}`"), says));
                }
            }
        }
    }
    findings
}

/// Is the forbidden path the used one, or a part of it? `rand::` forbids a crate: a path that begins so.
fn names(used: &str, never: &str) -> bool {
    if let Some(root) = never.strip_suffix("::") {
        return used.strip_prefix(root).is_some_and(|rest| rest.starts_with("::"));
    }
    let (used, never): (Vec<&str>, Vec<&str>) = (used.split("::").collect(), never.split("::").collect());
    used.windows(never.len()).any(|part| part == never)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> usize {
        let data = Data::embedded().expect("tidy.toml reads");
        check(&House::of(&[("crates/ccm/src/time/entry.rs", text)]), &data).len()
    }

    #[test]
    fn clocks_files_threads_and_printing_are_named() {
        for text in [
            "use std::fs::File;",
            "use std::{collections::BTreeMap, env};",
            "use std::time::{Duration, Instant};",
            "let now = jiff::Timestamp::now();",
            "let now = Zoned::now();",
            "use rand::Rng;",
            "tokio::spawn(x);",
            "println!(\"{x}\");",
            "std::thread::spawn(f);",
        ] {
            assert_eq!(found(text), 1, "{text}");
        }
    }

    #[test]
    fn words_tests_and_innocent_names_pass() {
        let text = "// std::fs\nlet rand = \"Timestamp::now\";\nuse std::time::Duration;\nlet now = clock.now();\n\
                    #[cfg(test)]\nmod tests { use std::fs; }\n";
        assert_eq!(found(text), 0);
    }
}
