//! The practitioner signs a version, or returns it with what is to change (PLAN-05): a task of whoever wrote it.

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::care::{NewTask, TaskKind, TaskOrigin};
use ccm::care_plan::{PlanReview, PlanState, ReviewWord};

use crate::care::desk::Desk;
use crate::care::{tasks, title};
use crate::{App, Error, Place, Result};

/// Puts on record what the practitioner says of the newest version. What comes back is due today, with whoever wrote it while
/// they work here, else with whoever comes first.
///
/// # Errors
/// [`Error::Invalid`] for a return without a comment; [`Error::Conflict`] for a version that is signed, or that a newer one
/// has taken the place of; [`Error::Forbidden`] for who is not a billing practitioner of this patient;
/// [`Error::NotFound`].
pub async fn review_plan(
    app: &App,
    actor: &Actor,
    place: Place,
    patient: PatientId,
    id: CarePlanId,
    mut word: ReviewWord,
) -> Result<()> {
    let problems = word.check();
    let desk = Desk::open(app, actor, place).await?;
    let desk = desk.chart(patient, Permission::RecordCare).await?;
    let mut desk = Desk { work: desk.work.require(Permission::Attest).await?, ..desk };
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let practice = desk.practice.id;
    let history = desk.work.tx.plan_history(practice, patient).await?;
    let row = history.iter().find(|row| row.plan.id == id).ok_or(Error::NotFound("care plan"))?;
    if !desk.may_sign_plan(patient).await? {
        return Err(Error::Forbidden(Permission::Attest.word()));
    }
    if PlanState::of(row.plan.signed_by.is_some(), &row.reviews) == PlanState::Signed {
        return Err(Error::Conflict("this version is signed".into()));
    }
    if history.first().is_some_and(|newest| newest.plan.id != id) {
        return Err(Error::Conflict("a newer version has taken its place".into()));
    }
    if let ReviewWord::Returned { comment } = &mut word {
        *comment = comment.trim().to_owned();
    }
    if let ReviewWord::Returned { comment } = &word {
        let author = row.recorded_by;
        let roles = desk.work.tx.roles(practice).await?;
        let is_here = roles.iter().any(|role| role.person == author && role.covers(desk.today));
        let new = NewTask {
            kind: TaskKind::PlanChange,
            title: title(comment),
            due: desk.today,
            owner: Some(author).filter(|_| is_here),
        };
        tasks::keep_task(&mut desk, Some(patient), new, TaskOrigin::CarePlan(id)).await?;
    }
    let (kind, at, by) = (word.kind(), desk.work.now, desk.person);
    let review = PlanReview { id: PlanReviewId(desk.work.id()), word, at, by };
    desk.work.tx.add_plan_review(practice, patient, id, &review).await?;
    desk.work.audit(kind, "care_plan", &id.to_string(), Some(patient), serde_json::Value::Null);
    desk.work.changed_of("care_plan_review", review.id, 1, Some(patient));
    desk.work.commit().await
}
