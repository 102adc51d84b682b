//! A patient's assessments: what is due and why, what is begun, what there was.

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::care::assessment::DueWhy;
use ccm::care::{Instrument, Questionnaires};

use super::super::desk::Desk;
use super::super::view::PatientName;
use super::facts::{conditions, known};
use super::view::History;
use crate::ports::AssessmentHead;
use crate::{App, Place, Result};

/// All of it on one page.
#[derive(Clone, Debug)]
pub struct AssessmentList {
    pub patient: PatientId,
    pub name: PatientName,
    pub today: Date,
    /// Every instrument: the due ones first, the most pressing before the others.
    pub offered: Vec<Offered>,
    pub drafts: Vec<AssessmentDraftHead>,
    /// Of each instrument that was ever given.
    pub histories: Vec<History>,
    /// Corrected ones, newest first.
    pub replaced: Vec<AssessmentHead>,
}

/// An instrument to choose.
#[derive(Clone, Debug)]
pub struct Offered {
    pub instrument: &'static Instrument,
    /// `None`: it is not due.
    pub due: Option<DueWhy<'static>>,
}

/// A draft that is open.
#[derive(Clone, Debug)]
pub struct AssessmentDraftHead {
    pub id: AssessmentId,
    pub instrument: &'static Instrument,
    pub answered: usize,
    pub saved_at: Timestamp,
    pub opened_by: PersonId,
}

/// The assessments of a patient.
///
/// # Errors
/// [`crate::Error::NotFound`] for a chart that the actor may not see.
pub async fn assessments(
    app: &App,
    actor: &Actor,
    place: Place,
    patient: PatientId,
) -> Result<AssessmentList> {
    let mut desk = Desk::read(app, actor, place, Permission::ReadChart)
        .await?
        .chart(patient, Permission::ReadChart)
        .await?;
    let (practice, today, book) = (desk.practice.id, desk.today, Questionnaires::embedded());
    let heads = desk.work.tx.assessments_of(practice, &[patient]).await?;
    let rows = desk.work.tx.open_assessment_drafts(practice, patient).await?;
    let conditions = conditions(&mut *desk.work.tx, practice, patient, today).await?;
    let name = desk.names([patient]).await?.remove(&patient).unwrap_or_default();
    drop(desk);
    let known = known(&heads);
    let due = book.due(&conditions, &known, today);
    let is_due = |id: &str| due.iter().any(|one| one.instrument.id == id);
    let offered = due.iter().map(|one| Offered { instrument: one.instrument, due: Some(one.why) });
    let others = book.instruments.iter().filter(|one| !is_due(&one.id));
    let offered = offered.chain(others.map(|instrument| Offered { instrument, due: None })).collect();
    let drafts = rows.into_iter().filter_map(|row| {
        Some(AssessmentDraftHead {
            id: row.id,
            instrument: book.get(&row.instrument)?,
            answered: row.draft.answers.len(),
            saved_at: row.saved_at,
            opened_by: row.opened_by,
        })
    });
    let histories = book.instruments.iter().map(|one| History::of(one, &heads));
    let list = AssessmentList {
        patient,
        name,
        today,
        offered,
        drafts: drafts.collect(),
        histories: histories.filter(|history| !history.all.is_empty()).collect(),
        replaced: heads.iter().filter(|head| head.replaced_by.is_some()).cloned().collect(),
    };
    app.audit_read(actor, place, "assessments", "all", Some(patient)).await?;
    Ok(list)
}
