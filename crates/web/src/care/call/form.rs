//! A call's form, ready to print: every block with the values that stand in it, and what became of a save.

use std::collections::BTreeMap;

use super::problems::Noted;
use crate::ui::Choice;

/// How a block goes out: with the page, or into a page that is open already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Swap {
    /// It is as it was.
    #[default]
    Not,
    /// Something was added or taken away; what stands in it is the reader's.
    Morph,
    /// Somebody else changed what stands in it.
    Replace,
}

impl Swap {
    pub fn style(self) -> &'static str {
        if self == Self::Replace { "outerHTML" } else { "outerMorph" }
    }

    pub fn is_sent(self) -> bool {
        self != Self::Not
    }
}

/// A row of radio buttons, a select, a box: with what is chosen.
#[derive(Clone, Debug, Default)]
pub struct Control {
    pub name: String,
    pub value: String,
    pub choices: Vec<Choice>,
    pub problem: Option<String>,
}

pub struct Outcome {
    pub choice: Choice,
    pub follows: String,
}

pub struct Section {
    pub id: String,
    pub title: String,
    pub asked_of: Option<String>,
    pub answered: usize,
    pub of: usize,
    /// The key that leads to it.
    pub key: Option<usize>,
    pub questions: Vec<Question>,
    pub swap: Swap,
}

pub struct Question {
    pub id: String,
    pub kind: &'static str,
    /// As it is asked, in the patient's language.
    pub asked: String,
    /// In English, where it is asked in another language.
    pub means: Option<String>,
    pub unit: String,
    pub previous: Option<String>,
    pub control: Control,
}

pub struct Medication {
    pub id: String,
    pub label: String,
    pub dosage: String,
    pub before: Option<String>,
    pub taking: Control,
    pub how: Control,
    pub reason: Control,
    pub refill: Control,
}

pub struct Told {
    pub label: Control,
    pub how: Control,
    pub reason: Control,
}

pub struct Goal {
    pub goal: Control,
    pub before: Option<String>,
    pub measure: Control,
    pub value: Control,
    pub confidence: Control,
    pub barrier: Control,
    pub words: Control,
}

pub struct Task {
    pub title: Control,
    pub kind: Control,
    pub due: Control,
    pub owner: Control,
}

pub struct Minutes {
    pub name: String,
    pub said: String,
    pub is_ticked: bool,
}

/// Something that two people have typed differently.
pub struct Differing {
    pub field: String,
    pub anchor: String,
    pub label: String,
    pub theirs: String,
    pub yours: String,
    pub mine: Vec<(String, String)>,
}

pub struct CallForm {
    pub revision: i64,
    pub was: Vec<(String, String)>,
    pub saved: String,
    pub is_mine: bool,
    pub direction: Control,
    pub identity: Vec<Control>,
    pub identity_said: String,
    pub recording: Control,
    pub outcomes: Vec<Outcome>,
    pub has_outcome: bool,
    pub sections: Vec<Section>,
    pub answered: usize,
    pub asked: usize,
    /// The same in words.
    pub progress: String,
    pub medications: Vec<Medication>,
    pub told: Vec<Told>,
    pub goals: Vec<Goal>,
    pub remarks: Control,
    pub tasks: Vec<Task>,
    pub minutes: Vec<Minutes>,
    pub next_from: Control,
    pub next_until: Control,
    pub next_part: Control,
    pub proposal: String,
    pub reasons: Vec<String>,
    pub accepts_proposal: bool,
    pub note: Control,
    pub is_edited: bool,
    pub problems: Vec<Noted>,
    pub differing: Vec<Differing>,
    pub(super) swaps: BTreeMap<&'static str, Swap>,
}

impl CallForm {
    /// How a block that is no section of the interview goes out.
    pub fn swap(&self, block: &str) -> Swap {
        self.swaps.get(block).copied().unwrap_or_default()
    }
}
