//! How clocks look from outside.

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::enrollment::Program;
use ccm::time::clock::{Face, PauseReason};
use ccm::time::{ClockMode, RunningClock};
use serde::{Deserialize, Serialize};

use crate::{App, Error, Place, Result};

/// How often a page tells that it is there. Three that are missed are a page that is gone.
pub const BEAT_SECONDS: i64 = 30;

/// A clock as a page shows it. It counts up by itself between answers; the server's figure is the true one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ClockView {
    /// The entry that it becomes, and what every message about it names.
    pub entry: TimeEntryId,
    pub person: PersonId,
    pub practice: PracticeId,
    pub patient: PatientId,
    pub program: Program,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub activity: Option<String>,
    pub mode: ClockMode,
    pub face: Face,
    /// Why it stands still, and since when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paused: Option<PauseReason>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paused_at: Option<Timestamp>,
    pub started_at: Timestamp,
    /// Of all its segments; of the one under way as if its person were at it still.
    pub counted_seconds: i64,
    /// When the question will stand, or has stood since.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asks_at: Option<Timestamp>,
    /// When the segment will have ended at its last activity.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stops_at: Option<Timestamp>,
    pub ask_seconds: i64,
    pub stop_seconds: i64,
    pub beat_seconds: i64,
}

impl ClockView {
    pub(super) fn of(clock: &RunningClock, now: Timestamp) -> Self {
        let idle = clock.of.limits.idle(clock.of.mode);
        let (asks_at, stops_at) = clock.deadlines().unzip();
        let (paused_at, paused) = clock.paused().unzip();
        Self {
            entry: clock.of.entry,
            person: clock.of.person,
            practice: clock.of.practice,
            patient: clock.of.patient,
            program: clock.of.program,
            activity: clock.of.activity.clone(),
            mode: clock.of.mode,
            face: clock.face(now),
            paused,
            paused_at,
            started_at: clock.started_at,
            counted_seconds: clock.seconds_at(now),
            asks_at,
            stops_at,
            ask_seconds: idle.ask_ms / 1_000,
            stop_seconds: idle.stop_ms / 1_000,
            beat_seconds: BEAT_SECONDS,
        }
    }
}

/// What became of a clock that has stopped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum Ended {
    Recorded {
        entry: TimeEntryId,
        contact: ContactId,
        seconds: i64,
    },
    /// It waits for an activity, and counts for nothing until it gets one: see [`super::finish()`].
    Unfinished {
        entry: TimeEntryId,
        seconds: i64,
    },
    /// Not one second is proved.
    Nothing {
        entry: TimeEntryId,
    },
}

/// The answer to every message about a clock: the server's instant, and the person's clock as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ClockAnswer {
    pub schema: &'static str,
    pub now: Timestamp,
    /// `None`: nothing runs and nothing waits. Another `entry` than the one a tab speaks of: it was ended elsewhere.
    pub clock: Option<ClockView>,
    /// What this message ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended: Option<Ended>,
}

impl ClockAnswer {
    pub(super) fn of(clock: Option<&RunningClock>, ended: Option<Ended>, now: Timestamp) -> Self {
        let clock = clock.map(|clock| ClockView::of(clock, now));
        Self { schema: "perennial.clock.1", now, clock, ended }
    }
}

/// One's own clock, wherever it was started.
///
/// # Errors
/// [`Error::Forbidden`] for who may not record; storage's failures.
pub async fn mine(app: &App, actor: &Actor, place: Place) -> Result<ClockAnswer> {
    let mut work = app.begin_read(actor, place).await?.require_some(Permission::RecordCare).await?;
    let person = actor.person().ok_or(Error::Forbidden("record_care"))?;
    let mut clock = work.tx.lock_clock(person).await?;
    if let Some(clock) = &mut clock {
        // Only looked at: whoever writes next keeps it so.
        clock.settle(work.now);
    }
    Ok(ClockAnswer::of(clock.as_ref(), None, work.now))
}

/// All clocks of the practice: who is at whose chart, who is on the phone with whom. Ids alone; whoever shows a patient
/// beside one asks for that patient.
///
/// # Errors
/// [`Error::Forbidden`]; storage's failures.
pub async fn running(app: &App, actor: &Actor, place: Place) -> Result<Vec<ClockView>> {
    let mut work = app.begin_read(actor, place).await?.require_some(Permission::ReadChart).await?;
    let (practice, visible) = (work.practice_id()?, work.visible(Permission::ReadChart).await?);
    let now = work.now;
    let mut clocks = work.tx.clocks(practice).await?;
    clocks.retain(|clock| visible.has(clock.of.patient));
    for clock in &mut clocks {
        clock.settle(now);
    }
    Ok(clocks.iter().map(|clock| ClockView::of(clock, now)).collect())
}
