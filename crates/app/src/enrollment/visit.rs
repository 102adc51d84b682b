//! The visit that a program begins with, as somebody writes down that it was held (INIT-01, INIT-02, INIT-08).

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::care::Visit;

use crate::care::desk::Desk;
use crate::{App, Error, Place, Result};

/// A visit that was held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldVisit {
    pub on: Date,
    pub code: Hcpcs,
    pub practitioner: PersonId,
    /// Care management was talked about with the patient.
    pub discussed: bool,
    /// Assessment and planning went beyond the visit.
    pub extra_planning: bool,
}

/// Puts a visit on record. What it means for a program, the rules say.
///
/// # Errors
/// [`Error::Invalid`] with all problems; [`Error::NotFound`]; [`Error::Forbidden`].
pub async fn record_visit(
    app: &App,
    actor: &Actor,
    place: Place,
    patient: PatientId,
    held: HeldVisit,
) -> Result<VisitId> {
    let desk = Desk::open(app, actor, place).await?;
    let mut desk = desk.chart(patient, Permission::RecordCare).await?;
    let practice = desk.practice.id;
    let roles = desk.work.tx.roles(practice).await?;
    let mut problems = Vec::new();
    if held.on > desk.today {
        problems.push(Problem::new("in_the_future", "visit_on"));
    }
    if !app.rules.is_initiating(&held.code) {
        problems.push(Problem::new("not_initiating", "visit_code"));
    }
    let may_bill = |word: &str| app.rules.role_class(word).is_some_and(|class| class.is_practitioner());
    if !roles
        .iter()
        .any(|role| role.person == held.practitioner && role.covers(held.on) && may_bill(&role.word))
    {
        problems.push(Problem::new("no_practitioner_then", "visit_by"));
    }
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let id = VisitId(desk.work.id());
    let visit = Visit {
        id,
        status: "finished".to_owned(),
        class: None,
        code: Some(held.code),
        on: held.on,
        until: None,
        practitioner: Some(held.practitioner),
        practitioner_npi: None,
        discussed: Some(held.discussed),
        extra_planning: Some(held.extra_planning),
    };
    let recorded = desk.recorded();
    desk.work.tx.add_visit(practice, patient, &visit, recorded).await?;
    desk.work.recorded("visit", id, Some(patient));
    desk.work.commit().await?;
    Ok(id)
}
