//! Templates: what a plan for a condition usually says. Data of `plans/` at the repository's root; clinicians review it
//! there, and a practice may write its own version beside the shipped one.

mod book;
mod embedded;
mod lint;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use book::{Templates, TongueGap};
pub use embedded::FILES;

pub use crate::basics::{Said, Tongue};

use super::part::{Owner, Part};
use crate::basics::{Date, Icd10Cm, Problem};

/// A goal as it is usually set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoalTemplate {
    pub words: Said,
    /// What is measured, in plain words.
    pub measure: String,
    /// LOINC of the measure, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// UCUM.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    pub target: String,
    /// Months until it is looked at.
    pub months: u16,
    /// Where the target comes from.
    pub source: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InterventionTemplate {
    pub owner: Owner,
    pub does: String,
}

/// One condition's template.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// Its name, stable for ever: `diabetes`.
    pub plan: String,
    pub order: u32,
    pub version: u32,
    pub from: Date,
    /// By when clinicians look at it again.
    pub review_by: Date,
    /// Reviewed by clinicians of the practice.
    pub verified: bool,
    /// Beginnings of ICD-10-CM codes.
    pub applies_to: Vec<String>,
    pub sources: Vec<String>,
    pub problem: Said,
    /// Expected outcome and prognosis.
    pub outlook: String,
    pub review_months: u16,
    #[serde(rename = "goal")]
    pub goals: Vec<GoalTemplate>,
    #[serde(rename = "intervention")]
    pub interventions: Vec<InterventionTemplate>,
    /// What patients read, in both languages.
    pub lines: BTreeMap<Part, Vec<Said>>,
    /// What is to be found out about the patient: for staff.
    pub prompts: BTreeMap<Part, String>,
}

impl Template {
    pub fn is_for(&self, code: &Icd10Cm) -> bool {
        self.applies_to.iter().any(|start| code.as_str().starts_with(start.as_str()))
    }

    /// What is wrong with it, all at once, each with its place.
    pub fn check(&self) -> Vec<Problem> {
        lint::check(self)
    }
}
