//! Whom an escalation goes to when nobody has seen it in time: whoever has the first line of the roster, then the backup.
//! One after the other, each with as long to answer as the first had.

use jiff::SignedDuration;

use super::escalation::{Escalation, EscalationEvent, EscalationStep, standing};
use super::on_call::{Shift, on_duty};
use super::red_flag::Severities;
use crate::basics::{PersonId, Timestamp};

/// Who is told next; `None` while somebody still has time to see it, when it was seen, or when everybody on duty was told.
pub fn next_in_line(
    escalation: &Escalation,
    events: &[EscalationEvent],
    shifts: &[Shift],
    severities: &Severities,
    now: Timestamp,
) -> Option<PersonId> {
    let standing = standing(events);
    if standing.acknowledged.is_some() || standing.is_disposed() {
        return None;
    }
    let minutes = SignedDuration::from_mins(severities.asks(escalation.severity).acknowledge_minutes);
    let passed = events.iter().rev().find(|event| matches!(event.step, EscalationStep::PassedOn { .. }));
    let until = match passed {
        Some(event) => event.at.checked_add(minutes).unwrap_or(Timestamp::MAX),
        None => escalation.acknowledge_by,
    };
    if now <= until {
        return None;
    }
    let was_told = |person: PersonId| standing.notified.iter().any(|(told, _)| *told == person);
    // Whoever opened it knows of it, and cannot be the one who has seen it.
    let is_free = |person: PersonId| person != escalation.opened_by && !was_told(person);
    on_duty(shifts, now).into_iter().map(|shift| shift.person).find(|person| is_free(*person))
}
