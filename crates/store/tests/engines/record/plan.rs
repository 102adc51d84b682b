//! A care plan as it is written: its draft, what was said of it, a practice's own template.

use app::ports::*;
use ccm::basics::*;
use ccm::care_plan::{PlanDraft, PlanReview, ReviewWord, Templates};

use super::PATIENT;
use crate::support::*;

const DOCTOR: PersonId = PersonId(uuid::Uuid::from_u128(51));

pub fn draft(revision: i64) -> PlanDraftRow {
    let fields = [("part.social".to_owned(), "secret-goal".to_owned())].into();
    PlanDraftRow {
        patient: PATIENT,
        revision,
        is_open: true,
        draft: PlanDraft { revises: Some(CarePlanId(id(303))), fields, ..PlanDraft::default() },
        opened_at: now(),
        opened_by: DOCTOR,
        saved_at: now(),
        saved_by: DOCTOR,
    }
}

pub fn returned() -> PlanReview {
    let word = ReviewWord::Returned { comment: "secret-note".into() };
    PlanReview { id: PlanReviewId(id(330)), word, at: now(), by: DOCTOR }
}

pub async fn fill(tx: &mut dyn Tx, practice: PracticeId) {
    assert!(tx.put_plan_draft(practice, &draft(1), None).await.unwrap());
    tx.add_plan_review(practice, PATIENT, CarePlanId(id(303)), &returned()).await.unwrap();
    let body = Templates::embedded().all.first().map(|one| one.as_ref().clone());
    let recorded = Recorded { at: now(), by: DOCTOR };
    let row = PlanTemplateRow { plan: "diabetes".into(), version: 1, body, recorded };
    tx.add_plan_template(practice, &row).await.unwrap();
}
