//! What cannot wait, and what is left to do.

use async_trait::async_trait;
use ccm::basics::*;
use ccm::care::{Escalation, EscalationEvent, Task, TaskEvent};

use crate::Result;

/// An escalation with its events in order.
pub type EscalationRow = (Escalation, Vec<EscalationEvent>);

/// A task with its events in order.
pub type TaskRow = (Task, Vec<TaskEvent>);

/// Which escalations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhichEscalations {
    One(EscalationId),
    OfCall(CallId),
    /// Opened by an assessment, or standing for what it would open.
    OfAssessment(AssessmentId),
    OpenOf(PatientId),
    /// A patient's, open or not, that were opened at an instant or later.
    OpenedSince(PatientId, Timestamp),
    /// Not disposed of, at this practice.
    Open,
}

/// Which tasks. Those of a list are open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhichTasks {
    One(TaskId),
    OpenOf(PatientId),
    /// A person's own, and those that are nobody's, due by a day.
    DueFor(PersonId, Date),
    /// Everybody's, due by a day.
    Due(Date),
}

#[async_trait]
pub trait Tasks: Send {
    async fn add_escalation(&mut self, practice: PracticeId, escalation: &Escalation) -> Result<()>;
    /// Adds the event with this number, the first being 0.
    ///
    /// # Errors
    /// [`crate::Error::Conflict`] when somebody else has just added that one.
    async fn add_escalation_event(
        &mut self,
        practice: PracticeId,
        id: EscalationId,
        number: usize,
        event: &EscalationEvent,
    ) -> Result<()>;
    /// In the order of their clocks, at most so many.
    async fn escalations(
        &mut self,
        practice: PracticeId,
        which: WhichEscalations,
        limit: i64,
    ) -> Result<Vec<EscalationRow>>;

    async fn add_task(&mut self, practice: PracticeId, task: &Task) -> Result<()>;
    /// As [`Tasks::add_escalation_event`].
    async fn add_task_event(
        &mut self,
        practice: PracticeId,
        id: TaskId,
        number: usize,
        event: &TaskEvent,
    ) -> Result<()>;
    /// In the order of their due days, at most so many.
    async fn tasks(&mut self, practice: PracticeId, which: WhichTasks, limit: i64) -> Result<Vec<TaskRow>>;
}
