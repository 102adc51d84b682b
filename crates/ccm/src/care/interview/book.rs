//! All of `interviews/`, read and checked.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::de::DeserializeOwned;

use crate::basics::Problem;
use crate::care::assessment::Questionnaires;
use crate::care::outcome::Outcomes;
use crate::care::red_flag::{Protocols, Severities};
use crate::care::script::Scripts;

use super::bank::{Bank, Question, Score};
use super::{embedded, lint};

/// Banks in the order in which they are asked, and what stands around them.
#[derive(Clone, Debug)]
pub struct Interviews {
    pub banks: Vec<Bank>,
    pub protocols: Protocols,
    pub severities: Severities,
    pub scripts: Scripts,
    pub outcomes: Outcomes,
}

impl Interviews {
    /// The interviews that the program was built with.
    ///
    /// # Panics
    /// Never in a program whose tests have run: they read the same files.
    pub fn embedded() -> &'static Self {
        static BOOK: LazyLock<Interviews> = LazyLock::new(|| {
            Interviews::from_files(embedded::FILES.iter().copied())
                .unwrap_or_else(|problems| panic!("the embedded interviews are wrong: {problems:?}"))
        });
        &BOOK
    }

    /// Reads files by their path under `interviews/`.
    ///
    /// # Errors
    /// Every problem of every file at once, each with its place.
    pub fn from_files<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, Vec<Problem>> {
        let mut reader = Reader { files: files.into_iter().collect(), problems: Vec::new() };
        let names: Vec<&str> =
            reader.files.keys().filter(|name| name.starts_with("banks/")).copied().collect();
        let mut banks: Vec<Bank> = names.into_iter().filter_map(|name| reader.take(name)).collect();
        banks.sort_by(|a, b| (a.order, &a.bank).cmp(&(b.order, &b.bank)));
        let (protocols, severities) = (reader.take("protocols.toml"), reader.take("severities.toml"));
        let (scripts, outcomes) = (reader.take("scripts.toml"), reader.take("outcomes.toml"));
        let mut problems = std::mem::take(&mut reader.problems);
        problems.extend(reader.files.keys().map(|name| Problem::new("unknown_file", *name)));
        let (Some(protocols), Some(severities), Some(scripts), Some(outcomes)) =
            (protocols, severities, scripts, outcomes)
        else {
            return Err(problems);
        };
        let book = Self { banks, protocols, severities, scripts, outcomes };
        problems.extend(lint::check(&book));
        if problems.is_empty() { Ok(book) } else { Err(problems) }
    }

    pub fn question(&self, id: &str) -> Option<&Question> {
        self.bank_of(id)?.questions.iter().find(|question| question.id == id)
    }

    /// The bank of a question or score, which its id begins with.
    pub fn bank_of(&self, id: &str) -> Option<&Bank> {
        let (name, _) = id.split_once('.')?;
        self.banks.iter().find(|bank| bank.bank == name)
    }

    pub fn score(&self, id: &str) -> Option<&Score> {
        self.bank_of(id)?.scores.iter().find(|score| score.id == id)
    }

    /// How a note names a question, a score, or a rule of an instrument; an id that is no longer in the book stands for itself.
    pub fn label<'a>(&'a self, id: &'a str) -> &'a str {
        let question = self.question(id).map(|question| question.note.as_str());
        let here = question.or_else(|| self.score(id).map(|score| score.note.as_str()));
        here.or_else(|| Questionnaires::embedded().rule(id).map(|rule| rule.note.as_str())).unwrap_or(id)
    }
}

struct Reader<'a> {
    files: BTreeMap<&'a str, &'a str>,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn take<T: DeserializeOwned>(&mut self, name: &str) -> Option<T> {
        let Some(text) = self.files.remove(name) else {
            self.problems.push(Problem::new("missing_file", name));
            return None;
        };
        match toml::from_str(text) {
            Ok(read) => Some(read),
            Err(error) => {
                // The files are ours and hold nobody's health: what the parser says may be shown.
                let line = error.span().map_or(1, |span| {
                    text.bytes().take(span.start).filter(|byte| *byte == b'\n').count() + 1
                });
                let place = format!("{name} line {line}");
                self.problems.push(Problem::new("not_readable", place).with("found", error.message()));
                None
            }
        }
    }
}
