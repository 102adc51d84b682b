//! Conditions: what a source says, and what a clinician of ours confirms about it (ELIG-01).

use serde::{Deserialize, Serialize};

use crate::basics::{ConditionId, ConfirmationId, Date, Icd10Cm, PatientId};

/// A condition as a source told it, newest version.
#[derive(Clone, PartialEq, Eq)]
pub struct ImportedCondition {
    pub id: ConditionId,
    /// `None`: the source's code has no ICD-10-CM counterpart that we know.
    pub icd10: Option<Icd10Cm>,
    /// `source`, or `mapped` from SNOMED CT by our reference table.
    pub icd10_origin: String,
    /// FHIR clinical status: `active`, `resolved`, …; `entered-in-error` and `refuted` never get here.
    pub status: String,
    pub onset_on: Option<Date>,
    pub abated_on: Option<Date>,
}

impl ImportedCondition {
    pub fn is_active_on(&self, day: Date) -> bool {
        matches!(self.status.as_str(), "active" | "recurrence" | "relapse")
            && self.onset_on.is_none_or(|onset| onset <= day)
            && self.abated_on.is_none_or(|abated| day < abated)
    }
}

/// A clinician's word: this condition, expected to last so long, with this risk.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmation {
    pub id: ConfirmationId,
    pub patient: PatientId,
    /// The imported condition that it confirms.
    pub condition: Option<ConditionId>,
    pub icd10: Icd10Cm,
    pub expected_months: u16,
    /// The risk of death, acute worsening or functional decline, in the clinician's words.
    pub risk: String,
    pub on: Date,
}

// Diagnoses do not show themselves.
impl std::fmt::Debug for ImportedCondition {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ImportedCondition({})", self.id)
    }
}

impl std::fmt::Debug for Confirmation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Confirmation({})", self.id)
    }
}
