//! The panel beside any page: what is to do this week, and which calls are left today.

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::care::next_contact::{DayPart, Why};
use serde::Serialize;

use super::desk::Desk;
use super::tasks;
use super::view::{PatientName, TaskView};
use crate::ports::WhichTasks;
use crate::{App, Place, Result};

/// The most of each list: a panel is narrow.
const MOST: i64 = 100;

/// A contact that may take place today.
#[derive(Clone, Debug, Serialize)]
pub struct CallLeft {
    pub patient: PatientId,
    pub name: Option<PatientName>,
    pub from: Date,
    pub until: Date,
    pub part: Option<DayPart>,
    pub why: Vec<Why>,
    /// Its last day has gone by.
    pub is_overdue: bool,
}

/// One person's week.
#[derive(Clone, Debug, Serialize)]
pub struct Week {
    pub schema: &'static str,
    pub today: Date,
    /// The Sunday that ends it.
    pub until: Date,
    /// Due by then, one's own and nobody's, what is overdue first.
    pub tasks: Vec<TaskView>,
    /// Contacts with the patients assigned to this person, and those that they agreed on for a patient who is nobody's;
    /// nobody has made them yet.
    pub calls: Vec<CallLeft>,
}

/// A person's week, by a fixed number of queries.
///
/// # Errors
/// [`crate::Error::Forbidden`].
pub async fn week(app: &App, actor: &Actor, place: Place) -> Result<Week> {
    let mut desk = Desk::read(app, actor, place, Permission::RecordCare).await?;
    let (practice, person, today) = (desk.practice.id, desk.person, desk.today);
    let left = i64::from(7 - today.weekday().to_monday_one_offset());
    let until = today.saturating_add(jiff::Span::new().days(left));
    let due = desk.work.tx.tasks(practice, WhichTasks::DueFor(person, until), MOST).await?;
    let contacts = desk.work.tx.contacts_due(practice, person, (today, desk.work.now), MOST).await?;
    let visible = desk.work.visible(Permission::RecordCare).await?;
    let contacts: Vec<_> = contacts.into_iter().filter(|one| visible.has(one.patient)).collect();
    let names = desk.names(contacts.iter().map(|one| one.patient)).await?;
    let calls = contacts.into_iter().map(|one| CallLeft {
        name: names.get(&one.patient).cloned(),
        is_overdue: one.until < today,
        patient: one.patient,
        from: one.from,
        until: one.until,
        part: one.part,
        why: one.why,
    });
    let calls = calls.collect();
    let tasks = tasks::visible_views(&mut desk, due, Permission::ReadChart).await?;
    drop(desk);
    app.audit_read(actor, place, "week", &person.to_string(), None).await?;
    Ok(Week { schema: "perennial.week.1", today, until, tasks, calls })
}
