//! Start a clock by intent; resume one that stands still.

use ccm::access::{Actor, CommandId};
use ccm::basics::*;
use ccm::enrollment::Program;
use ccm::time::clock::{NewClock, Turn};
use ccm::time::{ClockMode, Reading, RunningClock};
use serde::{Deserialize, Serialize};

use super::keep::{Given, Own, activity_problem, limits_of, noted, own_time};
use super::{ClockAnswer, Ended};
use crate::{App, Error, Place, Result};

/// What somebody starts. Starting ends whatever clock of theirs is under way: a person has one.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StartClock {
    pub patient: PatientId,
    pub program: Program,
    /// May be given at the end instead.
    #[serde(default)]
    pub activity: Option<String>,
    pub mode: ClockMode,
    /// Absent from a page without scripts.
    #[serde(default)]
    pub reading: Option<Reading>,
    pub command_id: CommandId,
}

/// Goes on with a clock that stands still.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resume {
    pub entry: TimeEntryId,
    #[serde(default)]
    pub reading: Option<Reading>,
}

/// Whether it runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum Started {
    Running(Box<ClockAnswer>),
    /// Somebody else is on the phone with this patient.
    CallUnderWay {
        person: PersonId,
        since: Timestamp,
    },
}

/// Tries when somebody else begins a call in the same instant, or one's own clock runs at another practice.
const TRIES: usize = 4;

/// Starts one's clock.
///
/// # Errors
/// [`Error::Invalid`] with all problems; [`Error::NotFound`] for a patient who is not here; [`Error::Forbidden`].
pub async fn start(app: &App, actor: &Actor, place: Place, new: StartClock) -> Result<Started> {
    let mut problems: Vec<Problem> = activity_problem(app, new.activity.as_deref()).into_iter().collect();
    problems.extend(new.reading.iter().flat_map(|reading| reading.problems("reading")));
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    for _ in 1..TRIES {
        match start_once(app, actor, place, &new).await {
            // The one who was faster can be named now.
            Err(Error::Conflict(_)) if new.mode == ClockMode::Call => {}
            Ok(None) => {}
            Ok(Some(started)) => return Ok(started),
            Err(error) => return Err(error),
        }
    }
    Err(Error::Contended)
}

/// `None`: something else had to be ended first; try again.
async fn start_once(app: &App, actor: &Actor, place: Place, new: &StartClock) -> Result<Option<Started>> {
    let mut own = Own::at_chart(app, actor, place, new.patient).await?;
    let practice = own.work.practice_id()?;
    let command = match own.work.take_up(&new.command_id, "start_clock", new).await? {
        Ok(command) => command,
        Err(_) => {
            return Ok(Some(Started::Running(Box::new(ClockAnswer::of(
                own.clock.as_ref(),
                None,
                own.work.now,
            )))));
        }
    };
    if !own.work.tx.patient_exists(practice, new.patient).await? {
        return Err(Error::NotFound("patient"));
    }
    if own.clock.as_ref().is_some_and(|clock| clock.of.practice != practice) {
        drop(own);
        super::stop_any(app, actor, place).await?;
        return Ok(None);
    }
    if new.mode == ClockMode::Call
        && let Some(refusal) = call_under_way(&mut own, new.patient).await?
    {
        own.work.commit().await?;
        return Ok(Some(refusal));
    }
    let now = own.work.now;
    let ended: Option<Ended> = match own.clock.take() {
        Some(earlier) => Some(own.end(earlier, new.reading.as_ref(), Given::default()).await?),
        None => None,
    };
    let of = NewClock {
        entry: TimeEntryId(own.work.id()),
        person: own.person,
        practice,
        patient: new.patient,
        program: new.program,
        activity: new.activity.clone(),
        mode: new.mode,
        limits: limits_of(&mut own.work).await?,
    };
    let not_before = counted_until(&mut own).await?;
    let clock = RunningClock::start(of, now, not_before, new.reading.as_ref());
    own.work.tx.put_clock(&clock).await?;
    own.signal("start", &clock, new.reading.as_ref()).await?;
    own.work.done(command, &serde_json::json!({"entry": clock.of.entry})).await?;
    own.work.commit().await?;
    Ok(Some(Started::Running(Box::new(ClockAnswer::of(Some(&clock), ended, now)))))
}

/// Goes on with one's clock in a new segment: the answer to the question what to do with a clock that stood still.
///
/// # Errors
/// [`Error::Conflict`] when it began too long ago: stop it, and start another.
pub async fn resume(app: &App, actor: &Actor, place: Place, resume: Resume) -> Result<Started> {
    let problems: Vec<Problem> =
        resume.reading.iter().flat_map(|reading| reading.problems("reading")).collect();
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let mut own = Own::at_the_clock(app, actor, place).await?;
    let now = own.work.now;
    let Some(mut clock) = own.clock.take().filter(|clock| clock.of.entry == resume.entry) else {
        return Err(Error::NotFound("clock"));
    };
    if clock.is_running() {
        return Ok(Started::Running(Box::new(ClockAnswer::of(Some(&clock), None, now))));
    }
    if clock.of.mode == ClockMode::Call
        && let Some(refusal) = call_under_way(&mut own, clock.of.patient).await?
    {
        own.work.commit().await?;
        return Ok(refusal);
    }
    let not_before = counted_until(&mut own).await?;
    let reading = resume.reading.as_ref();
    clock.resume(now, not_before, reading).map_err(|error| Error::Conflict(error.to_string()))?;
    own.work.tx.put_clock(&clock).await?;
    own.signal("resume", &clock, reading).await?;
    own.work.commit().await?;
    Ok(Started::Running(Box::new(ClockAnswer::of(Some(&clock), None, now))))
}

/// Where the person's counted time ends, if that is after now: a server's clock that was put back.
async fn counted_until(own: &mut Own) -> Result<Option<Timestamp>> {
    let now = own.work.now;
    let ahead = own_time(own, now, Timestamp::MAX).await?;
    Ok(ahead
        .iter()
        .filter_map(|stretch| Timestamp::from_second(stretch.end).ok())
        .filter(|end| *end > now)
        .max())
}

/// The refusal of a second call, on record. A call whose person is gone by now ends here, and refuses nobody.
async fn call_under_way(own: &mut Own, patient: PatientId) -> Result<Option<Started>> {
    let practice = own.work.practice_id()?;
    let now = own.work.now;
    let Some(mut call) = own.work.tx.call_with(practice, patient).await? else { return Ok(None) };
    if call.of.person == own.person {
        return Ok(None);
    }
    if call.settle(now) != Turn::Unchanged {
        // Under a lock of its own: its person may be heard of in this very moment.
        let theirs = own.work.tx.lock_clock(call.of.person).await?;
        let Some(mut gone) = theirs.filter(|clock| clock.of.entry == call.of.entry) else { return Ok(None) };
        if gone.settle(now) != Turn::Unchanged {
            own.work.tx.put_clock(&gone).await?;
            noted(&mut own.work, "pause", &gone);
            return Ok(None);
        }
        call = gone;
    }
    let since = call.running_since().unwrap_or(call.started_at);
    let details = serde_json::json!({"calling": call.of.person});
    own.work.audit("refuse", "call", &patient.to_string(), Some(patient), details);
    Ok(Some(Started::CallUnderWay { person: call.of.person, since }))
}
