//! A month's log, ready to print: entries, what of them counted and why the rest did not, segments, raw events, strikes.

use std::collections::HashMap;

use app::App;
use app::time::{LoggedEntry, MonthLog};
use ccm::basics::*;
use ccm::billing::RuleId;
use ccm::time::Segment;

use super::words;
use crate::paths;
use crate::ui::{Status, Tone};
use crate::words::Words;

/// An entry, with everything under it.
pub struct Row {
    pub id: String,
    pub when: String,
    pub who: String,
    pub role: String,
    pub program: String,
    pub activity: String,
    pub source: String,
    pub length: String,
    /// `None`: nobody has judged it yet.
    pub counted: Option<String>,
    pub status: Status,
    pub left_out: Vec<LeftOut>,
    /// Why it was typed in.
    pub reason: Option<String>,
    pub struck: Option<Struck>,
    pub disagreements: Vec<String>,
    pub segments: Vec<Part>,
    pub signals: Vec<Signal>,
    pub recorded: String,
    pub strike: String,
    pub is_struck: bool,
}

/// Seconds that a rule took out.
pub struct LeftOut {
    pub length: String,
    pub rule: String,
    pub title: String,
    pub action: String,
}

pub struct Struck {
    pub reason: String,
    pub by: String,
    pub at: String,
}

/// A segment, and the events that it stands on.
pub struct Part {
    pub from: String,
    pub until: String,
    pub length: String,
    pub events: Vec<Event>,
}

pub struct Event {
    pub kind: String,
    pub at: String,
    /// The device's own clock, in seconds of its boot.
    pub monotonic: String,
    pub device: String,
}

/// What a device said, as it came.
pub struct Signal {
    pub at: String,
    pub kind: String,
    pub device: String,
    pub wall: String,
    pub monotonic: String,
    pub marks: String,
}

/// Everything that the rows of a month share.
pub struct Reading<'a> {
    pub app: &'a App,
    pub t: Words,
    pub zone: TimeZone,
    pub names: &'a HashMap<PersonId, String>,
    pub month: ServiceMonth,
    pub patient: PatientId,
}

impl Reading<'_> {
    pub fn rows(&self, log: &MonthLog) -> Vec<Row> {
        log.entries.iter().map(|entry| self.row(entry)).collect()
    }

    fn name(&self, person: PersonId) -> String {
        self.names.get(&person).cloned().unwrap_or_default()
    }

    fn row(&self, entry: &LoggedEntry) -> Row {
        let t = self.t;
        let measured = u64::try_from(entry.length_seconds).unwrap_or(0);
        let struck = entry.struck.as_ref().map(|strike| Struck {
            reason: strike.reason.clone(),
            by: self.name(strike.by),
            at: t.moment(strike.at, &self.zone),
        });
        Row {
            id: entry.entry.to_string(),
            when: t.moment(entry.started_at, &self.zone),
            who: self.name(entry.performer),
            role: crate::people::role_word(&entry.performer_role, t),
            program: words::program(entry.program),
            activity: words::activity(t, &entry.activity),
            source: words::source(t, entry.source),
            length: t.length(measured),
            counted: entry.counted_seconds.map(|seconds| t.length(seconds)),
            status: self.status(entry, measured),
            left_out: entry
                .left_out
                .iter()
                .map(|left| {
                    let rule = RuleId::new(&left.rule).ok().and_then(|id| self.app.rules.rule(id));
                    LeftOut {
                        length: t.length(left.seconds),
                        rule: left.rule.clone(),
                        title: rule.map(|rule| rule.title.to_string()).unwrap_or_default(),
                        action: rule.map(|rule| rule.action.to_string()).unwrap_or_default(),
                    }
                })
                .collect(),
            reason: entry.reason.clone(),
            is_struck: struck.is_some(),
            struck,
            disagreements: entry
                .clocks_disagree
                .iter()
                .map(|_| t.say("minutes-clocks-disagree").into_owned())
                .collect(),
            segments: entry.segments.iter().map(|segment| self.part(segment)).collect(),
            signals: entry
                .signals
                .iter()
                .map(|signal| {
                    let reading = signal.reading.as_ref();
                    Signal {
                        at: self.clock(signal.at),
                        kind: signal.kind.replace('_', " "),
                        device: reading.map(|one| format!("{}/{}", one.device, one.boot)).unwrap_or_default(),
                        wall: reading.map(|one| self.clock(one.wall)).unwrap_or_default(),
                        monotonic: reading.map(|one| seconds(one.monotonic_ms)).unwrap_or_default(),
                        marks: match signal.activity_ms.len() {
                            0 => String::new(),
                            marks => t.number(marks as u64),
                        },
                    }
                })
                .collect(),
            recorded: t.moment(entry.recorded_at, &self.zone),
            strike: paths::strike(self.patient, self.month, entry.entry),
        }
    }

    fn status(&self, entry: &LoggedEntry, measured: u64) -> Status {
        let (key, tone) = match (&entry.struck, entry.counted_seconds) {
            (Some(_), _) => ("minutes-struck", Tone::Plain),
            (None, None) => ("minutes-not-judged", Tone::Open),
            (None, Some(0)) => ("minutes-counts-not", Tone::Watch),
            (None, Some(counted)) if counted < measured => ("minutes-counts-partly", Tone::Watch),
            (None, Some(_)) => ("minutes-counts", Tone::Good),
        };
        Status::new(self.t.say(key), tone)
    }

    fn part(&self, segment: &Segment) -> Part {
        Part {
            from: self.clock(segment.started_at),
            until: self.clock(segment.ends_at()),
            length: self.t.length(u64::try_from(segment.length_seconds).unwrap_or(0)),
            events: segment
                .events
                .iter()
                .map(|event| Event {
                    kind: event.kind.word().replace('_', " "),
                    at: self.clock(event.wall_clock),
                    monotonic: event.monotonic_ms.map(seconds).unwrap_or_default(),
                    device: event.device.clone().unwrap_or_default(),
                })
                .collect(),
        }
    }

    /// To the millisecond: two clocks are compared here.
    fn clock(&self, at: Timestamp) -> String {
        let local = self.zone.to_datetime(at);
        let (hour, minute, second) = (local.hour(), local.minute(), local.second());
        format!("{hour:02}:{minute:02}:{second:02}.{:03}", local.subsec_nanosecond() / 1_000_000)
    }
}

fn seconds(ms: i64) -> String {
    format!("{}.{:03}", ms / 1_000, ms.rem_euclid(1_000))
}
