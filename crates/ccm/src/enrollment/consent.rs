//! Consent, refusal, revocation: each a record of its own, never changed into another (CONSENT-01 to 06).

use serde::{Deserialize, Serialize};

use crate::basics::{ConsentId, Moment, PatientId, PersonId};
use crate::enrollment::Program;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsentKind {
    Consent,
    Refusal,
    Revocation,
}

/// How it was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsentForm {
    Verbal,
    Written,
    /// Signed on a screen; the rules take it as written.
    Electronic,
}

/// One word of the patient on one program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    pub id: ConsentId,
    pub patient: PatientId,
    pub kind: ConsentKind,
    pub program: Program,
    pub form: Option<ConsentForm>,
    pub at: Moment,
    /// Whether the record holds a note of it; a verbal consent needs one.
    pub documented: Option<bool>,
    /// What the talk covered, as words of `rules/`.
    pub elements: Vec<String>,
    /// The one practitioner whom it names.
    pub practitioner: Option<PersonId>,
    /// A representative spoke: is the authority on record? `None`: the patient spoke.
    pub representative_authority: Option<bool>,
    pub language: Option<String>,
    pub wording: Option<String>,
}
