//! Assessments: choose one that is due, ask it, keep it with its score, and open what cannot wait.
//!
//! An answer that cannot wait opens its escalation as it is saved ([`save_assessment`]), not when the last question has
//! been asked; what a score asks for is opened when the assessment is kept ([`keep_assessment`]). Whatever was opened
//! stands for the same answer in a correction too.

mod facts;
mod keep;
mod list;
mod open;
mod opened;
mod save;
mod view;

pub use facts::{AssessmentFact, due_assessments, latest_assessments};
pub use keep::{KeptAssessment, keep_assessment};
pub use list::{AssessmentDraftHead, AssessmentList, Offered, assessments};
pub use open::{OpenAssessment, open_assessment};
pub use save::{SavedAssessment, save_assessment};
pub use view::{AssessmentResult, AssessmentSheet, AssessmentView, History, OpenedTask, assessment};
