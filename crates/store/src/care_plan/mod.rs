//! Conditions as sources tell them, as clinicians confirm them, and the plans made for them.

pub(crate) mod written;

use app::Result;
use app::ports::store::CarePlans;
use app::ports::{PlanRow, Recorded};
use async_trait::async_trait;
use ccm::basics::*;
use ccm::care_plan::{CarePlan, CarePlanCopy, Confirmation, ImportedCondition};
use db::values;
use uuid::Uuid;

use crate::columns::{Columns, among, each, json, patient_list};
use crate::error::unreadable;
use crate::sealed::{At, Packer};
use crate::tx::StoreTx;

/// Stands for a risk text that was stated and is not read.
const STATED: &str = "…";

macro_rules! conditions {
    ($($more:tt)*) => {
        concat!(
            "select c.patient_id, c.condition_id, c.icd10, c.icd10_origin, c.status, c.onset_on, c.abated_on
            from condition c where c.practice_id = $1 and c.organization_id = $2
                and c.status not in ('entered-in-error', 'refuted')
                and not exists (select 1 from condition n where n.practice_id = c.practice_id
                    and n.organization_id = c.organization_id and n.patient_id = c.patient_id
                    and n.condition_id = c.condition_id and n.version > c.version)",
            $($more)*,
            " order by c.patient_id, c.condition_id"
        )
    };
}

macro_rules! confirmations {
    ($($more:tt)*) => {
        concat!(
            "select confirmation_id, patient_id, condition_id, icd10, expected_months, risk_stated, on_date
            from condition_confirmation where practice_id = $1 and organization_id = $2",
            $($more)*,
            " order by recorded_at, confirmation_id"
        )
    };
}

/// The first copies of those plans that are asked for, by `$copied`: to the patient or the caregiver (PLAN-02). Who signed
/// stands in the version, or in what was said of it afterwards.
macro_rules! plans {
    ($copied:literal, $($more:tt)*) => {
        concat!(
            "select p.care_plan_id, p.patient_id, p.dated, coalesce(p.signed_by, s.by_id), p.revised, p.elements, ",
            $copied,
            " left join care_plan_review s on s.practice_id = p.practice_id
                and s.organization_id = p.organization_id and s.care_plan_id = p.care_plan_id and s.kind = 'signed'
            where p.practice_id = $1 and p.organization_id = $2",
            $($more)*,
            " order by p.patient_id, p.version"
        )
    };
    (of $($more:tt)*) => {
        plans!(
            "(select min(c.on_date) from care_plan_copy c where c.practice_id = p.practice_id
                and c.organization_id = p.organization_id and c.patient_id = p.patient_id
                and c.care_plan_id = p.care_plan_id and c.recipient <> 'provider')
            from care_plan p",
            " and p.dated <= $4", $($more)*
        )
    };
}

db::queries! {
    CONDITIONS = conditions!("");
    CONDITIONS_OF = { lite: conditions!(among!(lite "c.patient_id")), pg: conditions!(among!(pg "c.patient_id")) };
    ADD_CONFIRMATION = "insert into condition_confirmation (practice_id, organization_id, confirmation_id, patient_id,
            condition_id, icd10, expected_months, risk_stated, risk_sealed, on_date, recorded_at, recorded_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    CONFIRMATIONS = confirmations!("");
    CONFIRMATIONS_OF = {
        lite: confirmations!(among!(lite "patient_id")),
        pg: confirmations!(among!(pg "patient_id")),
    };
    /// Two who write a version at once get the same number, and the second is told to repeat.
    ADD_PLAN = "insert into care_plan (practice_id, organization_id, care_plan_id, patient_id, version, dated,
            signed_by, revised, elements, body_sealed, recorded_at, recorded_by, review_on)
        values ($1, $2, $3, $4,
            (select coalesce(max(p.version), 0) + 1 from care_plan p
                where p.practice_id = $1 and p.organization_id = $2 and p.patient_id = $4),
            $5, $6, $7, $8, $9, $10, $11, $12)";
    ADD_COPY = "insert into care_plan_copy (practice_id, organization_id, copy_id, patient_id, care_plan_id, on_date,
            recipient, way, recorded_at, recorded_by, proof_sealed)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    NEWEST_PLAN = "select care_plan_id from care_plan
        where practice_id = $1 and organization_id = $2 and patient_id = $3 order by version desc limit 1";
    PLANS = plans!(
        "c.first_on from care_plan p left join (
            select care_plan_id, min(on_date) as first_on from care_plan_copy
            where practice_id = $1 and organization_id = $2 and recipient <> 'provider' group by care_plan_id) c
            on c.care_plan_id = p.care_plan_id",
        " and p.dated <= $3");
    PLANS_OF = { lite: plans!(of among!(lite "p.patient_id")), pg: plans!(of among!(pg "p.patient_id")) };
}

fn read_condition(row: &mut Columns<'_>) -> Result<(PatientId, ImportedCondition)> {
    let patient = PatientId(row.get()?);
    let condition = ImportedCondition {
        id: ConditionId(row.get()?),
        icd10: row.parsed_opt()?,
        icd10_origin: row.get()?,
        status: row.get()?,
        onset_on: row.get()?,
        abated_on: row.get()?,
    };
    Ok((patient, condition))
}

fn read_confirmation(row: &mut Columns<'_>) -> Result<Confirmation> {
    Ok(Confirmation {
        id: ConfirmationId(row.get()?),
        patient: PatientId(row.get()?),
        condition: row.get::<Option<_>>()?.map(ConditionId),
        icd10: row.parsed()?,
        expected_months: u16::try_from(row.get::<i64>()?).map_err(|_| unreadable("expected_months"))?,
        risk: if row.get()? { STATED.to_owned() } else { String::new() },
        on: row.get()?,
    })
}

fn read_plan(row: &mut Columns<'_>) -> Result<PlanRow> {
    Ok(PlanRow {
        id: CarePlanId(row.get()?),
        patient: PatientId(row.get()?),
        dated: row.get()?,
        signed_by: row.get::<Option<_>>()?.map(PersonId),
        is_revision: row.get()?,
        elements: row.json()?,
        copy_given: row.get()?,
    })
}

/// Where a plan's text is sealed.
pub(crate) fn plan_at(practice: Uuid, id: CarePlanId) -> At {
    At::column("care_plan.body_sealed").id(practice).id(id.0)
}

/// Where a copy's proof is sealed.
fn proof_at(practice: Uuid, id: Uuid) -> At {
    At::column("care_plan_copy.proof_sealed").id(practice).id(id)
}

#[async_trait]
impl CarePlans for StoreTx {
    async fn conditions(&mut self, practice: PracticeId) -> Result<Vec<(PatientId, ImportedCondition)>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&CONDITIONS, values![practice, tenant]).await?;
        each(&rows, read_condition)
    }

    async fn conditions_of(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
    ) -> Result<Vec<(PatientId, ImportedCondition)>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&CONDITIONS_OF, values![practice, tenant, patient_list(patients)]).await?;
        each(&rows, read_condition)
    }

    async fn add_confirmation(
        &mut self,
        practice: PracticeId,
        confirmation: &Confirmation,
        recorded: Recorded,
    ) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let at = At::column("condition_confirmation.risk_sealed").id(practice).id(confirmation.id.0);
        let sealed = self.keyring().await?.seal(&at, confirmation.risk.as_bytes())?;
        let params = values![
            practice,
            tenant,
            confirmation.id.0,
            confirmation.patient.0,
            confirmation.condition.map(|id| id.0),
            confirmation.icd10.as_str(),
            confirmation.expected_months,
            !confirmation.risk.trim().is_empty(),
            sealed,
            confirmation.on,
            recorded.at,
            recorded.by.0,
        ];
        self.write(&ADD_CONFIRMATION, params).await.map(drop)
    }

    async fn confirmations(&mut self, practice: PracticeId) -> Result<Vec<Confirmation>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&CONFIRMATIONS, values![practice, tenant]).await?;
        each(&rows, read_confirmation)
    }

    async fn confirmations_of(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
    ) -> Result<Vec<Confirmation>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&CONFIRMATIONS_OF, values![practice, tenant, patient_list(patients)]).await?;
        each(&rows, read_confirmation)
    }

    async fn add_plan(&mut self, practice: PracticeId, plan: &CarePlan, recorded: Recorded) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let at = plan_at(practice, plan.id);
        let body = serde_json::to_vec(plan).map_err(|_| unreadable("a care plan"))?;
        let keys = self.keyring().await?;
        let sealed = Packer::new()?.seal(&keys, &at, &body)?;
        let params = values![
            practice,
            tenant,
            plan.id.0,
            plan.patient.0,
            plan.dated,
            plan.signed_by.map(|id| id.0),
            plan.is_revision,
            json(&plan.elements.keys().collect::<Vec<_>>())?,
            sealed,
            recorded.at,
            recorded.by.0,
            plan.content.as_ref().and_then(|content| content.review_on),
        ];
        self.write(&ADD_PLAN, params).await.map(drop)
    }

    async fn add_copy(
        &mut self,
        practice: PracticeId,
        copy: &CarePlanCopy,
        recorded: Recorded,
    ) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let proof = match &copy.proof {
            Some(proof) => Some(self.sealed_json(&proof_at(practice, copy.id.0), proof).await?),
            None => None,
        };
        let params = values![
            practice,
            tenant,
            copy.id.0,
            copy.patient.0,
            copy.care_plan.0,
            copy.on,
            &copy.recipient,
            &copy.way,
            recorded.at,
            recorded.by.0,
            proof,
        ];
        self.write(&ADD_COPY, params).await.map(drop)
    }

    async fn newest_plan(&mut self, practice: PracticeId, patient: PatientId) -> Result<Option<CarePlanId>> {
        let (practice, tenant) = self.place(practice)?;
        let row = self.row(&NEWEST_PLAN, values![practice, tenant, patient.0]).await?;
        row.map(|row| Ok(CarePlanId(Columns::of(&row).get()?))).transpose()
    }

    async fn plans(&mut self, practice: PracticeId, until: Date) -> Result<Vec<PlanRow>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&PLANS, values![practice, tenant, until]).await?;
        each(&rows, read_plan)
    }

    async fn plans_of(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
        until: Date,
    ) -> Result<Vec<PlanRow>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&PLANS_OF, values![practice, tenant, patient_list(patients), until]).await?;
        each(&rows, read_plan)
    }
}
