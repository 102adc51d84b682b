//! A copy to the patient, the caregiver or another provider, with its proof (PLAN-02).

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::care_plan::{CarePlanCopy, CopyProof, PlanState};

use crate::care::desk::Desk;
use crate::{App, Error, Place, Result};

/// What somebody gave away.
#[derive(Clone, Debug)]
pub struct NewPlanCopy {
    pub plan: CarePlanId,
    pub on: Date,
    pub recipient: String,
    pub way: String,
    pub proof: CopyProof,
}

/// Puts on record that a signed version was given away.
///
/// # Errors
/// [`Error::Invalid`] with all problems; [`Error::Conflict`] for a version that is not signed; [`Error::NotFound`];
/// [`Error::Forbidden`].
pub async fn give_plan_copy(
    app: &App,
    actor: &Actor,
    place: Place,
    patient: PatientId,
    new: NewPlanCopy,
) -> Result<CopyId> {
    let desk = Desk::open(app, actor, place).await?;
    let mut desk = desk.chart(patient, Permission::RecordCare).await?;
    let practice = desk.practice.id;
    let history = desk.work.tx.plan_history(practice, patient).await?;
    let row = history.iter().find(|row| row.plan.id == new.plan).ok_or(Error::NotFound("care plan"))?;
    let NewPlanCopy { plan, on, recipient, way, proof } = new;
    let id = CopyId(desk.work.id());
    let copy = CarePlanCopy { id, patient, care_plan: plan, on, recipient, way, proof: Some(proof) };
    let mut problems = copy.check(desk.today);
    if on < row.plan.dated {
        problems.push(Problem::new("before_the_plan", "on"));
    }
    if copy.recipient == "caregiver" && !is_allowed(&mut desk, &copy).await? {
        problems.push(Problem::new("not_allowed_by_patient", "to_name"));
    }
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    if PlanState::of(row.plan.signed_by.is_some(), &row.reviews) != PlanState::Signed {
        return Err(Error::Conflict("this version is not signed yet".into()));
    }
    let recorded = desk.recorded();
    desk.work.tx.add_copy(practice, &copy, recorded).await?;
    desk.work.recorded("care_plan_copy", id, Some(patient));
    desk.work.commit().await?;
    Ok(id)
}

/// Whether the patient lets this caregiver have the plan on that day.
async fn is_allowed(desk: &mut Desk, copy: &CarePlanCopy) -> Result<bool> {
    let told = desk.work.tx.preferences_of(desk.practice.id, &[copy.patient]).await?.pop();
    let name = copy.proof.as_ref().map_or("", |proof| &proof.to_name);
    Ok(told.is_some_and(|told| {
        told.caregivers.iter().any(|one| one.is_called(name) && one.may_have("care_plan", copy.on))
    }))
}
