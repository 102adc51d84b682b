//! Stretches that were measured and have no activity yet: they wait with their person, and are not lost overnight.

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::enrollment::Program;
use ccm::time::{ClockMode, Segment, TimeSource};
use serde::{Deserialize, Serialize};

use super::Ended;
use super::keep::{Given, activity_problem, keep_stopped, text_problem};
use super::stop::LONGEST_NOTE;
use crate::{App, Error, Place, Result};

/// A stretch that waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnfinishedStretch {
    pub entry: TimeEntryId,
    pub patient: PatientId,
    pub program: Program,
    pub mode: ClockMode,
    pub source: TimeSource,
    pub started_at: Timestamp,
    pub stopped_at: Timestamp,
    pub seconds: i64,
    pub segments: Vec<Segment>,
}

/// Gives a stretch its activity.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Finish {
    pub entry: TimeEntryId,
    pub activity: String,
    #[serde(default)]
    pub live_contact: Option<bool>,
    #[serde(default)]
    pub note: Option<String>,
}

/// One's own stretches without activity at this practice, oldest first.
///
/// # Errors
/// [`Error::Forbidden`]; storage's failures.
pub async fn unfinished(app: &App, actor: &Actor, place: Place) -> Result<Vec<UnfinishedStretch>> {
    let mut work = app.begin_read(actor, place).await?.require_some(Permission::RecordCare).await?;
    let practice = work.practice_id()?;
    let person = actor.person().ok_or(Error::Forbidden("record_care"))?;
    let rows = work.tx.unfinished(practice, person).await?;
    let shown = rows.into_iter().map(|row| UnfinishedStretch {
        entry: row.stretch.of.entry,
        patient: row.stretch.of.patient,
        program: row.stretch.of.program,
        mode: row.stretch.of.mode,
        source: row.stretch.source,
        started_at: row.stretch.segments.first().map_or(row.stopped_at, |first| first.started_at),
        stopped_at: row.stopped_at,
        seconds: row.stretch.seconds(),
        segments: row.stretch.segments,
    });
    Ok(shown.collect())
}

/// Makes an entry of a stretch.
///
/// # Errors
/// [`Error::Invalid`] with all problems; [`Error::NotFound`] when no such stretch of one's own waits.
pub async fn finish(app: &App, actor: &Actor, place: Place, finish: Finish) -> Result<Ended> {
    let mut problems: Vec<Problem> = activity_problem(app, Some(&finish.activity)).into_iter().collect();
    problems.extend(text_problem("note", finish.note.as_deref(), LONGEST_NOTE, false));
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let mut work = app.begin(actor, place).await?.require_some(Permission::RecordCare).await?;
    let practice = work.practice_id()?;
    let person = actor.person().ok_or(Error::Forbidden("record_care"))?;
    let row = work.tx.take_unfinished(practice, person, finish.entry).await?;
    let row = row.ok_or(Error::NotFound("stretch without activity"))?;
    let given = Given {
        activity: Some(finish.activity),
        live_contact: finish.live_contact,
        note: finish.note,
        reason: None,
    };
    let ended = keep_stopped(&mut work, row.stretch, given).await?;
    work.commit().await?;
    Ok(ended)
}
