//! `remittance/statement.toml`: what a patient reads, in two languages.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::basics::{Date, Problem, Said};
use crate::remittance::filled::gaps;

/// Every text of a statement.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatementWords {
    pub version: u32,
    pub from: Date,
    pub source: String,
    /// Reviewed by the practice.
    pub verified: bool,
    pub(super) title: Said,
    pub(super) greeting: Said,
    pub(super) opening: Said,
    pub(super) month: Said,
    pub(super) day: Said,
    pub(super) service: Said,
    pub(super) charge: Said,
    pub(super) allowed: Said,
    pub(super) paid: Said,
    pub(super) adjusted: Said,
    pub(super) owed: Said,
    pub(super) done: Said,
    pub(super) thanks: Said,
    pub(super) returned: Said,
    pub(super) forgiven: Said,
    pub(super) left: Said,
    pub(super) total: Said,
    pub(super) plan: Said,
    pub(super) part: Said,
    pub(super) due_on: Said,
    pub(super) amount: Said,
    pub(super) beside: Said,
    pub(super) why: Said,
    pub(super) hardship: Said,
    pub(super) qmb: Said,
    pub(super) closing: Said,
}

impl StatementWords {
    /// The words that the program was built with.
    ///
    /// # Panics
    /// Never in a program whose tests have run: they read the same file.
    pub fn embedded() -> &'static Self {
        static WORDS: LazyLock<StatementWords> = LazyLock::new(|| {
            StatementWords::read(include_str!("../../../../../remittance/statement.toml"))
                .unwrap_or_else(|problems| panic!("the words of statements are wrong: {problems:?}"))
        });
        &WORDS
    }

    /// # Errors
    /// Every problem of the text at once: an empty one, a gap that nothing fills or that one language lacks.
    pub fn read(text: &str) -> Result<Self, Vec<Problem>> {
        let read: Self = toml::from_str(text).map_err(|error| {
            vec![Problem::new("not_readable", "statement.toml").with("found", error.message())]
        })?;
        let mut problems = Vec::new();
        for (name, said, known) in read.all() {
            let place = format!("statement.toml: {name}");
            if said.en.trim().is_empty() || said.es.trim().is_empty() {
                problems.push(Problem::new("required", place.clone()));
            }
            if gaps(&said.en) != known || gaps(&said.es) != known {
                problems.push(Problem::new("gap", place).with("expected", known.join(", ")));
            }
        }
        if problems.is_empty() { Ok(read) } else { Err(problems) }
    }

    /// Each text with the gaps that it has to have, in order of the alphabet.
    fn all(&self) -> [(&'static str, &Said, &'static [&'static str]); 26] {
        [
            ("title", &self.title, &["practice"]),
            ("greeting", &self.greeting, &["patient"]),
            ("opening", &self.opening, &["amount", "due"]),
            ("month", &self.month, &["claim", "month"]),
            ("day", &self.day, &[]),
            ("service", &self.service, &[]),
            ("charge", &self.charge, &[]),
            ("allowed", &self.allowed, &[]),
            ("paid", &self.paid, &[]),
            ("adjusted", &self.adjusted, &[]),
            ("owed", &self.owed, &[]),
            ("done", &self.done, &["month"]),
            ("thanks", &self.thanks, &["amount"]),
            ("returned", &self.returned, &["amount"]),
            ("forgiven", &self.forgiven, &["amount"]),
            ("left", &self.left, &["amount"]),
            ("total", &self.total, &["amount"]),
            ("plan", &self.plan, &[]),
            ("part", &self.part, &[]),
            ("due_on", &self.due_on, &[]),
            ("amount", &self.amount, &[]),
            ("beside", &self.beside, &["amount", "due"]),
            ("why", &self.why, &[]),
            ("hardship", &self.hardship, &[]),
            ("qmb", &self.qmb, &[]),
            ("closing", &self.closing, &["number"]),
        ]
    }
}
