//! A field of a form: what was typed, and what is wrong with it.

use std::borrow::Cow;

use ccm::basics::Problem;

use crate::words::Words;

/// One field, ready to be printed by the macros of `ui/field.html`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Of the form's struct; also the element's id.
    pub name: Cow<'static, str>,
    /// As it was typed. Never a password's: those are typed again.
    pub value: String,
    /// In words, all that is wrong with it.
    pub problems: Vec<String>,
}

/// One of several, for a select or a row of radio buttons.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    pub value: String,
    pub label: String,
    pub is_chosen: bool,
}

impl Entry {
    pub fn new(name: impl Into<Cow<'static, str>>, value: impl Into<String>) -> Self {
        Self { name: name.into(), value: value.into(), problems: Vec::new() }
    }

    /// With those of the problems that name this field: by its own name, or as the last word of a longer path.
    pub fn with(mut self, problems: &[Problem], words: Words) -> Self {
        let mine = problems.iter().filter(|problem| {
            let last = problem.path.rsplit(['.', ' ']).next().unwrap_or(&problem.path);
            problem.path == self.name || last == self.name
        });
        self.problems.extend(mine.map(|problem| words.problem(problem)));
        self
    }

    pub fn is_wrong(&self) -> bool {
        !self.problems.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_takes_its_own_problems() {
        let problems = [
            Problem::new("required", "minutes"),
            Problem::new("required", "line 3: minutes"),
            Problem::new("required", "entry.minutes"),
            Problem::new("required", "reason"),
        ];
        let words = Words::default();
        assert_eq!(Entry::new("minutes", "").with(&problems, words).problems.len(), 3);
        assert!(!Entry::new("note", "kept").with(&problems, words).is_wrong());
    }
}
