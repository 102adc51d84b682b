//! The draft of a call: what has been ticked and typed so far, by one hand or two.
//!
//! Every field remembers in which revision it last changed. Whoever saves names the revision they have seen: what nobody
//! else touched since is taken; where somebody did, nothing is overwritten, and both values come back.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::basics::{Date, MedicationId, PersonId, Problem};

use super::goal_progress::GoalProgress;
use super::interview::{AnswerValue, Interviews};
use super::next_contact::DayPart;
use super::reconciliation::{MedicationStatement, Reconciliation, ToldMedication};
use super::task::NewTask;

/// The longest note, and the longest remarks.
pub const NOTE_CHARACTERS: usize = 20_000;

/// The most of anything in one call.
const ENTRIES: usize = 500;

/// Who called whom.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    #[default]
    Outbound,
    Inbound,
}

/// The next contact as the coordinator has confirmed it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChosenContact {
    /// Both days are inside.
    pub from: Date,
    pub until: Date,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<DayPart>,
}

/// When and by whom a field last changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Touch {
    pub revision: i64,
    pub by: PersonId,
}

/// What has been ticked and typed. It redacts itself.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CallDraft {
    pub direction: Direction,
    /// A word of `interviews/outcomes.toml`.
    pub outcome: Option<String>,
    /// What was compared to make sure who is on the line: words of `interviews/scripts.toml`.
    pub identity: BTreeSet<String>,
    /// The recording notice was read (and, where the state asks, agreed to); `None`: the call is not recorded.
    pub recording_notice: Option<bool>,
    pub answers: BTreeMap<String, AnswerValue>,
    pub medications: BTreeMap<MedicationId, MedicationStatement>,
    pub told: Vec<ToldMedication>,
    /// By the goal as the plan words it.
    pub goals: BTreeMap<String, GoalProgress>,
    /// The coordinator's own words; they go into the note as they are.
    pub remarks: Option<String>,
    /// The note's body after editing; `None`: as it drafts itself.
    pub note: Option<String>,
    pub next: Option<ChosenContact>,
    pub tasks: Vec<NewTask>,
    pub touched: BTreeMap<String, Touch>,
}

/// One field, with what it shall be.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "field", rename_all = "snake_case")]
pub enum DraftEdit {
    Direction { value: Direction },
    Outcome { value: Option<String> },
    Identity { word: String, is_compared: bool },
    RecordingNotice { value: Option<bool> },
    Answer { question: String, value: Option<AnswerValue> },
    Medication { medication: MedicationId, value: Option<MedicationStatement> },
    Told { value: Vec<ToldMedication> },
    Goal { goal: String, value: Option<GoalProgress> },
    Remarks { value: Option<String> },
    Note { value: Option<String> },
    Next { value: Option<ChosenContact> },
    Tasks { value: Vec<NewTask> },
}

/// Somebody else changed the same field meanwhile. Nothing was overwritten.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    pub field: String,
    pub theirs: Value,
    pub yours: Value,
    pub by: PersonId,
}

impl DraftEdit {
    /// Its name: `outcome`, `answer.diabetes.feet`.
    pub fn field(&self) -> String {
        match self {
            Self::Direction { .. } => "direction".to_owned(),
            Self::Outcome { .. } => "outcome".to_owned(),
            Self::Identity { word, .. } => format!("identity.{word}"),
            Self::RecordingNotice { .. } => "recording_notice".to_owned(),
            Self::Answer { question, .. } => format!("answer.{question}"),
            Self::Medication { medication, .. } => format!("medication.{medication}"),
            Self::Told { .. } => "told".to_owned(),
            Self::Goal { goal, .. } => format!("goal.{goal}"),
            Self::Remarks { .. } => "remarks".to_owned(),
            Self::Note { .. } => "note".to_owned(),
            Self::Next { .. } => "next".to_owned(),
            Self::Tasks { .. } => "tasks".to_owned(),
        }
    }

    /// The same field as the draft has it.
    fn standing(&self, draft: &CallDraft) -> Self {
        match self {
            Self::Direction { .. } => Self::Direction { value: draft.direction },
            Self::Outcome { .. } => Self::Outcome { value: draft.outcome.clone() },
            Self::Identity { word, .. } => {
                Self::Identity { word: word.clone(), is_compared: draft.identity.contains(word) }
            }
            Self::RecordingNotice { .. } => Self::RecordingNotice { value: draft.recording_notice },
            Self::Answer { question, .. } => {
                Self::Answer { question: question.clone(), value: draft.answers.get(question).cloned() }
            }
            Self::Medication { medication, .. } => Self::Medication {
                medication: *medication,
                value: draft.medications.get(medication).cloned(),
            },
            Self::Told { .. } => Self::Told { value: draft.told.clone() },
            Self::Goal { goal, .. } => {
                Self::Goal { goal: goal.clone(), value: draft.goals.get(goal).cloned() }
            }
            Self::Remarks { .. } => Self::Remarks { value: draft.remarks.clone() },
            Self::Note { .. } => Self::Note { value: draft.note.clone() },
            Self::Next { .. } => Self::Next { value: draft.next.clone() },
            Self::Tasks { .. } => Self::Tasks { value: draft.tasks.clone() },
        }
    }

    fn value(&self) -> Value {
        let mut value = serde_json::to_value(self).unwrap_or_default();
        let key = if matches!(self, Self::Identity { .. }) { "is_compared" } else { "value" };
        value.get_mut(key).map(Value::take).unwrap_or_default()
    }

    fn put(self, draft: &mut CallDraft) {
        fn set<K: Ord, V>(map: &mut BTreeMap<K, V>, key: K, value: Option<V>) {
            match value {
                Some(value) => drop(map.insert(key, value)),
                None => drop(map.remove(&key)),
            }
        }
        match self {
            Self::Direction { value } => draft.direction = value,
            Self::Outcome { value } => draft.outcome = value,
            Self::Identity { word, is_compared: true } => drop(draft.identity.insert(word)),
            Self::Identity { word, .. } => drop(draft.identity.remove(&word)),
            Self::RecordingNotice { value } => draft.recording_notice = value,
            Self::Answer { question, value } => set(&mut draft.answers, question, value),
            Self::Medication { medication, value } => set(&mut draft.medications, medication, value),
            Self::Told { value } => draft.told = value,
            Self::Goal { goal, value } => set(&mut draft.goals, goal, value),
            Self::Remarks { value } => draft.remarks = filled(value),
            Self::Note { value } => draft.note = filled(value),
            Self::Next { value } => draft.next = value,
            Self::Tasks { value } => draft.tasks = value,
        }
    }

    /// What makes it no value of its field. What is only incomplete is asked for at the signing.
    fn check(&self, book: &Interviews) -> Vec<Problem> {
        let unknown = || vec![Problem::new("unknown_word", self.field())];
        match self {
            Self::Outcome { value: Some(word) } if book.outcomes.get(word).is_none() => unknown(),
            Self::Identity { word, .. }
                if !book.scripts.identity.compare.iter().any(|known| known.word == *word) =>
            {
                unknown()
            }
            Self::Answer { question, value } => match (book.question(question), value) {
                (None, _) => unknown(),
                (Some(known), Some(value)) if !known.answer.takes(value) => {
                    vec![Problem::new("answer", self.field()).with("expected", known.answer.expected())]
                }
                _ => Vec::new(),
            },
            Self::Medication { medication, value: Some(value) } if *medication != value.medication => {
                unknown()
            }
            Self::Goal { goal, value: Some(value) } if *goal != value.goal => unknown(),
            Self::Remarks { value: Some(text) } | Self::Note { value: Some(text) }
                if text.chars().count() > NOTE_CHARACTERS =>
            {
                vec![Problem::new("too_long", self.field()).with("characters_at_most", NOTE_CHARACTERS)]
            }
            Self::Next { value: Some(next) } if next.until < next.from => {
                vec![Problem::new("order", self.field()).with("expected", "a last day after the first")]
            }
            Self::Told { value } if value.len() > ENTRIES => vec![Problem::new("too_many", self.field())],
            Self::Tasks { value } if value.len() > ENTRIES => vec![Problem::new("too_many", self.field())],
            _ => Vec::new(),
        }
    }
}

impl CallDraft {
    /// Takes edits by somebody who has seen `seen`, as the revision `next`. Answers with what somebody else had changed
    /// meanwhile to something different; those fields stay as they are.
    ///
    /// # Errors
    /// All problems of all edits; then nothing is taken.
    pub fn merge(
        &mut self,
        edits: Vec<DraftEdit>,
        seen: i64,
        next: i64,
        by: PersonId,
        book: &Interviews,
    ) -> Result<Vec<Difference>, Vec<Problem>> {
        let mut problems: Vec<Problem> = edits.iter().flat_map(|edit| edit.check(book)).collect();
        if self.answers.len() + self.medications.len() + self.goals.len() + edits.len() > 3 * ENTRIES {
            problems.push(Problem::new("too_many", "edits"));
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let mut differences = Vec::new();
        for edit in edits {
            let (field, standing) = (edit.field(), edit.standing(self));
            if standing == edit {
                continue;
            }
            let elsewhere =
                self.touched.get(&field).filter(|touch| touch.revision > seen && touch.revision < next);
            if let Some(touch) = elsewhere {
                differences.push(Difference {
                    field,
                    theirs: standing.value(),
                    yours: edit.value(),
                    by: touch.by,
                });
                continue;
            }
            edit.put(self);
            self.touched.insert(field, Touch { revision: next, by });
        }
        Ok(differences)
    }

    pub fn reconciliation(&self) -> Reconciliation {
        Reconciliation { statements: self.medications.values().cloned().collect(), told: self.told.clone() }
    }
}

/// Text with something in it.
fn filled(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.trim().is_empty())
}

macro_rules! redacted {
    ($($name:ident)*) => {$(
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    )*};
}
redacted!(CallDraft DraftEdit Difference);
