//! Texts with gaps in braces, filled once from left to right: what is put in is never read for gaps of its own.

use std::collections::BTreeMap;

use crate::basics::Problem;

/// What stands in the gaps.
pub(super) type Words = BTreeMap<&'static str, String>;

/// The names in braces, each once, in order of the alphabet.
pub(super) fn gaps(text: &str) -> Vec<&str> {
    let parts = text.split('{').skip(1);
    let mut gaps: Vec<&str> = parts.map(|part| part.split('}').next().unwrap_or_default()).collect();
    gaps.sort_unstable();
    gaps.dedup();
    gaps
}

/// The text with its gaps filled. A gap that nothing fills is a problem: nothing goes out with a hole in it.
pub(super) fn fill(text: &str, words: &Words, missing: &mut Vec<Problem>) -> String {
    let mut parts = text.split('{');
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (gap, rest) = part.split_once('}').unwrap_or((part, ""));
        match words.get(gap).filter(|word| !word.trim().is_empty()) {
            Some(word) => filled.push_str(word),
            None => {
                let problem = Problem::new("document_lacks", gap);
                if !missing.contains(&problem) {
                    missing.push(problem);
                }
            }
        }
        filled.push_str(rest);
    }
    filled
}
