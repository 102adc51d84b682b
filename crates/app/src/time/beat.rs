//! Signs of life, and answers to the idle question.

use ccm::access::Actor;
use ccm::basics::*;
use ccm::time::Reading;
use ccm::time::clock::Turn;
use serde::Deserialize;

use super::ClockAnswer;
use super::keep::{Own, noted, signal};
use crate::{App, Error, Place, Result};

/// More marks of activity than a page makes between two beats that arrive, at one every fifteen seconds.
const MOST_MARKS: usize = 1_000;

/// A page is there. It repeats its marks of activity until a beat with them has been answered.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Beat {
    pub entry: TimeEntryId,
    pub reading: Reading,
    /// Instants of activity by the monotonic clock of the reading's boot.
    #[serde(default)]
    pub activity_ms: Vec<i64>,
}

/// Were you working on this patient?
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IdleAnswer {
    pub entry: TimeEntryId,
    #[serde(default)]
    pub reading: Option<Reading>,
    pub was_working: bool,
}

/// Takes a sign of life. For a clock that has ended the answer says which one runs instead, and nothing is changed.
///
/// # Errors
/// [`Error::Invalid`] for a stamp that no honest device gives; [`Error::Forbidden`].
pub async fn beat(app: &App, actor: &Actor, place: Place, beat: Beat) -> Result<ClockAnswer> {
    let mut problems = beat.reading.problems("reading");
    if beat.activity_ms.len() > MOST_MARKS {
        problems
            .push(Problem::new("too_many", "activity_ms").with("expected", format!("at most {MOST_MARKS}")));
    }
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let mut own = Own::at_the_clock(app, actor, place).await?;
    let now = own.work.now;
    let Some(mut clock) = own.clock.take() else { return Ok(ClockAnswer::of(None, None, now)) };
    if clock.of.entry != beat.entry || !clock.is_running() {
        return Ok(ClockAnswer::of(Some(&clock), None, now));
    }
    let turn = clock.beat(now, &beat.reading, &beat.activity_ms);
    let row = signal("beat", beat.entry, now, Some(&beat.reading), &beat.activity_ms);
    own.work.tx.keep_beat(&clock, &row).await?;
    if turn != Turn::Unchanged {
        noted(&mut own.work, "pause", &clock);
    }
    own.work.commit().await?;
    Ok(ClockAnswer::of(Some(&clock), None, now))
}

/// Takes an answer. A yes after the end is too late, and the answer shows the clock standing still.
///
/// # Errors
/// As [`beat`].
pub async fn answer(app: &App, actor: &Actor, place: Place, answer: IdleAnswer) -> Result<ClockAnswer> {
    let problems: Vec<Problem> =
        answer.reading.iter().flat_map(|reading| reading.problems("reading")).collect();
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let mut own = Own::at_the_clock(app, actor, place).await?;
    let now = own.work.now;
    let Some(mut clock) = own.clock.take() else { return Ok(ClockAnswer::of(None, None, now)) };
    if clock.of.entry != answer.entry || !clock.is_running() {
        return Ok(ClockAnswer::of(Some(&clock), None, now));
    }
    clock.answer(now, answer.reading.as_ref(), answer.was_working);
    own.work.tx.put_clock(&clock).await?;
    let kind = if answer.was_working { "confirmed" } else { "declined" };
    own.signal(kind, &clock, answer.reading.as_ref()).await?;
    own.work.commit().await?;
    Ok(ClockAnswer::of(Some(&clock), None, now))
}
