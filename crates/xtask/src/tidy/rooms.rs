//! The story's order: in `ccm`, data walks down the rooms and nothing walks back up.

use super::data::Data;
use super::{Finding, rust};
use crate::house::House;

const SRC: &str = "crates/ccm/src/";

pub fn check(house: &House, data: &Data) -> Vec<Finding> {
    let story = rooms(house);
    let mut findings = Vec::new();
    for (path, text) in house.under(SRC, ".rs") {
        let inside = path.strip_prefix(SRC).unwrap_or(path).trim_end_matches(".rs").trim_end_matches("/mod");
        let modules: Vec<&str> = inside.split('/').collect();
        let Some(here) = modules.first().and_then(|room| story.iter().position(|known| known == room)) else {
            continue;
        };
        for (line, used) in rust::paths(&rust::code_only(text)) {
            let later =
                story.iter().skip(here + 1).find(|room| Some(room.as_str()) == reaches(&used, modules.len()));
            if let Some(later) = later {
                let what = format!("`{}` uses `{later}`, which is declared below it", modules[0]);
                findings.push(Finding::new(path, line, what, &data.rooms.says));
            }
        }
    }
    findings
}

/// The rooms, in the order of `ccm/src/lib.rs`.
pub fn rooms(house: &House) -> Vec<String> {
    let code = rust::code_only(house.text("crates/ccm/src/lib.rs").unwrap_or_default());
    let declared = code.lines().filter_map(|line| line.trim().strip_prefix("pub mod ")?.strip_suffix(';'));
    declared.map(|room| room.trim().to_string()).collect()
}

/// The top-level module a path reaches from a module this deep: by `crate::`, or by enough `super::`.
fn reaches(path: &str, depth: usize) -> Option<&str> {
    if let Some(rest) = path.strip_prefix("crate::") {
        return rest.split("::").next();
    }
    let ups = path.split("::").take_while(|part| *part == "super").count();
    (ups >= depth).then(|| path.split("::").nth(ups)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORY: (&str, &str) = (
        "crates/ccm/src/lib.rs",
        "/// Values.\npub mod basics;\n/// Who.\npub mod people;\n\n/// Minutes.\npub mod time;\n",
    );

    fn found(path: &str, text: &str) -> Vec<String> {
        let data = Data::embedded().expect("tidy.toml reads");
        check(&House::of(&[STORY, (path, text)]), &data).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn looking_down_the_story_is_named() {
        let path = "crates/ccm/src/people/patient.rs";
        let crossed =
            ["crates/ccm/src/people/patient.rs:1: `people` uses `time`, which is declared below it"];
        assert_eq!(found(path, "use crate::time::Entry;\n"), crossed);
        assert_eq!(found(path, "use crate::{basics::Cents, time::{Entry, ledger::Ledger}};\n").len(), 2);
        assert_eq!(found(path, "fn f(e: &crate::time::Entry) {}\n"), crossed);
        assert_eq!(found(path, "use super::super::time::Entry;\n"), crossed);
        assert_eq!(found("crates/ccm/src/people.rs", "use super::time::Entry;\n").len(), 1);
    }

    #[test]
    fn rooms_above_the_room_itself_and_words_in_comments_pass() {
        let text = "/// See [`crate::time::Entry`].\nuse crate::basics::Cents;\nuse crate::people::Npi;\nuse super::time;\n";
        assert!(found("crates/ccm/src/people/patient.rs", text).is_empty());
        assert!(found("crates/ccm/src/time/entry.rs", "use crate::people::Npi;\n").is_empty());
    }
}
