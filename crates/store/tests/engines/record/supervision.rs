//! A sample with a word on its note, a practice's figures, and what the sample attestation stands on.

use app::ports::*;
use ccm::basics::*;
use ccm::billing::complexity::{ComplexityFacts, ComplexityNote};
use ccm::care::SupervisionTerms;
use ccm::care::supervision::{Rating, Sample, Seed};

use super::PATIENT;
use crate::support::*;

pub const SAMPLE: SampleId = SampleId(uuid::Uuid::from_u128(860));

pub fn sample(note: NoteId) -> Sample {
    Sample {
        id: SAMPLE,
        week: day("2026-09-14"),
        coordinator: PersonId(id(50)),
        from: "2026-09-07T07:00:00Z".parse().unwrap(),
        until: now(),
        seed: Seed(id(861)),
        among: 12,
        drawn_by: PersonId(id(51)),
        notes: vec![(note, PATIENT)],
    }
}

pub fn rating(word: &str) -> Rating {
    Rating {
        word: word.into(),
        comment: (word == "needs_work").then(|| "secret-note".into()),
        at: now(),
        by: PersonId(id(51)),
    }
}

pub fn attestation_note() -> AttestationNoteRow {
    AttestationNoteRow {
        attestation: super::month::attestation().id,
        patient: PATIENT,
        replaces: None,
        note: ComplexityNote {
            level: "moderate".into(),
            problems: vec!["I10".parse().unwrap()],
            remark: "secret-reason".into(),
            facts: ComplexityFacts { conditions: 2, plan_versions: 1, ..ComplexityFacts::default() },
        },
    }
}

pub async fn fill(tx: &mut dyn Tx, practice: PracticeId) {
    tx.put_supervision_terms(practice, &SupervisionTerms::default()).await.unwrap();
    tx.add_sample(practice, &sample(super::care::note().id), now()).await.unwrap();
    tx.add_rating(practice, SAMPLE, (0, 0), &rating("needs_work")).await.unwrap();
    tx.add_attestation_note(practice, &attestation_note()).await.unwrap();
}
