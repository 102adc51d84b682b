use ccm::time::clock::{JournalEvent, JournalEventKind, OfflineJournal, touched, without};
use ccm::time::findings::clocks_disagree;
use ccm::time::ledger::Stretch;
use ccm::time::{ClockLimits, ClockMode};
use proptest::prelude::*;

use crate::{at, is_sound, new, reading, seconds};
use JournalEventKind::*;

pub fn event(kind: JournalEventKind, boot: &str, seq: i64, ms: i64) -> JournalEvent {
    let Reading { wall, monotonic_ms } = Reading { wall: at(ms), monotonic_ms: 50_000 + ms };
    JournalEvent { kind, boot: boot.into(), seq, wall, monotonic_ms }
}

struct Reading {
    wall: ccm::basics::Timestamp,
    monotonic_ms: i64,
}

/// Sent a thousand seconds after the start, by the boot `a`.
pub fn journal(events: Vec<JournalEvent>) -> OfflineJournal {
    let of = new(ClockMode::Chart);
    OfflineJournal {
        segment: "s-1".into(),
        patient: of.patient,
        program: of.program,
        activity: None,
        mode: ClockMode::Chart,
        continues: None,
        sent: reading("a", 99, 1_000_000),
        events,
    }
}

/// First second after the start, and how many.
type Stretches = Vec<(i64, i64)>;

fn judged(events: Vec<JournalEvent>) -> Stretches {
    let segments = journal(events).judge(&ClockLimits::default(), at(1_000_000)).unwrap();
    assert!(is_sound(&segments));
    let start = at(0).as_second();
    segments.iter().map(|one| (one.started_at.as_second() - start, one.length_seconds)).collect()
}

#[test]
fn what_events_cover_counts_and_no_gap_is_filled() {
    let table: [(Vec<JournalEvent>, Stretches); 7] = [
        (
            vec![event(Start, "a", 0, 0), event(Activity, "a", 1, 100_000), event(Stop, "a", 2, 150_999)],
            vec![(0, 150)],
        ),
        // No stop: up to the last activity.
        (vec![event(Start, "a", 0, 0), event(Activity, "a", 1, 100_999)], vec![(0, 100)]),
        // A question that nobody answered; what was done afterwards needs an intent.
        (
            vec![
                event(Start, "a", 0, 0),
                event(Activity, "a", 1, 60_000),
                event(Activity, "a", 2, 200_000),
                event(Stop, "a", 3, 210_000),
            ],
            vec![(0, 60)],
        ),
        (
            vec![
                event(Start, "a", 0, 0),
                event(Asked, "a", 1, 120_000),
                event(Confirmed, "a", 2, 500_000),
                event(Stop, "a", 3, 510_000),
            ],
            vec![(0, 510)],
        ),
        (
            vec![
                event(Start, "a", 0, 0),
                event(Activity, "a", 1, 30_000),
                event(Declined, "a", 2, 200_000),
                event(Resume, "a", 3, 300_000),
                event(Stop, "a", 4, 330_000),
            ],
            vec![(0, 30), (300, 30)],
        ),
        // Reloaded: what lies between the last activity and the next event is not known.
        (
            vec![
                event(Start, "z", 0, 0),
                event(Activity, "z", 1, 90_000),
                event(Activity, "a", 2, 100_000),
                event(Stop, "a", 3, 130_000),
            ],
            vec![(0, 90), (100, 30)],
        ),
        (vec![event(Start, "a", 0, 0), event(Stop, "a", 1, 999)], vec![]),
    ];
    for (events, expected) in table {
        assert_eq!(judged(events.clone()), expected, "{events:?}");
    }
}

#[test]
fn a_wall_clock_that_jumped_adds_nothing() {
    let mut events =
        vec![event(Start, "a", 0, 0), event(Activity, "a", 1, 60_000), event(Stop, "a", 2, 100_000)];
    events[1].wall = at(960_000);
    events[2].wall = at(1_000_000);
    assert_eq!(judged(events.clone()), [(0, 100)]);
    let segments = journal(events.clone()).judge(&ClockLimits::default(), at(1_000_000)).unwrap();
    assert_eq!(clocks_disagree(&segments).len(), 1);
    // Put back: the shorter counts.
    events[1].wall = at(20_000);
    events[2].wall = at(60_000);
    assert_eq!(judged(events), [(0, 60)]);
}

#[test]
fn the_device_wall_clock_is_tied_to_ours_by_the_sending() {
    // An hour ahead throughout, and the boot that wrote it is gone.
    let mut sent = journal(vec![event(Start, "z", 0, 0), event(Activity, "z", 1, 60_000)]);
    for event in &mut sent.events {
        event.wall = event.wall.checked_add(jiff::SignedDuration::from_hours(1)).unwrap();
    }
    sent.sent.wall = sent.sent.wall.checked_add(jiff::SignedDuration::from_hours(1)).unwrap();
    let segments = sent.judge(&ClockLimits::default(), at(1_000_000)).unwrap();
    assert_eq!((segments[0].started_at, segments[0].length_seconds), (at(0), 60));
}

#[test]
fn garbage_is_refused_with_all_that_is_wrong() {
    let mut wrong = journal(vec![
        event(Activity, "a", 5, 0),
        event(Start, "b", 4, 10_000),
        event(Activity, "a", 6, -1_000_000_000),
        event(Activity, "a b", 7, 2_000_000_000),
    ]);
    wrong.segment = String::new();
    let problems = wrong.problems(&ClockLimits::default(), at(1_000_000));
    let codes: Vec<String> = problems.iter().map(|one| format!("{} {}", one.path, one.code)).collect();
    for expected in [
        "segment name",
        "events[0].kind start_comes_first",
        "events[1].seq out_of_order",
        "events[1].kind start_comes_first",
        "events[2].boot boot_comes_back",
        "events[2].monotonic_ms out_of_range",
        "events[2].wall too_old",
        "events[3].boot name",
        "events[3].wall in_future",
        "events too_long",
    ] {
        assert!(codes.iter().any(|code| code == expected), "{expected} in {codes:?}");
    }
    assert!(!journal(vec![]).problems(&ClockLimits::default(), at(1_000_000)).is_empty());
}

#[test]
fn counted_time_is_taken_out() {
    let sent = journal(vec![
        event(Start, "a", 0, 0),
        event(Activity, "a", 1, 100_000),
        event(Activity, "a", 2, 200_000),
        event(Stop, "a", 3, 300_000),
    ]);
    let segments = sent.judge(&ClockLimits::default(), at(1_000_000)).unwrap();
    let left =
        without(segments.clone(), &[touched(at(-5_000), at(50_001)), touched(at(100_000), at(120_000))]);
    assert!(is_sound(&left) && left.iter().all(|one| !one.events.is_empty()));
    assert_eq!(left.iter().map(|one| one.length_seconds).collect::<Vec<_>>(), [49, 180]);
    let all = [Stretch::between(segments[0].started_at, segments[0].ends_at())];
    assert_eq!(without(segments, &all), []);
}

fn any_event() -> impl Strategy<Value = (JournalEventKind, u8, i64, i64, i64)> {
    let kind = prop::sample::select(vec![
        Start, Activity, Activity, Activity, Asked, Confirmed, Declined, Resume, Stop,
    ]);
    (kind, 0u8..3, 0i64..3, 0i64..150_000, -100_000i64..100_000)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// Whatever a device sends: a refusal, or segments within its own monotonic time; twice is once.
    #[test]
    fn a_journal_never_gives_more_than_its_monotonic_time(steps in prop::collection::vec(any_event(), 1..60)) {
        let (mut ms, mut seq, mut boot, mut monotonic) = (0i64, 0i64, 0u8, 0i64);
        let mut events = Vec::new();
        for (place, (kind, next_boot, seq_step, step, jump)) in steps.into_iter().enumerate() {
            ms += step;
            seq += seq_step.max(1);
            if next_boot == 0 && place > 0 { boot += 1; }
            if place > 0 && next_boot != 0 { monotonic += step; }
            let kind = match (place, kind) { (0, _) => Start, (_, Start) => Activity, (_, other) => other };
            let mut made = event(kind, &format!("b{boot}"), seq, ms + jump);
            made.monotonic_ms = 50_000 + ms;
            events.push(made);
            if kind == Stop { break; }
        }
        let mut sent = journal(events);
        sent.sent.boot = format!("b{boot}");
        sent.sent.monotonic_ms = 50_000 + ms;
        let now = at(ms + 200_000);
        sent.sent.wall = now;
        let limits = ClockLimits::default();
        if let Ok(segments) = sent.judge(&limits, now) {
            prop_assert!(is_sound(&segments));
            prop_assert!(seconds(&segments) * 1_000 <= monotonic, "{} s of {monotonic} ms", seconds(&segments));
            prop_assert!(segments.iter().all(|one| one.ends_at() <= now));
            prop_assert_eq!(&sent.judge(&limits, now).unwrap(), &segments);
            let counted: Vec<Stretch> =
                segments.iter().map(|one| Stretch::between(one.started_at, one.ends_at())).collect();
            prop_assert_eq!(without(segments, &counted), vec![]);
        }
    }

    /// Any JSON that reads as a journal is judged without a panic.
    #[test]
    fn any_figures_are_judged(figures in prop::collection::vec((any::<i64>(), any::<i64>(), any::<i64>()), 0..8)) {
        let events = figures.iter().enumerate().map(|(place, &(seq, monotonic_ms, second))| JournalEvent {
            kind: if place == 0 { Start } else { Activity },
            boot: "a".into(),
            seq,
            wall: ccm::basics::Timestamp::from_second(second % 200_000_000_000).unwrap(),
            monotonic_ms,
        });
        let mut sent = journal(events.collect());
        sent.sent.monotonic_ms = figures.first().map_or(0, |one| one.1);
        let _ = sent.judge(&ClockLimits::default(), at(0));
    }
}
