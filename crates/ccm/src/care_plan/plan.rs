//! The comprehensive care plan, in versions (PLAN-01 to 05).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::content::PlanContent;
use crate::basics::{CarePlanId, Date, PatientId, PersonId};

/// One version. A new one never changes an old one.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CarePlan {
    pub id: CarePlanId,
    pub patient: PatientId,
    pub dated: Date,
    pub signed_by: Option<PersonId>,
    /// Whether this version revises the plan, rather than first setting it up.
    pub is_revision: bool,
    /// Element of PLAN-01, as a word of `rules/`, to what the plan says there. Of a plan with content, what that amounts
    /// to ([`PlanContent::elements`]).
    pub elements: BTreeMap<String, String>,
    /// `None`: recorded by its elements alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<PlanContent>,
}

impl std::fmt::Debug for CarePlan {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "CarePlan({})", self.id)
    }
}
