//! One practice with a row in every table, for tests that look at all of them.

use ::store::SqlStore;
mod access;
pub mod account;
mod around;
mod assessment;
pub mod care;
mod clock;
mod eligibility;
pub mod exchange;
mod imported;
mod month;
mod outreach;
mod plan;
pub mod proof;
mod staff;
pub mod supervision;

use app::ports::*;
use ccm::access::Actor;
use ccm::audit::{AuditEvent, Numbered, Seal};
use ccm::basics::*;
use ccm::care::{FacilityStay, SocialNeed, Visit};
use ccm::care_plan::{CarePlan, CarePlanCopy, Confirmation, CopyProof};
use ccm::enrollment::{Consent, ConsentForm, ConsentKind, Episode, Program};
use ccm::people::RosteredHours;
use ccm::reports::result::{Rate, RateOf};
use ccm::time::{ClockEvent, ClockEventKind, Contact, Segment, Strike, TimeEntry, TimeSource};

use crate::support::*;

pub use self::{clock::clock, imported::facts, month::*, staff::*};

/// What must never be seen in the database.
pub const SECRETS: [&str; 15] = [
    "secret-subject",
    MBI,
    PHONE,
    "secret-risk",
    "secret-goal",
    "secret-note",
    "secret-reason",
    "secret-original",
    "secret-answer",
    "secret-segment",
    "secret-need",
    "secret-hash",
    "secret-totp",
    "secret-credential",
    "secret-state",
];

pub const PATIENT: PatientId = PatientId(uuid::Uuid::from_u128(100));

pub fn month() -> ServiceMonth {
    "2026-09".parse().unwrap()
}

pub fn actor() -> Actor {
    Actor::Operator { name: "test".into() }
}

pub fn event(house: House, number: u128, at: Timestamp) -> AuditEvent {
    AuditEvent {
        id: AuditEventId(id(number)),
        organization: house.organization,
        practice: Some(house.practice),
        at,
        actor: actor(),
        action: "record".into(),
        subject_kind: "consent".into(),
        subject_id: "con_1".into(),
        patient: Some(PATIENT),
        command: Some("command".into()),
        details: serde_json::json!({"b": 1, "a": [true, null]}),
    }
}

pub fn entry(number: u128, start: &str) -> TimeEntry {
    let segment = |start: &str, seconds: i64| {
        let typed = |kind, wall: &str| ClockEvent {
            kind,
            wall_clock: at(wall),
            monotonic_ms: Some(17),
            device: Some("tablet".into()),
        };
        let events = vec![typed(ClockEventKind::Start, start), typed(ClockEventKind::Stop, start)];
        Segment { started_at: at(start), length_seconds: seconds, events }
    };
    let later = at(start).checked_add(jiff::SignedDuration::from_mins(30)).unwrap();
    TimeEntry {
        id: TimeEntryId(id(number)),
        patient: PATIENT,
        program: Program::Ccm,
        started_at: at(start),
        length_seconds: 900,
        activity: "care_coordination".into(),
        performer: PersonId(id(50)),
        performer_role: "rn".into(),
        credential_active: Some(true),
        supervisor: Some(PersonId(id(51))),
        country: "US".into(),
        live_contact: Some(false),
        source: TimeSource::Timer,
        segments: vec![segment(start, 600), segment(&later.to_string(), 300)],
    }
}

pub fn change(kind: &str, id: uuid::Uuid, revision: i64) -> NewChange {
    NewChange { kind: kind.into(), id, revision, patient: Some(PATIENT) }
}

pub fn run() -> ImportRunRow {
    ImportRunRow {
        id: ImportRunId(id(80)),
        input_sha256: [8; 32],
        state: "done".into(),
        report: serde_json::json!({"patients": 1}),
        started_at: now(),
        finished_at: Some(now()),
    }
}

pub fn consent() -> Consent {
    Consent {
        id: ConsentId(id(300)),
        patient: PATIENT,
        kind: ConsentKind::Revocation,
        program: Program::RpmInterpretation,
        form: Some(ConsentForm::Electronic),
        at: "2026-09-01T10:00:00Z".parse().unwrap(),
        documented: Some(true),
        elements: vec!["cost_sharing".into()],
        practitioner: Some(PersonId(id(51))),
        representative_authority: None,
        language: Some("en".into()),
        wording: Some("w1".into()),
    }
}

pub fn confirmation() -> Confirmation {
    Confirmation {
        id: ConfirmationId(id(301)),
        patient: PATIENT,
        condition: Some(ConditionId(id(202))),
        icd10: "E11.22".parse().unwrap(),
        expected_months: 12,
        risk: "secret-risk".into(),
        on: day("2026-09-01"),
    }
}

pub fn episode() -> Episode {
    Episode {
        id: EpisodeId(id(302)),
        patient: PATIENT,
        program: Program::Ccm,
        practitioner: PersonId(id(51)),
        start: day("2026-09-01"),
        track: Some("non_complex".into()),
    }
}

pub fn plan(number: u128) -> CarePlan {
    CarePlan {
        id: CarePlanId(id(number)),
        patient: PATIENT,
        dated: day("2026-09-02"),
        signed_by: Some(PersonId(id(51))),
        is_revision: false,
        elements: [("goals".to_owned(), "secret-goal".to_owned())].into(),
        content: None,
    }
}

pub fn copy() -> CarePlanCopy {
    CarePlanCopy {
        id: CopyId(id(304)),
        patient: PATIENT,
        care_plan: CarePlanId(id(303)),
        on: day("2026-09-03"),
        recipient: "patient".into(),
        way: "paper".into(),
        proof: Some(CopyProof {
            to_name: "secret-subject".into(),
            language: "en".into(),
            variant: "standard".into(),
            proof: "secret-note".into(),
        }),
    }
}

pub fn visit() -> Visit {
    Visit {
        id: VisitId(id(305)),
        status: "finished".into(),
        class: None,
        code: Some("99214".parse().unwrap()),
        on: day("2026-09-01"),
        until: None,
        practitioner: Some(PersonId(id(51))),
        practitioner_npi: None,
        discussed: Some(true),
        extra_planning: Some(false),
    }
}

pub fn stay() -> FacilityStay {
    FacilityStay {
        id: StayId(id(306)),
        kind: "inpatient".into(),
        from: "2026-09-05".parse().unwrap(),
        to: None,
    }
}

pub fn program_fact(number: u128, named: bool) -> ProgramFactRow {
    let need = SocialNeed { date: day("2026-09-01"), named, need: Some("secret-need".into()) };
    ProgramFactRow {
        id: ProgramFactId(id(number)),
        patient: PATIENT,
        fact: ProgramFact::SocialNeed(need),
        first: day("2026-09-01"),
        last: ProgramFact::OPEN,
        practitioner: Some(PersonId(id(51))),
        practitioner_npi: None,
        replaces: None,
    }
}

/// Fills every table of a furnished house.
pub async fn fill(store: &SqlStore, house: House) {
    let practice = house.practice;
    let mut tx = house.begin(store).await;
    tx.put_payer(&payer()).await.unwrap();
    tx.put_charges(practice, &[charge()]).await.unwrap();
    tx.put_person(&person(50, "nurse"), Some(LoginId(id(55)))).await.unwrap();
    tx.put_person(&person(51, "doctor"), Some(LoginId(id(56)))).await.unwrap();
    tx.put_role(practice, &role()).await.unwrap();
    access::fill(&mut *tx).await;
    let command = CommandRow {
        command_id: "c1".into(),
        use_case: "record".into(),
        input_sha256: [1; 32],
        answer: serde_json::json!({"id": "con_1"}),
    };
    tx.add_commands(Some(practice), &[command], now()).await.unwrap();

    tx.put_run(practice, &run()).await.unwrap();
    tx.stage(practice, run().id, vec![("k".into(), 0, b"secret-original".to_vec())]).await.unwrap();
    tx.put_patients(practice, "ehr", vec![patient(100, vec![mbi(MBI), mrn("M1")])]).await.unwrap();
    tx.put_patients(practice, "ehr", vec![patient(101, vec![])]).await.unwrap();
    access::fill_charts(&mut *tx, practice).await;
    tx.add_raw(practice, run().id, vec![(PATIENT, [2; 32], b"secret-original".repeat(50))]).await.unwrap();
    tx.add_facts(practice, run().id, facts(), now()).await.unwrap();
    tx.link_replaced(practice, PATIENT, PatientId(id(101)), now()).await.unwrap();

    tx.add_consent(practice, &consent(), Some("secret-reason"), recorded()).await.unwrap();
    tx.add_confirmation(practice, &confirmation(), recorded()).await.unwrap();
    tx.add_episode(practice, &episode(), recorded()).await.unwrap();
    tx.add_plan(practice, &plan(303), recorded()).await.unwrap();
    tx.add_copy(practice, &copy(), recorded()).await.unwrap();
    plan::fill(&mut *tx, practice).await;
    tx.add_visit(practice, PATIENT, &visit(), recorded()).await.unwrap();
    tx.add_stay(practice, PATIENT, &stay(), Some("Mercy"), recorded()).await.unwrap();
    let end = "2026-09-07T08:00:00Z".parse().unwrap();
    tx.end_stay(practice, PATIENT, stay().id, StayId(id(307)), end, recorded()).await.unwrap();

    for (number, start) in [(400, "2026-09-10T15:00:00Z"), (401, "2026-09-11T15:00:00Z")] {
        let (contact, patient) = (ContactId(id(number + 10)), PATIENT);
        let contact = Contact {
            id: contact,
            patient,
            entry: TimeEntryId(id(number)),
            note: Some("secret-note".into()),
        };
        tx.add_contact(practice, &entry(number, start), &contact, Some("secret-reason"), recorded())
            .await
            .unwrap();
    }
    let strike = Strike {
        id: StrikeId(id(420)),
        entry: TimeEntryId(id(401)),
        patient: PATIENT,
        reason: "secret-reason".into(),
    };
    tx.add_strike(practice, &strike, recorded()).await.unwrap();

    clock::fill(&mut *tx, house).await;
    care::fill(&mut *tx, practice).await;
    assessment::fill(&mut *tx, practice).await;
    outreach::fill(&mut *tx, practice).await;
    around::fill(&mut *tx, practice).await;
    tx.add_attestation(practice, &attestation(), recorded()).await.unwrap();
    supervision::fill(&mut *tx, practice).await;
    tx.add_outside_claim(practice, &outside_claim(), recorded()).await.unwrap();
    tx.add_program_fact(practice, &program_fact(325, true), recorded()).await.unwrap();
    tx.add_preference(practice, &preference(326), recorded()).await.unwrap();
    tx.keep_rule_set([9; 32], b"rules", now()).await.unwrap();
    assert!(tx.add_vintage(&vintage(700, 1), "vintage,code,units,mai\n").await.unwrap());
    tx.add_determinations(practice, month(), 1, vec![determination(PATIENT, 321)]).await.unwrap();
    tx.add_closure(practice, &closure()).await.unwrap();
    tx.add_reopening(practice, &reopening()).await.unwrap();
    tx.add_approval(practice, &approval()).await.unwrap();
    tx.plan_month(practice, &open_month(), 1_000).await.unwrap();
    tx.mark_stale(practice, &[PATIENT]).await.unwrap();
    tx.mark_worklist(practice, &[PATIENT]).await.unwrap();
    tx.replace_worklist(practice, &[PATIENT], &[worklist_row()]).await.unwrap();
    tx.replace_standings(practice, month(), (1, day("2026-09-24")), &[PATIENT], &[standing()]).await.unwrap();
    tx.recount_board(practice, month(), (1, day("2026-09-24")), now()).await.unwrap();
    let hours = RosteredHours { person: PersonId(id(50)), from: day("2026-09-01"), weekly_minutes: 720 };
    tx.add_rostered_hours(practice, &hours, now()).await.unwrap();
    let rate = Rate { of: RateOf::Hour("rn".into()), from: day("2026-09-01"), cents: Cents(4_800) };
    tx.add_rate(practice, &rate, recorded()).await.unwrap();
    tx.lock_cursor(practice, "answers").await.unwrap();
    tx.add_claims(practice, &[(claim(), vec![(line(), Cents(9_000))])]).await.unwrap();
    tx.add_claim_file(practice, &claim_file()).await.unwrap();
    exchange::fill(&mut *tx, practice).await;
    account::fill(&mut *tx, practice).await;
    eligibility::fill(&mut *tx, practice).await;
    proof::fill(&mut *tx, practice).await;
    assert_eq!(tx.take_number("isa", 1).await.unwrap(), 1);

    tx.add_events(&[event(house, 500, now()), event(house, 501, now())]).await.unwrap();
    tx.add_changes(practice.0, &[change("consent", id(300), 1)], now()).await.unwrap();
    tx.take_lease("sealer", "me", now(), now()).await.unwrap();
    let sha256 = event(house, 500, now()).sha256();
    let numbered = [Numbered { number: 1, event: AuditEventId(id(500)), sha256 }];
    let seal = seal(house, 1, 1, [0; 32], &numbered);
    tx.add_seal(&seal, &[(1, now(), AuditEventId(id(500)), sha256)]).await.unwrap();
    tx.commit().await.unwrap();
}

pub fn seal(house: House, first: i64, last: i64, previous: [u8; 32], numbered: &[Numbered]) -> Seal {
    Seal {
        organization: house.organization,
        first,
        last,
        sha256: Seal::digest(&previous, numbered),
        previous,
        signature: vec![1; 64],
        public_key: vec![2; 32],
        sealed_at: now(),
    }
}

pub fn preference(number: u128) -> ccm::people::ContactPreference {
    ccm::people::ContactPreference {
        id: PreferenceId(id(number)),
        patient: PATIENT,
        on: day("2026-09-14"),
        language: Some("es".into()),
        needs_interpreter: true,
        needs: vec!["hard_of_hearing".into()],
        zone: None,
        windows: Vec::new(),
        phones: vec!["555-0199".into()],
        caregivers: Vec::new(),
    }
}

pub fn worklist_row() -> app::ports::reports::WorklistRow {
    use ccm::reports::{Case, RankingSettings, rank};
    let case = Case { plan_review_by: Some(now()), ..Case::default() };
    app::ports::reports::WorklistRow {
        patient: PATIENT,
        coordinator: Some(PersonId(id(50))),
        practitioner: Some(PersonId(id(51))),
        programs: vec![Program::Ccm],
        month: month(),
        key: rank(&case, now(), RankingSettings::embedded()).key,
        share_permille: Some(500),
        missing_seconds: 600,
        case,
        wakes_at: None,
        made_at: now(),
    }
}
