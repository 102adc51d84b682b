//! What was said of a note that was drawn. Written once; who thinks again says so anew, and the newest counts.

use super::SupervisionTerms;
use crate::basics::{PersonId, Problem, Timestamp};

/// The longest comment.
pub const COMMENT_CHARACTERS: usize = 1_000;

#[derive(Clone, PartialEq, Eq)]
pub struct Rating {
    /// A word of `supervision/terms.toml`.
    pub word: String,
    pub comment: Option<String>,
    pub at: Timestamp,
    pub by: PersonId,
}

// A comment on a note may speak of the patient.
impl std::fmt::Debug for Rating {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Rating({} …)", self.word)
    }
}

/// Everything that is wrong with a word and its comment.
pub fn problems(word: &str, comment: Option<&str>) -> Vec<Problem> {
    let known = SupervisionTerms::ratings().iter().find(|one| one.word == word);
    let comment = comment.map(str::trim).unwrap_or_default();
    let mut problems = Vec::new();
    match known {
        None => {
            problems.push(Problem::new(if word.is_empty() { "required" } else { "unknown_word" }, "rating"))
        }
        Some(known) if known.comment && comment.is_empty() => {
            problems.push(Problem::new("required", "comment"))
        }
        Some(_) => {}
    }
    if comment.chars().count() > COMMENT_CHARACTERS {
        problems.push(
            Problem::new("too_long", "comment")
                .with("expected", format!("at most {COMMENT_CHARACTERS} characters")),
        );
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_finds_fault_says_which() {
        let paths =
            |word, comment| problems(word, comment).into_iter().map(|one| one.path).collect::<Vec<_>>();
        assert_eq!(paths("good", None), [] as [&str; 0]);
        assert_eq!(paths("needs_work", Some("  ")), ["comment"]);
        assert_eq!(paths("needs_work", Some("No teach-back")), [] as [&str; 0]);
        assert_eq!(paths("", Some("x")), ["rating"]);
        assert_eq!(paths("poor", Some(&"x".repeat(1_001))), ["rating", "comment"]);
    }
}
