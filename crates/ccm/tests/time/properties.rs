//! A person works over some tabs; their messages come late, twice, or not at all, and the server's clock may jump. What
//! is counted is never more than what an honest onlooker with a stopwatch would have counted.

use ccm::time::{ClockMode, Reading, RunningClock};
use proptest::prelude::*;

use crate::{at, is_sound, new};

#[derive(Clone, Debug)]
enum Deed {
    Touch { tab: usize },
    Beat { tab: usize },
    Answer { tab: usize, was_working: bool },
    Look,
}

/// How long the way of a message is, and whether it arrives, and how often.
#[derive(Clone, Debug)]
struct Way {
    late_ms: i64,
    times: usize,
}

#[derive(Clone, Debug)]
struct Step {
    wait_ms: i64,
    deed: Deed,
    way: Way,
    jump_ms: i64,
}

const LATEST_MS: i64 = 3_000;

fn step(tabs: usize, jumps: bool) -> impl Strategy<Value = Step> {
    let deed = prop_oneof![
        4 => (0..tabs).prop_map(|tab| Deed::Touch { tab }),
        6 => (0..tabs).prop_map(|tab| Deed::Beat { tab }),
        1 => (0..tabs, any::<bool>()).prop_map(|(tab, was_working)| Deed::Answer { tab, was_working }),
        1 => Just(Deed::Look),
    ];
    let wait = prop_oneof![8 => 0i64..40_000, 2 => 40_000i64..150_000, 1 => 150_000i64..700_000];
    let way = (0..LATEST_MS, prop::sample::select(vec![0usize, 1, 1, 1, 2]))
        .prop_map(|(late_ms, times)| Way { late_ms, times });
    let jump = if jumps {
        prop_oneof![9 => Just(0i64), 1 => -4_000_000i64..4_000_000].boxed()
    } else {
        Just(0).boxed()
    };
    (wait, deed, way, jump).prop_map(|(wait_ms, deed, way, jump_ms)| Step { wait_ms, deed, way, jump_ms })
}

#[derive(Clone)]
enum Message {
    Beat(Reading, Vec<i64>),
    Answer(Reading, bool),
    Look,
}

/// The most that the onlooker's stopwatch can say: with limits that are kinder by what a message's way takes, and with
/// nobody saying no, because that may have been lost.
fn honest(steps: &[Step], end_ms: i64) -> i64 {
    let (ask, stop) = (120_000 + 2 * LATEST_MS, 600_000 + 2 * LATEST_MS);
    let (mut now, mut seen) = (0, 0);
    for step in steps {
        now += step.wait_ms;
        let quiet = now - seen;
        match step.deed {
            _ if quiet >= stop => return seen,
            Deed::Touch { .. } if quiet < ask => seen = now,
            Deed::Answer { was_working: true, .. } => seen = now,
            _ => {}
        }
    }
    if end_ms - seen < ask { end_ms } else { seen }
}

/// Runs it through the clock. Everything that arrives, `again` or once.
fn counted(steps: &[Step], again: bool) -> (i64, i64, bool) {
    let boot = |tab: usize, seq: i64, ms: i64| Reading {
        device: "laptop".into(),
        boot: format!("t{tab}"),
        seq,
        wall: at(ms),
        monotonic_ms: 10_000 * (tab as i64 + 1) + ms,
    };
    let mut clock = RunningClock::start(new(ClockMode::Chart), at(0), None, Some(&boot(0, 0, 0)));
    let mut marks: Vec<Vec<i64>> = vec![Vec::new(); 8];
    let (mut now, mut jump) = (0i64, 0i64);
    let mut inbox: Vec<(i64, i64, Message)> = Vec::new();
    for (seq, step) in (1..).zip(steps) {
        now += step.wait_ms;
        jump += step.jump_ms;
        let message = match step.deed {
            Deed::Touch { tab } => {
                marks[tab].push(boot(tab, seq, now).monotonic_ms);
                continue;
            }
            Deed::Beat { tab } => {
                let message = Message::Beat(boot(tab, seq, now), marks[tab].clone());
                if step.way.times > 0 {
                    marks[tab].clear();
                }
                message
            }
            Deed::Answer { tab, was_working } => Message::Answer(boot(tab, seq, now), was_working),
            Deed::Look => Message::Look,
        };
        for time in 0..step.way.times {
            inbox.push((now + step.way.late_ms + 500 * time as i64, jump, message.clone()));
        }
    }
    let end = now + LATEST_MS;
    inbox.sort_by_key(|(arrives, _, _)| *arrives);
    for (arrives, jump, message) in inbox {
        for _ in 0..(if again { 2 } else { 1 }) {
            let now = at(arrives + jump);
            match &message {
                Message::Beat(reading, marks) => clock.beat(now, reading, marks),
                Message::Answer(reading, was_working) => clock.answer(now, Some(reading), *was_working),
                Message::Look => clock.settle(now),
            };
        }
    }
    let stopped = clock.stop(at(end + jump), Some(&boot(0, 9_999, end)));
    (stopped.seconds(), end, is_sound(&stopped.segments))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn several_tabs_never_count_more_than_a_stopwatch(steps in prop::collection::vec(step(3, false), 1..60)) {
        let (seconds, end, is_sound) = counted(&steps, false);
        prop_assert!(is_sound);
        let most = honest(&steps, end) + 2 * LATEST_MS;
        prop_assert!(seconds * 1_000 <= most, "{seconds} s of {most} ms");
    }

    #[test]
    fn a_server_clock_that_jumps_adds_nothing(steps in prop::collection::vec(step(1, true), 1..60)) {
        let (seconds, end, is_sound) = counted(&steps, false);
        prop_assert!(is_sound);
        prop_assert!(seconds * 1_000 <= end, "{seconds} s of {end} ms");
    }

    #[test]
    fn the_same_message_again_changes_nothing(steps in prop::collection::vec(step(3, true), 1..60)) {
        prop_assert_eq!(counted(&steps, false), counted(&steps, true));
    }
}
