//! One reading: a number with its unit, or a text, under a LOINC code at an instant.

use crate::basics::Timestamp;

/// A reading or one component of it (systolic and diastolic are two).
#[derive(Clone, PartialEq)]
pub struct Reading {
    pub at: Timestamp,
    /// 0 for the reading itself, else the component's place.
    pub part: u16,
    /// LOINC where the source has it.
    pub code: String,
    pub value: Option<f64>,
    /// UCUM.
    pub unit: Option<String>,
    pub text: Option<String>,
}

impl std::fmt::Debug for Reading {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Reading({} …)", self.code)
    }
}
