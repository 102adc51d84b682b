//! Before one goes home: what is unsigned, due, or waits for somebody.

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::care::Interviews;
use serde::Serialize;

use super::desk::Desk;
use super::tasks;
use super::view::{EscalationView, PatientName, TaskView};
use crate::ports::{WhichEscalations, WhichTasks};
use crate::{App, Place, Result};

/// The most of each list.
const MOST: i64 = 200;

/// A call without a signed note.
#[derive(Clone, Debug, Serialize)]
pub struct UnsignedCall {
    pub call: CallId,
    pub patient: PatientId,
    pub name: Option<PatientName>,
    pub opened_at: Timestamp,
    pub saved_at: Timestamp,
    /// From an earlier day of the practice.
    pub is_from_before: bool,
}

/// One person's end of the day.
#[derive(Clone, Debug, Serialize)]
pub struct WrapUp {
    pub schema: &'static str,
    pub today: Date,
    /// Oldest first.
    pub unsigned: Vec<UnsignedCall>,
    /// One's own and nobody's, due today or before.
    pub tasks: Vec<TaskView>,
    /// Opened by this person, or of which they were told, and not disposed of.
    pub escalations: Vec<EscalationView>,
}

/// What a person still has open, by a fixed number of queries.
///
/// # Errors
/// [`crate::Error::Forbidden`].
pub async fn wrap_up(app: &App, actor: &Actor, place: Place) -> Result<WrapUp> {
    let mut desk = Desk::read(app, actor, place, Permission::RecordCare).await?;
    let (practice, person, today) = (desk.practice.id, desk.person, desk.today);
    let calls = desk.work.tx.unsigned_calls(practice, person).await?;
    let due = desk.work.tx.tasks(practice, WhichTasks::DueFor(person, today), MOST).await?;
    let open = desk.work.tx.escalations(practice, WhichEscalations::Open, MOST).await?;
    let visible = desk.work.visible(Permission::ReadChart).await?;
    let open: Vec<_> = open.into_iter().filter(|(escalation, _)| visible.has(escalation.patient)).collect();
    let named = calls.iter().map(|call| call.patient);
    let names = desk.names(named.chain(open.iter().map(|(escalation, _)| escalation.patient))).await?;
    let unsigned = calls.into_iter().map(|call| UnsignedCall {
        call: call.id,
        patient: call.patient,
        name: names.get(&call.patient).cloned(),
        opened_at: call.opened_at,
        saved_at: call.saved_at,
        is_from_before: desk.zone.to_datetime(call.opened_at).date() < today,
    });
    let unsigned = unsigned.collect();
    let (book, now) = (Interviews::embedded(), desk.work.now);
    let escalations = open.into_iter().map(|row| {
        let name = names.get(&row.0.patient).cloned();
        EscalationView::of(book, row, now, name)
    });
    let concerns = |view: &EscalationView| {
        view.opened_by == person || view.notified.iter().any(|(told, _)| *told == person)
    };
    let escalations = escalations.filter(concerns).collect();
    let tasks = tasks::visible_views(&mut desk, due, Permission::ReadChart).await?;
    drop(desk);
    app.audit_read(actor, place, "wrap_up", &person.to_string(), None).await?;
    Ok(WrapUp { schema: "perennial.wrap_up.1", today, unsigned, tasks, escalations })
}
