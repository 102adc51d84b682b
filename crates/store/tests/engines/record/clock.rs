//! A clock that runs at the sample practice, and what it leaves behind.

use app::ports::*;
use ccm::basics::*;
use ccm::enrollment::Program;
use ccm::time::clock::{NewClock, Stopped};
use ccm::time::{ClockLimits, ClockMode, Reading, RunningClock, TimeSource};

use super::{PATIENT, entry};
use crate::support::*;

/// A call of a person with the sample patient, since noon.
pub fn clock(house: House, person: u128) -> RunningClock {
    let of = NewClock {
        entry: TimeEntryId(id(800 + person)),
        person: PersonId(id(person)),
        practice: house.practice,
        patient: PATIENT,
        program: Program::Ccm,
        activity: None,
        mode: ClockMode::Call,
        limits: ClockLimits::default(),
    };
    let reading =
        Reading { device: "laptop".into(), boot: "b1".into(), seq: 1, wall: now(), monotonic_ms: 17 };
    RunningClock::start(of, now(), None, Some(&reading))
}

pub async fn fill(tx: &mut dyn Tx, house: House) {
    let running = clock(house, 50);
    tx.lock_clock(running.of.person).await.unwrap();
    tx.put_clock(&running).await.unwrap();
    let reading =
        Reading { device: "laptop".into(), boot: "b1".into(), seq: 1, wall: now(), monotonic_ms: 17 };
    let signal = SignalRow {
        entry: running.of.entry,
        kind: "beat".into(),
        at: now(),
        reading: Some(reading),
        activity_ms: vec![3, 9],
    };
    tx.add_signals(house.practice, &[signal]).await.unwrap();
    let segments = entry(1, "2026-09-12T15:00:00Z").segments;
    let stretch = Stopped { of: running.of, source: TimeSource::Timer, segments };
    tx.add_unfinished(&UnfinishedRow { stretch, stopped_at: now() }).await.unwrap();
    let receipt = OfflineReceiptRow {
        segment: "s-1".into(),
        person: PersonId(id(50)),
        sha256: [4; 32],
        answer: serde_json::json!({"seconds": 1}),
        at: now(),
    };
    tx.add_offline_receipt(house.practice, &receipt).await.unwrap();
    tx.put_clock_limits(house.practice, &ClockLimits::default()).await.unwrap();
}
