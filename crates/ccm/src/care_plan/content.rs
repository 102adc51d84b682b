//! What a plan says: problems, goals in the patient's words, interventions with who does them, and the parts in lines.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::part::{MOST_ROWS, Owner, Part};
use crate::basics::{Date, Icd10Cm};

/// A problem that the plan is about.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanProblem {
    /// The row, stable from version to version; from 1.
    pub key: u16,
    pub name: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<Icd10Cm>,
    /// Expected outcome and prognosis.
    #[serde(default)]
    pub outlook: String,
}

/// A goal with how one sees that it is reached.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Goal {
    pub key: u16,
    /// As the patient puts it.
    pub words: String,
    /// What is measured, where it stood at the start, and where it shall be.
    #[serde(default)]
    pub measure: String,
    #[serde(default)]
    pub start: String,
    #[serde(default)]
    pub target: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Date>,
    /// What is in the way.
    #[serde(default)]
    pub barriers: String,
    /// How sure the patient is of getting there, 0 to 10.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<u8>,
}

impl Goal {
    pub fn is_measurable(&self) -> bool {
        !self.measure.is_empty() && !self.target.is_empty()
    }
}

/// Something that is done, and by whom.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Intervention {
    pub key: u16,
    pub does: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<Owner>,
}

/// All of a plan's content. It redacts itself.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanContent {
    #[serde(default)]
    pub problems: Vec<PlanProblem>,
    #[serde(default)]
    pub goals: Vec<Goal>,
    #[serde(default)]
    pub interventions: Vec<Intervention>,
    /// Lines of each part that says anything.
    #[serde(default)]
    pub parts: BTreeMap<Part, String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review_on: Option<Date>,
}

impl PlanContent {
    pub fn part(&self, part: Part) -> &str {
        self.parts.get(&part).map_or("", String::as_str)
    }

    /// Lines of a part, without blank ones.
    pub fn lines(&self, part: Part) -> impl Iterator<Item = &str> {
        lines(self.part(part))
    }

    /// A plan that was recorded by its elements alone, as far as its texts tell: nothing is made up, so what an element
    /// did not say stays open.
    pub fn from_elements(elements: &BTreeMap<String, String>) -> Self {
        let text = |word: &str| elements.get(word).map_or("", String::as_str);
        let keyed = |word: &str| (1..=MOST_ROWS).zip(entries(text(word))).collect::<Vec<_>>();
        let outlook = text("prognosis");
        let problem = |(key, name): (u16, String)| PlanProblem {
            key,
            name,
            codes: Vec::new(),
            outlook: outlook.to_owned(),
        };
        let goal = |(key, words)| Goal { key, words, ..Goal::default() };
        let parts = [
            ("assessment", Part::Physical),
            ("symptom_management", Part::Symptoms),
            ("medication_management", Part::Medication),
            ("caregiver_assessment", Part::Caregiver),
            ("community_services", Part::Community),
            ("coordination", Part::Coordination),
            ("review_schedule", Part::Review),
        ];
        Self {
            problems: keyed("problem_list").into_iter().map(problem).collect(),
            goals: keyed("goals").into_iter().map(goal).collect(),
            interventions: keyed("interventions")
                .into_iter()
                .map(|(key, does)| Intervention { key, does, owner: None })
                .collect(),
            parts: parts
                .into_iter()
                .map(|(word, part)| (part, text(word).trim().to_owned()))
                .filter(|(_, text)| !text.is_empty())
                .collect(),
            review_on: None,
        }
    }
}

pub(super) fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

/// Entries of a text that lists them by lines or semicolons.
fn entries(text: &str) -> Vec<String> {
    let each = text.split(['\n', ';']).map(|one| one.trim().trim_start_matches(['-', '*', '•']).trim());
    each.filter(|one| !one.is_empty()).map(str::to_owned).collect()
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
redacted!(PlanProblem Goal Intervention PlanContent);
