//! What was done? Visits, facility stays, the ways home from them, the months of collaborative care, and the needs
//! that a visit named; the call with its guided interview, red flags and note, and the tasks that are left; the care around
//! the plan: referrals, the directory, who is on call, what coordinators hand over; and how the staff's work is supervised.
//! Contacts
//! stand on their minutes, see [`crate::time`].

pub mod access_call;
pub mod appointment;
pub mod assessment;
pub mod call;
pub mod collaborative;
pub mod directory;
pub mod escalation;
pub mod goal_progress;
pub mod handover;
pub mod interview;
pub mod need;
pub mod next_contact;
pub mod next_in_line;
pub mod note;
pub mod on_call;
pub mod outcome;
pub mod reconciliation;
pub mod red_flag;
pub mod referral;
pub mod script;
pub mod stay;
pub mod supervision;
pub mod surgery;
pub mod task;
pub mod transition;
pub mod visit;

pub use access_call::{AccessCall, AccessTerms, NewAccessCall};
pub use appointment::{
    Appointment, AppointmentEvent, AppointmentState, AppointmentStep, AppointmentTerms, NewAppointment,
};
pub use assessment::{AssessmentDraft, Instrument, Questionnaires};
pub use call::{CallDraft, ChosenContact, Difference, Direction, DraftEdit};
pub use collaborative::CollaborativeMonth;
pub use directory::{DirectoryKinds, DirectoryListing, DirectoryRevision};
pub use escalation::{Escalation, EscalationEvent, EscalationState, EscalationStep};
pub use goal_progress::GoalProgress;
pub use handover::{Acceptance, Handed, HandedKind, Handover, HandoverBody};
pub use interview::{AnswerValue, Interviews};
pub use need::SocialNeed;
pub use next_in_line::next_in_line;
pub use on_call::{CallLine, NewShifts, Shift};
pub use reconciliation::{ListedMedication, MedicationStatement, Reconciliation, Taking, ToldMedication};
pub use red_flag::Severity;
pub use referral::{LoopEvent, LoopState, LoopStep, LoopTerms, NewReferral, Referral, Urgency};
pub use stay::FacilityStay;
pub use supervision::SupervisionTerms;
pub use surgery::GlobalPeriod;
pub use task::{NewTask, Task, TaskEvent, TaskKind, TaskOrigin, TaskState, TaskStep};
pub use transition::Transition;
pub use visit::Visit;
