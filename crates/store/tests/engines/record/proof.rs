//! An audit case with its list, access, packs and end, and a self-audit, for the sample claim.

use app::ports::*;
use ccm::basics::*;

use crate::support::*;

pub fn case() -> AuditCaseRow {
    AuditCaseRow {
        id: AuditCaseId(id(1_000)),
        auditor: "A. Reviewer".into(),
        authority: "A contractor".into(),
        reference: "ADR-1".into(),
        due_on: day("2026-12-01"),
        opened_at: now(),
        opened_by: Some(PersonId(id(50))),
    }
}

pub fn lines() -> Vec<CaseClaimRow> {
    let line = |line, said: &str, claim, repeats| CaseClaimRow {
        case: AuditCaseId(id(1_000)),
        line,
        said: said.into(),
        claim,
        repeats,
    };
    let claim = super::claim().id;
    vec![
        line(1, "secret-subject", None, None),
        line(2, "P1A", Some(claim), None),
        line(4, "P1A", Some(claim), Some(2)),
    ]
}

pub fn access() -> CaseAccessRow {
    CaseAccessRow {
        id: CaseAccessId(id(1_001)),
        case: AuditCaseId(id(1_000)),
        person: PersonId(id(50)),
        from: now(),
        until: now().checked_add(jiff::SignedDuration::from_hours(24)).unwrap(),
        by: None,
        ends: None,
    }
}

pub fn outcome() -> CaseOutcomeRow {
    CaseOutcomeRow {
        case: AuditCaseId(id(1_000)),
        outcome: "partly_repaid".into(),
        repaid: Cents(6_150),
        note: "secret-note".into(),
        at: now(),
        by: Some(PersonId(id(50))),
    }
}

pub fn build() -> EvidenceBuildRow {
    EvidenceBuildRow {
        id: EvidenceBuildId(id(1_002)),
        case: AuditCaseId(id(1_000)),
        number: 1,
        begun_at: now(),
        begun_by: None,
    }
}

pub fn score() -> Score {
    Score {
        number: "P1A".into(),
        month: super::month(),
        gaps: vec!["consent".into()],
        unknown: 1,
        items: 13,
        total: Cents(6_150),
        at_risk: Cents(6_000),
    }
}

pub fn files() -> Vec<EvidenceFileRow> {
    let file = |path: &str, claim, score, body: &[u8]| EvidenceFileRow {
        build: EvidenceBuildId(id(1_002)),
        path: path.into(),
        claim,
        score,
        body: body.to_vec(),
    };
    let claim = Some(super::claim().id);
    vec![
        file("README.txt", None, None, b"words"),
        file("claims/P1A/pack.json", claim, Some(score()), b"secret-original"),
    ]
}

pub fn self_audit() -> SelfAuditRow {
    SelfAuditRow {
        id: SelfAuditId(id(1_003)),
        quarter: "2026-Q3".parse().unwrap(),
        seed: "a seed".into(),
        population: 1,
        checklist: "1".into(),
        drawn_at: now(),
        drawn_by: None,
    }
}

pub async fn fill(tx: &mut dyn Tx, practice: PracticeId) {
    tx.add_audit_case(practice, &case(), &lines()).await.unwrap();
    tx.add_case_access(practice, &access()).await.unwrap();
    tx.add_evidence_build(practice, &build()).await.unwrap();
    tx.add_evidence_files(practice, &files()).await.unwrap();
    tx.add_case_outcome(practice, &outcome()).await.unwrap();
    tx.add_self_audit(practice, &self_audit(), &[(super::claim().id, score())]).await.unwrap();
}
