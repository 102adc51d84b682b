//! Escalations, tasks and reconciliations: what may follow what.

use ccm::basics::*;
use ccm::care::escalation::{
    Escalation, EscalationError as E, EscalationEvent, EscalationStep as S, standing,
};
use ccm::care::task::{
    NewTask, ReferralStep, Task, TaskError, TaskEvent, TaskKind, TaskOrigin, TaskState, TaskStep,
};
use ccm::care::{
    CallLine, GoalProgress, MedicationStatement, Reconciliation, Severity, Shift, Taking, ToldMedication,
    next_in_line,
};
use uuid::Uuid;

use crate::support::*;

fn escalation() -> Escalation {
    let opened_at = at("2026-11-22T15:00:00Z");
    Escalation {
        id: EscalationId(Uuid::from_u128(9)),
        patient: PATIENT,
        call: None,
        source: "general.chest_pain".into(),
        severity: Severity::Emergency,
        protocol: "chest_pain".into(),
        opened_at,
        opened_by: NURSE,
        acknowledge_by: Escalation::clock(&book().severities, Severity::Emergency, opened_at),
    }
}

fn disposed(word: &str) -> S {
    S::Disposed { disposition: word.into(), reason: Some("said so".into()) }
}

fn told(events: &[(&str, PersonId, S)]) -> Vec<EscalationEvent> {
    events
        .iter()
        .map(|(time, by, step)| EscalationEvent {
            at: at(&format!("2026-11-22T{time}Z")),
            by: *by,
            step: step.clone(),
        })
        .collect()
}

#[test]
fn what_nobody_has_seen_in_time_goes_down_the_roster() {
    let one = escalation();
    let shift = |person, line| Shift {
        id: ShiftId(Uuid::from_u128(7)),
        person,
        line,
        from: at("2026-11-22T12:00:00Z"),
        until: at("2026-11-22T20:00:00Z"),
        phone: "1".into(),
    };
    let next = |shifts: &[Shift], events: &[(&str, PersonId, S)], now: &str| {
        let now = at(&format!("2026-11-22T{now}Z"));
        next_in_line(&one, &told(events), shifts, &book().severities, now)
    };
    let both = [shift(OTHER, CallLine::Backup), shift(DOCTOR, CallLine::First)];
    let first = ("15:06:00", DOCTOR, S::PassedOn { person: DOCTOR });
    assert_eq!(next(&both, &[], "15:05:00"), None, "there still is time");
    assert_eq!(next(&both, &[], "15:05:01"), Some(DOCTOR));
    assert_eq!(next(&both, std::slice::from_ref(&first), "15:11:00"), None, "the doctor has time as well");
    assert_eq!(next(&both, std::slice::from_ref(&first), "15:11:01"), Some(OTHER));
    let told_by_hand = ("15:01:00", NURSE, S::Notified { person: DOCTOR });
    assert_eq!(next(&both, &[told_by_hand], "15:06:00"), Some(OTHER), "who was told is not told again");
    let all = [first.clone(), ("15:12:00", OTHER, S::PassedOn { person: OTHER })];
    assert_eq!(next(&both, &all, "18:00:00"), None, "nobody is left");
    assert_eq!(next(&[shift(NURSE, CallLine::First)], &[], "16:00:00"), None, "she opened it");
    assert_eq!(next(&both, &[], "21:00:00"), None, "nobody is on duty");
    assert_eq!(next(&both, &[first, ("15:07:00", DOCTOR, S::Acknowledged)], "18:00:00"), None);
    assert_eq!(next(&both, &[("15:01:00", NURSE, disposed("called_911"))], "18:00:00"), None);
}

#[test]
fn the_clock_runs_until_somebody_has_seen_it_whatever_was_disposed() {
    let one = escalation();
    assert_eq!(one.acknowledge_by, at("2026-11-22T15:05:00Z"));
    let overdue = |events: &[(&str, PersonId, S)], now: &str| {
        standing(&told(events)).is_overdue(&one, at(&format!("2026-11-22T{now}Z")))
    };
    assert!(!overdue(&[], "15:05:00"));
    assert!(overdue(&[], "15:05:01"));
    assert!(!overdue(&[("15:04:00", DOCTOR, S::Acknowledged)], "18:00:00"));
    assert!(overdue(&[("15:06:00", DOCTOR, S::Acknowledged)], "18:00:00"), "too late stays too late");
    assert!(overdue(&[("15:01:00", NURSE, disposed("called_911"))], "18:00:00"));
    assert!(!overdue(&[("15:01:00", NURSE, disposed("entered_in_error"))], "18:00:00"));
}

#[test]
fn steps_follow_one_another() {
    let (one, protocols) = (escalation(), &book().protocols);
    let may = |events: &[(&str, PersonId, S)], step: S, by: PersonId| {
        step.may_follow(&one, &told(events), protocols, by, by == DOCTOR)
    };
    assert_eq!(may(&[], S::Acknowledged, NURSE), Err(E::OwnAcknowledgment));
    assert_eq!(may(&[], S::Acknowledged, DOCTOR), Ok(()));
    let seen = [("15:01:00", DOCTOR, S::Acknowledged)];
    assert_eq!(may(&seen, S::Acknowledged, DOCTOR), Err(E::AlreadyAcknowledged));
    let advice = S::Answered { advice: "come in".into(), way: None };
    assert_eq!(may(&[], advice.clone(), NURSE), Err(E::NotAPractitioner));
    assert_eq!(may(&seen, disposed("advice_given"), NURSE), Err(E::NotAnswered));
    assert_eq!(may(&[("15:02:00", DOCTOR, advice)], disposed("advice_given"), NURSE), Ok(()));
    assert_eq!(may(&[], disposed("called_911"), NURSE), Ok(()));
    let over = [("15:03:00", NURSE, disposed("called_911"))];
    assert_eq!(may(&over, disposed("visit_today"), NURSE), Err(E::Disposed));
    assert_eq!(may(&over, S::Acknowledged, DOCTOR), Ok(()), "whoever comes late still says so");
    let wordless = S::Disposed { disposition: "patient_refused".into(), reason: None };
    assert_eq!(codes(&wordless.check(protocols).unwrap_err()), ["required"]);
    let unknown = S::Disposed { disposition: "forgotten".into(), reason: None };
    assert_eq!(codes(&unknown.check(protocols).unwrap_err()), ["unknown_word"]);
}

fn task(kind: TaskKind) -> Task {
    Task {
        id: TaskId(Uuid::from_u128(1)),
        patient: Some(PATIENT),
        new: NewTask { kind, title: "Cardiology".into(), due: day("2026-12-01"), owner: Some(NURSE) },
        origin: TaskOrigin::ByHand,
        opened_at: at("2026-11-22T15:00:00Z"),
        opened_by: NURSE,
    }
}

fn steps(steps: &[TaskStep]) -> Vec<TaskEvent> {
    let event = |step: &TaskStep| TaskEvent { at: at("2026-11-22T16:00:00Z"), by: NURSE, step: step.clone() };
    steps.iter().map(event).collect()
}

#[test]
fn a_referral_is_done_when_its_loop_is_closed() {
    let referral = |step| TaskStep::Referral { step };
    let done = TaskStep::Done { remark: None };
    let one = task(TaskKind::Referral);
    let sent = steps(&[referral(ReferralStep::Sent), referral(ReferralStep::Seen)]);
    assert_eq!(one.may(&sent, &done), Err(TaskError::LoopOpen));
    assert_eq!(one.may(&sent, &referral(ReferralStep::Scheduled)), Err(TaskError::Backwards));
    assert_eq!(one.may(&sent, &TaskStep::Cancelled { reason: "moved away".into() }), Ok(()));
    let here = steps(&[referral(ReferralStep::ReportReceived)]);
    assert_eq!(one.may(&here, &done), Ok(()));
    let other = task(TaskKind::FollowUp);
    assert_eq!(other.may(&[], &referral(ReferralStep::Sent)), Err(TaskError::NotAReferral));
    assert_eq!(other.may(&steps(std::slice::from_ref(&done)), &done), Err(TaskError::Closed));
}

#[test]
fn a_task_is_as_its_events_have_it() {
    let one = task(TaskKind::FollowUp);
    let later = TaskStep::Postponed { due: day("2026-12-09"), reason: "holiday".into() };
    let standing = one.standing(&steps(&[later, TaskStep::Reassigned { owner: None }]));
    assert_eq!((standing.due, standing.owner, standing.state), (day("2026-12-09"), None, TaskState::Open));
    assert_eq!(codes(&TaskStep::Cancelled { reason: " ".into() }.check()), ["required"]);
}

#[test]
fn a_reconciliation_says_why_and_how() {
    let statement = |taking| MedicationStatement {
        medication: MedicationId(Uuid::from_u128(1)),
        label: "lisinopril".into(),
        taking,
        how: None,
        reason: None,
        refill_due: None,
    };
    let of = |taking| Reconciliation { statements: vec![statement(taking)], told: Vec::new() };
    assert!(of(Taking::Taking).check().is_empty());
    assert_eq!(codes(&of(Taking::NotTaking).check()), ["required"]);
    assert_eq!(codes(&of(Taking::Differently).check()), ["required", "required"]);
    let twice = Reconciliation { statements: vec![statement(Taking::Taking); 2], told: Vec::new() };
    assert_eq!(codes(&twice.check()), ["not_unique"]);
    let nameless = ToldMedication { label: "  ".into(), how: None, reason: None, refill_due: None };
    let nameless = Reconciliation { statements: Vec::new(), told: vec![nameless] };
    assert_eq!(codes(&nameless.check()), ["required"]);
    let empty = GoalProgress { goal: "Walk".into(), ..GoalProgress::default() };
    assert_eq!(codes(&empty.check()), ["required"]);
    assert_eq!(codes(&GoalProgress { confidence: Some(11), ..empty }.check()), ["confidence"]);
}

#[test]
fn goals_are_the_lines_of_the_plan() {
    let elements = [("goals".to_owned(), "- Walk daily\n\n* A1c under 7.5\n".to_owned())].into();
    assert_eq!(ccm::care::goal_progress::goals_of(&elements), ["Walk daily", "A1c under 7.5"]);
}
