//! Care plans while and after they are written: drafts, versions with what was said of them, templates of a practice.

use std::collections::HashMap;

use app::Result;
use app::ports::store::Plans;
use app::ports::{NewestPlan, PlanDraftRow, PlanHistoryRow, PlanStandingRow, PlanTemplateRow, Recorded};
use async_trait::async_trait;
use ccm::basics::*;
use ccm::care_plan::{CarePlan, CarePlanCopy, CopyProof, PlanReview, ReviewWord};
use db::values;
use uuid::Uuid;

use super::{plan_at, proof_at};
use crate::care::calls::opened_json;
use crate::columns::{Columns, each, json};
use crate::error::unreadable;
use crate::sealed::{At, Keyring};
use crate::tx::StoreTx;

db::queries! {
    DRAFT = "select revision, is_open, body_sealed, opened_at, opened_by, saved_at, saved_by from care_plan_draft
        where practice_id = $1 and organization_id = $2 and patient_id = $3";
    ADD_DRAFT = "insert into care_plan_draft (practice_id, organization_id, patient_id, revision, is_open, body_sealed,
            opened_at, opened_by, saved_at, saved_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        on conflict (practice_id, patient_id) do nothing";
    SAVE_DRAFT = "update care_plan_draft set revision = $5, is_open = $6, body_sealed = $7, opened_at = $8,
            opened_by = $9, saved_at = $10, saved_by = $11
        where practice_id = $1 and organization_id = $2 and patient_id = $3 and revision = $4";
    HISTORY = "select care_plan_id, version, signed_by, body_sealed, recorded_at, recorded_by from care_plan
        where practice_id = $1 and organization_id = $2 and patient_id = $3 order by version desc";
    REVIEWS = "select care_plan_id, review_id, kind, comment_sealed, at, by_id from care_plan_review
        where practice_id = $1 and organization_id = $2 and patient_id = $3 order by at, review_id";
    COPIES = "select care_plan_id, copy_id, on_date, recipient, way, proof_sealed, recorded_at, recorded_by
        from care_plan_copy
        where practice_id = $1 and organization_id = $2 and patient_id = $3 order by recorded_at, copy_id";
    ADD_REVIEW = "insert into care_plan_review (practice_id, organization_id, review_id, patient_id, care_plan_id, kind,
            comment_sealed, at, by_id)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    STANDINGS = "select p.patient_id, p.care_plan_id, p.version, p.dated, p.review_on,
            p.signed_by is not null or exists (select 1 from care_plan_review s where s.practice_id = p.practice_id
                and s.organization_id = p.organization_id and s.care_plan_id = p.care_plan_id and s.kind = 'signed'),
            exists (select 1 from care_plan_review r where r.practice_id = p.practice_id
                and r.organization_id = p.organization_id and r.patient_id = p.patient_id
                and r.care_plan_id = p.care_plan_id and r.kind = 'returned'),
            exists (select 1 from care_plan_copy c where c.practice_id = p.practice_id
                and c.organization_id = p.organization_id and c.patient_id = p.patient_id
                and c.care_plan_id = p.care_plan_id and c.recipient <> 'provider'),
            (select e.practitioner_id from episode e where e.practice_id = p.practice_id
                and e.organization_id = p.organization_id and e.patient_id = p.patient_id
                order by e.start_date desc, e.recorded_at desc, e.episode_id desc limit 1)
        from care_plan p where p.practice_id = $1 and p.organization_id = $2
            and not exists (select 1 from care_plan n where n.practice_id = p.practice_id
                and n.organization_id = p.organization_id and n.patient_id = p.patient_id and n.version > p.version)
        order by p.patient_id";
    OPEN_DRAFTS = "select patient_id, saved_at, saved_by from care_plan_draft
        where practice_id = $1 and organization_id = $2 and is_open order by patient_id";
    TEMPLATES = "select plan, version, body, recorded_at, recorded_by from plan_template
        where practice_id = $1 and organization_id = $2 order by plan, version desc";
    ADD_TEMPLATE = "insert into plan_template (practice_id, organization_id, plan, version, body, recorded_at, recorded_by)
        values ($1, $2, $3, $4, $5, $6, $7)";
}

fn draft_at(practice: Uuid, patient: Uuid) -> At {
    At::column("care_plan_draft.body_sealed").id(practice).id(patient)
}

fn comment_at(practice: Uuid, review: Uuid) -> At {
    At::column("care_plan_review.comment_sealed").id(practice).id(review)
}

impl StoreTx {
    async fn plan_reviews(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
    ) -> Result<HashMap<CarePlanId, Vec<PlanReview>>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&REVIEWS, values![practice, tenant, patient.0]).await?;
        let keys = self.keyring().await?;
        let mut reviews: HashMap<CarePlanId, Vec<PlanReview>> = HashMap::new();
        for row in &rows {
            let mut row = Columns::of(row);
            let plan = CarePlanId(row.get()?);
            let (id, kind): (Uuid, String) = (row.get()?, row.get()?);
            let comment: Option<Vec<u8>> = row.get()?;
            let word = match (kind.as_str(), comment) {
                ("signed", _) => ReviewWord::Signed,
                ("returned", Some(sealed)) => {
                    ReviewWord::Returned { comment: keys.open_text(&comment_at(practice, id), sealed)? }
                }
                _ => return Err(unreadable("care_plan_review.kind")),
            };
            let review = PlanReview { id: PlanReviewId(id), word, at: row.get()?, by: PersonId(row.get()?) };
            reviews.entry(plan).or_default().push(review);
        }
        Ok(reviews)
    }

    async fn plan_copies(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
    ) -> Result<HashMap<CarePlanId, Vec<(CarePlanCopy, Recorded)>>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&COPIES, values![practice, tenant, patient.0]).await?;
        let keys = self.keyring().await?;
        let mut copies: HashMap<CarePlanId, Vec<(CarePlanCopy, Recorded)>> = HashMap::new();
        for row in &rows {
            let mut row = Columns::of(row);
            let (plan, id) = (CarePlanId(row.get()?), row.get()?);
            let (on, recipient, way) = (row.get()?, row.get()?, row.get()?);
            let proof = match row.get::<Option<Vec<u8>>>()? {
                Some(sealed) => Some(opened_proof(&keys, practice, id, sealed)?),
                None => None,
            };
            let copy = CarePlanCopy { id: CopyId(id), patient, care_plan: plan, on, recipient, way, proof };
            let recorded = Recorded { at: row.get()?, by: PersonId(row.get()?) };
            copies.entry(plan).or_default().push((copy, recorded));
        }
        Ok(copies)
    }
}

/// What shows that a copy arrived.
pub(crate) fn opened_proof(keys: &Keyring, practice: Uuid, copy: Uuid, sealed: Vec<u8>) -> Result<CopyProof> {
    opened_json(keys, &proof_at(practice, copy), sealed)
}

#[async_trait]
impl Plans for StoreTx {
    async fn plan_draft(&mut self, practice: PracticeId, patient: PatientId) -> Result<Option<PlanDraftRow>> {
        let (practice, tenant) = self.place(practice)?;
        let Some(row) = self.row(&DRAFT, values![practice, tenant, patient.0]).await? else {
            return Ok(None);
        };
        let keys = self.keyring().await?;
        let mut row = Columns::of(&row);
        Ok(Some(PlanDraftRow {
            patient,
            revision: row.get()?,
            is_open: row.get()?,
            draft: opened_json(&keys, &draft_at(practice, patient.0), row.get()?)?,
            opened_at: row.get()?,
            opened_by: PersonId(row.get()?),
            saved_at: row.get()?,
            saved_by: PersonId(row.get()?),
        }))
    }

    async fn put_plan_draft(
        &mut self,
        practice: PracticeId,
        row: &PlanDraftRow,
        seen: Option<i64>,
    ) -> Result<bool> {
        let (practice, tenant) = self.place(practice)?;
        let sealed = self.sealed_json(&draft_at(practice, row.patient.0), &row.draft).await?;
        let mut params = values![practice, tenant, row.patient.0];
        params.extend(seen.map(Into::into));
        params.extend(values![
            row.revision,
            row.is_open,
            sealed,
            row.opened_at,
            row.opened_by.0,
            row.saved_at,
            row.saved_by.0,
        ]);
        let query = if seen.is_some() { &SAVE_DRAFT } else { &ADD_DRAFT };
        Ok(self.write(query, params).await? == 1)
    }

    async fn plan_history(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
    ) -> Result<Vec<PlanHistoryRow>> {
        let mut reviews = self.plan_reviews(practice, patient).await?;
        let mut copies = self.plan_copies(practice, patient).await?;
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&HISTORY, values![practice, tenant, patient.0]).await?;
        let keys = self.keyring().await?;
        each(&rows, |row| {
            let id = CarePlanId(row.get()?);
            let version = row.get()?;
            let signed_by = row.get::<Option<_>>()?.map(PersonId);
            let plan: CarePlan = opened_json(&keys, &plan_at(practice, id), row.get()?)?;
            Ok(PlanHistoryRow {
                plan: CarePlan { id, signed_by, ..plan },
                version,
                recorded_at: row.get()?,
                recorded_by: PersonId(row.get()?),
                reviews: reviews.remove(&id).unwrap_or_default(),
                copies: copies.remove(&id).unwrap_or_default(),
            })
        })
    }

    async fn add_plan_review(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
        plan: CarePlanId,
        review: &PlanReview,
    ) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let comment = match &review.word {
            ReviewWord::Signed => None,
            ReviewWord::Returned { comment } => {
                let at = comment_at(practice, review.id.0);
                Some(self.keyring().await?.seal(&at, comment.as_bytes())?)
            }
        };
        let (id, kind) = (review.id.0, review.word.kind());
        let params = values![practice, tenant, id, patient.0, plan.0, kind, comment, review.at, review.by.0];
        self.write(&ADD_REVIEW, params).await.map(drop)
    }

    async fn plan_standings(&mut self, practice: PracticeId) -> Result<Vec<PlanStandingRow>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&STANDINGS, values![practice, tenant]).await?;
        let newest = each(&rows, |row| {
            let patient = PatientId(row.get()?);
            let newest = NewestPlan {
                id: CarePlanId(row.get()?),
                version: row.get()?,
                dated: row.get()?,
                review_on: row.get()?,
                is_signed: row.get()?,
                is_returned: row.get()?,
                is_copy_given: row.get()?,
                practitioner: row.get::<Option<_>>()?.map(PersonId),
            };
            Ok((patient, newest))
        })?;
        let rows = self.rows(&OPEN_DRAFTS, values![practice, tenant]).await?;
        let drafts = each(&rows, |row| {
            Ok((PatientId(row.get()?), Recorded { at: row.get()?, by: PersonId(row.get()?) }))
        })?;
        let mut drafts: HashMap<PatientId, Recorded> = drafts.into_iter().collect();
        let mut all: Vec<PlanStandingRow> = newest
            .into_iter()
            .map(|(patient, newest)| PlanStandingRow {
                patient,
                newest: Some(newest),
                draft: drafts.remove(&patient),
            })
            .collect();
        let first = drafts.into_iter().map(|(patient, draft)| PlanStandingRow {
            patient,
            newest: None,
            draft: Some(draft),
        });
        all.extend(first);
        all.sort_by_key(|row| row.patient);
        Ok(all)
    }

    async fn plan_templates(&mut self, practice: PracticeId) -> Result<Vec<PlanTemplateRow>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&TEMPLATES, values![practice, tenant]).await?;
        each(&rows, |row| {
            Ok(PlanTemplateRow {
                plan: row.get()?,
                version: row.get()?,
                body: row.json_opt()?,
                recorded: Recorded { at: row.get()?, by: PersonId(row.get()?) },
            })
        })
    }

    async fn add_plan_template(&mut self, practice: PracticeId, row: &PlanTemplateRow) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let body = row.body.as_ref().map(json).transpose()?;
        let (at, by) = (row.recorded.at, row.recorded.by.0);
        let body = body.unwrap_or(db::Value::Null);
        let params = values![practice, tenant, &row.plan, row.version, body, at, by];
        self.write(&ADD_TEMPLATE, params).await.map(drop)
    }
}
