//! Medication reconciliation: the list on record, held against what the patient says.

use serde::{Deserialize, Serialize};

use crate::basics::{Date, MedicationId, Problem};

/// The longest text of one item.
const CHARACTERS: usize = 500;

/// The most items of one reconciliation.
const ITEMS: usize = 200;

/// What the patient says of a medication on the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Taking {
    /// As prescribed.
    Taking,
    NotTaking,
    /// Another dose, another time, now and then.
    Differently,
}

impl Taking {
    pub fn word(self) -> &'static str {
        match self {
            Self::Taking => "taking",
            Self::NotTaking => "not_taking",
            Self::Differently => "differently",
        }
    }
}

/// A medication of the list.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MedicationStatement {
    pub medication: MedicationId,
    /// As the list called it on that day.
    pub label: String,
    pub taking: Taking,
    /// How it is taken, where differently.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub how: Option<String>,
    /// Why not, or why differently.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refill_due: Option<Date>,
}

/// A medication that the list does not have.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldMedication {
    pub label: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub how: Option<String>,
    /// What for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refill_due: Option<Date>,
}

/// A medication as the record lists it.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct ListedMedication {
    pub medication: MedicationId,
    pub label: String,
    pub dosage: Option<String>,
}

/// One event: what was said of each, on one day.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reconciliation {
    pub statements: Vec<MedicationStatement>,
    pub told: Vec<ToldMedication>,
}

impl Reconciliation {
    pub fn is_empty(&self) -> bool {
        self.statements.is_empty() && self.told.is_empty()
    }

    /// Whether something was said of every medication on the list.
    pub fn is_complete(&self, listed: &[ListedMedication]) -> bool {
        let said =
            |one: &ListedMedication| self.statements.iter().any(|said| said.medication == one.medication);
        listed.iter().all(said)
    }

    /// What is wrong with it, all at once: one that is not taken needs a reason, one taken differently also how.
    pub fn check(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut text = |path: String, text: Option<&str>, is_required: bool| {
            let text = text.unwrap_or_default().trim();
            if is_required && text.is_empty() {
                problems.push(Problem::new("required", path));
            } else if text.chars().count() > CHARACTERS {
                problems.push(Problem::new("too_long", path).with("characters_at_most", CHARACTERS));
            }
        };
        for one in &self.statements {
            let place = format!("medication.{}", one.medication);
            text(format!("{place}.reason"), one.reason.as_deref(), one.taking != Taking::Taking);
            text(format!("{place}.how"), one.how.as_deref(), one.taking == Taking::Differently);
        }
        for (index, one) in self.told.iter().enumerate() {
            text(format!("told.{index}.label"), Some(&one.label), true);
            text(format!("told.{index}.how"), one.how.as_deref(), false);
            text(format!("told.{index}.reason"), one.reason.as_deref(), false);
        }
        if self.statements.len() + self.told.len() > ITEMS {
            problems.push(Problem::new("too_many", "medication").with("at_most", ITEMS));
        }
        let mut ids: Vec<MedicationId> = self.statements.iter().map(|one| one.medication).collect();
        ids.sort_unstable();
        if ids.windows(2).any(|pair| pair[0] == pair[1]) {
            problems.push(Problem::new("not_unique", "medication"));
        }
        problems
    }
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
redacted!(MedicationStatement ToldMedication ListedMedication Reconciliation);
