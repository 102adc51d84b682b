//! The state of a claim is worked out from its events: any order, any repetition, never backwards.

use ccm::basics::*;
use ccm::claim::life::*;
use proptest::prelude::*;
use uuid::Uuid;

pub fn at(day: &str) -> Timestamp {
    format!("{day}T18:00:00Z").parse().unwrap()
}

pub fn event(day: &str, step: ClaimStep) -> ClaimEvent {
    ClaimEvent { at: at(day), step }
}

pub fn payment(trace: &str) -> PaymentKey {
    PaymentKey { payer: PayerId(Uuid::from_u128(1)), trace: trace.into() }
}

pub fn file() -> ClaimFileId {
    ClaimFileId(Uuid::from_u128(9))
}

pub fn sent() -> ClaimStep {
    ClaimStep::Transmitted { file: file(), confirmation: None }
}

pub fn adjudged(on: &str, trace: &str, outcome: Outcome) -> Adjudged {
    Adjudged {
        on: on.parse().unwrap(),
        payment: payment(trace),
        word: 0.into(),
        turn: PayerTurn::Own,
        outcome,
        status: "1".into(),
        paid: Cents(0),
        patient_share: Cents(0),
        is_forwarded: false,
        payer_claim_number: Some("ICN1".into()),
    }
}

pub fn said(on: &str, trace: &str, outcome: Outcome) -> ClaimStep {
    ClaimStep::Adjudicated(adjudged(on, trace, outcome))
}

fn word() -> PayerWord {
    PayerWord { status: Vec::new(), payer_claim_number: Some("ICN0".into()) }
}

fn state(steps: &[ClaimStep]) -> ClaimState {
    let events: Vec<_> = steps.iter().map(|step| event("2026-11-02", step.clone())).collect();
    standing(&events).unwrap().state
}

#[test]
fn submitted_is_never_accepted() {
    use ClaimStep as S;
    let syntax = S::SyntaxAccepted { with_errors: false };
    let table = [
        (vec![S::Drafted { corrects: None }], ClaimState::Draft),
        (vec![S::Drafted { corrects: None }, S::Reviewed], ClaimState::Ready),
        (vec![S::Queued { file: file() }], ClaimState::Queued),
        (vec![sent()], ClaimState::Transmitted),
        (vec![sent(), S::InterchangeAccepted], ClaimState::InterchangeOk),
        (vec![sent(), syntax.clone()], ClaimState::SyntaxOk),
        (vec![sent(), S::PayerReceived(word())], ClaimState::SyntaxOk),
        (vec![sent(), syntax.clone(), S::PayerAccepted(word())], ClaimState::PayerAccepted),
        (vec![S::PayerPended(word()), S::PayerAccepted(word())], ClaimState::Pended),
        // A clearinghouse takes it and the payer does not.
        (vec![S::PayerAccepted(word()), S::PayerRejected(word())], ClaimState::PayerRejected),
        (vec![S::SyntaxRejected { codes: vec!["R".into()] }, syntax.clone()], ClaimState::SyntaxRejected),
        // The repetition of what was accepted is refused.
        (
            vec![S::InterchangeAccepted, S::InterchangeRejected { note: "025".into() }],
            ClaimState::InterchangeOk,
        ),
        (vec![S::InterchangeRejected { note: "024".into() }], ClaimState::InterchangeRejected),
        (vec![S::PayerRejected(word()), said("2026-11-20", "T1", Outcome::Paid)], ClaimState::Paid),
        (vec![said("2026-11-20", "T1", Outcome::Paid), S::Voided { reason: "x".into() }], ClaimState::Voided),
    ];
    for (steps, expected) in table {
        assert_eq!(state(&steps), expected, "{steps:?}");
    }
    assert_eq!(standing(&[]), None);
}

#[test]
fn a_reversal_and_its_correction_are_the_newest_word_in_any_order() {
    let paid = said("2026-11-20", "T1", Outcome::Paid);
    let taken = said("2026-12-04", "T2", Outcome::Reversed);
    let anew = said("2026-12-04", "T1B", Outcome::Denied);
    assert_eq!(state(std::slice::from_ref(&paid)), ClaimState::Paid);
    assert_eq!(state(&[taken.clone(), paid.clone()]), ClaimState::Reversed);
    assert_eq!(state(&[anew.clone(), taken.clone(), paid.clone()]), ClaimState::Denied);
    assert_eq!(state(&[paid.clone(), anew.clone()]), ClaimState::Denied, "the reversal is still on its way");

    let posted = ClaimStep::Posted { payment: payment("T1") };
    let events = [paid, posted, taken].map(|step| event("2026-12-05", step));
    let now = standing(&events).unwrap();
    assert_eq!((now.state, now.outcome), (ClaimState::Posted, Some(Outcome::Reversed)));
    assert_eq!((now.unposted, now.acts), (vec![payment("T2")], Acts::Program));
}

#[test]
fn a_word_that_was_another_claim_s_was_never_said() {
    let accepted = ClaimStep::PayerAccepted(word());
    let posted = ClaimStep::Posted { payment: payment("T1") };
    let taken = |again| ClaimStep::Unsaid { payment: payment("T1"), word: WordAt { place: 0, again } };
    let wrong = said("2026-11-20", "T1", Outcome::Denied);
    let mut steps = vec![accepted, wrong, posted.clone(), taken(0)];
    let events: Vec<_> = steps.iter().map(|step| event("2026-11-21", step.clone())).collect();
    let now = standing(&events).unwrap();
    assert_eq!((now.state, now.outcome, now.unposted), (ClaimState::PayerAccepted, None, vec![]));
    assert_eq!(now.payer_claim_number.as_deref(), Some("ICN0"), "nor is its number this claim's");

    // Given to it once more, it is a word of its own; and so is another of the same payment.
    let mut again = adjudged("2026-11-20", "T1", Outcome::Paid);
    again.word.again = 1;
    steps.push(ClaimStep::Adjudicated(again));
    assert_eq!(state(&steps), ClaimState::Posted);
    steps.push(taken(1));
    assert_eq!(state(&steps), ClaimState::PayerAccepted);
    let mut other = adjudged("2026-11-20", "T1", Outcome::Paid);
    other.word.place = 1;
    steps.push(ClaimStep::Adjudicated(other));
    assert_eq!(state(&steps), ClaimState::Posted, "the payment has another word on it");
}

#[test]
fn another_payer_s_answer_is_no_answer_of_this_one() {
    let mut other = adjudged("2026-11-25", "M1", Outcome::Paid);
    other.turn = PayerTurn::After;
    let steps = [sent(), ClaimStep::Adjudicated(other), ClaimStep::Posted { payment: payment("M1") }];
    assert_eq!(state(&steps), ClaimState::Transmitted);
}

#[test]
fn what_comes_after_the_end_asks_for_somebody() {
    let closed = |day| event(day, ClaimStep::Closed { remark: None });
    let mut events = vec![
        event("2026-11-21", said("2026-11-20", "T1", Outcome::Paid)),
        event("2026-11-21", ClaimStep::Posted { payment: payment("T1") }),
        closed("2026-11-22"),
    ];
    let now = standing(&events).unwrap();
    assert_eq!((now.state, now.acts, now.is_surprised), (ClaimState::Closed, Acts::Nobody, false));
    events.push(event("2026-12-05", said("2026-12-04", "T2", Outcome::Reversed)));
    let now = standing(&events).unwrap();
    assert_eq!((now.state, now.acts, now.is_surprised), (ClaimState::Closed, Acts::Biller, true));
    events.push(event("2026-12-06", ClaimStep::Posted { payment: payment("T2") }));
    events.push(closed("2026-12-07"));
    assert!(!standing(&events).unwrap().is_surprised);
    // Who asked for another claim instead awaits that this one is taken back, and nothing else.
    events.truncate(2);
    events.push(event("2026-11-22", ClaimStep::Superseded { by: ClaimId(Uuid::from_u128(7)) }));
    events.push(event("2026-12-05", said("2026-12-04", "T2", Outcome::Reversed)));
    events.push(event("2026-12-05", ClaimStep::Posted { payment: payment("T2") }));
    let now = standing(&events).unwrap();
    assert_eq!((now.state, now.acts, now.is_surprised), (ClaimState::Superseded, Acts::Nobody, false));
    events.push(event("2026-12-19", said("2026-12-18", "T3", Outcome::Paid)));
    assert!(standing(&events).unwrap().is_surprised);
}

#[test]
fn a_number_that_they_have_already_refuses_nothing_and_asks_for_somebody() {
    let mut events = vec![event("2026-11-02", sent()), event("2026-11-02", ClaimStep::InterchangeRepeated)];
    let now = standing(&events).unwrap();
    assert_eq!((now.state, now.acts, now.is_in_doubt), (ClaimState::Transmitted, Acts::Biller, true));
    assert!(ways(&now, true).is_empty() && told(&events, &now).is_none());
    // It was the first copy of this very file.
    events.push(event("2026-11-03", ClaimStep::SyntaxAccepted { with_errors: false }));
    let now = standing(&events).unwrap();
    assert_eq!((now.state, now.acts, now.is_in_doubt), (ClaimState::SyntaxOk, Acts::Payer, false));
}

#[test]
fn only_what_was_refused_is_sent_anew() {
    use CorrectionWay as W;
    let ways = |steps: &[ClaimStep], allowed| {
        let events: Vec<_> = steps.iter().map(|step| event("2026-11-02", step.clone())).collect();
        ccm::claim::life::ways(&standing(&events).unwrap(), allowed)
    };
    let none: &[W] = &[];
    assert_eq!(ways(&[ClaimStep::SyntaxRejected { codes: Vec::new() }], false), [W::Resubmission]);
    assert_eq!(ways(&[ClaimStep::PayerRejected(word())], true), [W::Resubmission]);
    assert_eq!(ways(&[sent()], true), none);
    assert_eq!(ways(&[ClaimStep::PayerAccepted(word())], true), none);
    let denied = [said("2026-11-20", "T1", Outcome::Denied)];
    assert_eq!(ways(&denied, false), [W::Reopening], "Medicare takes originals alone");
    assert_eq!(ways(&denied, true), [W::Replacement, W::Void, W::Reopening]);
    let unnumbered = ClaimStep::Adjudicated(Adjudged {
        payer_claim_number: None,
        ..adjudged("2026-11-20", "T1", Outcome::Denied)
    });
    assert_eq!(ways(&[unnumbered], true), [W::Reopening]);
    assert_eq!(ways(&[said("2026-11-20", "T1", Outcome::Reversed)], true), none);
}

#[test]
fn every_word_reads_back_and_an_event_keeps_its_shape() {
    for state in ClaimState::ALL {
        assert_eq!(ClaimState::from_word(state.word()), Some(state));
        assert_eq!(serde_json::to_value(state).unwrap(), state.word());
    }
    assert!(ClaimState::ALL.windows(2).all(|pair| pair[0].rank() <= pair[1].rank()));
    for way in CorrectionWay::ALL {
        assert_eq!(CorrectionWay::from_word(way.word()), Some(way));
    }
    for step in all_steps() {
        let kept = serde_json::to_value(event("2026-11-02", step.clone())).unwrap();
        assert_eq!(kept["kind"], step.kind());
        assert_eq!(serde_json::from_value::<ClaimEvent>(kept).unwrap().step, step);
    }
}

/// What a payer and its carriers may answer, several of each kind.
fn answers() -> Vec<ClaimStep> {
    use ClaimStep as S;
    let mut all = vec![
        S::InterchangeAccepted,
        S::InterchangeRejected { note: "025".into() },
        S::SyntaxAccepted { with_errors: true },
        S::SyntaxRejected { codes: vec!["IK3 8".into()] },
        S::PayerReceived(word()),
        S::PayerAccepted(word()),
        S::PayerPended(word()),
        S::PayerRejected(PayerWord { payer_claim_number: Some("ICN7".into()), ..word() }),
        S::Posted { payment: payment("T1") },
        S::Posted { payment: payment("T2") },
    ];
    for (on, trace) in [("2026-11-20", "T1"), ("2026-11-20", "T2"), ("2026-12-04", "T3")] {
        all.extend(Outcome::ALL.map(|outcome| said(on, trace, outcome)));
    }
    let mut other = adjudged("2026-12-20", "M1", Outcome::Paid);
    other.turn = PayerTurn::After;
    all.push(S::Adjudicated(other));
    all
}

fn all_steps() -> Vec<ClaimStep> {
    use ClaimStep as S;
    let corrects = Some(Corrects { claim: ClaimId(Uuid::from_u128(3)), how: CorrectionWay::Resubmission });
    let mut all = answers();
    all.extend([
        S::Drafted { corrects },
        S::Reviewed,
        S::Queued { file: file() },
        sent(),
        S::Appealed { on: "2026-12-01".parse().unwrap(), reference: None, word: None },
        S::Closed { remark: Some("done".into()) },
        S::Superseded { by: ClaimId(Uuid::from_u128(4)) },
        S::Voided { reason: "wrong patient".into() },
    ]);
    all
}

fn history(from: Vec<ClaimStep>) -> impl Strategy<Value = Vec<ClaimEvent>> {
    let one = (prop::sample::select(from), 0i64..90).prop_map(|(step, days)| {
        let day = "2026-11-01".parse::<Date>().unwrap().saturating_add(jiff::Span::new().days(days));
        event(&day.to_string(), step)
    });
    prop::collection::vec(one, 1..14)
}

proptest! {
    #[test]
    fn no_order_and_no_repetition_changes_the_standing(
        events in history(all_steps()),
        (order, again) in (any::<u64>(), prop::collection::vec(any::<prop::sample::Index>(), 0..6)),
    ) {
        let mut told = events.clone();
        told.extend(again.iter().map(|index| index.get(&events).clone()));
        let count = told.len() as u64;
        told.sort_by_key(|event| {
            let kept = serde_json::to_string(event).unwrap();
            kept.bytes().fold(order, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)) % count
        });
        prop_assert_eq!(standing(&told), standing(&events));
    }

    #[test]
    fn one_more_answer_never_takes_a_claim_down_the_ladder(
        events in history(all_steps()),
        more in history(answers()),
    ) {
        let before = standing(&events).unwrap().state;
        let mut told = events;
        told.extend(more);
        let after = standing(&told).unwrap().state;
        prop_assert!(after.rank() >= before.rank(), "{} after {}", after.word(), before.word());
    }
}
