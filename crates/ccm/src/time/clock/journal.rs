//! What a device kept while it had no network: read, judged, and turned into segments.
//!
//! Only what its events cover counts, and only while one boot's monotonic clock runs through. A reload, a new tab or a
//! crash ends the segment at its last activity; the next one begins at the next event. Of wall clock and monotonic clock
//! the shorter counts. What the server has counted already is taken out by [`without`].

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::attention::Attention;
use super::limits::IdleLimits;
use super::reading::{Reading, is_name, is_uptime};
use super::{ClockLimits, ClockMode};
use crate::basics::{PatientId, Problem, TimeEntryId, Timestamp};
use crate::enrollment::Program;
use crate::time::entry::LONGEST_SECONDS;
use crate::time::ledger::{Remaining, Stretch};
use crate::time::{ClockEvent, ClockEventKind, Segment};

/// More events than a day of work makes, at one every fifteen seconds.
const MOST_EVENTS: usize = 6_000;
/// How far ahead of ours the clock of an honest device may be when nothing ties it to ours.
const AHEAD_SECONDS: i64 = 5;

/// What happened on the device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JournalEventKind {
    Start,
    Activity,
    /// The question was shown; it stands from its second on whether or not this says so.
    Asked,
    Confirmed,
    Declined,
    Resume,
    Stop,
}

/// One event of a journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JournalEvent {
    pub kind: JournalEventKind,
    pub boot: String,
    pub seq: i64,
    pub wall: Timestamp,
    pub monotonic_ms: i64,
}

/// A journal as it is sent. Sent again it is the same one, by its `segment`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfflineJournal {
    /// A name of the device's making, never given twice: 1 to 64 of `A-Z a-z 0-9 . _ -`.
    pub segment: String,
    pub patient: PatientId,
    pub program: Program,
    #[serde(default)]
    pub activity: Option<String>,
    pub mode: ClockMode,
    /// The clock that it goes on from, where the network went away while one was running.
    #[serde(default)]
    pub continues: Option<TimeEntryId>,
    /// The device's stamp at the moment of sending: it ties its clocks to ours.
    pub sent: Reading,
    pub events: Vec<JournalEvent>,
}

fn milliseconds(from: Timestamp, until: Timestamp) -> i64 {
    i64::try_from(until.duration_since(from).as_millis()).unwrap_or(i64::MAX)
}

fn later(at: Timestamp, ms: i64) -> Timestamp {
    let end = if ms < 0 { Timestamp::MIN } else { Timestamp::MAX };
    at.saturating_add(jiff::SignedDuration::from_millis(ms)).unwrap_or(end)
}

impl OfflineJournal {
    /// Everything that is wrong with it, at once. `now` is the instant at which it came.
    pub fn problems(&self, limits: &ClockLimits, now: Timestamp) -> Vec<Problem> {
        let mut problems = self.sent.problems("sent");
        if !is_name(&self.segment) {
            problems.push(Problem::new("name", "segment").with("expected", "1 to 64 of A-Z a-z 0-9 . _ -"));
        }
        if !(1..=MOST_EVENTS).contains(&self.events.len()) {
            problems
                .push(Problem::new("out_of_range", "events").with("expected", format!("1 to {MOST_EVENTS}")));
            return problems;
        }
        let earliest = later(now, limits.offline_past_hours.saturating_mul(-3_600_000));
        let latest = later(now, AHEAD_SECONDS * 1_000);
        let mut boots: Vec<&str> = Vec::new();
        let mut ended = HashSet::new();
        for (place, event) in self.events.iter().enumerate() {
            let mut wrong = |code: &str, name: &str| {
                problems.push(Problem::new(code, format!("events[{place}].{name}")));
            };
            let before = place.checked_sub(1).map(|before| &self.events[before]);
            if !is_name(&event.boot) {
                wrong("name", "boot");
            }
            if !is_uptime(event.monotonic_ms) {
                wrong("out_of_range", "monotonic_ms");
            }
            if before.is_some_and(|before| event.seq <= before.seq) || event.seq < 0 {
                wrong("out_of_order", "seq");
            }
            if before
                .is_some_and(|before| before.boot == event.boot && event.monotonic_ms < before.monotonic_ms)
            {
                wrong("goes_back", "monotonic_ms");
            }
            if before.is_none_or(|before| before.boot != event.boot) {
                if let Some(last) = boots.last() {
                    ended.insert(*last);
                }
                boots.push(&event.boot);
            }
            if ended.contains(event.boot.as_str()) {
                wrong("boot_comes_back", "boot");
            }
            if event.boot == self.sent.boot && event.monotonic_ms > self.sent.monotonic_ms {
                wrong("after_sending", "monotonic_ms");
            }
            let at = self.instant(event, now);
            if at > latest {
                wrong("in_future", "wall");
            }
            if at < earliest {
                wrong("too_old", "wall");
            }
            if (event.kind == JournalEventKind::Start) != (place == 0) {
                wrong("start_comes_first", "kind");
            }
            if before.is_some_and(|before| before.kind == JournalEventKind::Stop) {
                wrong("after_the_stop", "kind");
            }
        }
        if let (Some(first), Some(last)) = (self.events.first(), self.events.last()) {
            let span = milliseconds(self.instant(first, now), self.instant(last, now));
            if span > LONGEST_SECONDS * 1_000 {
                problems.push(Problem::new("too_long", "events").with("expected", "at most 24 hours"));
            }
        }
        problems
    }

    /// An event's instant by our clock: by the monotonic clock where the boot still runs, else by the device's wall
    /// clock and how far that is from ours now.
    fn instant(&self, event: &JournalEvent, now: Timestamp) -> Timestamp {
        if event.boot == self.sent.boot {
            return later(now, event.monotonic_ms.saturating_sub(self.sent.monotonic_ms));
        }
        later(event.wall, milliseconds(self.sent.wall, now))
    }

    /// The segments that it proves, in order, none overlapping, each of whole seconds: what is beyond the last whole
    /// second is dropped on both sides.
    ///
    /// # Errors
    /// All of [`OfflineJournal::problems`].
    pub fn judge(&self, limits: &ClockLimits, now: Timestamp) -> Result<Vec<Segment>, Vec<Problem>> {
        let problems = self.problems(limits, now);
        if !problems.is_empty() {
            return Err(problems);
        }
        let idle = limits.idle(self.mode);
        let mut segments: Vec<Segment> = Vec::new();
        let mut keep = |run: Stay| segments.extend(run.end(now));
        let mut run: Option<Stay> = None;
        for event in &self.events {
            let continues = run.as_ref().is_some_and(|run| run.boot == event.boot);
            if !continues || event.kind == JournalEventKind::Resume {
                run.take().map(&mut keep);
                // An end is no beginning, and a no is none either.
                if matches!(
                    event.kind,
                    JournalEventKind::Stop | JournalEventKind::Declined | JournalEventKind::Asked
                ) {
                    continue;
                }
                let start = if event.kind == JournalEventKind::Start {
                    ClockEventKind::Start
                } else {
                    ClockEventKind::Resume
                };
                run = Some(Stay::begin(start, &self.sent.device, event, self.instant(event, now)));
                continue;
            }
            let Some(mut under_way) = run.take() else { continue };
            if under_way.take(event, idle) {
                run = Some(under_way);
            } else {
                keep(under_way);
            }
        }
        run.take().map(&mut keep);
        let mut earlier: Vec<Stretch> = Vec::new();
        let mut disjoint = Vec::new();
        for segment in segments {
            let stretch = Stretch::between(segment.started_at, segment.ends_at());
            disjoint.extend(without(vec![segment], &earlier));
            earlier.push(stretch);
        }
        disjoint.sort_by_key(|segment| segment.started_at);
        Ok(disjoint)
    }
}

/// A segment of a journal under way: within one boot.
struct Stay {
    boot: String,
    device: String,
    begins_at: Timestamp,
    wall: Timestamp,
    monotonic_ms: i64,
    position_ms: i64,
    attention: Attention,
    /// Where it ends, once that is known.
    end_ms: Option<i64>,
    events: Vec<ClockEvent>,
    seen: Option<ClockEvent>,
}

impl Stay {
    fn begin(kind: ClockEventKind, device: &str, first: &JournalEvent, at: Timestamp) -> Self {
        let mut stay = Self {
            boot: first.boot.clone(),
            device: format!("{device}/{}", first.boot),
            begins_at: at,
            wall: first.wall,
            monotonic_ms: first.monotonic_ms,
            position_ms: 0,
            attention: Attention::default(),
            end_ms: None,
            events: Vec::new(),
            seen: None,
        };
        stay.events.push(stay.stamped(kind, first));
        stay
    }

    fn stamped(&self, kind: ClockEventKind, event: &JournalEvent) -> ClockEvent {
        ClockEvent {
            kind,
            wall_clock: event.wall,
            monotonic_ms: Some(event.monotonic_ms),
            device: Some(self.device.clone()),
        }
    }

    /// Takes an event of the same boot. Whether the segment goes on.
    fn take(&mut self, event: &JournalEvent, limits: IdleLimits) -> bool {
        let shorter = (event.monotonic_ms - self.monotonic_ms).min(milliseconds(self.wall, event.wall));
        self.position_ms = self.position_ms.max(shorter);
        match event.kind {
            JournalEventKind::Start | JournalEventKind::Resume | JournalEventKind::Asked => {}
            JournalEventKind::Activity => {
                let before = self.attention.seen_ms;
                self.attention.see(self.position_ms, limits);
                if self.attention.seen_ms > before {
                    self.seen = Some(self.stamped(ClockEventKind::Activity, event));
                }
            }
            JournalEventKind::Confirmed => {
                if self.attention.confirm(self.position_ms, limits) {
                    self.events.push(self.stamped(ClockEventKind::Confirmed, event));
                    self.seen = None;
                }
            }
            JournalEventKind::Declined => {
                self.end_ms = Some(self.attention.seen_ms);
                self.finish(ClockEventKind::Declined, event);
                return false;
            }
            JournalEventKind::Stop => {
                self.end_ms = Some(self.attention.end(self.position_ms, limits));
                self.finish(ClockEventKind::Stop, event);
                return false;
            }
        }
        true
    }

    fn finish(&mut self, kind: ClockEventKind, event: &JournalEvent) {
        self.events.extend(self.seen.take());
        let last = self.stamped(kind, event);
        self.events.push(last);
    }

    /// Without a stop it ends at its last activity; never after `now`.
    fn end(mut self, now: Timestamp) -> Option<Segment> {
        let end_ms = self.end_ms.unwrap_or(self.attention.seen_ms).min(milliseconds(self.begins_at, now));
        if self.end_ms.is_none() {
            self.events.extend(self.seen.take());
        }
        let from = later(self.begins_at, 999).as_millisecond().div_euclid(1_000);
        let until = later(self.begins_at, end_ms.max(0)).as_millisecond().div_euclid(1_000);
        let started_at = Timestamp::from_second(from).ok()?;
        (until > from).then(|| Segment { started_at, length_seconds: until - from, events: self.events })
    }
}

/// What is left of segments when counted time is taken out: no second is counted twice for one person. A fraction of a
/// counted second is a counted second. The events stay with the first piece of a segment; the others name its beginning.
pub fn without(segments: Vec<Segment>, counted: &[Stretch]) -> Vec<Segment> {
    let mut left = Remaining::default();
    let mut pieces = Vec::new();
    for mut segment in segments {
        left.refill(Stretch::between(segment.started_at, segment.ends_at()));
        for &stretch in counted {
            left.cut(stretch);
        }
        let beginning: Vec<ClockEvent> = segment.events.first().cloned().into_iter().collect();
        for (place, stretch) in left.stretches().iter().enumerate() {
            let Ok(started_at) = Timestamp::from_second(stretch.start) else { continue };
            let events = if place == 0 { std::mem::take(&mut segment.events) } else { beginning.clone() };
            let length_seconds = stretch.end - stretch.start;
            pieces.push(Segment { started_at, length_seconds, events });
        }
    }
    pieces
}

/// The seconds that a stretch touches: what counted time takes out of others.
pub fn touched(from: Timestamp, until: Timestamp) -> Stretch {
    let second = |at: Timestamp| at.as_millisecond().div_euclid(1_000);
    Stretch::new(second(from), second(later(until, 999)))
}
