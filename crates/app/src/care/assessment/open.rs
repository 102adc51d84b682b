//! Open an assessment: a draft of one's own, empty or, for a correction, with what was answered.

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::care::assessment::{Answers, AssessmentDraft, Way};
use ccm::care::{Instrument, Questionnaires};
use serde::Deserialize;

use super::super::desk::Desk;
use crate::ports::{AssessmentDraftRow, DraftState};
use crate::{App, Error, Place, Result};

/// What is opened.
#[derive(Clone, Debug, Deserialize)]
pub struct OpenAssessment {
    pub patient: PatientId,
    /// Id of an instrument; of a correction, that of what it corrects.
    pub instrument: String,
    /// The call in which it is asked.
    pub call: Option<CallId>,
    /// The assessment to correct.
    pub replaces: Option<AssessmentId>,
}

/// Opens a draft, or finds the one that the actor has open already. A correction begins with the answers it corrects.
///
/// # Errors
/// [`Error::NotFound`] for a patient, call or assessment that is not here; [`Error::Invalid`] for an unknown instrument;
/// [`Error::Conflict`] for an assessment that was corrected already.
pub async fn open_assessment(
    app: &App,
    actor: &Actor,
    place: Place,
    open: OpenAssessment,
) -> Result<AssessmentId> {
    let mut desk = Desk::open(app, actor, place).await?.chart(open.patient, Permission::RecordCare).await?;
    let practice = desk.practice.id;
    if let Some(call) = open.call {
        let found = desk.work.tx.call(practice, call).await?;
        if found.is_none_or(|found| found.patient != open.patient) {
            return Err(Error::NotFound("call"));
        }
    }
    let corrected = match open.replaces {
        None => None,
        Some(id) => {
            let found = desk.work.tx.assessment(practice, id).await?;
            let (head, answers) = found
                .filter(|(head, _)| head.patient == open.patient && head.instrument == open.instrument)
                .ok_or(Error::NotFound("assessment"))?;
            if head.replaced_by.is_some() {
                return Err(Error::Conflict("this assessment was corrected: correct the correction".into()));
            }
            Some((head, answers))
        }
    };
    let unknown = || Error::invalid(Problem::new("unknown_word", "instrument"));
    let instrument = Questionnaires::embedded().get(&open.instrument).ok_or_else(unknown)?;
    let draft = match &corrected {
        Some((head, answers)) => {
            AssessmentDraft { answers: answers.clone(), way: head.way, spanish: head.spanish, on: head.on }
        }
        None => fresh(&mut desk, open.patient, Answers::new()).await?,
    };
    let about = (open.patient, open.call.or(corrected.and_then(|(head, _)| head.call)));
    let id = draft_of(&mut desk, instrument, about, (open.replaces, false), draft).await?;
    match id {
        (id, true) => desk.work.commit().await.map(|()| id),
        (id, false) => desk.work.tx.rollback().await.map(|()| id),
    }
}

/// A draft in the patient's language, as of today.
pub(super) async fn fresh(desk: &mut Desk, patient: PatientId, answers: Answers) -> Result<AssessmentDraft> {
    let spanish = speaks_spanish(desk, patient).await?;
    Ok(AssessmentDraft { answers, way: Way::default(), spanish, on: desk.today })
}

/// The language that the patient asked for; else that of the record.
async fn speaks_spanish(desk: &mut Desk, patient: PatientId) -> Result<bool> {
    let practice = desk.practice.id;
    let wish = desk.work.tx.preferences_of(practice, &[patient]).await?.pop().and_then(|one| one.language);
    let language = match wish {
        Some(wish) => Some(wish),
        None => desk.work.tx.patient(practice, patient).await?.and_then(|one| one.language),
    };
    Ok(language.is_some_and(|tag| tag.to_ascii_lowercase().starts_with("es")))
}

/// The actor's open draft of the same instrument, or a new one (true). `is_led`: another instrument leads to it.
pub(super) async fn draft_of(
    desk: &mut Desk,
    instrument: &Instrument,
    (patient, call): (PatientId, Option<CallId>),
    (replaces, is_led): (Option<AssessmentId>, bool),
    draft: AssessmentDraft,
) -> Result<(AssessmentId, bool)> {
    let practice = desk.practice.id;
    let open = desk.work.tx.open_assessment_drafts(practice, patient).await?;
    let mine = open.iter().find(|one| one.instrument == instrument.id && one.opened_by == desk.person);
    if let Some(mine) = mine {
        // What leads on goes on with whatever is open; a correction and a new one are not each other.
        let is_same = mine.replaces == replaces || is_led;
        let open = || Error::Conflict("a draft of this instrument is open: finish it first".into());
        return if is_same { Ok((mine.id, false)) } else { Err(open()) };
    }
    let row = AssessmentDraftRow {
        id: AssessmentId(desk.work.id()),
        patient,
        instrument: instrument.id.clone(),
        version: instrument.version,
        call,
        replaces,
        state: DraftState::Open,
        revision: 1,
        draft,
        opened_at: desk.work.now,
        opened_by: desk.person,
        saved_at: desk.work.now,
        saved_by: desk.person,
    };
    desk.work.tx.add_assessment_draft(practice, &row).await?;
    let details = serde_json::json!({
        "instrument": &instrument.id, "call": call.map(|id| id.to_string()),
        "replaces": replaces.map(|id| id.to_string()),
    });
    desk.work.audit("open", "assessment", &row.id.to_string(), Some(patient), details);
    desk.work.changed_of("assessment", row.id, row.revision, Some(patient));
    Ok((row.id, true))
}
