//! Appointments: arrange, say what became of one, list. A reminder stands as a task until then.

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::care::{
    Appointment, AppointmentEvent, AppointmentState, AppointmentStep, AppointmentTerms, NewAppointment,
    NewTask, TaskEvent, TaskKind, TaskOrigin, TaskStep,
};
use serde::Serialize;

use super::desk::Desk;
use super::tasks::keep_task;
use super::view::StepView;
use crate::ports::{AppointmentRow, WhichTasks};
use crate::{App, Error, Place, Result};

/// The most shown of a patient.
pub const MOST: i64 = 200;

/// An appointment as it stands.
#[derive(Clone, Debug, Serialize)]
pub struct AppointmentView {
    pub id: AppointmentId,
    pub patient: PatientId,
    pub with: String,
    pub kind: String,
    pub at: Timestamp,
    pub state: AppointmentState,
    /// It has begun, and nobody has said what became of it.
    pub is_open_past: bool,
    pub arranged_at: Timestamp,
    pub arranged_by: PersonId,
    /// To be named with the next step.
    pub seen: usize,
    pub steps: Vec<StepView<AppointmentStep>>,
}

impl AppointmentView {
    pub(crate) fn of((one, events): AppointmentRow, now: Timestamp) -> Self {
        let state = AppointmentState::of(&events);
        let step =
            |event: &AppointmentEvent| StepView { at: event.at, by: event.by, step: event.step.clone() };
        Self {
            id: one.id,
            patient: one.patient,
            is_open_past: state == AppointmentState::Booked && one.new.at <= now,
            with: one.new.with,
            kind: one.new.kind,
            at: one.new.at,
            state,
            arranged_at: one.arranged_at,
            arranged_by: one.arranged_by,
            seen: events.len(),
            steps: events.iter().map(step).collect(),
        }
    }
}

/// Arranges one, with its reminder where it is still to come.
///
/// # Errors
/// [`Error::Invalid`] with all problems; [`Error::NotFound`] for a chart that one may not see.
pub async fn arrange(
    app: &App,
    actor: &Actor,
    place: Place,
    patient: PatientId,
    mut new: NewAppointment,
) -> Result<AppointmentId> {
    let terms = AppointmentTerms::embedded();
    let desk = Desk::open(app, actor, place).await?;
    let mut desk = desk.chart(patient, Permission::RecordCare).await?;
    let problems = new.check(terms);
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    new.with = new.with.trim().to_owned();
    let id = AppointmentId(desk.work.id());
    let (arranged_at, arranged_by) = (desk.work.now, desk.person);
    let one = Appointment { id, patient, new, arranged_at, arranged_by };
    desk.work.tx.add_appointment(desk.practice.id, &one).await?;
    desk.work.recorded("appointment", id, Some(patient));
    if one.new.at > desk.work.now {
        let due = terms.remind_on(one.new.at, &desk.zone, desk.today);
        let (title, owner) = (terms.reminder(&one.new.with), Some(desk.person));
        let new = NewTask { kind: TaskKind::Appointment, title, due, owner };
        keep_task(&mut desk, Some(patient), new, TaskOrigin::Appointment(id)).await?;
    }
    desk.work.commit().await?;
    Ok(id)
}

/// Says what became of one, or takes that back; the reminder ends with it. `seen`: how many events the caller has seen.
///
/// # Errors
/// [`Error::Invalid`] with all problems of its words; [`Error::Conflict`] when somebody else took a step meanwhile, or it
/// cannot follow; [`Error::NotFound`].
pub async fn step_appointment(
    app: &App,
    actor: &Actor,
    place: Place,
    id: AppointmentId,
    seen: usize,
    step: AppointmentStep,
) -> Result<()> {
    let problems = step.check();
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let mut desk = Desk::open(app, actor, place).await?;
    let practice = desk.practice.id;
    let (one, events) =
        desk.work.tx.appointment(practice, id).await?.ok_or(Error::NotFound("appointment"))?;
    desk = desk.chart(one.patient, Permission::RecordCare).await?;
    if seen != events.len() {
        return Err(Error::Conflict("somebody else took a step meanwhile".to_owned()));
    }
    AppointmentState::of(&events)
        .may(&step, one.new.at, desk.work.now)
        .map_err(|error| Error::Conflict(error.to_string()))?;
    let kind = step.kind();
    let event = AppointmentEvent { at: desk.work.now, by: desk.person, step };
    desk.work.tx.add_appointment_event(practice, id, seen, &event).await?;
    desk.work.audit(kind, "appointment", &id.to_string(), Some(one.patient), serde_json::Value::Null);
    let revision = i64::try_from(seen).unwrap_or(i64::MAX).saturating_add(2);
    desk.work.changed_of("appointment", id, revision, Some(one.patient));
    for (task, events) in desk.work.tx.tasks(practice, WhichTasks::OpenOf(one.patient), MOST).await? {
        if task.origin != TaskOrigin::Appointment(id) {
            continue;
        }
        let (at, by) = (desk.work.now, desk.person);
        let event = TaskEvent { at, by, step: TaskStep::Done { remark: None } };
        desk.work.tx.add_task_event(practice, task.id, events.len(), &event).await?;
        desk.work.audit("done", "task", &task.id.to_string(), Some(one.patient), serde_json::Value::Null);
        let revision = i64::try_from(events.len()).unwrap_or(i64::MAX).saturating_add(2);
        desk.work.changed_of("task", task.id, revision, Some(one.patient));
    }
    desk.work.commit().await
}

/// A patient's appointments, the latest first.
///
/// # Errors
/// [`Error::NotFound`] for a chart that one may not see.
pub async fn appointments(
    app: &App,
    actor: &Actor,
    place: Place,
    patient: PatientId,
) -> Result<Vec<AppointmentView>> {
    let desk = Desk::read(app, actor, place, Permission::ReadChart).await?;
    let mut desk = desk.chart(patient, Permission::ReadChart).await?;
    let rows = desk.work.tx.appointments_of(desk.practice.id, patient, MOST).await?;
    let now = desk.work.now;
    drop(desk);
    app.audit_read(actor, place, "appointment", "all", Some(patient)).await?;
    Ok(rows.into_iter().map(|row| AppointmentView::of(row, now)).collect())
}
