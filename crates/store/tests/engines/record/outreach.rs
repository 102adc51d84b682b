//! An attempt, a claim, terms and the proof of a consent, for the sample patient.

use app::ports::*;
use ccm::basics::*;
use ccm::enrollment::outreach::OutcomeClass;
use ccm::enrollment::{Attempt, CostTold, Evidence, LetterKind, OutreachTerms, Program, Speaker};

use super::PATIENT;
use crate::support::*;

pub fn attempt() -> Attempt {
    Attempt {
        id: OutreachId(id(850)),
        patient: PATIENT,
        program: Program::Ccm,
        number: 0,
        at: now(),
        by: PersonId(id(50)),
        outcome: "unable_other_time".into(),
        class: OutcomeClass::Unable,
        again_on: Some(day("2026-09-18")),
        seconds: 75,
        remark: Some("secret-note".into()),
    }
}

pub fn proof() -> ProofRow {
    let speaker = Speaker::Representative {
        name: "secret-subject".into(),
        relation: "daughter".into(),
        authority: "secret-reason".into(),
    };
    ProofRow {
        consent: ConsentId(id(300)),
        patient: PATIENT,
        speaker,
        told: CostTold { word: "some".into(), cents: Some(Cents(1_241)) },
        evidence: Evidence::Document {
            media_type: "application/pdf".into(),
            bytes: b"%PDF-secret-original".to_vec(),
        },
    }
}

pub fn letter() -> LetterHead {
    LetterHead {
        id: LetterId(id(851)),
        patient: PATIENT,
        kind: LetterKind::MonthSummary,
        version: 1,
        tongue: Tongue::Spanish,
        program: Program::Ccm,
        month: Some("2026-09".parse().unwrap()),
        made: Recorded { at: now(), by: PersonId(id(50)) },
        bytes: 20,
        sha256: [7; 32],
    }
}

pub fn delivery() -> LetterDelivery {
    LetterDelivery {
        id: LetterDeliveryId(id(852)),
        letter: LetterId(id(851)),
        patient: PATIENT,
        way: "mail".into(),
        on: day("2026-09-18"),
        proof: "secret-note".into(),
        corrects: None,
        recorded: Recorded { at: now(), by: PersonId(id(50)) },
    }
}

pub async fn fill(tx: &mut dyn Tx, practice: PracticeId) {
    tx.add_attempt(practice, &attempt()).await.unwrap();
    let until = now().checked_add(jiff::SignedDuration::from_mins(20)).unwrap();
    let claim = OutreachClaim { patient: PATIENT, person: PersonId(id(50)), from: now(), until };
    assert!(tx.take_claim(practice, &claim).await.unwrap());
    tx.put_outreach_terms(practice, &OutreachTerms::default()).await.unwrap();
    tx.add_proof(practice, &proof()).await.unwrap();
    tx.add_letter(practice, &letter(), b"%PDF-secret-original").await.unwrap();
    tx.add_letter_delivery(practice, &delivery()).await.unwrap();
}
