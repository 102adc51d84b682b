//! An episode of care: a patient in a program, under one billing practitioner, since a day.

use serde::{Deserialize, Serialize};

use crate::basics::{Date, EpisodeId, PatientId, PersonId};
use crate::enrollment::Program;

/// The newest record for a patient and program is the one in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Episode {
    pub id: EpisodeId,
    pub patient: PatientId,
    pub program: Program,
    pub practitioner: PersonId,
    pub start: Date,
    /// The track the practice declared, a word of `rules/programs.toml` (CCM-SEL-01).
    pub track: Option<String>,
}
