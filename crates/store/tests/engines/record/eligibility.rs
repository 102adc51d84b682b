//! A question to a payer, its answer, and who settled what differs.

use app::ports::{CoverageAnswerRow, CoverageDecisionRow, InquiryRow, Tx};
use ccm::basics::*;
use ccm::people::verification::{CoverageAnswer, CoverageFact, CoverageQuestion, Span, Stands};

use super::exchange::received;
use super::month::claim_file;
use super::{PATIENT, actor, month};
use crate::support::*;

pub fn inquiry() -> InquiryRow {
    InquiryRow {
        id: InquiryId(id(360)),
        patient: PATIENT,
        payer: PayerId(id(70)),
        month: month(),
        file: claim_file().id,
        trace: "E26090000001".into(),
        reference: "EB202610020000001S1".into(),
        asked_on: day("2026-10-02"),
        asked_at: now(),
    }
}

pub fn answer() -> CoverageAnswerRow {
    let span = Span { from: Some(day("2026-01-01")), until: None };
    let (plan, contract) = (Some("secret-answer".into()), Some("H9990 001".into()));
    CoverageAnswerRow {
        id: CoverageAnswerId(id(361)),
        inquiry: inquiry().id,
        patient: PATIENT,
        payer: PayerId(id(70)),
        month: month(),
        received: received().id,
        answer: CoverageAnswer {
            on: day("2026-10-02"),
            facts: vec![CoverageFact::Advantage { plan, contract, span }],
            rejections: Vec::new(),
        },
        differs: true,
        at: now(),
    }
}

pub fn decision() -> CoverageDecisionRow {
    CoverageDecisionRow {
        id: CoverageDecisionId(id(362)),
        patient: PATIENT,
        month: month(),
        question: CoverageQuestion::Advantage,
        stands: Stands::Payer,
        reason: "secret-reason".into(),
        by: actor(),
        at: now(),
    }
}

pub async fn fill(tx: &mut dyn Tx, practice: PracticeId) {
    tx.add_inquiries(practice, &[inquiry()]).await.unwrap();
    tx.add_coverage_answers(practice, &[answer()]).await.unwrap();
    tx.add_coverage_decision(practice, &decision()).await.unwrap();
    let known = tx.inquired_of(practice, &[PATIENT], month()).await.unwrap();
    assert_eq!(known, [(inquiry(), Some(answer()))]);
    assert_eq!(
        tx.coverage_decisions_of(practice, &[PATIENT], (month(), month())).await.unwrap(),
        [decision()]
    );
}
