//! A call is signed: what was typed is kept, the clock stops, and note and minutes become one record.

use app::Error;
use app::care::{CallView, SignNote};
use app::time::{Ended, Finish, Stop};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use ccm::basics::*;
use ccm::care::Interviews;

use super::posted::Posted;
use super::{Told, answer, call_id, gone, keep, of, view};
use crate::layout::Visit;
use crate::{AtPractice, PageError, Web, forms, paths};

pub async fn create(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(id): Path<String>,
    forms::Posted(pairs): forms::Posted<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let id = call_id(&id)?;
    let posted = Posted::read(pairs).ok_or(PageError::Malformed)?;
    let Some(mut told) = keep(&web, &at, id, posted).await? else { return Ok(gone(&visit, id)) };
    told.is_signing = true;
    let shown = view(&web, &at, id).await?;
    let read = told.posted.as_ref().map(|posted| posted.value("note").to_owned()).unwrap_or_default();
    if !told.is_settled() || !shown.problems.is_empty() {
        return refused(&web, &visit, &at, &shown, &told).await;
    }
    // What was ticked with the last breath has drafted the note anew: nobody signs what they have not read.
    if read != shown.body.trim() {
        told.notice = Some("care-note-changed");
        return refused(&web, &visit, &at, &shown, &told).await;
    }
    let mut entries = told.posted.as_ref().map(|posted| posted.entries.clone()).unwrap_or_default();
    entries.extend(stopped(&web, &at, &shown).await?);
    entries.sort_unstable();
    entries.dedup();
    let (actor, place) = of(&at);
    let accept_proposal = told.posted.as_ref().is_some_and(|posted| posted.accepts_proposal);
    let sign = SignNote { call: id, revision: shown.revision, entries, accept_proposal };
    match app::care::sign(&web.app, &actor, place, sign).await {
        Ok(signed) => Ok(Redirect::to(&paths::note(signed.note)).into_response()),
        Err(Error::Invalid(problems)) => {
            told.problems = problems;
            let shown = view(&web, &at, id).await?;
            refused(&web, &visit, &at, &shown, &told).await
        }
        Err(Error::Conflict(_) | Error::Contended) => {
            told.notice = Some("care-note-changed");
            let shown = view(&web, &at, id).await?;
            refused(&web, &visit, &at, &shown, &told).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn refused(
    web: &Web,
    visit: &Visit,
    at: &AtPractice,
    shown: &CallView,
    told: &Told,
) -> Result<Response, PageError> {
    answer(web, visit, at, shown, told, StatusCode::UNPROCESSABLE_ENTITY).await
}

/// Stops one's clock where it runs for this call, and gives the stretches of this call that wait for an activity the
/// one that the outcome names. Answers with the entries that came of it.
async fn stopped(web: &Web, at: &AtPractice, call: &CallView) -> Result<Vec<TimeEntryId>, PageError> {
    let (actor, place) = of(at);
    let outcome = call.draft.outcome.as_deref().and_then(|word| Interviews::embedded().outcomes.get(word));
    let Some(outcome) = outcome else { return Ok(Vec::new()) };
    let (activity, live_contact) = (outcome.activity.clone(), Some(outcome.reached));
    let mut entries = Vec::new();
    let mut note = |ended: Ended| match ended {
        Ended::Recorded { entry, .. } => entries.push(entry),
        Ended::Unfinished { .. } | Ended::Nothing { .. } => {}
    };
    let clock = match app::time::mine(&web.app, &actor, place).await {
        Ok(answer) => answer.clock,
        // Who may not log time has no clock to stop.
        Err(Error::Forbidden(_)) => return Ok(entries),
        Err(error) => return Err(error.into()),
    };
    if let Some(clock) = clock.filter(|clock| clock.patient == call.patient && clock.program == call.program)
    {
        let activity = clock.activity.clone().unwrap_or_else(|| activity.clone());
        let stop =
            Stop { entry: clock.entry, reading: None, activity: Some(activity), live_contact, note: None };
        if let Some(ended) = app::time::stop(&web.app, &actor, place, stop).await?.ended {
            note(ended);
        }
    }
    for stretch in app::time::unfinished(&web.app, &actor, place).await? {
        let is_of_call = stretch.patient == call.patient
            && stretch.program == call.program
            && stretch.stopped_at >= call.opened_at;
        if is_of_call {
            let activity = activity.clone();
            let finish = Finish { entry: stretch.entry, activity, live_contact, note: None };
            note(app::time::finish(&web.app, &actor, place, finish).await?);
        }
    }
    Ok(entries)
}
