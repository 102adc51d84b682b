//! Assessments. Answers are sealed; score and band stand in columns, for trends.

use app::Result;
use app::ports::store::Assessments;
use app::ports::{AssessmentDraftRow, AssessmentHead, AssessmentOpenedRow, Recorded};
use async_trait::async_trait;
use ccm::basics::*;
use ccm::care::assessment::{Answers, Score};
use db::{Row, values};
use uuid::Uuid;

use super::calls::opened_json;
use crate::columns::{Columns, among, each, patient_list, word};
use crate::error::unreadable;
use crate::sealed::{At, Keyring};
use crate::tx::StoreTx;

macro_rules! drafts {
    ($($where:tt)*) => {
        concat!(
            "select assessment_id, patient_id, instrument, instrument_version, call_id, replaces_id, state, revision,
                draft_sealed, opened_at, opened_by, saved_at, saved_by
            from assessment_draft where practice_id = $1 and organization_id = $2",
            $($where)*
        )
    };
}

/// Each with the one that replaces it.
macro_rules! assessments {
    ($more:literal, $($where:tt)*) => {
        concat!(
            "select a.assessment_id, a.patient_id, a.instrument, a.instrument_version, a.call_id, a.replaces_id,
                a.assessed_on, a.way, a.language, a.score_tenths, a.band, a.missing, a.recorded_at, a.recorded_by,
                r.assessment_id as replaced_by", $more, "
            from assessment a
            left join assessment r on r.practice_id = a.practice_id and r.organization_id = a.organization_id
                and r.replaces_id = a.assessment_id
            where a.practice_id = $1 and a.organization_id = $2",
            $($where)*,
            " order by a.assessed_on desc, a.recorded_at desc, a.assessment_id desc"
        )
    };
}

db::queries! {
    ADD_ASSESSMENT_DRAFT = "insert into assessment_draft (practice_id, organization_id, assessment_id, patient_id, instrument,
            instrument_version, call_id, replaces_id, state, revision, draft_sealed, opened_at, opened_by, saved_at,
            saved_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
    /// Of two who save the same revision the second finds none.
    SAVE_ASSESSMENT_DRAFT = "update assessment_draft set state = $5, revision = $6, draft_sealed = $7, saved_at = $8, saved_by = $9
        where practice_id = $1 and organization_id = $2 and assessment_id = $3 and revision = $4 and state = 'open'";
    ASSESSMENT_DRAFT = drafts!(" and assessment_id = $3");
    OPEN_ASSESSMENT_DRAFTS = drafts!(" and patient_id = $3 and state = 'open' order by opened_at, assessment_id");
    ADD_ASSESSMENT = "insert into assessment (practice_id, organization_id, assessment_id, patient_id, instrument,
            instrument_version, call_id, replaces_id, assessed_on, way, language, score_tenths, band, missing,
            answers_sealed, recorded_at, recorded_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)";
    ASSESSMENT = assessments!(", a.answers_sealed", " and a.assessment_id = $3");
    ASSESSMENTS_OF = {
        lite: assessments!("", among!(lite "a.patient_id")),
        pg: assessments!("", among!(pg "a.patient_id")),
    };
    ADD_ASSESSMENT_OPENED = "insert into assessment_opened (practice_id, organization_id, assessment_id, opened, source,
            escalation_id, task_id, recorded_at, recorded_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    ASSESSMENT_OPENED = "select assessment_id, source, escalation_id, task_id from assessment_opened
        where practice_id = $1 and organization_id = $2 and assessment_id = $3 order by opened";
}

const ENGLISH: &str = "en";
const SPANISH: &str = "es";

fn draft_at(practice: Uuid, id: Uuid) -> At {
    At::column("assessment_draft.draft_sealed").id(practice).id(id)
}

fn answers_at(practice: Uuid, id: Uuid) -> At {
    At::column("assessment.answers_sealed").id(practice).id(id)
}

fn version(number: i64) -> Result<u32> {
    u32::try_from(number).map_err(|_| unreadable("the version of an instrument"))
}

fn read_draft(practice: Uuid, keys: &Keyring, row: &mut Columns<'_>) -> Result<AssessmentDraftRow> {
    let id = AssessmentId(row.get()?);
    Ok(AssessmentDraftRow {
        id,
        patient: PatientId(row.get()?),
        instrument: row.get()?,
        version: version(row.get()?)?,
        call: row.get::<Option<_>>()?.map(CallId),
        replaces: row.get::<Option<_>>()?.map(AssessmentId),
        state: row.word()?,
        revision: row.get()?,
        draft: opened_json(keys, &draft_at(practice, id.0), row.get()?)?,
        opened_at: row.get()?,
        opened_by: PersonId(row.get()?),
        saved_at: row.get()?,
        saved_by: PersonId(row.get()?),
    })
}

fn read_head(row: &mut Columns<'_>) -> Result<AssessmentHead> {
    Ok(AssessmentHead {
        id: AssessmentId(row.get()?),
        patient: PatientId(row.get()?),
        instrument: row.get()?,
        version: version(row.get()?)?,
        call: row.get::<Option<_>>()?.map(CallId),
        replaces: row.get::<Option<_>>()?.map(AssessmentId),
        on: row.get()?,
        way: row.word()?,
        spanish: row.get::<String>()? == SPANISH,
        score: row.get::<Option<_>>()?.map(|tenths| Score { tenths }),
        band: row.get()?,
        missing: row.get()?,
        recorded: Recorded { at: row.get()?, by: PersonId(row.get()?) },
        replaced_by: row.get::<Option<_>>()?.map(AssessmentId),
    })
}

impl StoreTx {
    async fn read_drafts(&mut self, practice: Uuid, rows: &[Row]) -> Result<Vec<AssessmentDraftRow>> {
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let keys = self.keyring().await?;
        each(rows, |row| read_draft(practice, &keys, row))
    }
}

#[async_trait]
impl Assessments for StoreTx {
    async fn add_assessment_draft(&mut self, practice: PracticeId, draft: &AssessmentDraftRow) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let sealed = self.sealed_json(&draft_at(practice, draft.id.0), &draft.draft).await?;
        let params = values![
            practice,
            tenant,
            draft.id.0,
            draft.patient.0,
            &draft.instrument,
            i64::from(draft.version),
            draft.call.map(|call| call.0),
            draft.replaces.map(|id| id.0),
            word(&draft.state)?,
            draft.revision,
            sealed,
            draft.opened_at,
            draft.opened_by.0,
            draft.saved_at,
            draft.saved_by.0,
        ];
        self.write(&ADD_ASSESSMENT_DRAFT, params).await.map(drop)
    }

    async fn save_assessment_draft(
        &mut self,
        practice: PracticeId,
        draft: &AssessmentDraftRow,
        seen: i64,
    ) -> Result<bool> {
        let (practice, tenant) = self.place(practice)?;
        let sealed = self.sealed_json(&draft_at(practice, draft.id.0), &draft.draft).await?;
        let params = values![
            practice,
            tenant,
            draft.id.0,
            seen,
            word(&draft.state)?,
            draft.revision,
            sealed,
            draft.saved_at,
            draft.saved_by.0,
        ];
        Ok(self.write(&SAVE_ASSESSMENT_DRAFT, params).await? == 1)
    }

    async fn assessment_draft(
        &mut self,
        practice: PracticeId,
        id: AssessmentId,
    ) -> Result<Option<AssessmentDraftRow>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&ASSESSMENT_DRAFT, values![practice, tenant, id.0]).await?;
        Ok(self.read_drafts(practice, &rows).await?.pop())
    }

    async fn open_assessment_drafts(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
    ) -> Result<Vec<AssessmentDraftRow>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&OPEN_ASSESSMENT_DRAFTS, values![practice, tenant, patient.0]).await?;
        self.read_drafts(practice, &rows).await
    }

    async fn add_assessment(
        &mut self,
        practice: PracticeId,
        head: &AssessmentHead,
        answers: &Answers,
    ) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let sealed = self.sealed_json(&answers_at(practice, head.id.0), answers).await?;
        let params = values![
            practice,
            tenant,
            head.id.0,
            head.patient.0,
            &head.instrument,
            i64::from(head.version),
            head.call.map(|call| call.0),
            head.replaces.map(|id| id.0),
            head.on,
            word(&head.way)?,
            if head.spanish { SPANISH } else { ENGLISH },
            head.score.map(|score| score.tenths),
            head.band.as_deref(),
            head.missing,
            sealed,
            head.recorded.at,
            head.recorded.by.0,
        ];
        self.write(&ADD_ASSESSMENT, params).await.map(drop)
    }

    async fn assessment(
        &mut self,
        practice: PracticeId,
        id: AssessmentId,
    ) -> Result<Option<(AssessmentHead, Answers)>> {
        let (practice, tenant) = self.place(practice)?;
        let Some(row) = self.row(&ASSESSMENT, values![practice, tenant, id.0]).await? else {
            return Ok(None);
        };
        let keys = self.keyring().await?;
        let mut row = Columns::of(&row);
        let head = read_head(&mut row)?;
        let answers = opened_json(&keys, &answers_at(practice, id.0), row.get()?)?;
        Ok(Some((head, answers)))
    }

    async fn assessments_of(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
    ) -> Result<Vec<AssessmentHead>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&ASSESSMENTS_OF, values![practice, tenant, patient_list(patients)]).await?;
        each(&rows, read_head)
    }

    async fn add_assessment_opened(
        &mut self,
        practice: PracticeId,
        number: usize,
        row: &AssessmentOpenedRow,
        recorded: Recorded,
    ) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let params = values![
            practice,
            tenant,
            row.assessment.0,
            i64::try_from(number).unwrap_or(i64::MAX),
            &row.source,
            row.escalation.map(|id| id.0),
            row.task.map(|id| id.0),
            recorded.at,
            recorded.by.0,
        ];
        self.write(&ADD_ASSESSMENT_OPENED, params).await.map(drop)
    }

    async fn assessment_opened(
        &mut self,
        practice: PracticeId,
        id: AssessmentId,
    ) -> Result<Vec<AssessmentOpenedRow>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&ASSESSMENT_OPENED, values![practice, tenant, id.0]).await?;
        each(&rows, |row| {
            Ok(AssessmentOpenedRow {
                assessment: AssessmentId(row.get()?),
                source: row.get()?,
                escalation: row.get::<Option<_>>()?.map(EscalationId),
                task: row.get::<Option<_>>()?.map(TaskId),
            })
        })
    }
}
