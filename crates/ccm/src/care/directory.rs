//! The practice's directory: specialists and community resources, in revisions. Nothing of a patient is in it.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::basics::{Date, DirectoryEntryId, PersonId, Problem, Timestamp};

/// The longest name, and the longest of any other text.
pub const NAME_CHARACTERS: usize = 200;
pub const TEXT_CHARACTERS: usize = 500;

/// What is known of somebody whom patients are sent to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DirectoryListing {
    pub name: String,
    /// A word of `coordination/directory.toml`.
    pub kind: String,
    pub phone: String,
    pub hours: String,
    pub languages: String,
    pub cost: String,
    pub area: String,
    /// When somebody last asked them whether all this is so.
    pub verified_on: Option<Date>,
    /// Nobody is sent there any more.
    pub is_retired: bool,
}

impl DirectoryListing {
    /// What is wrong with it on a day, all at once.
    pub fn check(&self, today: Date) -> Vec<Problem> {
        let mut problems = Vec::new();
        if self.name.trim().is_empty() {
            problems.push(Problem::new("required", "name"));
        }
        let texts = [
            ("name", &self.name, NAME_CHARACTERS),
            ("phone", &self.phone, TEXT_CHARACTERS),
            ("hours", &self.hours, TEXT_CHARACTERS),
            ("languages", &self.languages, TEXT_CHARACTERS),
            ("cost", &self.cost, TEXT_CHARACTERS),
            ("area", &self.area, TEXT_CHARACTERS),
        ];
        let long = texts.into_iter().filter(|(_, text, most)| text.chars().count() > *most);
        problems.extend(long.map(|(path, _, most)| {
            Problem::new("too_long", path).with("expected", format!("at most {most} characters"))
        }));
        if DirectoryKinds::embedded().get(&self.kind).is_none() {
            problems.push(Problem::new("unknown_word", "kind"));
        }
        if self.verified_on.is_some_and(|on| on > today) {
            problems.push(Problem::new("in_the_future", "verified_on"));
        }
        problems
    }

    /// Nobody has verified it for so long that one should ask before sending anybody.
    pub fn is_stale(&self, today: Date) -> bool {
        let days = DirectoryKinds::embedded().stale_days;
        self.verified_on.is_none_or(|on| on.saturating_add(jiff::Span::new().days(days)) < today)
    }
}

/// One revision of an entry, 1 being the first. Written once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirectoryRevision {
    pub id: DirectoryEntryId,
    pub revision: i64,
    pub listing: DirectoryListing,
    pub recorded_at: Timestamp,
    pub recorded_by: PersonId,
}

/// A kind of entry.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DirectoryKind {
    pub word: String,
    pub en: String,
    /// Items of the social-needs screening that it answers.
    #[serde(default)]
    pub needs: Vec<String>,
}

/// `coordination/directory.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DirectoryKinds {
    pub version: u32,
    #[serde(deserialize_with = "crate::care::interview::written::day")]
    pub from: Date,
    pub source: String,
    pub verified: bool,
    pub stale_days: i64,
    kind: Vec<DirectoryKind>,
}

static KINDS: LazyLock<DirectoryKinds> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../../coordination/directory.toml")).expect("our own table reads")
});

impl DirectoryKinds {
    pub fn embedded() -> &'static Self {
        &KINDS
    }

    pub fn all(&self) -> &[DirectoryKind] {
        &self.kind
    }

    pub fn get(&self, word: &str) -> Option<&DirectoryKind> {
        self.kind.iter().find(|one| one.word == word)
    }

    /// The kinds that answer an item of the screening.
    pub fn answering<'a>(&'a self, item: &'a str) -> impl Iterator<Item = &'a DirectoryKind> {
        self.kind.iter().filter(move |one| one.needs.iter().any(|need| need == item))
    }
}
