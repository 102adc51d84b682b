//! The time ledger, as the engine sees it.

use serde::{Deserialize, Serialize};

use super::Key;
use crate::basics::Timestamp;
use crate::billing::word::Word;
use crate::enrollment::Program;

/// A stretch of time, the end not included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    pub start: Timestamp,
    pub end: Timestamp,
}

/// One entry of the time ledger.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EntryFact {
    pub id: Key,
    pub program: Program,
    /// An end before the start counts as nothing.
    pub start: Timestamp,
    pub end: Timestamp,
    /// Stretches inside that were not worked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pauses: Vec<Span>,
    pub performer: Key,
    /// Frozen at the time of work, as the three that follow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Word>,
    /// A billing practitioner is on record as supervising; not asked of a practitioner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supervised: Option<bool>,
    /// The license or qualification that the role needs was active.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credential_active: Option<bool>,
    /// ISO country of where the person was (TIME-04).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<Word>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub activity: Option<Word>,
    /// Live two-way contact (RPM-05).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub live_contact: Option<bool>,
    /// When we learned of it (TIME-14).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recorded_at: Option<Timestamp>,
}

/// Time of a staff member with somebody else.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OtherPatientEntry {
    pub performer: Key,
    pub start: Timestamp,
    pub end: Timestamp,
    pub patient: Key,
}
