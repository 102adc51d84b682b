//! Conditions by the words that people search them by: `condition_groups.toml`.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::people::name::fold;

/// Codes from the first to before the second, as texts are ordered.
pub type CodeRange = (String, String);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    group: Vec<Group>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    words: Vec<String>,
    codes: Vec<(String, String)>,
}

/// What a search for a condition means: an ICD-10-CM code or its beginning (`E11`, `e11.2`), or a word. Empty: neither.
pub fn code_ranges(text: &str) -> Vec<CodeRange> {
    static GROUPS: LazyLock<Vec<Group>> = LazyLock::new(|| {
        let written: Written = toml::from_str(include_str!("condition_groups.toml"))
            .unwrap_or_else(|error| panic!("the embedded condition groups are wrong: {error}"));
        written.group
    });
    if let Some(code) = beginning_of_code(text) {
        return vec![(code.clone(), format!("{code}{AFTER_ALL}"))];
    }
    let word = fold(text);
    let meant = GROUPS.iter().find(|group| group.words.contains(&word));
    let ranges = meant.map_or(&[][..], |group| &group.codes);
    ranges.iter().map(|(first, last)| (first.clone(), format!("{last}{AFTER_ALL}"))).collect()
}

/// Stands after every letter of a code.
const AFTER_ALL: char = '~';

/// `E11`, `E112`, `e11.2`: a letter, a digit, and at most five more; with the dot after the third.
fn beginning_of_code(text: &str) -> Option<String> {
    let plain: String =
        text.trim().chars().filter(|letter| *letter != '.').collect::<String>().to_uppercase();
    let bytes = plain.as_bytes();
    let is_code = (3..=7).contains(&bytes.len())
        && bytes[0].is_ascii_uppercase()
        && bytes[1].is_ascii_digit()
        && bytes.iter().all(u8::is_ascii_alphanumeric);
    let dotted = |plain: String| match plain.len() {
        3 => plain,
        _ => format!("{}.{}", &plain[..3], &plain[3..]),
    };
    is_code.then(|| dotted(plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_words_are_understood() {
        let first = |text: &str| code_ranges(text).first().map(|(from, _)| from.clone());
        assert_eq!(first("e112"), Some("E11.2".into()));
        assert_eq!(first("I10"), Some("I10".into()));
        assert_eq!(first(" Diabetes "), Some("E08".into()));
        assert_eq!(first("Quillfeather"), None);
        assert_eq!(first("E1é"), None);
        let (from, until) = code_ranges("diabetes").remove(0);
        let inside = |code: &str| from.as_str() <= code && code < until.as_str();
        assert!(inside("E08") && inside("E13.9") && inside("E11.22") && !inside("E14") && !inside("E07.9"));
    }
}
