//! `remittance/claim_status.toml`: what a payer says of a claim before it pays, and the event that it is.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::CauseGroup;
use super::book::{file, unique};
use crate::basics::{Date, Problem};
use crate::claim::ClaimStep;
use crate::claim::life::{ClaimStatus, PayerWord};

/// What a category comes down to. The order is the weight: of several statuses the gravest counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Means {
    /// Our question failed; it says nothing of the claim.
    Error,
    /// The remittance says more.
    Final,
    Received,
    Accepted,
    Pended,
    Rejected,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Category {
    pub code: String,
    pub en: String,
    pub means: Means,
    /// They wait for something of ours.
    #[serde(default)]
    pub asks_us: bool,
    #[serde(default)]
    pub verified: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Status {
    pub code: String,
    pub en: String,
    pub cause: Option<CauseGroup>,
}

/// Both lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusBook {
    categories: BTreeMap<String, Category>,
    statuses: BTreeMap<String, Status>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "version")]
    _version: u32,
    #[serde(rename = "from")]
    _from: Date,
    source: String,
    #[serde(rename = "verified")]
    _verified: bool,
    categories: Vec<Category>,
    statuses: Vec<Status>,
}

impl StatusBook {
    /// The table that the program was built with.
    ///
    /// # Panics
    /// Never in a program whose tests have run: they read the same file.
    pub fn embedded() -> &'static Self {
        static BOOK: LazyLock<StatusBook> = LazyLock::new(|| {
            StatusBook::read(include_str!("../../../../../remittance/claim_status.toml"))
                .unwrap_or_else(|problems| panic!("the statuses of claims are wrong: {problems:?}"))
        });
        &BOOK
    }

    /// # Errors
    /// Every problem of the file at once.
    pub fn read(text: &str) -> Result<Self, Vec<Problem>> {
        let name = "claim_status.toml";
        let mut problems = Vec::new();
        let Some(read) = file::<File>(name, text, &mut problems) else { return Err(problems) };
        if read.source.trim().is_empty() {
            problems.push(Problem::new("required", format!("{name}: source")));
        }
        let own = |code: String| code;
        let categories = read.categories.into_iter().map(|one| (one.code.clone(), one.en.clone(), one));
        let categories = unique(name, categories, own, &mut problems);
        let statuses = read.statuses.into_iter().map(|one| (one.code.clone(), one.en.clone(), one));
        let statuses = unique(name, statuses, own, &mut problems);
        if !categories.values().any(|one| one.means == Means::Accepted) {
            problems.push(Problem::new("required", format!("{name}: accepted")));
        }
        if problems.is_empty() { Ok(Self { categories, statuses }) } else { Err(problems) }
    }

    pub fn category(&self, code: &str) -> Option<&Category> {
        self.categories.get(code)
    }

    pub fn status(&self, code: &str) -> Option<&Status> {
        self.statuses.get(code)
    }

    /// The gravest of what a claim's statuses mean; `None`: no category is known to us.
    pub fn means(&self, statuses: &[ClaimStatus]) -> Option<Means> {
        statuses.iter().filter_map(|one| Some(self.category(&one.category)?.means)).max()
    }

    /// The event that an answer is. `None` for what says nothing of where the claim stands: an error of the question, a
    /// final word that the remittance will say, a category that nobody knows. Such an answer is shown, and a person reads it.
    pub fn step(&self, word: PayerWord) -> Option<ClaimStep> {
        Some(match self.means(&word.status)? {
            Means::Error | Means::Final => return None,
            Means::Received => ClaimStep::PayerReceived(word),
            Means::Accepted => ClaimStep::PayerAccepted(word),
            Means::Pended => ClaimStep::PayerPended(word),
            Means::Rejected => ClaimStep::PayerRejected(word),
        })
    }
}
