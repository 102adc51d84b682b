//! Tasks: create, step, list.

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::care::{NewTask, Task, TaskEvent, TaskOrigin, TaskStep};

use super::desk::Desk;
use super::view::TaskView;
use crate::ports::{TaskRow, WhichTasks};
use crate::{App, Error, Place, Result};

/// More than any list should show at once.
const MOST: i64 = 500;

/// Opens a task by hand.
///
/// # Errors
/// [`Error::Invalid`] with all problems; [`Error::NotFound`] for a patient or owner who is not here.
pub async fn create_task(
    app: &App,
    actor: &Actor,
    place: Place,
    patient: Option<PatientId>,
    new: NewTask,
) -> Result<TaskId> {
    let problems = new.check();
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let mut desk = Desk::open(app, actor, place).await?;
    if let Some(patient) = patient {
        desk = desk.chart(patient, Permission::RecordCare).await?;
    }
    works_here(&mut desk, new.owner).await?;
    let id = keep_task(&mut desk, patient, new, TaskOrigin::ByHand).await?;
    desk.work.commit().await?;
    Ok(id)
}

/// Takes a step: done, cancelled, reassigned, postponed, or one of a referral's.
///
/// # Errors
/// [`Error::Invalid`] with all problems of its words; [`Error::Conflict`] when it cannot follow what happened before,
/// or somebody else acted in the same instant; [`Error::NotFound`].
pub async fn step_task(
    app: &App,
    actor: &Actor,
    place: Place,
    id: TaskId,
    step: TaskStep,
) -> Result<TaskView> {
    let problems = step.check();
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let mut desk = Desk::open(app, actor, place).await?;
    let practice = desk.practice.id;
    let found = desk.work.tx.tasks(practice, WhichTasks::One(id), 1).await?;
    let (task, mut events) = found.into_iter().next().ok_or(Error::NotFound("task"))?;
    if let Some(patient) = task.patient {
        desk = desk.chart(patient, Permission::RecordCare).await?;
    }
    task.may(&events, &step).map_err(|error| Error::Conflict(error.to_string()))?;
    if let TaskStep::Reassigned { owner } = &step {
        works_here(&mut desk, *owner).await?;
    }
    let kind = step.kind();
    let event = TaskEvent { at: desk.work.now, by: desk.person, step };
    desk.work.tx.add_task_event(practice, id, events.len(), &event).await?;
    events.push(event);
    desk.work.audit(kind, "task", &id.to_string(), task.patient, serde_json::Value::Null);
    let revision = i64::try_from(events.len()).unwrap_or(i64::MAX).saturating_add(1);
    desk.work.changed_of("task", id, revision, task.patient);
    let names = desk.names(task.patient).await?;
    let name = task.patient.and_then(|patient| names.get(&patient).cloned());
    let view = TaskView::of((task, events), desk.today, name);
    desk.work.commit().await?;
    Ok(view)
}

/// One task.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`].
pub async fn task(app: &App, actor: &Actor, place: Place, id: TaskId) -> Result<TaskView> {
    let views = list(app, actor, place, WhichTasks::One(id)).await?;
    views.into_iter().next().ok_or(Error::NotFound("task"))
}

/// Open tasks of the practice that are due by a day: one's own and nobody's, or everybody's.
///
/// # Errors
/// [`Error::Forbidden`].
pub async fn tasks_due(
    app: &App,
    actor: &Actor,
    place: Place,
    by: Date,
    of_all: bool,
) -> Result<Vec<TaskView>> {
    let person = actor.person().ok_or(Error::Forbidden(Permission::ReadChart.word()))?;
    list(app, actor, place, if of_all { WhichTasks::Due(by) } else { WhichTasks::DueFor(person, by) }).await
}

/// A patient's open tasks, in the order of their due days.
///
/// # Errors
/// [`Error::Forbidden`].
pub async fn tasks_of(app: &App, actor: &Actor, place: Place, patient: PatientId) -> Result<Vec<TaskView>> {
    list(app, actor, place, WhichTasks::OpenOf(patient)).await
}

async fn list(app: &App, actor: &Actor, place: Place, which: WhichTasks) -> Result<Vec<TaskView>> {
    let mut desk = Desk::read(app, actor, place, Permission::ReadChart).await?;
    if let WhichTasks::OpenOf(patient) = which {
        desk = desk.chart(patient, Permission::ReadChart).await?;
    }
    let rows = desk.work.tx.tasks(desk.practice.id, which, MOST).await?;
    let views = visible_views(&mut desk, rows, Permission::ReadChart).await?;
    drop(desk);
    let (what, patient) = match which {
        WhichTasks::One(id) => (id.to_string(), views.first().and_then(|view| view.patient)),
        WhichTasks::OpenOf(patient) => ("open".to_owned(), Some(patient)),
        WhichTasks::DueFor(..) | WhichTasks::Due(_) => ("due".to_owned(), None),
    };
    app.audit_read(actor, place, "task", &what, patient).await?;
    Ok(views)
}

/// Those of charts that the reader may see, with the patients' names.
pub(super) async fn visible_views(
    desk: &mut Desk,
    mut rows: Vec<TaskRow>,
    permission: Permission,
) -> Result<Vec<TaskView>> {
    let visible = desk.work.visible(permission).await?;
    rows.retain(|(task, _)| task.patient.is_none_or(|patient| visible.has(patient)));
    views(desk, rows).await
}

/// With the patients' names, by one query.
pub(super) async fn views(desk: &mut Desk, rows: Vec<TaskRow>) -> Result<Vec<TaskView>> {
    let names = desk.names(rows.iter().filter_map(|(task, _)| task.patient)).await?;
    let view = |row: TaskRow| {
        let name = row.0.patient.and_then(|patient| names.get(&patient).cloned());
        TaskView::of(row, desk.today, name)
    };
    Ok(rows.into_iter().map(view).collect())
}

/// # Errors
/// [`Error::NotFound`] for an owner who has no role at the practice today.
pub(crate) async fn works_here(desk: &mut Desk, owner: Option<PersonId>) -> Result<()> {
    let Some(owner) = owner.filter(|owner| *owner != desk.person) else { return Ok(()) };
    let roles = desk.work.tx.roles(desk.practice.id).await?;
    let is_here = roles.iter().any(|role| role.person == owner && role.covers(desk.today));
    is_here.then_some(()).ok_or(Error::NotFound("person"))
}

pub(crate) async fn keep_task(
    desk: &mut Desk,
    patient: Option<PatientId>,
    mut new: NewTask,
    origin: TaskOrigin,
) -> Result<TaskId> {
    new.title = new.title.trim().to_owned();
    let id = TaskId(desk.work.id());
    let task = Task { id, patient, new, origin, opened_at: desk.work.now, opened_by: desk.person };
    desk.work.tx.add_task(desk.practice.id, &task).await?;
    desk.work.recorded("task", id, patient);
    Ok(id)
}
