//! Save answers as they are given. One that cannot wait opens its escalation in the same transaction.

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::care::assessment::draft::AssessmentEdits;
use ccm::care::{Instrument, Questionnaires};

use super::super::desk::Desk;
use super::super::view::EscalationView;
use super::opened::Standing;
use crate::ports::{AssessmentDraftRow, DraftState};
use crate::{App, Error, Place, Result};

/// What became of a save.
#[derive(Clone, Debug)]
pub struct SavedAssessment {
    /// To be named at the next save.
    pub revision: i64,
    /// Escalations that these answers have opened.
    pub raised: Vec<EscalationView>,
}

/// Takes edits of somebody who has seen the revision `seen`.
///
/// # Errors
/// [`Error::Invalid`] with all problems, nothing kept; [`Error::Conflict`] when somebody else has saved it or kept it
/// since it was read; [`Error::NotFound`].
pub async fn save_assessment(
    app: &App,
    actor: &Actor,
    place: Place,
    id: AssessmentId,
    seen: i64,
    edits: AssessmentEdits,
) -> Result<SavedAssessment> {
    let (mut desk, mut row, instrument) = open_draft(app, actor, place, id, seen).await?;
    let before = row.draft.clone();
    row.draft.merge(instrument, &edits, desk.today).map_err(Error::Invalid)?;
    if row.draft == before {
        desk.work.tx.rollback().await?;
        return Ok(SavedAssessment { revision: row.revision, raised: Vec::new() });
    }
    let raised = put(&mut desk, &mut row, instrument).await?;
    let details = serde_json::json!({"revision": row.revision});
    desk.work.audit("save", "assessment", &id.to_string(), Some(row.patient), details);
    desk.work.changed_of("assessment", id, row.revision, Some(row.patient));
    desk.work.commit().await?;
    Ok(SavedAssessment { revision: row.revision, raised })
}

/// The draft, its instrument, and the right to change it.
pub(super) async fn open_draft(
    app: &App,
    actor: &Actor,
    place: Place,
    id: AssessmentId,
    seen: i64,
) -> Result<(Desk, AssessmentDraftRow, &'static Instrument)> {
    let mut desk = Desk::open(app, actor, place).await?;
    let practice = desk.practice.id;
    let row = desk.work.tx.assessment_draft(practice, id).await?.ok_or(Error::NotFound("assessment"))?;
    let desk = desk.chart(row.patient, Permission::RecordCare).await?;
    if row.state != DraftState::Open {
        return Err(Error::Conflict("it is kept already: correct it with a new one".into()));
    }
    // One's own other window, or a save on its way: the last word counts.
    if row.revision != seen && row.saved_by != desk.person {
        return Err(Error::Conflict("somebody else has saved it since it was read".into()));
    }
    let instrument = Questionnaires::embedded().get(&row.instrument).ok_or(Error::NotFound("instrument"))?;
    Ok((desk, row, instrument))
}

/// Writes the next revision of a draft, and opens what its answers ask for.
pub(super) async fn put(
    desk: &mut Desk,
    row: &mut AssessmentDraftRow,
    instrument: &Instrument,
) -> Result<Vec<EscalationView>> {
    let (practice, seen) = (desk.practice.id, row.revision);
    row.revision = seen + 1;
    (row.saved_at, row.saved_by) = (desk.work.now, desk.person);
    if !desk.work.tx.save_assessment_draft(practice, row, seen).await? {
        return Err(Error::Contended);
    }
    let mut standing = Standing::of(desk, row).await?;
    standing.open(desk, row, &instrument.raised_by_answers(&row.draft.answers)).await
}
