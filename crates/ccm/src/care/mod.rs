//! What was done? Visits, facility stays, the ways home from them, the months of collaborative care, and the needs
//! that a visit named; the call with its guided interview, red flags and note, and the tasks that are left; and how the staff's
//! work is supervised. Contacts
//! stand on their minutes, see [`crate::time`].

pub mod assessment;
pub mod call;
pub mod collaborative;
pub mod escalation;
pub mod goal_progress;
pub mod interview;
pub mod need;
pub mod next_contact;
pub mod note;
pub mod outcome;
pub mod reconciliation;
pub mod red_flag;
pub mod script;
pub mod stay;
pub mod supervision;
pub mod surgery;
pub mod task;
pub mod transition;
pub mod visit;

pub use assessment::{AssessmentDraft, Instrument, Questionnaires};
pub use call::{CallDraft, ChosenContact, Difference, Direction, DraftEdit};
pub use collaborative::CollaborativeMonth;
pub use escalation::{Escalation, EscalationEvent, EscalationState, EscalationStep};
pub use goal_progress::GoalProgress;
pub use interview::{AnswerValue, Interviews};
pub use need::SocialNeed;
pub use reconciliation::{ListedMedication, MedicationStatement, Reconciliation, Taking, ToldMedication};
pub use red_flag::Severity;
pub use stay::FacilityStay;
pub use supervision::SupervisionTerms;
pub use surgery::GlobalPeriod;
pub use task::{NewTask, Task, TaskEvent, TaskKind, TaskOrigin, TaskState, TaskStep};
pub use transition::Transition;
pub use visit::Visit;
