//! Escalations that nobody has seen in time go down the roster by themselves: a job, safe to run twice.

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::care::escalation::{EscalationEvent, EscalationStep};
use ccm::care::{Interviews, next_in_line};
use serde_json::json;

use crate::ports::{Tx, WhichEscalations};
use crate::{App, Error, Place, Result};

/// More than any practice should have open at once.
const MOST: i64 = 500;

/// Tells whoever is next on duty of each escalation whose time has run out. How many that were.
///
/// # Errors
/// [`Error::Conflict`] when somebody took a step in the same instant: nothing is told, and the next round looks again;
/// [`Error::Forbidden`] for anybody but a job.
pub async fn pass_on(app: &App, actor: &Actor, place: Place) -> Result<usize> {
    if !matches!(actor, Actor::Job { .. }) {
        return Err(Error::Forbidden(Permission::RecordCare.word()));
    }
    let mut look = app.begin_read(actor, place).await?.require(Permission::ReadChart).await?;
    let (practice, now) = (look.practice_id()?, look.now);
    if overdue(&mut *look.tx, practice, now).await?.is_empty() {
        return Ok(0);
    }
    drop(look);
    // Looked at again in the transaction that writes.
    let mut work = app.begin(actor, place).await?.require(Permission::ReadChart).await?;
    let now = work.now;
    let due = overdue(&mut *work.tx, practice, now).await?;
    for one in &due {
        let step = EscalationStep::PassedOn { person: one.to };
        let event = EscalationEvent { at: now, by: one.to, step };
        work.tx.add_escalation_event(practice, one.id, one.seen, &event).await?;
        let details = json!({ "to": one.to });
        work.audit("passed_on", "escalation", &one.id.to_string(), Some(one.patient), details);
        let revision = i64::try_from(one.seen).unwrap_or(i64::MAX).saturating_add(2);
        work.changed_of("escalation", one.id, revision, Some(one.patient));
    }
    if due.is_empty() {
        return Ok(0);
    }
    work.commit().await?;
    Ok(due.len())
}

/// One to be passed on.
struct Overdue {
    id: EscalationId,
    patient: PatientId,
    /// How many events it has.
    seen: usize,
    to: PersonId,
}

async fn overdue(tx: &mut dyn Tx, practice: PracticeId, now: Timestamp) -> Result<Vec<Overdue>> {
    let open = tx.escalations(practice, WhichEscalations::Open, MOST).await?;
    if open.iter().all(|(escalation, _)| now <= escalation.acknowledge_by) {
        return Ok(Vec::new());
    }
    let instant = jiff::SignedDuration::from_secs(1);
    let shifts = tx.shifts(practice, now, now.saturating_add(instant).unwrap_or(now)).await?;
    let severities = &Interviews::embedded().severities;
    let found = open.into_iter().filter_map(|(escalation, events)| {
        let to = next_in_line(&escalation, &events, &shifts, severities, now)?;
        Some(Overdue { id: escalation.id, patient: escalation.patient, seen: events.len(), to })
    });
    Ok(found.collect())
}
