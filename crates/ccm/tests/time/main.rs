//! The running clock: tables of what must come of it, and properties where order must not matter.

mod journal;
mod properties;
mod table;

use ccm::basics::*;
use ccm::enrollment::Program;
use ccm::time::clock::NewClock;
use ccm::time::{ClockLimits, ClockMode, Reading, RunningClock, Segment};
use jiff::SignedDuration;
use uuid::Uuid;

pub const START: &str = "2026-03-02T15:00:00Z";

/// An instant so many milliseconds after the start.
pub fn at(ms: i64) -> Timestamp {
    START.parse::<Timestamp>().unwrap().checked_add(SignedDuration::from_millis(ms)).unwrap()
}

pub fn new(mode: ClockMode) -> NewClock {
    NewClock {
        entry: TimeEntryId(Uuid::from_u128(1)),
        person: PersonId(Uuid::from_u128(2)),
        practice: PracticeId(Uuid::from_u128(3)),
        patient: PatientId(Uuid::from_u128(4)),
        program: Program::Ccm,
        activity: None,
        mode,
        limits: ClockLimits::default(),
    }
}

/// What a boot says that was up for 50 s when the clock started, at so many milliseconds after that.
pub fn reading(boot: &str, seq: i64, ms: i64) -> Reading {
    Reading { device: "laptop".into(), boot: boot.into(), seq, wall: at(ms), monotonic_ms: 50_000 + ms }
}

pub fn started(mode: ClockMode) -> RunningClock {
    RunningClock::start(new(mode), at(0), None, Some(&reading("a", 0, 0)))
}

pub fn seconds(segments: &[Segment]) -> i64 {
    segments.iter().map(|one| one.length_seconds).sum()
}

/// In order, none empty, none overlapping.
pub fn is_sound(segments: &[Segment]) -> bool {
    segments.iter().all(|one| one.length_seconds > 0)
        && segments.windows(2).all(|pair| pair[0].ends_at() <= pair[1].started_at)
}
