//! Keep an assessment: its score, its band, and what they ask for. Written once.

use ccm::access::Actor;
use ccm::basics::*;
use ccm::care::Questionnaires;
use ccm::care::assessment::draft::AssessmentEdits;

use super::open::{draft_of, fresh};
use super::opened::Standing;
use super::save::{open_draft, put};
use crate::ports::{AssessmentHead, DraftState};
use crate::{App, Error, Place, Result};

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeptAssessment {
    pub id: AssessmentId,
    /// The draft of the instrument that its band leads to, with the answers that both share.
    pub next: Option<AssessmentId>,
}

/// Takes the last edits and keeps the assessment. Items may be missing: then it has no score, and says so.
///
/// # Errors
/// [`Error::Invalid`] with all problems, and where nothing was answered; [`Error::Conflict`] when somebody else has
/// saved or kept it since it was read, or what it corrects was corrected already; [`Error::NotFound`].
pub async fn keep_assessment(
    app: &App,
    actor: &Actor,
    place: Place,
    id: AssessmentId,
    seen: i64,
    edits: AssessmentEdits,
) -> Result<KeptAssessment> {
    let (mut desk, mut row, instrument) = open_draft(app, actor, place, id, seen).await?;
    row.draft.merge(instrument, &edits, desk.today).map_err(Error::Invalid)?;
    if row.draft.answers.is_empty() {
        return Err(Error::invalid(Problem::new("required", "answers")));
    }
    row.state = DraftState::Kept;
    put(&mut desk, &mut row, instrument).await?;

    let draft = &row.draft;
    let scored = instrument.scored(&draft.answers);
    let head = AssessmentHead {
        id,
        patient: row.patient,
        instrument: instrument.id.clone(),
        version: instrument.version,
        call: row.call,
        replaces: row.replaces,
        on: draft.on,
        way: draft.way,
        spanish: draft.spanish,
        score: scored.score,
        band: scored.band.map(|band| band.word.clone()),
        missing: i64::try_from(scored.missing.len()).unwrap_or(i64::MAX),
        recorded: desk.recorded(),
        replaced_by: None,
    };
    let practice = desk.practice.id;
    desk.work.tx.add_assessment(practice, &head, &draft.answers).await?;
    let mut standing = Standing::of(&mut desk, &row).await?;
    standing.open(&mut desk, &row, &instrument.raised_by_band(&scored)).await?;

    let leads_to = scored.band.and_then(|band| band.leads_to.as_deref());
    let mut next = None;
    if let Some(other) = leads_to.and_then(|id| Questionnaires::embedded().get(id)) {
        // The same question in the same words: its answer is taken over.
        let shared = draft.answers.iter().filter(|(word, value)| {
            let pair = instrument.item(word).zip(other.item(word));
            pair.is_some_and(|(one, two)| one.en == two.en && other.kind(two).takes(value))
        });
        let answers = shared.map(|(word, value)| (word.clone(), value.clone())).collect();
        let mut carried = fresh(&mut desk, row.patient, answers).await?;
        (carried.way, carried.spanish, carried.on) = (draft.way, draft.spanish, draft.on);
        next = Some(draft_of(&mut desk, other, (row.patient, row.call), (None, true), carried).await?.0);
    }
    let details = serde_json::json!({
        "instrument": &instrument.id, "version": instrument.version,
        "call": row.call.map(|id| id.to_string()), "replaces": row.replaces.map(|id| id.to_string()),
    });
    desk.work.audit("record", "assessment", &id.to_string(), Some(row.patient), details);
    desk.work.changed_of("assessment", id, row.revision, Some(row.patient));
    desk.work.commit().await?;
    Ok(KeptAssessment { id, next })
}
