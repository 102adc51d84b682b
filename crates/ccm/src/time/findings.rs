//! What an entry's raw events say about its clocks. Derived, never stored: the events are the evidence.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Segment;

/// A few seconds are a message on its way.
const TOLERANCE_MS: i64 = 5_000;

/// Two clocks that measured the same thing and do not agree. The shorter one was counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ClocksDisagree {
    /// The place of the segment in its entry, from 0.
    pub segment: usize,
    /// `device/boot`: the one whose monotonic clock it is.
    pub device: String,
    pub wall_seconds: i64,
    pub monotonic_seconds: i64,
}

/// Holds the wall clock of each segment against the monotonic clock of each boot that has two events in it.
pub fn clocks_disagree(segments: &[Segment]) -> Vec<ClocksDisagree> {
    let mut findings = Vec::new();
    for (place, segment) in segments.iter().enumerate() {
        let mut spans = BTreeMap::new();
        for event in &segment.events {
            if let (Some(device), Some(monotonic)) = (&event.device, event.monotonic_ms) {
                let stamp = (monotonic, event.wall_clock);
                let (first, last) = spans.entry(device).or_insert((stamp, stamp));
                if monotonic < first.0 {
                    *first = stamp;
                }
                if monotonic >= last.0 {
                    *last = stamp;
                }
            }
        }
        for (device, (first, last)) in spans {
            let wall = i64::try_from(last.1.duration_since(first.1).as_millis()).unwrap_or(i64::MAX);
            let monotonic = last.0.saturating_sub(first.0);
            if wall.saturating_sub(monotonic).saturating_abs() > TOLERANCE_MS {
                findings.push(ClocksDisagree {
                    segment: place,
                    device: device.clone(),
                    wall_seconds: wall / 1_000,
                    monotonic_seconds: monotonic / 1_000,
                });
            }
        }
    }
    findings
}
