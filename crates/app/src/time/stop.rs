//! Stop a clock; stop whatever runs when its person leaves; look after it when they come back.

use ccm::access::Actor;
use ccm::basics::*;
use ccm::time::Reading;
use ccm::time::clock::Turn;
use serde::Deserialize;

use super::ClockAnswer;
use super::keep::{Given, Own, activity_problem, noted, text_problem};
use super::view::BEAT_SECONDS;
use crate::{App, Error, Place, Result};

/// The longest note, in characters.
pub(super) const LONGEST_NOTE: usize = 20_000;
/// Beats that are missed before a page counts as gone.
const MISSED_BEATS: i64 = 3;

/// Ends a clock. Without an activity, here or from the start, the stretch waits among the unfinished.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stop {
    pub entry: TimeEntryId,
    #[serde(default)]
    pub reading: Option<Reading>,
    #[serde(default)]
    pub activity: Option<String>,
    /// Whether anybody was reached.
    #[serde(default)]
    pub live_contact: Option<bool>,
    #[serde(default)]
    pub note: Option<String>,
}

/// Stops one's clock, running or paused. Stopping it again changes nothing: the answer says what runs instead.
///
/// # Errors
/// [`Error::Invalid`] with all problems; [`Error::Forbidden`].
pub async fn stop(app: &App, actor: &Actor, place: Place, stop: Stop) -> Result<ClockAnswer> {
    let mut problems: Vec<Problem> = activity_problem(app, stop.activity.as_deref()).into_iter().collect();
    problems.extend(text_problem("note", stop.note.as_deref(), LONGEST_NOTE, false));
    problems.extend(stop.reading.iter().flat_map(|reading| reading.problems("reading")));
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let mut own = Own::at_the_clock(app, actor, place).await?;
    let now = own.work.now;
    let Some(clock) = own.clock.take() else { return Ok(ClockAnswer::of(None, None, now)) };
    if clock.of.entry != stop.entry {
        return Ok(ClockAnswer::of(Some(&clock), None, now));
    }
    let given =
        Given { activity: stop.activity, live_contact: stop.live_contact, note: stop.note, reason: None };
    let ended = own.end(clock, stop.reading.as_ref(), given).await?;
    own.work.commit().await?;
    Ok(ClockAnswer::of(None, Some(ended), now))
}

/// Stops whatever clock of one's own is under way: at sign-out, or before work at another practice.
///
/// # Errors
/// [`Error::Forbidden`]; storage's failures.
pub async fn stop_any(app: &App, actor: &Actor, place: Place) -> Result<ClockAnswer> {
    let mut own = Own::at_the_clock(app, actor, place).await?;
    let now = own.work.now;
    let Some(clock) = own.clock.take() else { return Ok(ClockAnswer::of(None, None, now)) };
    let ended = own.end(clock, None, Given::default()).await?;
    own.work.commit().await?;
    Ok(ClockAnswer::of(None, Some(ended), now))
}

/// At sign-in: a clock of which no page has been heard for a while is suspended, and shown as such, so that its person
/// can be asked once: [`super::resume`] it, or [`stop`] it with what it had counted up to the last activity.
///
/// # Errors
/// [`Error::Forbidden`]; storage's failures.
pub async fn at_sign_in(app: &App, actor: &Actor, place: Place) -> Result<ClockAnswer> {
    let mut own = Own::at_the_clock(app, actor, place).await?;
    let now = own.work.now;
    let Some(mut clock) = own.clock.take() else { return Ok(ClockAnswer::of(None, None, now)) };
    let silence = clock.heard_at().map_or(0, |heard| now.duration_since(heard).as_secs());
    let turn = match clock.settle(now) {
        Turn::Unchanged if silence > BEAT_SECONDS * MISSED_BEATS => clock.suspend(now),
        turn => turn,
    };
    if turn != Turn::Unchanged {
        own.work.tx.put_clock(&clock).await?;
        noted(&mut own.work, "pause", &clock);
        own.work.commit().await?;
    }
    Ok(ClockAnswer::of(Some(&clock), None, now))
}
