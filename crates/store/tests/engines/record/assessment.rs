//! An assessment with what it opened, for the sample patient.

use app::ports::*;
use ccm::basics::*;
use ccm::care::assessment::{Answers, AssessmentDraft, Score, Way};
use ccm::care::*;

use super::PATIENT;
use super::care;
use crate::support::*;

const NURSE: PersonId = PersonId(uuid::Uuid::from_u128(50));

fn answers() -> Answers {
    Answers::from([("interest".to_owned(), AnswerValue::Text("secret-answer".into()))])
}

pub async fn fill(tx: &mut dyn Tx, practice: PracticeId) {
    let draft = AssessmentDraft { answers: answers(), way: Way::Phone, spanish: true, on: day("2026-09-15") };
    let open = AssessmentDraftRow {
        id: AssessmentId(id(810)),
        patient: PATIENT,
        instrument: "phq_9".into(),
        version: 1,
        call: Some(CallId(id(800))),
        replaces: None,
        state: DraftState::Open,
        revision: 1,
        draft,
        opened_at: now(),
        opened_by: NURSE,
        saved_at: now(),
        saved_by: NURSE,
    };
    tx.add_assessment_draft(practice, &open).await.unwrap();
    let kept = AssessmentDraftRow { state: DraftState::Kept, revision: 2, ..open.clone() };
    assert!(tx.save_assessment_draft(practice, &kept, 1).await.unwrap());
    let head = AssessmentHead {
        id: open.id,
        patient: PATIENT,
        instrument: open.instrument.clone(),
        version: 1,
        call: open.call,
        replaces: None,
        on: day("2026-09-15"),
        way: Way::Phone,
        spanish: true,
        score: Some(Score::whole(12)),
        band: Some("moderate".into()),
        missing: 0,
        recorded: recorded(),
        replaced_by: None,
    };
    tx.add_assessment(practice, &head, &answers()).await.unwrap();
    let (escalation, _) = care::escalation();
    let opened = AssessmentOpenedRow {
        assessment: open.id,
        source: "phq_9.self_harm".into(),
        escalation: Some(escalation.id),
        task: None,
    };
    tx.add_assessment_opened(practice, 0, &opened, recorded()).await.unwrap();
    assert!(tx.assessment(practice, open.id).await.unwrap() == Some((head.clone(), answers())));
    assert_eq!(tx.assessments_of(practice, &[PATIENT]).await.unwrap(), [head]);
    assert_eq!(tx.assessment_draft(practice, open.id).await.unwrap(), Some(kept));
    assert_eq!(tx.assessment_opened(practice, open.id).await.unwrap(), [opened]);
}
