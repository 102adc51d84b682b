//! A draft becomes a version, which changes no more.

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::care_plan::{CarePlan, PlanContent};

use super::draft::{close_draft, open_draft};
use crate::care::desk::Desk;
use crate::{App, Error, Place, Result};

/// Keeps the open draft as the next version, dated today. Missing elements keep nobody from it: the rules hold what
/// rests on them, and the page says so.
///
/// # Errors
/// [`Error::Invalid`] with every field that cannot be read; [`Error::Conflict`] when somebody saved meanwhile, or no draft
/// is open; [`Error::Forbidden`].
pub async fn add_plan_version(
    app: &App,
    actor: &Actor,
    place: Place,
    patient: PatientId,
    seen: i64,
) -> Result<CarePlanId> {
    let desk = Desk::open(app, actor, place).await?;
    let mut desk = desk.chart(patient, Permission::RecordCare).await?;
    let practice = desk.practice.id;
    let row = open_draft(&mut desk, patient).await?;
    let content = PlanContent::of_sheet(&row.draft.fields).map_err(Error::Invalid)?;
    let elements = content.elements();
    if elements.is_empty() {
        return Err(Error::invalid(Problem::new("empty_plan", "plan")));
    }
    let newest = desk.work.tx.newest_plan(practice, patient).await?;
    let plan = CarePlan {
        id: CarePlanId(desk.work.id()),
        patient,
        dated: desk.today,
        signed_by: None,
        is_revision: newest.is_some(),
        elements,
        content: Some(content),
    };
    close_draft(&mut desk, row, seen, "close").await?;
    let recorded = desk.recorded();
    desk.work.tx.add_plan(practice, &plan, recorded).await?;
    desk.work.recorded("care_plan", plan.id, Some(patient));
    desk.work.commit().await?;
    Ok(plan.id)
}
