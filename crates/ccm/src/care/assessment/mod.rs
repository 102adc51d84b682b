//! Assessments: instruments as data, answers to them, the score in words, what it was before, and what cannot wait.
//!
//! What an instrument asks, counts and leads to stands in `questionnaires/` at the repository's root, with its source, its
//! terms of use and what of it is unverified; clinicians review it there. An assessment that is kept is never altered: a
//! correction is another one, which names the one it replaces.

mod book;
pub mod change;
pub mod draft;
pub mod due;
mod embedded;
pub mod instrument;
mod lint;
pub mod rule;
pub mod score;

pub use book::Questionnaires;
pub use change::{Change, Step};
pub use draft::{AssessmentDraft, Way};
pub use due::{DueAssessment, DueWhy, Known};
pub use embedded::FILES as QUESTIONNAIRE_FILES;
pub use instrument::{About, Band, Better, Instrument, Item, Scoring, Tone, WordingStatus};
pub use rule::{Action, Raised, Rule};
pub use score::{Answers, Score, Scored};
