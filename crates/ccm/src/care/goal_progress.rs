//! How far the patient has come with a goal of the care plan, in their own words.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::basics::Problem;

/// The elements of a care plan (PLAN-01) whose lines are goals.
const GOAL_ELEMENTS: [&str; 1] = ["goals"];

/// The longest text of one field.
const CHARACTERS: usize = 1_000;

/// What was said about one goal on one day. It redacts itself.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoalProgress {
    /// The goal as the plan words it.
    pub goal: String,
    /// What is measured, and the value now: `A1c`, `7.4 %`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// How sure the patient is of getting there, 0 to 10.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<u8>,
    /// What is in the way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub barrier: Option<String>,
    /// As the patient put it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_their_words: Option<String>,
}

impl GoalProgress {
    /// What is wrong with it, all at once.
    pub fn check(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        if self.goal.trim().is_empty() {
            problems.push(Problem::new("required", "goal"));
        }
        let texts = [
            ("goal", Some(&self.goal)),
            ("measure", self.measure.as_ref()),
            ("value", self.value.as_ref()),
            ("barrier", self.barrier.as_ref()),
            ("in_their_words", self.in_their_words.as_ref()),
        ];
        let long = texts.iter().filter(|(_, text)| text.is_some_and(|one| one.chars().count() > CHARACTERS));
        problems.extend(
            long.map(|(path, _)| Problem::new("too_long", *path).with("characters_at_most", CHARACTERS)),
        );
        if self.confidence.is_some_and(|confidence| confidence > 10) {
            problems.push(Problem::new("confidence", "confidence").with("expected", "0 to 10"));
        }
        if texts[1..].iter().all(|(_, text)| text.is_none()) && self.confidence.is_none() {
            problems.push(Problem::new("required", "value").with("expected", "anything about the goal"));
        }
        problems
    }
}

/// The goals of a care plan, one a line, in the plan's order.
pub fn goals_of(elements: &BTreeMap<String, String>) -> Vec<String> {
    let texts = GOAL_ELEMENTS.iter().filter_map(|word| elements.get(*word));
    let lines =
        texts.flat_map(|text| text.lines()).map(|line| line.trim().trim_start_matches(['-', '*', '•']));
    lines.map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

impl std::fmt::Debug for GoalProgress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("GoalProgress(…)")
    }
}
