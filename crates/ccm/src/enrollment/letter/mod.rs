//! Letters to patients: texts in two languages, versioned data of `letters/`, filled with what the record says.

mod compose;
mod lint;

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

pub use compose::LetterFacts;

use super::outreach::Told;
use crate::basics::{Date, Problem, Said};

/// Which letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LetterKind {
    /// Names the doctor, the office's number, this patient's cost, and how to be sure.
    Invitation,
    /// What was agreed, when, in which wording, and how to stop.
    ConsentConfirmation,
    /// From when it ends, and the last month.
    StopConfirmation,
    /// The cover of the onboarding pack: team, number, rights.
    Welcome,
    /// What was done in a month, in plain words.
    MonthSummary,
}

impl LetterKind {
    pub const ALL: [Self; 5] = [
        Self::Invitation,
        Self::ConsentConfirmation,
        Self::StopConfirmation,
        Self::Welcome,
        Self::MonthSummary,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::ConsentConfirmation => "consent_confirmation",
            Self::StopConfirmation => "stop_confirmation",
            Self::Welcome => "welcome",
            Self::MonthSummary => "month_summary",
        }
    }

    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// How a letter reaches whom it is for.
pub const LETTER_WAYS: [&str; 6] = ["paper", "mail", "portal", "email", "fax", "direct"];
/// The longest word of proof, and how it was printed.
pub const PROOF_CHARACTERS: usize = 500;

/// What a part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum PartKind {
    Paragraph,
    Heading,
    Point,
    /// What was read and agreed to, one point each.
    Elements,
    /// Who is in the team, with what they are.
    Team,
    /// What was done, with its minutes.
    Work,
    Signature,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct LetterPart {
    kind: PartKind,
    when: Option<Told>,
    en: String,
    es: String,
}

/// An activity of `rules/activities.toml` in the patient's words.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct ActivityWords {
    word: String,
    en: String,
    es: String,
}

/// One letter as it was written.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Letter {
    pub letter: LetterKind,
    pub version: u32,
    pub from: Date,
    pub source: String,
    /// Reviewed by the practice.
    pub verified: bool,
    title: Said,
    #[serde(rename = "part")]
    parts: Vec<LetterPart>,
    #[serde(default, rename = "activity")]
    activities: Vec<ActivityWords>,
}

const FILES: [&str; 5] = [
    include_str!("../../../../../letters/invitation.toml"),
    include_str!("../../../../../letters/consent_confirmation.toml"),
    include_str!("../../../../../letters/stop_confirmation.toml"),
    include_str!("../../../../../letters/welcome.toml"),
    include_str!("../../../../../letters/month_summary.toml"),
];

impl Letter {
    /// # Errors
    /// Every problem of the text at once.
    pub fn read(text: &str) -> Result<Self, Vec<Problem>> {
        let read: Self = toml::from_str(text)
            .map_err(|error| vec![Problem::new("not_readable", "letter").with("found", error.message())])?;
        let problems = lint::problems(&read);
        if problems.is_empty() { Ok(read) } else { Err(problems) }
    }

    /// The letter that the program was built with.
    ///
    /// # Panics
    /// Never in a program whose tests have run: they read the same files.
    pub fn embedded(kind: LetterKind) -> &'static Self {
        static ALL: LazyLock<Vec<Letter>> = LazyLock::new(|| {
            let read = |text: &&str| {
                Letter::read(text).unwrap_or_else(|problems| panic!("a letter is wrong: {problems:?}"))
            };
            FILES.iter().map(read).collect()
        });
        ALL.iter().find(|one| one.letter == kind).expect("there is a text for every kind")
    }

    /// An activity in the patient's words; what has none is other work.
    pub fn activity(&self, word: &str, tongue: crate::basics::Tongue) -> &str {
        let found = self.activities.iter().find(|one| one.word == word);
        let found = found.or_else(|| self.activities.iter().find(|one| one.word == "other"));
        found.map_or("", |one| match tongue {
            crate::basics::Tongue::English => &one.en,
            crate::basics::Tongue::Spanish => &one.es,
        })
    }
}
