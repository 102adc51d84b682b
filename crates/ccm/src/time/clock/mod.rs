//! The running clock: what a person is at now, for whom, since when. A pure state machine; `now` is an argument.
//!
//! A person has one clock, over all tabs and devices. It is started by intent only and ends in one [`TimeEntry`], whose
//! id it has from its first second. Between start and stop come signs of life ([`RunningClock::beat`]), answers to the idle
//! question, pauses and resumptions; every method may be called with messages that come late, twice or never.
//! What a segment counts is decided in `run`, what an unanswered question does in `attention`.

mod attention;
mod journal;
mod limits;
mod reading;
mod run;

pub use attention::Attending;
pub use journal::{JournalEvent, JournalEventKind, OfflineJournal, touched, without};
pub use limits::{ClockLimits, IdleLimits};
pub use reading::Reading;

use serde::{Deserialize, Serialize};

use self::run::Run;
use super::entry::LONGEST_SECONDS;
use super::{ClockEventKind, Segment, TimeSource};
use crate::basics::{PatientId, PersonId, PracticeId, TimeEntryId, Timestamp};
use crate::enrollment::Program;

/// What kind of work a clock measures: on the phone nobody touches a key for a long time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockMode {
    Chart,
    Call,
}

/// What somebody starts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewClock {
    pub entry: TimeEntryId,
    pub person: PersonId,
    pub practice: PracticeId,
    pub patient: PatientId,
    pub program: Program,
    /// A word of `rules/activities.toml`; may be given at the end.
    pub activity: Option<String>,
    pub mode: ClockMode,
    pub limits: ClockLimits,
}

/// Why a clock stands still, and waits for its person to say what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PauseReason {
    /// Asked, and not answered in time.
    Idle,
    /// Asked, and the answer was no.
    Declined,
    /// Nothing was heard of any of its tabs.
    Vanished,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is")]
enum State {
    Running(Box<Run>),
    Paused { at: Timestamp, reason: PauseReason },
}

/// One person's clock under way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunningClock {
    pub of: NewClock,
    pub started_at: Timestamp,
    segments: Vec<Segment>,
    state: State,
}

/// What a message did to the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// It runs, or stands, as before.
    Unchanged,
    Paused(PauseReason),
    Resumed,
}

/// How a clock looks to people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Face {
    Running,
    /// Runs, and asks whether its person is still at it.
    Asking,
    Paused,
}

/// Why a clock cannot go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ResumeError {
    #[error("it began too long ago: stop it, and start another")]
    TooOld,
}

/// A stretch as a clock leaves it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stopped {
    pub of: NewClock,
    pub source: TimeSource,
    /// In order, none empty, none overlapping. Empty: not one second is proved.
    pub segments: Vec<Segment>,
}

impl Stopped {
    pub fn seconds(&self) -> i64 {
        self.segments.iter().map(|one| one.length_seconds).sum()
    }
}

/// How long after its start a clock may be resumed: half of what an entry may span.
const LONGEST_RESUME_MS: i64 = LONGEST_SECONDS * 1_000 / 2;

impl RunningClock {
    /// Starts at `now`; the person's time up to `not_before` is counted already, and is not counted again.
    pub fn start(
        of: NewClock,
        now: Timestamp,
        not_before: Option<Timestamp>,
        reading: Option<&Reading>,
    ) -> Self {
        let run = Run::begin(ClockEventKind::Start, now, not_before, LONGEST_SECONDS * 1_000, reading);
        Self { started_at: run.begins_at(), segments: Vec::new(), state: State::Running(Box::new(run)), of }
    }

    fn limits(&self) -> IdleLimits {
        self.of.limits.idle(self.of.mode)
    }

    /// A sign of life, with the instants of activity since the last one that was acknowledged, by the monotonic clock of
    /// its boot. Repeated and late ones change nothing.
    pub fn beat(&mut self, now: Timestamp, reading: &Reading, activity_ms: &[i64]) -> Turn {
        let limits = self.limits();
        let State::Running(run) = &mut self.state else { return Turn::Unchanged };
        let silence = now.duration_since(run.heard_at()).as_millis();
        run.advance(now, Some(reading));
        run.see(reading, activity_ms, limits);
        self.settle_after(now, silence)
    }

    /// Yes or no to the idle question. A yes that comes after the end is too late; a no to a question that does not
    /// stand is nothing.
    pub fn answer(&mut self, now: Timestamp, reading: Option<&Reading>, was_working: bool) -> Turn {
        let limits = self.limits();
        let State::Running(run) = &mut self.state else { return Turn::Unchanged };
        let silence = now.duration_since(run.heard_at()).as_millis();
        run.advance(now, reading);
        if was_working {
            run.confirm(reading, limits);
        } else if run.was_asked(reading, limits) {
            self.pause(now, PauseReason::Declined, reading);
            return Turn::Paused(PauseReason::Declined);
        }
        self.settle_after(now, silence)
    }

    /// Ends the segment if its person has been gone for too long. Asking twice changes nothing.
    pub fn settle(&mut self, now: Timestamp) -> Turn {
        let State::Running(run) = &mut self.state else { return Turn::Unchanged };
        let silence = now.duration_since(run.heard_at()).as_millis();
        let limits = self.of.limits.idle(self.of.mode);
        // A look is no signal: as long as nothing ends, since when nobody was heard of must stay known.
        let gone = run.position_at(now).saturating_sub(run.seen_ms()) >= limits.stop_ms;
        if !gone && run.position_at(now) < run.longest_ms() {
            return Turn::Unchanged;
        }
        run.advance(now, None);
        self.settle_after(now, silence)
    }

    fn settle_after(&mut self, now: Timestamp, silence_ms: i128) -> Turn {
        let limits = self.limits();
        let State::Running(run) = &self.state else { return Turn::Unchanged };
        if run.attending(limits) != Attending::Gone && !run.is_full() {
            return Turn::Unchanged;
        }
        let vanished = silence_ms >= i128::from(limits.stop_ms);
        let reason = if vanished { PauseReason::Vanished } else { PauseReason::Idle };
        self.pause(now, reason, None);
        Turn::Paused(reason)
    }

    /// Stands still from the last activity on, whatever the question would still have allowed.
    pub fn suspend(&mut self, now: Timestamp) -> Turn {
        let State::Running(run) = &mut self.state else { return Turn::Unchanged };
        run.advance(now, None);
        self.pause(now, PauseReason::Vanished, None);
        Turn::Paused(PauseReason::Vanished)
    }

    fn pause(&mut self, now: Timestamp, reason: PauseReason, reading: Option<&Reading>) {
        let limits = self.limits();
        let paused = State::Paused { at: now, reason };
        if let State::Running(run) = std::mem::replace(&mut self.state, paused) {
            let kind = match reason {
                PauseReason::Declined => ClockEventKind::Declined,
                PauseReason::Idle | PauseReason::Vanished => ClockEventKind::IdleCut,
            };
            self.segments.extend(run.end(kind, reading, limits));
        }
    }

    /// Goes on, in a new segment.
    ///
    /// # Errors
    /// [`ResumeError::TooOld`]; a clock that runs already just runs.
    pub fn resume(
        &mut self,
        now: Timestamp,
        not_before: Option<Timestamp>,
        reading: Option<&Reading>,
    ) -> Result<Turn, ResumeError> {
        if matches!(self.state, State::Running(_)) {
            return Ok(Turn::Unchanged);
        }
        let not_before = not_before.max(self.counted_until());
        let begins_at = not_before.map_or(now, |earlier| earlier.max(now));
        let age = i64::try_from(begins_at.duration_since(self.started_at).as_millis()).unwrap_or(i64::MAX);
        if !(0..=LONGEST_RESUME_MS).contains(&age) {
            return Err(ResumeError::TooOld);
        }
        let longest = LONGEST_SECONDS * 1_000 - age;
        self.state =
            State::Running(Box::new(Run::begin(ClockEventKind::Resume, now, not_before, longest, reading)));
        Ok(Turn::Resumed)
    }

    /// Ends it. A question that stands unanswered ends the segment at the last activity before it.
    pub fn stop(mut self, now: Timestamp, reading: Option<&Reading>) -> Stopped {
        let limits = self.limits();
        if let State::Running(mut run) = self.state {
            run.advance(now, reading);
            self.segments.extend(run.end(ClockEventKind::Stop, reading, limits));
        }
        Stopped { of: self.of, source: TimeSource::Timer, segments: self.segments }
    }

    pub fn is_running(&self) -> bool {
        matches!(self.state, State::Running(_))
    }

    /// On the phone, now.
    pub fn is_calling(&self) -> bool {
        self.is_running() && self.of.mode == ClockMode::Call
    }

    pub fn paused(&self) -> Option<(Timestamp, PauseReason)> {
        match self.state {
            State::Paused { at, reason } => Some((at, reason)),
            State::Running(_) => None,
        }
    }

    pub fn face(&self, now: Timestamp) -> Face {
        match &self.state {
            State::Paused { .. } => Face::Paused,
            State::Running(run) if run.position_at(now) - run.seen_ms() >= self.limits().ask_ms => {
                Face::Asking
            }
            State::Running(_) => Face::Running,
        }
    }

    /// Whole seconds as a face shows them: those of the segment under way as if its person were at it still.
    pub fn seconds_at(&self, now: Timestamp) -> i64 {
        let ended: i64 = self.segments.iter().map(|one| one.length_seconds).sum();
        match &self.state {
            State::Running(run) => ended.saturating_add(run.position_at(now).max(0) / 1_000),
            State::Paused { .. } => ended,
        }
    }

    /// When the question will stand, and when the segment will have ended, if nothing is heard.
    pub fn deadlines(&self) -> Option<(Timestamp, Timestamp)> {
        let State::Running(run) = &self.state else { return None };
        let limits = self.limits();
        Some((run.reaches(run.seen_ms() + limits.ask_ms), run.reaches(run.seen_ms() + limits.stop_ms)))
    }

    /// When somebody must look at it, heard of or not.
    pub fn due_at(&self) -> Timestamp {
        match &self.state {
            State::Running(run) => {
                let stop = run.reaches(run.seen_ms() + self.limits().stop_ms);
                stop.min(run.reaches(run.longest_ms()))
            }
            State::Paused { at, .. } => {
                let wait = jiff::SignedDuration::from_secs(self.of.limits.paused_seconds);
                at.saturating_add(wait).unwrap_or(Timestamp::MAX)
            }
        }
    }

    /// The first instant after all that is counted and ended.
    pub fn counted_until(&self) -> Option<Timestamp> {
        self.segments.iter().map(Segment::ends_at).max()
    }

    /// Segments that have ended.
    pub fn ended(&self) -> &[Segment] {
        &self.segments
    }

    /// The last signal of any of its pages.
    pub fn heard_at(&self) -> Option<Timestamp> {
        match &self.state {
            State::Running(run) => Some(run.heard_at()),
            State::Paused { .. } => None,
        }
    }

    /// Since when the segment under way runs.
    pub fn running_since(&self) -> Option<Timestamp> {
        match &self.state {
            State::Running(run) => Some(run.begins_at()),
            State::Paused { .. } => None,
        }
    }
}
