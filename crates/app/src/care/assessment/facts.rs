//! What other rooms ask of assessments: the newest of each instrument, and which are due.

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::care::assessment::{About, Change, Known};
use ccm::care::{Instrument, Questionnaires};

use super::super::desk::Desk;
use super::view::History;
use crate::ports::{AssessmentHead, Tx};
use crate::{App, Place, Result};

/// The newest assessment of an instrument, as a fact for a plan or a chart.
#[derive(Clone)]
pub struct AssessmentFact {
    pub instrument: &'static Instrument,
    pub head: AssessmentHead,
    pub change: Option<Change>,
    pub history: History,
}

impl AssessmentFact {
    /// Which part of a care plan it speaks to.
    pub fn about(&self) -> About {
        self.instrument.about
    }

    /// Its band in words; where it has no score, nothing.
    pub fn band(&self, spanish: bool) -> Option<&'static str> {
        let word = self.head.band.as_deref()?;
        Some(self.instrument.band(word)?.words(spanish))
    }

    /// Of heads that stand newest first.
    pub fn all(heads: &[AssessmentHead]) -> Vec<Self> {
        let histories = Questionnaires::embedded().instruments.iter().map(|one| History::of(one, heads));
        let fact = |history: History| {
            let head = history.all.first()?.clone();
            let (instrument, change) = (history.instrument, history.change(&head));
            Some(Self { instrument, head, change, history })
        };
        histories.filter_map(fact).collect()
    }
}

/// The newest assessment of each instrument that a patient was given, in the order of the instruments.
///
/// # Errors
/// [`crate::Error::NotFound`] for a chart that the actor may not see.
pub async fn latest_assessments(
    app: &App,
    actor: &Actor,
    place: Place,
    patient: PatientId,
) -> Result<Vec<AssessmentFact>> {
    let mut desk = Desk::read(app, actor, place, Permission::ReadChart)
        .await?
        .chart(patient, Permission::ReadChart)
        .await?;
    let heads = desk.work.tx.assessments_of(desk.practice.id, &[patient]).await?;
    drop(desk);
    app.audit_read(actor, place, "assessments", "latest", Some(patient)).await?;
    Ok(AssessmentFact::all(&heads))
}

/// The instruments that are due for a patient today, the most pressing first: for the page of a call.
///
/// # Errors
/// As [`latest_assessments`].
pub async fn due_assessments(
    app: &App,
    actor: &Actor,
    place: Place,
    patient: PatientId,
) -> Result<Vec<&'static Instrument>> {
    let mut desk = Desk::read(app, actor, place, Permission::ReadChart)
        .await?
        .chart(patient, Permission::ReadChart)
        .await?;
    let (practice, today) = (desk.practice.id, desk.today);
    let known = known(&desk.work.tx.assessments_of(practice, &[patient]).await?);
    let conditions = conditions(&mut *desk.work.tx, practice, patient, today).await?;
    let due = Questionnaires::embedded().due(&conditions, &known, today);
    drop(desk);
    app.audit_read(actor, place, "assessments", "due", Some(patient)).await?;
    Ok(due.into_iter().map(|one| one.instrument).collect())
}

/// The newest of each instrument, as the schedule takes it.
pub(super) fn known(heads: &[AssessmentHead]) -> Vec<Known> {
    let mut known: Vec<Known> = Vec::new();
    for head in heads.iter().filter(|head| head.replaced_by.is_none()) {
        if !known.iter().any(|one| one.instrument == head.instrument) {
            known.push(Known { instrument: head.instrument.clone(), on: head.on, band: head.band.clone() });
        }
    }
    known
}

/// The conditions that are managed today.
pub(super) async fn conditions(
    tx: &mut dyn Tx,
    practice: PracticeId,
    patient: PatientId,
    today: Date,
) -> Result<Vec<Icd10Cm>> {
    let recorded = tx.conditions_of(practice, &[patient]).await?;
    let active = recorded.into_iter().filter(|(_, one)| one.is_active_on(today));
    let mut conditions: Vec<Icd10Cm> = active.filter_map(|(_, one)| one.icd10).collect();
    conditions.extend(tx.confirmations_of(practice, &[patient]).await?.into_iter().map(|one| one.icd10));
    Ok(conditions)
}
