//! Loops, rosters, mornings and kinds: the data reads, and what is derived from it is right at its edges.

use ccm::basics::*;
use ccm::care::on_call::{gaps, on_duty};
use ccm::care::referral::{LoopError, loop_standing};
use ccm::care::*;
use uuid::Uuid;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

const ME: PersonId = PersonId(Uuid::from_u128(1));

fn referral(urgency: Urgency) -> Referral {
    let new = NewReferral { to: "Clinic".into(), entry: None, why: "Why".into(), urgency, asked_by: ME };
    let (id, patient) = (ReferralId(Uuid::from_u128(2)), PatientId(Uuid::from_u128(3)));
    Referral { id, patient, new, opened_at: at("2026-10-01T18:00:00Z"), opened_by: ME }
}

fn events(steps: &[LoopStep]) -> Vec<LoopEvent> {
    let event = |(hour, step): (usize, &LoopStep)| LoopEvent {
        at: at("2026-10-01T18:00:00Z").checked_add(jiff::SignedDuration::from_hours(hour as i64)).unwrap(),
        by: ME,
        step: step.clone(),
    };
    steps.iter().enumerate().map(event).collect()
}

#[test]
fn a_loop_goes_forward_and_is_corrected_in_writing() {
    let why = || "Why".to_owned();
    let referral = referral(Urgency::Routine);
    let state = |steps: &[LoopStep]| loop_standing(&referral, &events(steps));
    let accepted = LoopStep::Accepted { on: None };
    let wrong = LoopStep::Corrected { reason: why() };
    let sent = state(&[LoopStep::Sent]);
    assert_eq!(sent.may(&wrong), Err(LoopError::NothingToCorrect));
    assert_eq!(sent.may(&LoopStep::Closed { remark: None }), Err(LoopError::Backwards));
    let missed = state(&[LoopStep::Sent, accepted.clone(), LoopStep::NoShow { reason: why() }]);
    assert!(missed.state.is_open() && missed.may(&accepted).is_ok());
    let lost = state(&[LoopStep::Sent, LoopStep::Lost { reason: why() }]);
    assert_eq!(lost.may(&accepted), Err(LoopError::Ended));
    assert!(lost.may(&wrong).is_ok());
    let found = state(&[LoopStep::Sent, LoopStep::Lost { reason: why() }, wrong.clone()]);
    assert_eq!((found.state, found.is_correctable), (LoopState::Sent, false));
    assert_eq!(found.since, referral.opened_at);
}

#[test]
fn every_open_state_has_days_and_a_task_and_no_closed_one_does() {
    let (terms, zone) = (LoopTerms::embedded(), TimeZone::UTC);
    for urgency in Urgency::ALL {
        assert!(terms.of(urgency).is_some());
    }
    let step = |state: LoopState| match state {
        LoopState::Sent => LoopStep::Sent,
        LoopState::Accepted => LoopStep::Accepted { on: Some(day("2026-10-20")) },
        LoopState::NoShow => LoopStep::NoShow { reason: "x".into() },
        LoopState::Seen => LoopStep::Seen { on: day("2026-10-20") },
        LoopState::ReportReceived => LoopStep::ReportReceived,
        LoopState::Closed => LoopStep::Closed { remark: None },
        LoopState::Declined => LoopStep::Declined { reason: "x".into() },
        LoopState::Lost => LoopStep::Lost { reason: "x".into() },
    };
    for state in LoopState::ALL {
        let standing = loop_standing(&referral(Urgency::Soon), &events(&[LoopStep::Sent, step(state)]));
        assert_eq!(standing.state, state);
        assert_eq!(standing.due(terms, Urgency::Soon, &zone).is_some(), state.is_open(), "{state:?}");
        assert_eq!(terms.task(state, "Clinic").is_some(), state.is_open(), "{state:?}");
        assert_eq!(state.next().is_empty(), !state.is_open());
    }
    // From the day of the appointment, not from the day on which it was made.
    let booked =
        loop_standing(&referral(Urgency::Soon), &events(&[LoopStep::Sent, step(LoopState::Accepted)]));
    assert_eq!(booked.due(terms, Urgency::Soon, &zone), Some(day("2026-10-21")));
}

#[test]
fn a_night_is_as_long_as_the_clocks_say() {
    let zone = "America/Los_Angeles".parse::<ZoneName>().unwrap().zone();
    let new = NewShifts {
        person: ME,
        line: CallLine::First,
        first: day("2026-10-31"),
        last: day("2026-11-01"),
        begins: "17:00".parse().unwrap(),
        ends: "08:00".parse().unwrap(),
        phone: "503 555 0150".into(),
    };
    assert_eq!(new.check(), []);
    let hours: Vec<i64> = new
        .stretches(&zone)
        .into_iter()
        .map(|(from, until)| (until.as_second() - from.as_second()) / 3_600)
        .collect();
    assert_eq!(hours, [16, 15], "the clocks are set back in the first");
    let wrong = NewShifts { last: day("2026-10-30"), phone: " ".into(), ..new.clone() };
    assert_eq!(wrong.check().len(), 2);
    let long = NewShifts { last: day("2027-10-31"), ..new };
    assert_eq!(long.check().len(), 1);
}

#[test]
fn gaps_are_where_nobody_has_the_first_line() {
    let shift = |number: u128, line, from: &str, until: &str| Shift {
        id: ShiftId(Uuid::from_u128(number)),
        person: ME,
        line,
        from: at(from),
        until: at(until),
        phone: "1".into(),
    };
    let (from, until) = (at("2026-10-01T00:00:00Z"), at("2026-10-02T00:00:00Z"));
    assert_eq!(gaps(&[], from, until), [(from, until)]);
    let all = [
        shift(1, CallLine::First, "2026-09-30T20:00:00Z", "2026-10-01T08:00:00Z"),
        shift(2, CallLine::Backup, "2026-10-01T08:00:00Z", "2026-10-01T10:00:00Z"),
        shift(3, CallLine::First, "2026-10-01T10:00:00Z", "2026-10-01T18:00:00Z"),
        shift(4, CallLine::First, "2026-10-01T12:00:00Z", "2026-10-02T00:00:00Z"),
    ];
    assert_eq!(gaps(&all, from, until), [(at("2026-10-01T08:00:00Z"), at("2026-10-01T10:00:00Z"))]);
    // The last instant of a shift is the next one's.
    assert_eq!(on_duty(&all, at("2026-10-01T08:00:00Z")).len(), 1);
    assert_eq!(on_duty(&all, at("2026-10-01T12:00:00Z")).len(), 2);
}

#[test]
fn the_morning_is_the_same_day_before_its_hour_and_the_next_after_it() {
    let (terms, zone) = (AccessTerms::embedded(), "America/Los_Angeles".parse::<ZoneName>().unwrap().zone());
    let morning = |text| terms.morning_after(at(text), &zone);
    assert_eq!(morning("2026-10-10T14:59:59Z"), day("2026-10-10"), "7:59");
    assert_eq!(morning("2026-10-10T15:00:00Z"), day("2026-10-11"), "8:00");
    assert!(!terms.verified && !LoopTerms::embedded().verified && !DirectoryKinds::embedded().verified);
}

#[test]
fn every_item_of_the_screening_has_a_kind_that_answers_it() {
    let kinds = DirectoryKinds::embedded();
    let screening = Questionnaires::embedded().get("social_needs").unwrap();
    for item in &screening.items {
        assert_eq!(kinds.answering(&item.word).count(), 1, "{}", item.word);
    }
    for kind in kinds.all() {
        assert!(kind.needs.iter().all(|need| screening.item(need).is_some()), "{}", kind.word);
    }
    let listing = DirectoryListing {
        name: "Pantry".into(),
        kind: "food".into(),
        verified_on: Some(day("2026-04-01")),
        ..DirectoryListing::default()
    };
    assert_eq!(listing.check(day("2026-10-01")), []);
    assert!(!listing.is_stale(day("2026-09-28")) && listing.is_stale(day("2026-09-29")));
}
