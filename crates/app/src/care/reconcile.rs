//! Medication reconciliation and goal progress outside of a call: from a discharge paper, a pharmacy's list, a visit.

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::care::{GoalProgress, Reconciliation};

use super::desk::Desk;
use crate::{App, Error, Place, Result};

/// Records one reconciliation.
///
/// # Errors
/// [`Error::Invalid`] with all problems; [`Error::NotFound`] for a patient who is not here.
pub async fn reconcile(
    app: &App,
    actor: &Actor,
    place: Place,
    patient: PatientId,
    reconciliation: &Reconciliation,
) -> Result<ReconciliationId> {
    let mut problems = reconciliation.check();
    if reconciliation.is_empty() {
        problems.push(Problem::new("required", "medication"));
    }
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let mut desk = Desk::open(app, actor, place).await?;
    desk = desk.chart(patient, Permission::RecordCare).await?;
    let id = keep_reconciliation(&mut desk, patient, None, reconciliation).await?;
    desk.work.commit().await?;
    Ok(id)
}

/// Records how far the patient has come with goals.
///
/// # Errors
/// As [`reconcile`].
pub async fn progress(
    app: &App,
    actor: &Actor,
    place: Place,
    patient: PatientId,
    goals: &[GoalProgress],
) -> Result<Vec<GoalProgressId>> {
    let problems: Vec<Problem> = goals
        .iter()
        .enumerate()
        .flat_map(|(index, one)| {
            one.check().into_iter().map(move |problem| problem.under(&format!("goals.{index}")))
        })
        .collect();
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let mut desk = Desk::open(app, actor, place).await?;
    desk = desk.chart(patient, Permission::RecordCare).await?;
    let ids = keep_progress(&mut desk, patient, None, goals).await?;
    if ids.is_empty() {
        desk.work.tx.rollback().await?;
    } else {
        desk.work.commit().await?;
    }
    Ok(ids)
}

pub(super) async fn keep_reconciliation(
    desk: &mut Desk,
    patient: PatientId,
    call: Option<CallId>,
    reconciliation: &Reconciliation,
) -> Result<ReconciliationId> {
    let (practice, id, recorded) = (desk.practice.id, ReconciliationId(desk.work.id()), desk.recorded());
    let listed = desk.work.tx.medication_list(practice, patient).await?;
    let is_complete = reconciliation.is_complete(&listed);
    let about = (id, patient, call, desk.today);
    desk.work.tx.add_reconciliation(practice, about, reconciliation, is_complete, recorded).await?;
    desk.work.recorded("reconciliation", id, Some(patient));
    Ok(id)
}

pub(super) async fn keep_progress<'a>(
    desk: &mut Desk,
    patient: PatientId,
    call: Option<CallId>,
    goals: impl IntoIterator<Item = &'a GoalProgress>,
) -> Result<Vec<GoalProgressId>> {
    let (practice, recorded, today) = (desk.practice.id, desk.recorded(), desk.today);
    let mut ids = Vec::new();
    for progress in goals {
        let id = GoalProgressId(desk.work.id());
        desk.work.tx.add_progress(practice, (id, patient, call, today), progress, recorded).await?;
        desk.work.recorded("goal_progress", id, Some(patient));
        ids.push(id);
    }
    Ok(ids)
}
