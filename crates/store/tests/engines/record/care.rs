//! A call with everything that hangs on it, for the sample patient.

use app::ports::*;
use ccm::basics::*;
use ccm::care::escalation::{Escalation, EscalationEvent, EscalationStep};
use ccm::care::next_contact::{DayPart, Why};
use ccm::care::*;
use ccm::enrollment::Program;

use super::PATIENT;
use crate::support::*;

const NURSE: PersonId = PersonId(uuid::Uuid::from_u128(50));

pub fn call(number: u128, state: CallState) -> CallRow {
    let value = Some("secret-note".to_owned());
    let mut draft = CallDraft::default();
    draft.merge(vec![DraftEdit::Remarks { value }], 1, 2, NURSE, Interviews::embedded()).unwrap();
    CallRow {
        id: CallId(id(number)),
        patient: PATIENT,
        program: Program::Ccm,
        state,
        revision: 2,
        draft,
        opened_at: now(),
        opened_by: NURSE,
        saved_at: now(),
        saved_by: NURSE,
    }
}

pub fn note() -> NoteRow {
    NoteRow {
        id: NoteId(id(801)),
        call: CallId(id(800)),
        patient: PATIENT,
        contact: None,
        outcome: "reached_patient".into(),
        reached: true,
        seconds: 900,
        text: "secret-note".into(),
        ticks: b"secret-note".to_vec(),
        sha256: [3; 32],
        signed_at: now(),
        signed_by: NURSE,
    }
}

pub fn reconciliation() -> Reconciliation {
    let statement = MedicationStatement {
        medication: MedicationId(id(204)),
        label: "metformin".into(),
        taking: Taking::NotTaking,
        how: None,
        reason: Some("secret-reason".into()),
        refill_due: Some(day("2026-10-01")),
    };
    let told = ToldMedication {
        label: "secret-note".into(),
        how: Some("at night".into()),
        reason: None,
        refill_due: None,
    };
    Reconciliation { statements: vec![statement], told: vec![told] }
}

pub fn progress() -> GoalProgress {
    GoalProgress { goal: "secret-goal".into(), confidence: Some(6), ..GoalProgress::default() }
}

pub fn escalation() -> (Escalation, EscalationEvent) {
    let escalation = Escalation {
        id: EscalationId(id(804)),
        patient: PATIENT,
        call: Some(CallId(id(800))),
        source: "general.falls".into(),
        severity: Severity::Urgent,
        protocol: "fall_injury".into(),
        opened_at: now(),
        opened_by: NURSE,
        acknowledge_by: at("2026-09-15T13:00:00Z"),
    };
    let step =
        EscalationStep::Disposed { disposition: "visit_today".into(), reason: Some("secret-reason".into()) };
    (escalation, EscalationEvent { at: now(), by: NURSE, step })
}

pub fn task(number: u128) -> Task {
    Task {
        id: TaskId(id(number)),
        patient: Some(PATIENT),
        new: NewTask {
            kind: TaskKind::Callback,
            title: "secret-note".into(),
            due: day("2026-09-20"),
            owner: Some(NURSE),
        },
        origin: TaskOrigin::Call(CallId(id(800))),
        opened_at: now(),
        opened_by: NURSE,
    }
}

pub fn next_contact() -> NextContactRow {
    NextContactRow {
        patient: PATIENT,
        note: note().id,
        from: day("2026-10-01"),
        until: day("2026-10-08"),
        part: Some(DayPart::Evening),
        why: vec![Why::Usual, Why::ThisMonth { missing_seconds: 120 }],
    }
}

pub async fn fill(tx: &mut dyn Tx, practice: PracticeId) {
    let call = call(800, CallState::Open);
    tx.add_call(practice, &call).await.unwrap();
    let signed = CallRow { state: CallState::Signed, revision: 3, ..call.clone() };
    assert!(tx.save_call(practice, &signed, 2).await.unwrap());
    let answers = [("general.falls".to_owned(), 1, AnswerValue::Text("secret-answer".into()))];
    tx.add_answers(practice, &call, day("2026-09-15"), &answers, recorded()).await.unwrap();
    tx.add_note(practice, &note(), &[TimeEntryId(id(400))], None).await.unwrap();
    let addendum = AddendumRow { number: 1, text: "secret-note".into(), recorded: recorded() };
    tx.add_addendum(practice, note().id, &addendum).await.unwrap();
    tx.add_next_contact(practice, &next_contact(), recorded()).await.unwrap();
    let about = (ReconciliationId(id(802)), PATIENT, Some(call.id), day("2026-09-15"));
    tx.add_reconciliation(practice, about, &reconciliation(), true, recorded()).await.unwrap();
    let about = (GoalProgressId(id(803)), PATIENT, Some(call.id), day("2026-09-15"));
    tx.add_progress(practice, about, &progress(), recorded()).await.unwrap();
    let (escalation, event) = escalation();
    tx.add_escalation(practice, &escalation).await.unwrap();
    tx.add_escalation_event(practice, escalation.id, 0, &event).await.unwrap();
    tx.add_task(practice, &task(805)).await.unwrap();
    let step = TaskStep::Postponed { due: day("2026-09-25"), reason: "secret-reason".into() };
    let event = TaskEvent { at: now(), by: NURSE, step };
    tx.add_task_event(practice, task(805).id, 0, &event).await.unwrap();
    let notepad = NotepadRow { revision: 1, body: "secret-note".into(), saved_at: now() };
    assert!(tx.put_notepad(practice, NURSE, &notepad, 0).await.unwrap());
}
