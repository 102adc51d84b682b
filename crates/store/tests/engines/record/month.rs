//! What the sample month supports, and what is asked for it.

use app::ports::*;
use ccm::basics::*;
use ccm::claim::ClaimStep;

use super::{PATIENT, actor, month};
use crate::support::*;

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
        position: Some(7),
        closed_at: now(),
        closed_by: actor(),
    }
}

pub fn reopening() -> ReopeningRow {
    ReopeningRow { month: month(), revision: 2, reason: "secret-reason".into(), at: now(), by: actor() }
}

pub fn approval() -> ApprovalRow {
    ApprovalRow { month: month(), revision: 1, sha256: [14; 32], at: now(), by: actor() }
}

/// The month after, open.
pub fn open_month() -> OpenMonthRow {
    OpenMonthRow {
        month: month().next(),
        revision: 1,
        basis: [13; 32],
        generation: 1,
        from: at("2026-10-01T05:00:00Z"),
        until: at("2026-11-01T05:00:00Z"),
    }
}

/// Where the month's only code stands.
pub fn standing() -> app::ports::boards::StandingRow {
    use ccm::billing::readiness::State;
    app::ports::boards::StandingRow {
        patient: PATIENT,
        practitioner: PersonId(id(51)),
        sha256: [11; 32],
        state: Some(State::Missing),
        codes: vec![ccm::reports::CodeStanding {
            code: "99490".parse().unwrap(),
            state: State::Missing,
            units: 1,
            amount: Some(Cents(6_613)),
            rule: Some(ccm::billing::RuleId::literal("CCM-TIME-01")),
            by: Some(day("2026-09-30")),
            missing_seconds: Some(180),
            missing_days: None,
        }],
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
        minutes: serde_json::json!([{"bucket": "ccm_staff", "seconds": 1200}]),
        next: serde_json::json!([]),
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
        correction: 0,
        events: vec![ClaimEventRow::ours(ClaimStep::Drafted { corrects: None }, &actor(), now())],
    }
}

pub fn claim_file() -> ClaimFileRow {
    ClaimFileRow {
        submitter: Some("LARKSUBM01".into()),
        goes_by_itself: true,
        id: ClaimFileId(id(340)),
        month: month(),
        name: "a.x12".into(),
        receiver: "04412".into(),
        interchange: 1,
        group: Some(1),
        batch: Some("PB202610020000001".into()),
        kind: FileKind::default(),
        claims: 1,
        total: Cents(9_000),
        sha256: [12; 32],
        body: b"ISA*secret-segment~".to_vec(),
        created_at: now(),
    }
}

/// An official table; `file` is in its hashes.
pub fn vintage(number: u128, file: u8) -> VintageRow {
    VintageRow {
        id: id(number),
        kind: ReferenceKind::Mue,
        release: "2027-01-01".into(),
        effective_from: day("2027-01-01"),
        effective_to: None,
        file_name: "mue.csv".into(),
        sha256: [file; 32],
        body_sha256: [file; 32],
        rows_read: 2,
        rows_kept: 1,
        imported_at: now(),
        imported_by: actor(),
    }
}
