//! An escalation: a red flag, who was told of it, who has seen it by when, what was said, how it ended. Its state is
//! derived from its events and never goes backwards.

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use crate::basics::{CallId, EscalationId, PatientId, PersonId, Problem, Timestamp};

use super::red_flag::{Protocols, Severities, Severity};

/// The disposition of an answer that was never given; its clock is not held against anybody.
pub const ENTERED_IN_ERROR: &str = "entered_in_error";

/// The longest advice or reason.
pub const TEXT_CHARACTERS: usize = 2_000;

/// Opened by an answer, or by hand.
#[derive(Clone, PartialEq, Eq)]
pub struct Escalation {
    pub id: EscalationId,
    pub patient: PatientId,
    pub call: Option<CallId>,
    /// The question or score that raised it, or `by_hand`.
    pub source: String,
    pub severity: Severity,
    /// Id of a protocol.
    pub protocol: String,
    pub opened_at: Timestamp,
    pub opened_by: PersonId,
    /// Until when somebody must have seen it.
    pub acknowledge_by: Timestamp,
}

impl std::fmt::Debug for Escalation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Escalation({})", self.id)
    }
}

impl Escalation {
    /// Until when an escalation opened now must be acknowledged.
    pub fn clock(severities: &Severities, severity: Severity, opened_at: Timestamp) -> Timestamp {
        let minutes = SignedDuration::from_mins(severities.asks(severity).acknowledge_minutes);
        opened_at.checked_add(minutes).unwrap_or(Timestamp::MAX)
    }
}

/// What happened to it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum EscalationStep {
    /// This clinician was told.
    Notified { person: PersonId },
    /// Whoever did it has seen it.
    Acknowledged,
    /// Whose it is to answer from now on.
    Reassigned { person: PersonId },
    /// Nobody had seen it in time, so the roster told whoever is next ([`super::next_in_line`]). No person did this: it
    /// stands as done by whom it names, because of their shift.
    PassedOn { person: PersonId },
    /// The clinician's advice, and which way it goes: a word of `interviews/protocols.toml`; `None`: advice alone.
    Answered {
        advice: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        way: Option<String>,
    },
    /// How it ended: a word of `interviews/protocols.toml`.
    Disposed { disposition: String, reason: Option<String> },
}

impl EscalationStep {
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Notified { .. } => "notified",
            Self::Acknowledged => "acknowledged",
            Self::Reassigned { .. } => "reassigned",
            Self::PassedOn { .. } => "passed_on",
            Self::Answered { .. } => "answered",
            Self::Disposed { .. } => "disposed",
        }
    }
}

// Advice and reasons speak of somebody's health.
impl std::fmt::Debug for EscalationStep {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "EscalationStep({})", self.kind())
    }
}

/// A step, with who did it and when. Written once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EscalationEvent {
    pub at: Timestamp,
    pub by: PersonId,
    pub step: EscalationStep,
}

/// How far it has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EscalationState {
    Opened,
    Notified,
    Acknowledged,
    Answered,
    Disposed,
}

/// Why a step is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EscalationError {
    #[error("it is disposed of already")]
    Disposed,
    #[error("it is acknowledged already")]
    AlreadyAcknowledged,
    #[error("whoever opened it cannot be the one who has seen it")]
    OwnAcknowledgment,
    #[error("advice comes from a practitioner")]
    NotAPractitioner,
    #[error("this disposition rests on a clinician's answer, and there is none")]
    NotAnswered,
}

/// An escalation as its events have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EscalationStanding {
    pub state: EscalationState,
    pub notified: Vec<(PersonId, Timestamp)>,
    /// Who took it over last; `None`: it is with whoever bills for the patient.
    pub assigned: Option<PersonId>,
    pub acknowledged: Option<(PersonId, Timestamp)>,
    pub disposition: Option<String>,
}

/// Derives the state.
pub fn standing(events: &[EscalationEvent]) -> EscalationStanding {
    let mut standing = EscalationStanding {
        state: EscalationState::Opened,
        notified: Vec::new(),
        assigned: None,
        acknowledged: None,
        disposition: None,
    };
    for event in events {
        let reached = match &event.step {
            EscalationStep::Notified { person } | EscalationStep::PassedOn { person } => {
                standing.notified.push((*person, event.at));
                EscalationState::Notified
            }
            EscalationStep::Reassigned { person } => {
                standing.notified.push((*person, event.at));
                standing.assigned = Some(*person);
                EscalationState::Notified
            }
            EscalationStep::Acknowledged => {
                standing.acknowledged.get_or_insert((event.by, event.at));
                EscalationState::Acknowledged
            }
            EscalationStep::Answered { .. } => {
                // Who advises has seen it.
                standing.acknowledged.get_or_insert((event.by, event.at));
                EscalationState::Answered
            }
            EscalationStep::Disposed { disposition, .. } => {
                standing.disposition.get_or_insert_with(|| disposition.clone());
                EscalationState::Disposed
            }
        };
        standing.state = standing.state.max(reached);
    }
    standing
}

impl EscalationStanding {
    pub fn is_disposed(&self) -> bool {
        self.disposition.is_some()
    }

    /// Nobody had seen it in time; a disposition does not stop this clock, unless there was nothing to see.
    pub fn is_overdue(&self, escalation: &Escalation, now: Timestamp) -> bool {
        let seen = self.acknowledged.map_or(now, |(_, at)| at);
        seen > escalation.acknowledge_by && self.disposition.as_deref() != Some(ENTERED_IN_ERROR)
    }
}

impl EscalationStep {
    /// Whether its words are what they must be.
    ///
    /// # Errors
    /// All problems at once.
    pub fn check(&self, protocols: &Protocols) -> Result<(), Vec<Problem>> {
        let mut problems = Vec::new();
        let mut text = |path: &str, text: Option<&str>, is_required: bool| {
            let text = text.unwrap_or_default().trim();
            if is_required && text.is_empty() {
                problems.push(Problem::new("required", path));
            } else if text.chars().count() > TEXT_CHARACTERS {
                problems.push(Problem::new("too_long", path).with("characters_at_most", TEXT_CHARACTERS));
            }
        };
        match self {
            Self::Answered { advice, way } => {
                text("advice", Some(advice), true);
                if way.as_deref().is_some_and(|way| protocols.way(way).is_none()) {
                    problems.push(Problem::new("unknown_word", "way"));
                }
            }
            Self::Disposed { disposition, reason } => match protocols.disposition(disposition) {
                Some(known) => text("reason", reason.as_deref(), known.reason),
                None => problems.push(Problem::new("unknown_word", "disposition")),
            },
            Self::Notified { .. } | Self::Reassigned { .. } | Self::PassedOn { .. } | Self::Acknowledged => {}
        }
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }

    /// Whether it may follow these events.
    ///
    /// # Errors
    /// [`EscalationError`].
    pub fn may_follow(
        &self,
        escalation: &Escalation,
        events: &[EscalationEvent],
        protocols: &Protocols,
        by: PersonId,
        is_practitioner: bool,
    ) -> Result<(), EscalationError> {
        let standing = standing(events);
        match self {
            Self::Acknowledged if standing.acknowledged.is_some() => {
                return Err(EscalationError::AlreadyAcknowledged);
            }
            Self::Acknowledged if by == escalation.opened_by && !is_practitioner => {
                return Err(EscalationError::OwnAcknowledgment);
            }
            // Whoever comes late still says that they have seen it.
            Self::Acknowledged => return Ok(()),
            _ if standing.is_disposed() => return Err(EscalationError::Disposed),
            Self::Answered { .. } if !is_practitioner => return Err(EscalationError::NotAPractitioner),
            Self::Disposed { disposition, .. } => {
                let rests_on_answer =
                    protocols.disposition(disposition).is_some_and(|known| known.needs_answer);
                if rests_on_answer && standing.state < EscalationState::Answered {
                    return Err(EscalationError::NotAnswered);
                }
            }
            _ => {}
        }
        Ok(())
    }
}
