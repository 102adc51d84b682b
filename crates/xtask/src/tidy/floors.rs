//! Same word, every floor: what stands at the top of `app`, `store`, `web` and `api` is a room, or is listed.

use std::collections::BTreeSet;

use super::data::Data;
use super::{Finding, rooms};
use crate::house::House;

/// Not modules of their own.
const ROOTS: [&str; 4] = ["lib", "main", "mod", "tests"];

pub fn check(house: &House, data: &Data) -> Vec<Finding> {
    let story = rooms::rooms(house);
    let mut findings = Vec::new();
    for (floor, beside) in &data.floors.beside {
        let src = format!("crates/{floor}/src/");
        let mut seen = BTreeSet::new();
        for (path, _) in house.under(&src, ".rs") {
            let inside = path.strip_prefix(&src).unwrap_or(path);
            let module = inside.split('/').next().unwrap_or(inside).trim_end_matches(".rs");
            let known = ROOTS.contains(&module) || story.iter().chain(beside).any(|name| name == module);
            if !known && seen.insert(module) {
                let what =
                    format!("`{module}` is no room of ccm, and not listed beside the rooms of `{floor}`");
                findings.push(Finding::new(path, 1, what, &data.floors.says));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str) -> usize {
        let data = Data::embedded().expect("tidy.toml reads");
        let story = ("crates/ccm/src/lib.rs", "pub mod people;\npub mod time;\n");
        check(&House::of(&[story, (path, "")]), &data).len()
    }

    #[test]
    fn a_room_of_its_own_name_on_one_floor_is_named() {
        assert_eq!(found("crates/app/src/minutes/log.rs"), 1);
        assert_eq!(found("crates/web/src/timekeeping.rs"), 1);
    }

    #[test]
    fn rooms_and_what_is_listed_beside_them_pass() {
        assert_eq!(found("crates/app/src/time/log.rs"), 0);
        assert_eq!(found("crates/store/src/people.rs"), 0);
        assert_eq!(found("crates/app/src/ports/clock.rs"), 0);
        assert_eq!(found("crates/app/src/lib.rs"), 0);
    }
}
