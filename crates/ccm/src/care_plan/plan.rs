//! The comprehensive care plan, in versions (PLAN-01 to 05).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::basics::{CarePlanId, CopyId, Date, PatientId, PersonId};

/// One version. A new one never changes an old one.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CarePlan {
    pub id: CarePlanId,
    pub patient: PatientId,
    pub dated: Date,
    pub signed_by: Option<PersonId>,
    /// Whether this version revises the plan, rather than first setting it up.
    pub is_revision: bool,
    /// Element of PLAN-01, as a word of `rules/`, to what the plan says there.
    pub elements: BTreeMap<String, String>,
}

impl std::fmt::Debug for CarePlan {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "CarePlan({})", self.id)
    }
}

/// A copy given to the patient or caregiver (PLAN-02).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CarePlanCopy {
    pub id: CopyId,
    pub patient: PatientId,
    pub care_plan: CarePlanId,
    pub on: Date,
    /// `patient` or `caregiver`.
    pub recipient: String,
    /// `paper`, `portal`, `mail`, `email`.
    pub way: String,
}
