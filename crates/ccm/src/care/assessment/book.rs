//! All of `questionnaires/`, read and checked.

use std::sync::LazyLock;

use crate::basics::Problem;

use super::instrument::Instrument;
use super::rule::Rule;
use super::{embedded, lint};

/// Instruments in the order in which they are listed.
#[derive(Clone, Debug)]
pub struct Questionnaires {
    pub instruments: Vec<Instrument>,
}

impl Questionnaires {
    /// The instruments that the program was built with.
    ///
    /// # Panics
    /// Never in a program whose tests have run: they read the same files.
    pub fn embedded() -> &'static Self {
        static BOOK: LazyLock<Questionnaires> = LazyLock::new(|| {
            Questionnaires::from_files(embedded::FILES.iter().copied())
                .unwrap_or_else(|problems| panic!("the embedded questionnaires are wrong: {problems:?}"))
        });
        &BOOK
    }

    /// Reads files by their path under `questionnaires/`. That the protocols they name are there, a test sees to: those
    /// are `interviews/`'.
    ///
    /// # Errors
    /// Every problem of every file at once, each with its place.
    pub fn from_files<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, Vec<Problem>> {
        let (mut instruments, mut problems) = (Vec::new(), Vec::new());
        for (name, text) in files {
            match toml::from_str::<Instrument>(text) {
                Ok(instrument) => instruments.push(instrument),
                Err(error) => {
                    // The files are ours and hold nobody's health: what the parser says may be shown.
                    problems.push(Problem::new("not_readable", name).with("found", error.message()));
                }
            }
        }
        instruments.sort_by(|a, b| (a.order, &a.id).cmp(&(b.order, &b.id)));
        let book = Self { instruments };
        problems.extend(lint::check(&book));
        if problems.is_empty() { Ok(book) } else { Err(problems) }
    }

    pub fn get(&self, id: &str) -> Option<&Instrument> {
        self.instruments.iter().find(|one| one.id == id)
    }

    /// The rule behind `instrument.word`, the source of what it opened.
    pub fn rule(&self, source: &str) -> Option<&Rule> {
        let (id, word) = source.split_once('.')?;
        self.get(id)?.rules.iter().find(|rule| rule.word == word)
    }
}
