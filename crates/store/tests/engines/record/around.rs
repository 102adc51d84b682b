//! A referral, an entry of the directory, a shift, an urgent call and a handover, for the sample patient.

use app::ports::*;
use ccm::basics::*;
use ccm::care::access_call::AccessWords;
use ccm::care::*;

use super::PATIENT;
use crate::support::*;

const NURSE: PersonId = PersonId(uuid::Uuid::from_u128(50));

pub fn referral() -> Referral {
    Referral {
        id: ReferralId(id(860)),
        patient: PATIENT,
        new: NewReferral {
            to: "secret-subject".into(),
            entry: Some(DirectoryEntryId(id(861))),
            why: "secret-reason".into(),
            urgency: Urgency::Soon,
            asked_by: NURSE,
        },
        opened_at: now(),
        opened_by: NURSE,
    }
}

pub fn sent() -> LoopEvent {
    LoopEvent { at: now(), by: NURSE, step: LoopStep::Sent }
}

pub fn revision() -> DirectoryRevision {
    let listing = DirectoryListing {
        name: "Valley Heart Clinic".into(),
        kind: "cardiology".into(),
        verified_on: Some(day("2026-09-01")),
        ..DirectoryListing::default()
    };
    let id = DirectoryEntryId(id(861));
    DirectoryRevision { id, revision: 1, listing, recorded_at: now(), recorded_by: NURSE }
}

pub fn shift() -> Shift {
    Shift {
        id: ShiftId(id(862)),
        person: NURSE,
        line: CallLine::First,
        from: at("2026-09-15T22:00:00Z"),
        until: at("2026-09-16T13:00:00Z"),
        phone: "503 555 0150".into(),
    }
}

pub fn access_call() -> AccessCall {
    AccessCall {
        id: AccessCallId(id(864)),
        patient: PATIENT,
        new: NewAccessCall {
            called_at: at("2026-09-15T07:00:00Z"),
            caller: "patient".into(),
            disposition: "self_care".into(),
            words: AccessWords { asked: "secret-note".into(), answered: "secret-answer".into() },
            replaces: None,
        },
        terms_version: 1,
        was_on_call: true,
        task: None,
        recorded_at: now(),
        recorded_by: NURSE,
    }
}

pub fn handover() -> Handover {
    let handed = Handed {
        kind: HandedKind::Task,
        patient: Some(PATIENT),
        what: "secret-note".into(),
        on: Some(day("2026-09-20")),
        id: TaskId(id(805)).to_string(),
    };
    Handover {
        id: HandoverId(id(865)),
        from: NURSE,
        to: PersonId(id(51)),
        patient: Some(PATIENT),
        body: HandoverBody { note: "secret-need".into(), handed: vec![handed] },
        made_at: now(),
    }
}

pub async fn fill(tx: &mut dyn Tx, practice: PracticeId) {
    use ccm::care::referral::LoopState;
    tx.add_directory_revision(practice, &revision()).await.unwrap();
    tx.add_referral(practice, &referral()).await.unwrap();
    tx.add_referral_event(practice, referral().id, 0, &sent(), LoopState::Sent).await.unwrap();
    let one = Appointment {
        id: AppointmentId(id(866)),
        patient: PATIENT,
        new: NewAppointment { with: "secret-subject".into(), kind: "specialist".into(), at: now() },
        arranged_at: now(),
        arranged_by: NURSE,
    };
    tx.add_appointment(practice, &one).await.unwrap();
    let step = AppointmentStep::Missed { reason: "secret-reason".into() };
    tx.add_appointment_event(practice, one.id, 0, &AppointmentEvent { at: now(), by: NURSE, step })
        .await
        .unwrap();
    tx.add_shifts(practice, &[shift()], NURSE, now()).await.unwrap();
    tx.add_access_call(practice, &access_call()).await.unwrap();
    tx.add_handover(practice, &handover()).await.unwrap();
    tx.accept_handover(practice, handover().id, Acceptance { at: now(), by: PersonId(id(51)) })
        .await
        .unwrap();
}
