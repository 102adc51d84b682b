//! A segment under way: how many milliseconds of it are proved.
//!
//! Three clocks speak: the server's wall clock, and each device's two. The server's elapsed time and the monotonic time
//! of each boot measure the same thing, and **the shorter one counts**: a wall clock that was put forward adds nothing, a
//! message that came late counts up to where it was written, a laptop that slept counts as its monotonic clock says. A
//! position therefore never goes back, and never beyond what any one honest clock saw.

use serde::{Deserialize, Serialize};

use super::attention::{Attending, Attention};
use super::limits::IdleLimits;
use super::reading::Reading;
use crate::basics::Timestamp;
use crate::time::{ClockEvent, ClockEventKind, Segment};

/// Boots that one segment remembers: tabs and reloads. The oldest is forgotten first, and is then a new one.
const MOST_BOOTS: usize = 32;

/// Where a boot's monotonic clock stood at a position of the segment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Anchor {
    device: String,
    boot: String,
    monotonic_ms: i64,
    position_ms: i64,
    last_ms: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Run {
    /// The instant at position zero.
    begins_at: Timestamp,
    /// The server's clock at the last signal, and how far it has come since `begins_at`: backward jumps stand still.
    at: Timestamp,
    elapsed_ms: i64,
    /// By how much the server's clock was ahead of the device's when they were last compared.
    excess_ms: i64,
    /// What is counted so far.
    position_ms: i64,
    /// The position beyond which nothing counts: an entry has a longest span.
    longest_ms: i64,
    attention: Attention,
    anchors: Vec<Anchor>,
    events: Vec<ClockEvent>,
    /// The stamp of the last activity.
    seen: Option<ClockEvent>,
}

fn milliseconds(from: Timestamp, until: Timestamp) -> i64 {
    i64::try_from(until.duration_since(from).as_millis()).unwrap_or(i64::MAX)
}

fn stamped(kind: ClockEventKind, at: Timestamp, reading: Option<&Reading>) -> ClockEvent {
    ClockEvent {
        kind,
        wall_clock: at,
        monotonic_ms: reading.map(|reading| reading.monotonic_ms),
        device: reading.map(Reading::source),
    }
}

impl Run {
    /// Begins at `now`; what lies before `not_before`, where the person's earlier time ends, is not counted again.
    pub fn begin(
        kind: ClockEventKind,
        now: Timestamp,
        not_before: Option<Timestamp>,
        longest_ms: i64,
        reading: Option<&Reading>,
    ) -> Self {
        let begins_at = not_before.map_or(now, |earlier| earlier.max(now));
        let mut run = Self {
            begins_at,
            at: now,
            elapsed_ms: -milliseconds(now, begins_at),
            excess_ms: 0,
            position_ms: 0,
            longest_ms,
            attention: Attention::default(),
            anchors: Vec::new(),
            events: vec![stamped(kind, now, reading)],
            seen: None,
        };
        run.advance(now, reading);
        run
    }

    /// Takes note of a signal's stamps: what is counted goes on to where the shorter clock says.
    pub fn advance(&mut self, now: Timestamp, reading: Option<&Reading>) {
        self.elapsed_ms = self.elapsed_ms.saturating_add(milliseconds(self.at, now).max(0));
        self.at = now;
        let server = self.elapsed_ms.saturating_sub(self.excess_ms);
        let reached = match reading {
            None => server,
            Some(reading) => match self.anchor(reading) {
                Some(place) => {
                    let anchor = &mut self.anchors[place];
                    let device = anchor
                        .position_ms
                        .saturating_add(reading.monotonic_ms.saturating_sub(anchor.monotonic_ms));
                    if reading.monotonic_ms >= anchor.last_ms {
                        anchor.last_ms = reading.monotonic_ms;
                        self.excess_ms = self.elapsed_ms.saturating_sub(device).max(0);
                    }
                    device.min(self.elapsed_ms)
                }
                None => {
                    if self.anchors.len() == MOST_BOOTS {
                        self.anchors.remove(0);
                    }
                    self.anchors.push(Anchor {
                        device: reading.device.clone(),
                        boot: reading.boot.clone(),
                        monotonic_ms: reading.monotonic_ms,
                        position_ms: server,
                        last_ms: reading.monotonic_ms,
                    });
                    server
                }
            },
        };
        self.position_ms = self.position_ms.max(reached.min(self.longest_ms));
    }

    fn anchor(&self, reading: &Reading) -> Option<usize> {
        self.anchors.iter().position(|one| one.device == reading.device && one.boot == reading.boot)
    }

    /// Where in the segment a monotonic figure of a boot lies.
    fn place_of(&self, reading: &Reading, monotonic_ms: i64) -> Option<i64> {
        let anchor = &self.anchors[self.anchor(reading)?];
        let place = anchor.position_ms.saturating_add(monotonic_ms.saturating_sub(anchor.monotonic_ms));
        Some(place.clamp(0, self.position_ms))
    }

    /// Activity at monotonic instants of the reading's boot, in any order.
    pub fn see(&mut self, reading: &Reading, activity_ms: &[i64], limits: IdleLimits) {
        let mut marks: Vec<i64> =
            activity_ms.iter().copied().filter(|&mark| mark <= reading.monotonic_ms).collect();
        marks.sort_unstable();
        for mark in marks {
            let Some(place) = self.place_of(reading, mark) else { continue };
            let before = self.attention.seen_ms;
            self.attention.see(place, limits);
            if self.attention.seen_ms > before {
                let mut event = stamped(ClockEventKind::Activity, self.instant(place), Some(reading));
                event.monotonic_ms = Some(mark);
                self.seen = Some(event);
            }
        }
    }

    /// The person says that they are at work. Whether it came in time.
    pub fn confirm(&mut self, reading: Option<&Reading>, limits: IdleLimits) -> bool {
        let place = self.written_at(reading);
        let stood = self.attention.at(place, limits);
        let asked = self.asked(limits);
        if !self.attention.confirm(place, limits) {
            return false;
        }
        let event = stamped(ClockEventKind::Confirmed, self.instant(place), reading);
        if stood == Attending::Asked {
            self.events.push(asked);
            self.events.push(event.clone());
        }
        self.seen = Some(event);
        true
    }

    /// Whether a question stood when the message was written.
    pub fn was_asked(&self, reading: Option<&Reading>, limits: IdleLimits) -> bool {
        self.attention.at(self.written_at(reading), limits) != Attending::Working
    }

    /// Where the segment stood when a message was written, as far as its boot can tell.
    fn written_at(&self, reading: Option<&Reading>) -> i64 {
        reading.and_then(|one| self.place_of(one, one.monotonic_ms)).unwrap_or(self.position_ms)
    }

    pub fn attending(&self, limits: IdleLimits) -> Attending {
        self.attention.at(self.position_ms, limits)
    }

    /// Nothing counts any more: the entry is as long as one may be.
    pub fn is_full(&self) -> bool {
        self.position_ms >= self.longest_ms
    }

    /// The position beyond which nothing counts.
    pub fn longest_ms(&self) -> i64 {
        self.longest_ms
    }

    /// Where it would stand at an instant without another signal.
    pub fn position_at(&self, now: Timestamp) -> i64 {
        let elapsed = self.elapsed_ms.saturating_add(milliseconds(self.at, now).max(0));
        let reached = elapsed.saturating_sub(self.excess_ms).min(self.longest_ms);
        self.position_ms.max(reached)
    }

    pub fn seen_ms(&self) -> i64 {
        self.attention.seen_ms
    }

    /// The server's instant at which the position will be reached, if nothing comes in between.
    pub fn reaches(&self, position_ms: i64) -> Timestamp {
        let missing = position_ms.saturating_sub(self.elapsed_ms.saturating_sub(self.excess_ms)).max(0);
        self.at.saturating_add(jiff::SignedDuration::from_millis(missing)).unwrap_or(Timestamp::MAX)
    }

    pub fn begins_at(&self) -> Timestamp {
        self.begins_at
    }

    /// Since when nobody has been heard of.
    pub fn heard_at(&self) -> Timestamp {
        self.at
    }

    fn instant(&self, position_ms: i64) -> Timestamp {
        self.begins_at
            .saturating_add(jiff::SignedDuration::from_millis(position_ms))
            .unwrap_or(Timestamp::MAX)
    }

    fn asked(&self, limits: IdleLimits) -> ClockEvent {
        let at = self.attention.seen_ms.saturating_add(limits.ask_ms);
        stamped(ClockEventKind::Asked, self.instant(at), None)
    }

    /// Ends it. `None` where not one whole second is proved; fractions are dropped, never rounded up.
    pub fn end(
        mut self,
        kind: ClockEventKind,
        reading: Option<&Reading>,
        limits: IdleLimits,
    ) -> Option<Segment> {
        let cut = kind == ClockEventKind::IdleCut || self.attending(limits) != Attending::Working;
        let length_ms =
            if cut { self.attention.seen_ms } else { self.attention.end(self.position_ms, limits) };
        let length_seconds = length_ms.max(0) / 1_000;
        if length_seconds == 0 {
            return None;
        }
        let asked = cut.then(|| self.asked(limits));
        self.events.extend(self.seen.take().filter(|seen| seen.kind == ClockEventKind::Activity));
        self.events.extend(asked);
        self.events.push(stamped(kind, self.at, reading));
        Some(Segment { started_at: self.begins_at, length_seconds, events: self.events })
    }
}
