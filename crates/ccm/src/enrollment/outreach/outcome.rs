//! How an attempt ends, and what follows from it: data of `enrollment/outcomes.toml`.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::basics::{Date, Problem};

/// What an outcome means for the outreach.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutcomeClass {
    Agreed,
    Considering,
    Declined,
    Unable,
    Ineligible,
    Lost,
    Deceased,
}

impl OutcomeClass {
    pub const ALL: [Self; 7] = [
        Self::Agreed,
        Self::Considering,
        Self::Declined,
        Self::Unable,
        Self::Ineligible,
        Self::Lost,
        Self::Deceased,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Self::Agreed => "agreed",
            Self::Considering => "considering",
            Self::Declined => "declined",
            Self::Unable => "unable",
            Self::Ineligible => "ineligible",
            Self::Lost => "lost",
            Self::Deceased => "deceased",
        }
    }

    /// Whether the patient comes again by themselves.
    pub fn goes_on(self) -> bool {
        matches!(self, Self::Considering | Self::Unable)
    }
}

/// When the patient comes again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Again {
    /// After the practice's days for whoever was not reached.
    Unable,
    /// After its days for whoever thinks about it.
    Considering,
    /// On the day that the patient named.
    Asked,
}

/// A way for an attempt to end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    pub word: String,
    pub class: OutcomeClass,
    pub en: String,
    /// Somebody was reached.
    pub spoke: bool,
    /// It is one of the tries that a practice limits.
    pub counts: bool,
    pub again: Option<Again>,
    /// The patient's no goes on record beside it.
    #[serde(default)]
    pub refusal: bool,
}

/// All of them, in the order in which they are offered.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcomes {
    pub version: u32,
    pub from: Date,
    pub source: String,
    pub verified: bool,
    #[serde(rename = "outcome")]
    pub all: Vec<Outcome>,
}

impl Outcomes {
    /// The outcomes that the program was built with.
    ///
    /// # Panics
    /// Never in a program whose tests have run: they read the same file.
    pub fn embedded() -> &'static Self {
        static OUTCOMES: LazyLock<Outcomes> = LazyLock::new(|| {
            Outcomes::read(include_str!("../../../../../enrollment/outcomes.toml"))
                .unwrap_or_else(|problems| panic!("the embedded outcomes are wrong: {problems:?}"))
        });
        &OUTCOMES
    }

    /// # Errors
    /// Every problem of the file at once.
    pub fn read(text: &str) -> Result<Self, Vec<Problem>> {
        let read: Self = toml::from_str(text).map_err(|error| {
            vec![Problem::new("not_readable", "outcomes.toml").with("found", error.message())]
        })?;
        let mut seen = BTreeSet::new();
        let bad = read.all.iter().filter(|one| {
            !seen.insert(&one.word)
                || one.en.trim().is_empty()
                || one.class.goes_on() != one.again.is_some()
                || one.refusal != (one.class == OutcomeClass::Declined)
        });
        let mut problems: Vec<Problem> =
            bad.map(|one| Problem::new("outcome", format!("outcomes.toml: {}", one.word))).collect();
        if !read.all.iter().any(|one| one.class == OutcomeClass::Agreed) {
            problems.push(Problem::new("required", "outcomes.toml: agreed"));
        }
        if problems.is_empty() { Ok(read) } else { Err(problems) }
    }

    pub fn get(&self, word: &str) -> Option<&Outcome> {
        self.all.iter().find(|outcome| outcome.word == word)
    }

    /// What a recorded consent writes; the file is refused without one.
    pub fn agreed(&self) -> Option<&Outcome> {
        self.all.iter().find(|outcome| outcome.class == OutcomeClass::Agreed)
    }

    /// Those that somebody chooses: a consent is recorded, not chosen.
    pub fn offered(&self) -> impl Iterator<Item = &Outcome> {
        self.all.iter().filter(|outcome| outcome.class != OutcomeClass::Agreed)
    }
}
