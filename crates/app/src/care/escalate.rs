//! What becomes of an escalation, and which are open. A clinician's answer leaves a task for whoever asked.

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::care::Interviews;
use ccm::care::escalation::{EscalationEvent, EscalationStep};

use super::desk::Desk;
use super::follow_up;
use super::view::EscalationView;
use crate::ports::{EscalationRow, WhichEscalations};
use crate::{App, Error, Place, Result};

/// More than any practice should have open at once.
const MOST: i64 = 500;

/// Takes a step: notified, handed on, acknowledged, answered, disposed of.
///
/// # Errors
/// [`Error::Invalid`] with all problems of its words; [`Error::Conflict`] when it cannot follow what happened before,
/// or somebody else acted in the same instant; [`Error::NotFound`].
pub async fn step(
    app: &App,
    actor: &Actor,
    place: Place,
    id: EscalationId,
    step: EscalationStep,
) -> Result<EscalationView> {
    let book = Interviews::embedded();
    step.check(&book.protocols).map_err(Error::Invalid)?;
    let mut desk = Desk::open(app, actor, place).await?;
    let practice = desk.practice.id;
    let found = desk.work.tx.escalations(practice, WhichEscalations::One(id), 1).await?;
    let (escalation, mut events) = found.into_iter().next().ok_or(Error::NotFound("escalation"))?;
    desk = desk.chart(escalation.patient, Permission::RecordCare).await?;
    let is_practitioner = desk.work.may(Permission::Attest);
    step.may_follow(&escalation, &events, &book.protocols, desk.person, is_practitioner)
        .map_err(|error| Error::Conflict(error.to_string()))?;
    if let EscalationStep::Notified { person } | EscalationStep::Reassigned { person } = &step {
        let roles = desk.work.tx.roles(practice).await?;
        let answers = |word: &str| app.rules.role_class(word).is_some_and(|class| class.is_practitioner());
        let fits = |word: &str| step.kind() == "notified" || answers(word);
        let mut here = roles.iter().filter(|role| role.person == *person && role.covers(desk.today));
        if !here.any(|role| fits(&role.word)) {
            return Err(Error::NotFound("person"));
        }
    }
    if let EscalationStep::Answered { advice, way } = &step {
        follow_up::open(&mut desk, &escalation, advice, way.as_deref()).await?;
    }
    let kind = step.kind();
    let event = EscalationEvent { at: desk.work.now, by: desk.person, step };
    desk.work.tx.add_escalation_event(practice, id, events.len(), &event).await?;
    events.push(event);
    desk.work.audit(kind, "escalation", &id.to_string(), Some(escalation.patient), serde_json::Value::Null);
    let revision = i64::try_from(events.len()).unwrap_or(i64::MAX).saturating_add(1);
    desk.work.changed_of("escalation", id, revision, Some(escalation.patient));
    let name = desk.names([escalation.patient]).await?.remove(&escalation.patient);
    let view = EscalationView::of(book, (escalation, events), desk.work.now, name);
    desk.work.commit().await?;
    Ok(view)
}

/// One escalation. Reading it is no acknowledgment.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`].
pub async fn escalation(app: &App, actor: &Actor, place: Place, id: EscalationId) -> Result<EscalationView> {
    let mut desk = Desk::read(app, actor, place, Permission::ReadChart).await?;
    let found = desk.work.tx.escalations(desk.practice.id, WhichEscalations::One(id), 1).await?;
    let row = found.into_iter().next().ok_or(Error::NotFound("escalation"))?;
    desk = desk.chart(row.0.patient, Permission::ReadChart).await?;
    let name = desk.names([row.0.patient]).await?.remove(&row.0.patient);
    let view = EscalationView::of(Interviews::embedded(), row, desk.work.now, name);
    drop(desk);
    app.audit_read(actor, place, "escalation", &id.to_string(), Some(view.patient)).await?;
    Ok(view)
}

/// Escalations of the practice that are not disposed of, in the order of their clocks; of one patient, if named.
///
/// # Errors
/// [`Error::Forbidden`].
pub async fn open_escalations(
    app: &App,
    actor: &Actor,
    place: Place,
    patient: Option<PatientId>,
) -> Result<Vec<EscalationView>> {
    let mut desk = Desk::read(app, actor, place, Permission::ReadChart).await?;
    let which = patient.map_or(WhichEscalations::Open, WhichEscalations::OpenOf);
    let mut rows = desk.work.tx.escalations(desk.practice.id, which, MOST).await?;
    let visible = desk.work.visible(Permission::ReadChart).await?;
    rows.retain(|(escalation, _)| visible.has(escalation.patient));
    let names = desk.names(rows.iter().map(|(escalation, _)| escalation.patient)).await?;
    let (book, now) = (Interviews::embedded(), desk.work.now);
    drop(desk);
    app.audit_read(actor, place, "escalations", "open", patient).await?;
    let view = |row: EscalationRow| {
        let name = names.get(&row.0.patient).cloned();
        EscalationView::of(book, row, now, name)
    };
    Ok(rows.into_iter().map(view).collect())
}
