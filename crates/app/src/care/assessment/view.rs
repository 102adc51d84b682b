//! One assessment: the sheet while it is asked, the result once it is kept.

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::care::assessment::{Answers, Change, Score};
use ccm::care::{Instrument, Questionnaires};

use super::super::desk::Desk;
use super::super::view::{EscalationView, PatientName};
use super::opened;
use crate::ports::{AssessmentDraftRow, AssessmentHead, DraftState};
use crate::{App, Error, Place, Result};

/// What an assessment's address shows.
pub enum AssessmentView {
    Sheet(Box<AssessmentSheet>),
    Result(Box<AssessmentResult>),
}

/// While it is asked.
pub struct AssessmentSheet {
    pub name: PatientName,
    pub instrument: &'static Instrument,
    pub row: AssessmentDraftRow,
    /// What its answers have opened.
    pub escalations: Vec<EscalationView>,
}

/// Once it is kept.
pub struct AssessmentResult {
    pub name: PatientName,
    pub instrument: &'static Instrument,
    pub head: AssessmentHead,
    pub answers: Answers,
    /// Against the one before it; `None`: there is none, or one of both has no score.
    pub change: Option<Change>,
    /// Of the same instrument.
    pub history: History,
    pub escalations: Vec<EscalationView>,
    pub tasks: Vec<OpenedTask>,
    /// The draft of the instrument that the band leads to, where it is open.
    pub next: Option<(AssessmentId, &'static Instrument)>,
}

/// A task that a rule has opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenedTask {
    pub id: TaskId,
    pub title: &'static str,
}

/// The assessments of one instrument that nothing replaces, newest first.
#[derive(Clone, Debug)]
pub struct History {
    pub instrument: &'static Instrument,
    pub all: Vec<AssessmentHead>,
}

impl History {
    /// Of heads that stand newest first.
    pub(super) fn of(instrument: &'static Instrument, heads: &[AssessmentHead]) -> Self {
        let counts = |head: &&AssessmentHead| head.instrument == instrument.id && head.replaced_by.is_none();
        Self { instrument, all: heads.iter().filter(counts).cloned().collect() }
    }

    /// The score before this one.
    pub fn before(&self, head: &AssessmentHead) -> Option<Score> {
        let key = |one: &AssessmentHead| (one.on, one.recorded.at, one.id);
        let earlier = self.all.iter().filter(|one| key(one) < key(head) && Some(one.id) != head.replaces);
        earlier.filter_map(|one| one.score).next()
    }

    /// A score against the one before.
    pub fn change(&self, head: &AssessmentHead) -> Option<Change> {
        Some(self.instrument.change(self.before(head)?, head.score?))
    }
}

/// An assessment as it stands.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`].
pub async fn assessment(app: &App, actor: &Actor, place: Place, id: AssessmentId) -> Result<AssessmentView> {
    let mut desk = Desk::read(app, actor, place, Permission::ReadChart).await?;
    let practice = desk.practice.id;
    let row = desk.work.tx.assessment_draft(practice, id).await?.ok_or(Error::NotFound("assessment"))?;
    let patient = row.patient;
    desk = desk.chart(patient, Permission::ReadChart).await?;
    let instrument = Questionnaires::embedded().get(&row.instrument).ok_or(Error::NotFound("instrument"))?;
    let name = desk.names([patient]).await?.remove(&patient).unwrap_or_default();
    let escalations = opened::escalations(&mut desk, id).await?;
    let view = match row.state {
        DraftState::Open => {
            AssessmentView::Sheet(Box::new(AssessmentSheet { name, instrument, row, escalations }))
        }
        DraftState::Kept => {
            let result = result(&mut desk, id, patient, instrument).await?;
            AssessmentView::Result(Box::new(AssessmentResult { name, escalations, ..result }))
        }
    };
    drop(desk);
    app.audit_read(actor, place, "assessment", &id.to_string(), Some(patient)).await?;
    Ok(view)
}

async fn result(
    desk: &mut Desk,
    id: AssessmentId,
    patient: PatientId,
    instrument: &'static Instrument,
) -> Result<AssessmentResult> {
    let (practice, book) = (desk.practice.id, Questionnaires::embedded());
    let lost = || Error::Internal("a kept assessment without its record".into());
    let (head, answers) = desk.work.tx.assessment(practice, id).await?.ok_or_else(lost)?;
    let history = History::of(instrument, &desk.work.tx.assessments_of(practice, &[patient]).await?);
    let opened = desk.work.tx.assessment_opened(practice, id).await?;
    let title = |source: &str| Some(book.rule(source)?.task.as_ref()?.title.as_str());
    let tasks = opened
        .iter()
        .filter_map(|one| Some(OpenedTask { id: one.task?, title: title(&one.source).unwrap_or_default() }));
    let tasks = tasks.collect();
    let drafts = desk.work.tx.open_assessment_drafts(practice, patient).await?;
    let band = head.band.as_deref().and_then(|word| instrument.band(word));
    let leads_to = band.and_then(|band| band.leads_to.as_deref());
    let mine =
        drafts.iter().find(|one| Some(one.instrument.as_str()) == leads_to && one.opened_by == desk.person);
    Ok(AssessmentResult {
        name: PatientName::default(),
        instrument,
        change: history.change(&head),
        next: mine.and_then(|one| Some((one.id, book.get(&one.instrument)?))),
        head,
        answers,
        history,
        escalations: Vec::new(),
        tasks,
    })
}
