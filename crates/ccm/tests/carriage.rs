//! A file on its way: never twice under other numbers, never lost.

use ccm::basics::Timestamp;
use ccm::claim::carriage::{CarriageEvent, CarriageMove as M, CarriageStep as S, CarriageTerms, carriage};

fn at(minute: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + minute * 60).unwrap()
}

fn not_sent() -> S {
    S::NotSent { why: "refused".into() }
}

fn unclear() -> S {
    S::Unclear { why: "silent".into() }
}

#[test]
fn what_is_done_next_with_a_file() {
    let terms = CarriageTerms::embedded();
    let sent = S::Transmitted { confirmation: None };
    let unfinished = u64::try_from(terms.unfinished_minutes).unwrap() * 60;
    assert!(terms.longest_try().as_secs() < unfinished, "a try is over before another takes it for dead");
    for (steps, now, expected) in [
        (vec![], 0, M::Put),
        // Killed between the first byte and the word that it is there.
        (vec![(0, S::Begun)], 8, M::Wait(at(9))),
        (vec![(0, S::Begun)], 9, M::AskThenPut),
        (vec![(0, S::Begun), (0, sent.clone())], 1, M::Nothing),
        (vec![(0, S::Begun), (0, not_sent())], 0, M::Wait(at(1))),
        (vec![(0, S::Begun), (0, not_sent())], 1, M::Put),
        (vec![(0, S::Begun), (0, unclear())], 1, M::AskThenPut),
        (vec![(0, S::Begun), (0, unclear()), (1, S::Begun), (1, not_sent())], 5, M::Wait(at(6))),
        // The partner was asked in that try, and certainly had nothing.
        (vec![(0, S::Begun), (0, unclear()), (1, S::Begun), (1, not_sent())], 6, M::Put),
        // A late failure of another try takes nothing back.
        (vec![(0, S::Begun), (0, sent), (1, unclear())], 9, M::Nothing),
    ] {
        let events: Vec<CarriageEvent> = steps
            .iter()
            .map(|(minute, step)| CarriageEvent { at: at(*minute), step: step.clone() })
            .collect();
        assert_eq!(carriage(&events, terms, at(now)).next, expected, "{steps:?} at {now}");
    }
}

#[test]
fn after_some_failures_somebody_looks_and_it_is_still_tried() {
    let terms = CarriageTerms::embedded();
    let mut events = Vec::new();
    for n in 0..terms.look_after_failures as i64 {
        let standing = carriage(&events, terms, at(n * 1_000));
        assert!(!standing.needs_a_person, "{n}");
        events.push(CarriageEvent { at: at(n * 1_000), step: S::Begun });
        events.push(CarriageEvent { at: at(n * 1_000), step: unclear() });
    }
    let standing = carriage(&events, terms, at(1_000_000));
    assert!(standing.needs_a_person);
    assert_eq!((standing.next, standing.why.as_deref()), (M::AskThenPut, Some("silent")));
    let longest = terms.retry_minutes.last().copied().unwrap();
    assert_eq!(carriage(&events, terms, at(4_001)).next, M::Wait(at(4_000 + longest)));
}
