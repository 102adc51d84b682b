//! A piece of work that is left to do, with the day, the owner and where it came from. Its state is derived from events.

use serde::{Deserialize, Serialize};

use crate::basics::{
    AccessCallId, AppointmentId, AssessmentId, CallId, CarePlanId, Date, EscalationId, PatientId, PersonId,
    Problem, ReferralId, TaskId, Timestamp,
};

/// The longest title or remark.
pub const TITLE_CHARACTERS: usize = 300;
pub const REMARK_CHARACTERS: usize = 2_000;

/// What kind of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskKind {
    FollowUp,
    Callback,
    FindNumber,
    /// A loop: sent, scheduled, seen, report received.
    Referral,
    Appointment,
    Medication,
    Education,
    Document,
    /// What the practitioner wants changed in a plan that came back.
    PlanChange,
    /// The practitioner's word on how complex the month's decisions were (CCM-MDM-01).
    Attestation,
    Other,
}

impl TaskKind {
    pub const ALL: [Self; 11] = [
        Self::FollowUp,
        Self::Callback,
        Self::FindNumber,
        Self::Referral,
        Self::Appointment,
        Self::Medication,
        Self::Education,
        Self::Document,
        Self::PlanChange,
        Self::Attestation,
        Self::Other,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Self::FollowUp => "follow_up",
            Self::Callback => "callback",
            Self::FindNumber => "find_number",
            Self::Referral => "referral",
            Self::Appointment => "appointment",
            Self::Medication => "medication",
            Self::Education => "education",
            Self::Document => "document",
            Self::PlanChange => "plan_change",
            Self::Attestation => "attestation",
            Self::Other => "other",
        }
    }
}

/// Where a task came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "id", rename_all = "snake_case")]
pub enum TaskOrigin {
    Call(CallId),
    Escalation(EscalationId),
    /// What an assessment's score asks for.
    Assessment(AssessmentId),
    /// A version of a plan that was returned.
    CarePlan(CarePlanId),
    /// The next step of a referral.
    Referral(ReferralId),
    /// The reminder of one.
    Appointment(AppointmentId),
    /// A call that was answered at an urgent hour.
    AccessCall(AccessCallId),
    ByHand,
}

/// What is asked of a new task.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewTask {
    pub kind: TaskKind,
    pub title: String,
    pub due: Date,
    /// `None`: whoever comes first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<PersonId>,
}

impl NewTask {
    /// What is wrong with it, all at once.
    pub fn check(&self) -> Vec<Problem> {
        let length = self.title.trim().chars().count();
        let problem = match length {
            0 => Some(Problem::new("required", "title")),
            _ if length > TITLE_CHARACTERS => {
                Some(Problem::new("too_long", "title").with("characters_at_most", TITLE_CHARACTERS))
            }
            _ => None,
        };
        problem.into_iter().collect()
    }
}

/// A task as it was opened.
#[derive(Clone, PartialEq, Eq)]
pub struct Task {
    pub id: TaskId,
    pub patient: Option<PatientId>,
    pub new: NewTask,
    pub origin: TaskOrigin,
    pub opened_at: Timestamp,
    pub opened_by: PersonId,
}

/// How far a referral has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReferralStep {
    Sent,
    Scheduled,
    Seen,
    /// The specialist's report is here: the loop is closed.
    ReportReceived,
}

/// What happened to a task. Written once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum TaskStep {
    Done { remark: Option<String> },
    Cancelled { reason: String },
    Reassigned { owner: Option<PersonId> },
    Postponed { due: Date, reason: String },
    Referral { step: ReferralStep },
}

impl TaskStep {
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Done { .. } => "done",
            Self::Cancelled { .. } => "cancelled",
            Self::Reassigned { .. } => "reassigned",
            Self::Postponed { .. } => "postponed",
            Self::Referral { .. } => "referral",
        }
    }

    /// What is wrong with its words, all at once.
    pub fn check(&self) -> Vec<Problem> {
        let (path, text, is_required) = match self {
            Self::Done { remark } => ("remark", remark.as_deref(), false),
            Self::Cancelled { reason } | Self::Postponed { reason, .. } => {
                ("reason", Some(reason.as_str()), true)
            }
            Self::Reassigned { .. } | Self::Referral { .. } => return Vec::new(),
        };
        let text = text.unwrap_or_default().trim();
        if is_required && text.is_empty() {
            return vec![Problem::new("required", path)];
        }
        if text.chars().count() > REMARK_CHARACTERS {
            return vec![Problem::new("too_long", path).with("characters_at_most", REMARK_CHARACTERS)];
        }
        Vec::new()
    }
}

/// A step, with who did it and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskEvent {
    pub at: Timestamp,
    pub by: PersonId,
    pub step: TaskStep,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskState {
    Open,
    Done,
    Cancelled,
}

/// A task as its events have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskStanding {
    pub state: TaskState,
    pub due: Date,
    pub owner: Option<PersonId>,
    pub referral: Option<ReferralStep>,
}

/// Why a step is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TaskError {
    #[error("the task is closed")]
    Closed,
    #[error("only a referral has such a step")]
    NotAReferral,
    #[error("a referral goes forward")]
    Backwards,
    #[error("the report is not here: the referral's loop is open, cancel it with a reason or wait")]
    LoopOpen,
}

impl Task {
    pub fn standing(&self, events: &[TaskEvent]) -> TaskStanding {
        let mut standing =
            TaskStanding { state: TaskState::Open, due: self.new.due, owner: self.new.owner, referral: None };
        for event in events {
            match &event.step {
                TaskStep::Done { .. } => standing.state = TaskState::Done,
                TaskStep::Cancelled { .. } => standing.state = TaskState::Cancelled,
                TaskStep::Reassigned { owner } => standing.owner = *owner,
                TaskStep::Postponed { due, .. } => standing.due = *due,
                TaskStep::Referral { step } => standing.referral = standing.referral.max(Some(*step)),
            }
        }
        standing
    }

    /// Whether a step may follow these events.
    ///
    /// # Errors
    /// [`TaskError`].
    pub fn may(&self, events: &[TaskEvent], step: &TaskStep) -> Result<(), TaskError> {
        let standing = self.standing(events);
        let is_referral = self.new.kind == TaskKind::Referral;
        match step {
            _ if standing.state != TaskState::Open => Err(TaskError::Closed),
            TaskStep::Referral { .. } if !is_referral => Err(TaskError::NotAReferral),
            TaskStep::Referral { step } if standing.referral >= Some(*step) => Err(TaskError::Backwards),
            TaskStep::Done { .. }
                if is_referral && standing.referral != Some(ReferralStep::ReportReceived) =>
            {
                Err(TaskError::LoopOpen)
            }
            _ => Ok(()),
        }
    }
}

macro_rules! redacted {
    ($($name:ident)*) => {$(
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    )*};
}
redacted!(NewTask Task TaskStep);
