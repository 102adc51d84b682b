//! Who cares for which patient; and the list of charts of a reviewer from outside.

use ccm::access::{Actor, Permission, Standing};
use ccm::basics::*;
use serde::Serialize;

use crate::ports::{AssignmentRow, Purpose};
use crate::{App, Error, Place, Result, Work};

/// The longest that a chart stays on an external auditor's list.
const REVIEW_DAYS: i64 = 366;

/// A chart that is somebody's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Chart {
    pub id: AssignmentId,
    pub patient: PatientId,
    pub person: PersonId,
    pub purpose: Purpose,
    pub from: Timestamp,
    pub until: Option<Timestamp>,
}

/// Assigns a patient to somebody who works at the practice, from now on.
///
/// # Errors
/// [`Error::NotFound`] for no patient or nobody of this practice; [`Error::Conflict`] where it is so already;
/// [`Error::Forbidden`].
pub async fn assign(
    app: &App,
    actor: &Actor,
    place: Place,
    patient: PatientId,
    person: PersonId,
) -> Result<AssignmentId> {
    let mut work = begin(app, actor, place, person).await?;
    let id = give(&mut work, patient, person).await?;
    let id = id.ok_or_else(|| Error::Conflict("assigned already".to_owned()))?;
    work.commit().await?;
    Ok(id)
}

/// Assigns a list of patients to one person, all or none; whoever is theirs already stays so. How many are new.
///
/// # Errors
/// [`Error::NotFound`] for a patient or a person of another practice; [`Error::Forbidden`].
pub async fn assign_all(
    app: &App,
    actor: &Actor,
    place: Place,
    patients: &[PatientId],
    person: PersonId,
) -> Result<usize> {
    let mut work = begin(app, actor, place, person).await?;
    let mut new = 0;
    for &patient in patients {
        new += usize::from(give(&mut work, patient, person).await?.is_some());
    }
    if new > 0 {
        work.commit().await?;
    }
    Ok(new)
}

async fn begin(app: &App, actor: &Actor, place: Place, person: PersonId) -> Result<Work> {
    let mut work = app.begin(actor, place).await?.require(Permission::Assign).await?;
    let practice = work.practice_id()?;
    let held = work.tx.held_roles(person).await?;
    if crate::work::standings_at(&app.rules, &held, Some(practice), work.now).chief() == Standing::Nobody {
        return Err(Error::NotFound("person"));
    }
    Ok(work)
}

/// `None`: it is so already.
async fn give(work: &mut Work, patient: PatientId, person: PersonId) -> Result<Option<AssignmentId>> {
    let (practice, now) = (work.practice_id()?, work.now);
    if !work.tx.patient_exists(practice, patient).await? {
        return Err(Error::NotFound("patient"));
    }
    if work.tx.is_assigned(practice, person, patient, Purpose::Care, now).await? {
        return Ok(None);
    }
    keep(work, patient, person, Purpose::Care, None).await.map(Some)
}

async fn keep(
    work: &mut Work,
    patient: PatientId,
    person: PersonId,
    purpose: Purpose,
    until: Option<Timestamp>,
) -> Result<AssignmentId> {
    let practice = work.practice_id()?;
    let id = AssignmentId(work.id());
    let row = AssignmentRow { id, patient, person, purpose, from: work.now, until, ends: None };
    let (by, now) = (work.actor.person(), work.now);
    work.tx.add_assignment(practice, &row, by, now).await?;
    let details = serde_json::json!({"person": person, "purpose": purpose});
    work.audit("assign", "assignment", &id.to_string(), Some(patient), details);
    work.changed_of("assignment", id, 1, Some(patient));
    Ok(id)
}

/// Ends an assignment, or takes a chart off a list, from now on.
///
/// # Errors
/// [`Error::NotFound`] for one that there is not, or that has ended; [`Error::Forbidden`].
pub async fn end_assignment(
    app: &App,
    actor: &Actor,
    place: Place,
    patient: PatientId,
    id: AssignmentId,
) -> Result<()> {
    let mut work = app.begin(actor, place).await?.require(Permission::Assign).await?;
    let (practice, now) = (work.practice_id()?, work.now);
    let rows = work.tx.assignments_of(practice, patient, now).await?;
    let row = rows.into_iter().find(|row| row.id == id).ok_or(Error::NotFound("assignment"))?;
    let end = AssignmentRow { id: AssignmentId(work.id()), from: now, until: None, ends: Some(id), ..row };
    let by = work.actor.person();
    work.tx.add_assignment(practice, &end, by, now).await?;
    work.audit("end", "assignment", &id.to_string(), Some(patient), serde_json::Value::Null);
    work.changed_of("assignment", id, 2, Some(patient));
    work.commit().await
}

/// Whose a patient's chart is now.
///
/// # Errors
/// [`Error::NotFound`] for a chart that the actor may not see.
pub async fn assignments(app: &App, actor: &Actor, place: Place, patient: PatientId) -> Result<Vec<Chart>> {
    let mut work = app.begin_read(actor, place).await?.chart(patient, Permission::ReadChart).await?;
    let (practice, now) = (work.practice_id()?, work.now);
    let rows = work.tx.assignments_of(practice, patient, now).await?;
    let chart = |row: AssignmentRow| Chart {
        id: row.id,
        patient: row.patient,
        person: row.person,
        purpose: row.purpose,
        from: row.from,
        until: row.until,
    };
    Ok(rows.into_iter().map(chart).collect())
}

/// Puts charts on an external auditor's list until an instant; one that is there already stays as it is.
///
/// # Errors
/// [`Error::Invalid`] for an end that has passed or is more than a year away; [`Error::NotFound`] for somebody who is no
/// auditor here, or no patient of this practice; [`Error::Forbidden`].
pub async fn list_for_review(
    app: &App,
    actor: &Actor,
    place: Place,
    auditor: PersonId,
    patients: &[PatientId],
    until: Timestamp,
) -> Result<usize> {
    let mut work = app.begin(actor, place).await?.require(Permission::ManageStaff).await?;
    let (practice, now) = (work.practice_id()?, work.now);
    let latest = now.saturating_add(jiff::SignedDuration::from_hours(24 * REVIEW_DAYS)).unwrap_or(now);
    if until <= now || until > latest {
        return Err(Error::invalid(Problem::new("out_of_range", "until").with("days_at_most", REVIEW_DAYS)));
    }
    let held = work.tx.held_roles(auditor).await?;
    if !crate::work::standings_at(&app.rules, &held, Some(practice), now).has(Standing::Auditor) {
        return Err(Error::NotFound("auditor"));
    }
    let mut listed = 0;
    for &patient in patients {
        if !work.tx.patient_exists(practice, patient).await? {
            return Err(Error::NotFound("patient"));
        }
        if !work.tx.is_assigned(practice, auditor, patient, Purpose::Review, now).await? {
            keep(&mut work, patient, auditor, Purpose::Review, Some(until)).await?;
            listed += 1;
        }
    }
    work.commit().await?;
    Ok(listed)
}
