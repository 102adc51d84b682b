//! Calls while they are drafts, and what was said in them. Whatever somebody said is sealed.

use std::collections::BTreeMap;

use app::Result;
use app::ports::store::Calls;
use app::ports::{CallRow, OpenCallRow, Recorded};
use async_trait::async_trait;
use ccm::basics::*;
use ccm::care::interview::PreviousAnswer;
use ccm::care::{AnswerValue, GoalProgress, ListedMedication, Reconciliation};
use ccm::care_plan::CarePlan;
use db::values;
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::queries::*;
use crate::columns::{Columns, each, word};
use crate::error::unreadable;
use crate::sealed::{At, Keyring};
use crate::tx::StoreTx;

/// The word of a medication that the list does not have.
const TOLD: &str = "told";

impl StoreTx {
    pub(crate) async fn sealed_json<T: Serialize>(&mut self, at: &At, value: &T) -> Result<Vec<u8>> {
        let body = serde_json::to_vec(value).map_err(|_| unreadable(at.name()))?;
        self.keyring().await?.seal(at, &body)
    }
}

pub(crate) fn opened_json<T: DeserializeOwned>(keys: &Keyring, at: &At, sealed: Vec<u8>) -> Result<T> {
    serde_json::from_slice(&keys.open(at, sealed)?).map_err(|_| unreadable(at.name()))
}

fn open_call(row: &mut Columns<'_>) -> Result<OpenCallRow> {
    Ok(OpenCallRow {
        id: CallId(row.get()?),
        patient: PatientId(row.get()?),
        opened_at: row.get()?,
        opened_by: PersonId(row.get()?),
        saved_at: row.get()?,
    })
}

fn draft_at(practice: Uuid, call: Uuid) -> At {
    At::column("care_call.draft_sealed").id(practice).id(call)
}

fn answer_at(practice: Uuid, patient: Uuid, call: Uuid, question: &str) -> At {
    At::column("interview_answer.value_sealed").id(practice).id(patient).id(call).bytes(question.as_bytes())
}

fn item_at(practice: Uuid, reconciliation: Uuid, item: i64) -> At {
    At::column("reconciliation_item.body_sealed").id(practice).id(reconciliation).number(item)
}

fn progress_at(practice: Uuid, id: Uuid) -> At {
    At::column("goal_progress.body_sealed").id(practice).id(id)
}

#[async_trait]
impl Calls for StoreTx {
    async fn add_call(&mut self, practice: PracticeId, call: &CallRow) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let sealed = self.sealed_json(&draft_at(practice, call.id.0), &call.draft).await?;
        let params = values![
            practice,
            tenant,
            call.id.0,
            call.patient.0,
            word(&call.program)?,
            word(&call.state)?,
            call.revision,
            sealed,
            call.opened_at,
            call.opened_by.0,
            call.saved_at,
            call.saved_by.0,
        ];
        self.write(&ADD_CALL, params).await.map(drop)
    }

    async fn call(&mut self, practice: PracticeId, id: CallId) -> Result<Option<CallRow>> {
        let (practice, tenant) = self.place(practice)?;
        let Some(row) = self.row(&CALL, values![practice, tenant, id.0]).await? else { return Ok(None) };
        let keys = self.keyring().await?;
        let mut row = Columns::of(&row);
        Ok(Some(CallRow {
            id: CallId(row.get()?),
            patient: PatientId(row.get()?),
            program: row.word()?,
            state: row.word()?,
            revision: row.get()?,
            draft: opened_json(&keys, &draft_at(practice, id.0), row.get()?)?,
            opened_at: row.get()?,
            opened_by: PersonId(row.get()?),
            saved_at: row.get()?,
            saved_by: PersonId(row.get()?),
        }))
    }

    async fn open_calls(&mut self, practice: PracticeId, patient: PatientId) -> Result<Vec<OpenCallRow>> {
        let (practice, tenant) = self.place(practice)?;
        each(&self.rows(&OPEN_CALLS, values![practice, tenant, patient.0]).await?, open_call)
    }

    async fn save_call(&mut self, practice: PracticeId, call: &CallRow, seen: i64) -> Result<bool> {
        let (practice, tenant) = self.place(practice)?;
        let sealed = self.sealed_json(&draft_at(practice, call.id.0), &call.draft).await?;
        let params = values![
            practice,
            tenant,
            call.id.0,
            seen,
            word(&call.state)?,
            call.revision,
            sealed,
            call.saved_at,
            call.saved_by.0,
        ];
        Ok(self.write(&SAVE_CALL, params).await? == 1)
    }

    async fn unsigned_calls(&mut self, practice: PracticeId, person: PersonId) -> Result<Vec<OpenCallRow>> {
        let (practice, tenant) = self.place(practice)?;
        each(&self.rows(&UNSIGNED_CALLS, values![practice, tenant, person.0]).await?, open_call)
    }

    async fn previous_answers(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
    ) -> Result<Vec<PreviousAnswer>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&PREVIOUS_ANSWERS, values![practice, tenant, patient.0]).await?;
        let keys = self.keyring().await?;
        each(&rows, |row| {
            let (question, call): (String, Uuid) = (row.get()?, row.get()?);
            let (on, at) = (row.get()?, answer_at(practice, patient.0, call, &question));
            Ok(PreviousAnswer { value: opened_json(&keys, &at, row.get()?)?, question, on })
        })
    }

    async fn add_answers(
        &mut self,
        practice: PracticeId,
        call: &CallRow,
        on: Date,
        answers: &[(String, u32, AnswerValue)],
        recorded: Recorded,
    ) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let mut rows = Vec::with_capacity(answers.len());
        for (question, version, value) in answers {
            let at = answer_at(practice, call.patient.0, call.id.0, question);
            rows.push(values![
                practice,
                tenant,
                call.patient.0,
                question,
                call.id.0,
                i64::from(*version),
                on,
                self.sealed_json(&at, value).await?,
                recorded.at,
                recorded.by.0,
            ]);
        }
        self.write_many(&ADD_ANSWER, rows).await.map(drop)
    }

    async fn medication_list(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
    ) -> Result<Vec<ListedMedication>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&MEDICATIONS, values![practice, tenant, patient.0]).await?;
        each(&rows, |row| {
            let medication = MedicationId(row.get()?);
            let (label, code): (Option<String>, Option<String>) = (row.get()?, row.get()?);
            // What the source left without a name is called by its code.
            let label = label.or(code).unwrap_or_else(|| medication.to_string());
            Ok(ListedMedication { medication, label, dosage: row.get()? })
        })
    }

    async fn add_reconciliation(
        &mut self,
        practice: PracticeId,
        (id, patient, call, on): (ReconciliationId, PatientId, Option<CallId>, Date),
        reconciliation: &Reconciliation,
        is_complete: bool,
        recorded: Recorded,
    ) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let call = call.map(|call| call.0);
        let params =
            values![practice, tenant, id.0, patient.0, call, on, is_complete, recorded.at, recorded.by.0];
        self.write(&ADD_RECONCILIATION, params).await?;
        let mut items = Vec::new();
        for one in &reconciliation.statements {
            let number = i64::try_from(items.len()).unwrap_or(i64::MAX);
            let sealed = self.sealed_json(&item_at(practice, id.0, number), one).await?;
            let (medication, word) = (Some(one.medication.0), one.taking.word());
            items.push(values![practice, tenant, id.0, number, medication, word, one.refill_due, sealed]);
        }
        for one in &reconciliation.told {
            let number = i64::try_from(items.len()).unwrap_or(i64::MAX);
            let sealed = self.sealed_json(&item_at(practice, id.0, number), one).await?;
            items.push(values![practice, tenant, id.0, number, None::<Uuid>, TOLD, one.refill_due, sealed]);
        }
        self.write_many(&ADD_RECONCILIATION_ITEM, items).await.map(drop)
    }

    async fn newest_reconciliation(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
    ) -> Result<Option<(Date, Reconciliation)>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&NEWEST_RECONCILIATION, values![practice, tenant, patient.0]).await?;
        let keys = self.keyring().await?;
        let mut newest: Option<(Date, Reconciliation)> = None;
        for row in &rows {
            let mut row = Columns::of(row);
            let (id, on, item): (Uuid, Date, i64) = (row.get()?, row.get()?, row.get()?);
            let (word, sealed): (String, Vec<u8>) = (row.get()?, row.get()?);
            let (_, all) = newest.get_or_insert_with(|| (on, Reconciliation::default()));
            let at = item_at(practice, id, item);
            if word == TOLD {
                all.told.push(opened_json(&keys, &at, sealed)?);
            } else {
                all.statements.push(opened_json(&keys, &at, sealed)?);
            }
        }
        Ok(newest)
    }

    async fn plan_elements(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
    ) -> Result<BTreeMap<String, String>> {
        let (practice, tenant) = self.place(practice)?;
        let row = self.row(&NEWEST_PLAN_BODY, values![practice, tenant, patient.0]).await?;
        let Some(row) = row else { return Ok(BTreeMap::new()) };
        let mut row = Columns::of(&row);
        let at = At::column("care_plan.body_sealed").id(practice).id(row.get()?);
        let plan: CarePlan = opened_json(&*self.keyring().await?, &at, row.get()?)?;
        Ok(plan.elements)
    }

    async fn add_progress(
        &mut self,
        practice: PracticeId,
        (id, patient, call, on): (GoalProgressId, PatientId, Option<CallId>, Date),
        progress: &GoalProgress,
        recorded: Recorded,
    ) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let sealed = self.sealed_json(&progress_at(practice, id.0), progress).await?;
        let call = call.map(|call| call.0);
        let params = values![practice, tenant, id.0, patient.0, call, on, sealed, recorded.at, recorded.by.0];
        self.write(&ADD_PROGRESS, params).await.map(drop)
    }

    async fn progress(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
    ) -> Result<Vec<(Date, GoalProgress)>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&PROGRESS, values![practice, tenant, patient.0]).await?;
        let keys = self.keyring().await?;
        each(&rows, |row| {
            let (id, on) = (row.get()?, row.get()?);
            Ok((on, opened_json(&keys, &progress_at(practice, id), row.get()?)?))
        })
    }
}
