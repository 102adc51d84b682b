use ccm::time::clock::{Face, PauseReason, ResumeError, Turn};
use ccm::time::findings::clocks_disagree;
use ccm::time::{ClockEventKind, ClockMode, RunningClock};

use crate::{at, is_sound, new, reading, seconds, started};

/// Beats of one boot with activity, every 30 s up to an instant.
fn work(clock: &mut RunningClock, from_ms: i64, until_ms: i64) {
    for (seq, ms) in (1..).zip((from_ms..=until_ms).step_by(30_000)) {
        assert_eq!(clock.beat(at(ms), &reading("a", seq, ms), &[50_000 + ms]), Turn::Unchanged);
    }
}

#[test]
fn a_fraction_of_a_second_is_dropped() {
    for (ms, counted) in [(999, 0), (1_000, 1), (1_199_999, 1_199), (1_200_000, 1_200)] {
        let mut clock = started(ClockMode::Chart);
        work(&mut clock, 30_000, ms);
        let stopped = clock.stop(at(ms), Some(&reading("a", 99, ms)));
        assert_eq!((stopped.seconds(), is_sound(&stopped.segments)), (counted, true), "{ms}");
    }
}

#[test]
fn an_unanswered_question_ends_the_segment_at_the_last_activity() {
    for (mode, ask, stop) in [(ClockMode::Chart, 120_000, 600_000), (ClockMode::Call, 1_800_000, 3_600_000)] {
        let mut clock = started(mode);
        work(&mut clock, 30_000, 90_000);
        assert_eq!(clock.deadlines(), Some((at(90_000 + ask), at(90_000 + stop))));
        assert_eq!(clock.face(at(90_000 + ask - 1)), Face::Running);
        assert_eq!(clock.face(at(90_000 + ask)), Face::Asking);
        assert_eq!(clock.settle(at(90_000 + stop - 1)), Turn::Unchanged);
        assert_eq!(clock.due_at(), at(90_000 + stop));
        // The page is there all the while, and nobody touches it.
        for (seq, ms) in (50..).zip((120_000..90_000 + stop).step_by(30_000)) {
            assert_eq!(clock.beat(at(ms), &reading("a", seq, ms), &[]), Turn::Unchanged);
        }
        assert_eq!(clock.settle(at(90_000 + stop)), Turn::Paused(PauseReason::Idle));
        assert_eq!(clock.settle(at(90_000 + stop)), Turn::Unchanged);
        let segment = &clock.ended()[0];
        let kinds: Vec<_> = segment.events.iter().map(|event| event.kind).collect();
        use ClockEventKind::*;
        assert_eq!((segment.length_seconds, kinds), (90, vec![Start, Activity, Asked, IdleCut]));
        assert_eq!(segment.events[2].wall_clock, at(90_000 + ask));
        assert_eq!(clock.stop(at(9_000_000), None).seconds(), 90);
    }
}

#[test]
fn an_answer_counts_in_time_and_not_after() {
    for (ms, counted) in [(599_999, 599), (600_000, 0)] {
        let mut clock = started(ClockMode::Chart);
        clock.answer(at(ms), Some(&reading("a", 1, ms)), true);
        let stopped = clock.stop(at(ms), Some(&reading("a", 2, ms)));
        assert_eq!(stopped.seconds(), counted, "{ms}");
    }
    let mut clock = started(ClockMode::Chart);
    clock.beat(at(60_000), &reading("a", 1, 60_000), &[110_000]);
    // Nobody asked yet: a no is about nothing.
    assert_eq!(clock.answer(at(70_000), Some(&reading("a", 2, 70_000)), false), Turn::Unchanged);
    assert_eq!(
        clock.answer(at(200_000), Some(&reading("a", 3, 200_000)), false),
        Turn::Paused(PauseReason::Declined)
    );
    assert_eq!(seconds(clock.ended()), 60);
}

#[test]
fn activity_is_no_answer_while_the_question_stands() {
    let mut clock = started(ClockMode::Chart);
    clock.beat(at(130_000), &reading("a", 1, 130_000), &[50_000 + 125_000]);
    assert_eq!(clock.face(at(130_000)), Face::Asking);
    assert_eq!(clock.stop(at(140_000), Some(&reading("a", 2, 140_000))).seconds(), 0);
}

#[test]
fn the_shorter_clock_counts_and_the_difference_is_told() {
    // The server's clock was put forward by an hour, then by an hour back, while the laptop's ran on.
    for (jump, counted) in [(3_600_000, 100), (-3_600_000, 70)] {
        let mut clock = started(ClockMode::Call);
        clock.beat(at(30_000), &reading("a", 1, 30_000), &[80_000]);
        clock.beat(at(60_000 + jump), &reading("a", 2, 60_000), &[110_000]);
        let stopped = clock.stop(at(100_000 + jump), Some(&reading("a", 3, 100_000)));
        assert_eq!(stopped.seconds(), counted, "{jump}");
        let found = clocks_disagree(&stopped.segments);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].monotonic_seconds, found[0].wall_seconds), (100, 100 + jump / 1_000));
    }
    // The laptop slept: its monotonic clock stood still.
    let mut clock = started(ClockMode::Chart);
    let stopped = {
        clock.beat(at(300_000), &reading("a", 1, 40_000), &[90_000]);
        clock.stop(at(330_000), Some(&reading("a", 2, 70_000)))
    };
    assert_eq!(stopped.seconds(), 70);
}

#[test]
fn a_late_message_counts_up_to_where_it_was_written_and_takes_nothing_from_the_next() {
    let mut clock = started(ClockMode::Chart);
    clock.beat(at(100_000), &reading("a", 1, 30_000), &[80_000]);
    assert_eq!(
        seconds(clock.clone().stop(at(100_000), Some(&reading("a", 2, 30_000))).segments.as_slice()),
        30
    );
    clock.beat(at(100_000), &reading("a", 2, 100_000), &[80_000, 150_000]);
    assert_eq!(clock.stop(at(110_000), Some(&reading("a", 3, 110_000))).seconds(), 110);
}

#[test]
fn reloads_tabs_and_restarts_go_on_with_the_same_clock() {
    let mut clock = started(ClockMode::Chart);
    clock.beat(at(60_000), &reading("a", 1, 60_000), &[110_000]);
    // Reloaded: the monotonic clock begins anew. And the server was restarted: its clock is what it kept.
    let mut clock: RunningClock = serde_json::from_str(&serde_json::to_string(&clock).unwrap()).unwrap();
    let mut after = reading("b", 0, 120_000);
    after.monotonic_ms = 3;
    clock.beat(at(120_000), &after, &[3]);
    clock.beat(at(150_000), &reading("a", 2, 150_000), &[200_000]);
    assert_eq!(clock.stop(at(160_000), None).seconds(), 160);
}

#[test]
fn a_clock_goes_on_in_a_new_segment_and_not_for_ever() {
    let mut clock = started(ClockMode::Chart);
    work(&mut clock, 30_000, 60_000);
    assert_eq!(clock.suspend(at(80_000)), Turn::Paused(PauseReason::Vanished));
    assert_eq!(clock.due_at(), at(80_000 + 86_400_000));
    assert_eq!(clock.resume(at(1_000_000), None, None), Ok(Turn::Resumed));
    assert_eq!(clock.resume(at(1_000_000), None, None), Ok(Turn::Unchanged));
    let stopped = clock.clone().stop(at(1_090_000), None);
    assert_eq!(stopped.segments.iter().map(|one| one.length_seconds).collect::<Vec<_>>(), [60, 90]);
    assert!(is_sound(&stopped.segments));
    clock.suspend(at(1_000_001));
    assert_eq!(clock.resume(at(12 * 3_600_000 + 1), None, None), Err(ResumeError::TooOld));
}

#[test]
fn time_that_is_counted_already_is_not_counted_again() {
    let clock =
        RunningClock::start(new(ClockMode::Chart), at(0), Some(at(40_000)), Some(&reading("a", 0, 0)));
    let stopped = clock.clone().stop(at(100_000), Some(&reading("a", 1, 100_000)));
    assert_eq!((stopped.seconds(), stopped.segments[0].started_at), (60, at(40_000)));
    assert_eq!(clock.stop(at(30_000), None).seconds(), 0);
}

#[test]
fn an_entry_spans_at_most_a_day() {
    let mut clock = started(ClockMode::Call);
    let mut paused = false;
    for (seq, minute) in (1..).zip(1..=1_500i64) {
        let ms = minute * 60_000;
        paused |= clock.beat(at(ms), &reading("a", seq, ms), &[50_000 + ms]) != Turn::Unchanged;
    }
    assert!(paused);
    let stopped = clock.stop(at(90_000_000), None);
    assert!(stopped.seconds() <= 86_400 && stopped.seconds() >= 86_400 - 60, "{}", stopped.seconds());
}
