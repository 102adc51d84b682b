//! One practice with a row in every table, for tests that look at all of them.

use ::store::SqlStore;
use app::people::incoming::*;
use app::ports::store::FactWrites;
use app::ports::*;
use ccm::access::Actor;
use ccm::audit::{AuditEvent, Numbered, Seal};
use ccm::basics::*;
use ccm::care::{FacilityStay, Visit};
use ccm::care_plan::{CarePlan, CarePlanCopy, Confirmation};
use ccm::enrollment::{Consent, ConsentForm, ConsentKind, Episode, Program};
use ccm::monitoring::Reading;
use ccm::people::{Charge, Credential, Person, StaffRole};
use ccm::time::{ClockEvent, ClockEventKind, Contact, Segment, Strike, TimeEntry, TimeSource};

use crate::support::*;

/// What must never be seen in the database.
pub const SECRETS: [&str; 9] = [
    MBI,
    PHONE,
    "secret-risk",
    "secret-goal",
    "secret-note",
    "secret-reason",
    "secret-original",
    "secret-answer",
    "secret-segment",
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

pub fn person(number: u128, key: &str) -> Person {
    Person {
        id: PersonId(id(number)),
        key: key.into(),
        family: "Worker".into(),
        given: "Wendy".into(),
        npi: Some("1234567893".parse().unwrap()),
        qp_years: vec![2025, 2026],
        login: Some(format!("login-{key}")),
    }
}

pub fn role() -> StaffRole {
    StaffRole {
        id: RoleId(id(60)),
        person: PersonId(id(50)),
        word: "rn".into(),
        from: day("2025-01-01"),
        until: None,
        taxonomy: None,
        country: "US".into(),
        supervisor: Some(PersonId(id(51))),
        credential: Some(Credential {
            kind: "RN".into(),
            state: Some("TX".into()),
            from: day("2024-01-01"),
            until: Some(day("2027-12-31")),
        }),
    }
}

pub fn payer() -> PayerRow {
    let profile = serde_json::json!({
        "name": "Medicare", "kind": "medicare_ffs", "payer_id": "04412", "filing_indicator": "MB",
        "receiver_name": "R", "receiver_id": "04412", "receiver_qualifier": "ZZ", "submitter_name": "S",
        "submitter_id": "S1", "submitter_qualifier": "ZZ", "contact_name": "C", "contact_phone": "5125550100",
        "claims_per_set": 500, "filing_days": 365, "coverage_names": ["Medicare"], "coverage_types": ["1"]
    });
    PayerRow {
        id: PayerId(id(70)),
        key: "medicare".into(),
        profile: serde_json::from_value(profile).unwrap(),
    }
}

pub fn charge() -> Charge {
    Charge { code: "99490".parse().unwrap(), cents: Cents(9_000), from: day("2026-01-01"), until: None }
}

pub fn facts() -> FactWrites {
    let key = |number: u128| (PATIENT, id(number), 1);
    let coverage = IncomingCoverage {
        origin: origin("cov"),
        status: "active".into(),
        payer_name: Some("Medicare".into()),
        type_code: Some("1".into()),
        mbi: Some(MBI.parse().unwrap()),
        from: Some(day("2015-02-01")),
        until: None,
        qmb: Some(true),
    };
    let condition = IncomingCondition {
        origin: origin("cnd"),
        icd10: Some("E11.22".parse().unwrap()),
        is_mapped: true,
        snomed: Some("127013003".into()),
        status: "active".into(),
        onset_on: Some(day("2019-05-05")),
        abated_on: None,
    };
    let visit = IncomingVisit {
        origin: origin("vis"),
        status: "finished".into(),
        class: Some("AMB".into()),
        code: Some("not a code".into()),
        on: Some(day("2026-03-03")),
        until: None,
        practitioner_npi: Some("1234567893".parse().unwrap()),
    };
    let medication = IncomingMedication {
        origin: origin("med"),
        status: "active".into(),
        code_system: Some("rxnorm".into()),
        code: Some("860975".into()),
        label: Some("metformin".into()),
        authored_on: Some(day("2026-01-01")),
        dosage: None,
    };
    let allergy = IncomingAllergy {
        origin: origin("alg"),
        status: "active".into(),
        code_system: None,
        code: None,
        label: Some("pollen".into()),
        criticality: None,
    };
    let reading = |part, value| Reading {
        at: at("2026-03-03T10:00:00Z"),
        part,
        code: "8480-6".into(),
        value: Some(value),
        unit: Some("mm[Hg]".into()),
        text: None,
    };
    let observation = IncomingObservation {
        origin: origin("obs"),
        status: "final".into(),
        readings: vec![reading(1, 120.5), reading(2, 80.0)],
    };
    let ((patient, a, version), (_, b, _), (_, c, _)) = (key(201), key(202), key(203));
    let ((_, d, _), (_, e, _), (_, f, _)) = (key(204), key(205), key(206));
    FactWrites {
        coverages: vec![(patient, a, version, coverage)],
        conditions: vec![(patient, b, version, condition)],
        visits: vec![(patient, c, version, visit)],
        medications: vec![(patient, d, version, medication)],
        allergies: vec![(patient, e, version, allergy)],
        observations: vec![(patient, f, version, None, observation)],
    }
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

pub fn attestation() -> AttestationRow {
    AttestationRow {
        id: AttestationId(id(310)),
        patient: PATIENT,
        on: day("2026-09-20"),
        level: "moderate".into(),
        signed: true,
        practitioner: PersonId(id(51)),
    }
}

pub fn outside_claim() -> OutsideClaimRow {
    OutsideClaimRow {
        id: OutsideClaimId(id(311)),
        patient: PATIENT,
        code: "99490".parse().unwrap(),
        on: day("2026-09-30"),
        practitioner: None,
        practitioner_npi: Some("1234567893".parse().unwrap()),
        same_group: false,
        known_from: "payer".into(),
    }
}

pub fn closure() -> ClosureRow {
    ClosureRow {
        id: ClosureId(id(320)),
        month: month(),
        revision: 1,
        rule_set_sha256: [9; 32],
        engine_version: "1".into(),
        zone: "America/Chicago".into(),
        patients: 1,
        sha256: [10; 32],
        closed_at: now(),
        closed_by: actor(),
    }
}

pub fn line() -> LineRow {
    LineRow { code: "99490".parse().unwrap(), units: 1, on: day("2026-09-30"), amount: Some(Cents(6_613)) }
}

pub fn determination(patient: PatientId, number: u128) -> DeterminationRow {
    DeterminationRow {
        id: DeterminationId(id(number)),
        patient,
        practitioner: PersonId(id(51)),
        payer: Some(PayerId(id(70))),
        sha256: [11; 32],
        body: b"secret-answer".repeat(20),
        lines: vec![line()],
        holds: vec![("CONSENT-01".into(), "99487".into())],
        exclusions: vec![(TimeEntryId(id(400)), "TIME-07".into(), 60)],
    }
}

pub fn claim() -> ClaimRow {
    ClaimRow {
        id: ClaimId(id(330)),
        number: "P1A".into(),
        patient: PATIENT,
        month: month(),
        revision: 1,
        payer: PayerId(id(70)),
        practitioner: PersonId(id(51)),
        total: Cents(9_000),
        body: b"secret-answer".to_vec(),
        created_at: now(),
        events: vec![ClaimEventRow { kind: "drafted".into(), file: None, actor: actor(), at: now() }],
    }
}

pub fn claim_file() -> ClaimFileRow {
    ClaimFileRow {
        id: ClaimFileId(id(340)),
        month: month(),
        name: "a.x12".into(),
        receiver: "04412".into(),
        interchange: 1,
        claims: 1,
        total: Cents(9_000),
        sha256: [12; 32],
        body: b"ISA*secret-segment~".to_vec(),
        created_at: now(),
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
    tx.add_raw(practice, run().id, vec![(PATIENT, [2; 32], b"secret-original".repeat(50))]).await.unwrap();
    tx.add_facts(practice, run().id, facts(), now()).await.unwrap();
    tx.link_replaced(practice, PATIENT, PatientId(id(101)), now()).await.unwrap();

    tx.add_consent(practice, &consent(), Some("secret-reason"), recorded()).await.unwrap();
    tx.add_confirmation(practice, &confirmation(), recorded()).await.unwrap();
    tx.add_episode(practice, &episode(), recorded()).await.unwrap();
    tx.add_plan(practice, &plan(303), recorded()).await.unwrap();
    tx.add_copy(practice, &copy(), recorded()).await.unwrap();
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

    tx.add_attestation(practice, &attestation(), recorded()).await.unwrap();
    tx.add_outside_claim(practice, &outside_claim(), recorded()).await.unwrap();
    tx.keep_rule_set([9; 32], b"rules", now()).await.unwrap();
    tx.add_closure(practice, &closure()).await.unwrap();
    tx.add_determinations(practice, month(), 1, vec![determination(PATIENT, 321)]).await.unwrap();
    tx.add_claims(practice, &[(claim(), vec![(line(), Cents(9_000))])]).await.unwrap();
    tx.add_claim_file(practice, &claim_file()).await.unwrap();
    assert_eq!(tx.take_number("isa", 1).await.unwrap(), 1);

    tx.add_events(&[event(house, 500, now()), event(house, 501, now())]).await.unwrap();
    tx.add_changes(practice.0, &[("consent".into(), id(300), 1)], now()).await.unwrap();
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
