//! What the form of an assessment sends.

use ccm::basics::*;
use ccm::care::Instrument;
use ccm::care::assessment::Way;
use ccm::care::assessment::draft::AssessmentEdits;

/// Before the word of an item.
pub(super) const ANSWER: &str = "answer.";

/// A posted form, by name.
#[derive(Clone, Debug, Default)]
pub(super) struct Posted {
    pub revision: i64,
    /// The item that was asked, where one is at a time.
    pub at: Option<usize>,
    /// The item that stays on the page: only how it is asked has changed.
    pub stay: Option<usize>,
    /// Kept although answers are missing.
    pub is_missing_accepted: bool,
    pairs: Vec<(String, String)>,
}

impl Posted {
    /// `None`: a form of ours it is not.
    pub fn read(pairs: Vec<(String, String)>) -> Option<Self> {
        let find = |name: &str| pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        Some(Self {
            revision: find("revision")?.parse().ok()?,
            at: find("at").and_then(|at| at.parse().ok()),
            stay: find("stay").and_then(|at| at.parse().ok()),
            is_missing_accepted: find("missing") == Some("accepted"),
            pairs,
        })
    }

    /// The last of a name counts: a button stands behind the fields.
    fn find(&self, name: &str) -> Option<&str> {
        self.pairs.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// What was typed for an item; `None`: the form does not have it.
    pub fn answer(&self, word: &str) -> Option<&str> {
        self.find(&format!("{ANSWER}{word}"))
    }

    pub fn on(&self) -> Option<&str> {
        self.find("on")
    }

    /// What it changes, and what cannot be read, by field.
    pub fn edits(&self, instrument: &Instrument) -> (AssessmentEdits, Vec<Problem>) {
        let (mut edits, mut problems) = (AssessmentEdits::default(), Vec::new());
        for item in &instrument.items {
            let Some(text) = self.answer(&item.word) else { continue };
            match instrument.kind(item).read(text) {
                Ok(value) => edits.answers.push((item.word.clone(), value)),
                Err(problem) => problems.push(Problem { path: item.word.clone(), ..problem }),
            }
        }
        let way = self.find("way");
        edits.way = Way::ALL.into_iter().find(|one| Some(one.word()) == way);
        edits.spanish = self.find("language").map(|tag| tag == "es");
        match self.on().map(|text| text.trim().parse::<Date>()) {
            Some(Ok(on)) => edits.on = Some(on),
            Some(Err(_)) => problems.push(Problem::new("wrong_type", "on")),
            None => {}
        }
        (edits, problems)
    }
}
