//! Assignments, auditors' lists, broken glasses.

use app::Result;
use app::ports::store::ChartAccess;
use app::ports::{AssignmentRow, BreakGlassRow, Purpose};
use async_trait::async_trait;
use ccm::basics::*;
use db::{Value, values};
use uuid::Uuid;

use crate::columns::{Columns, each, word};
use crate::sealed::At;
use crate::tx::StoreTx;

/// What holds at an instant, which is parameter three.
macro_rules! holding {
    ($rest:literal) => {
        concat!(
            "select a.assignment_id, a.patient_id, a.person_id, a.purpose, a.from_at, a.until_at, a.ends_id
            from assignment a where a.practice_id = $1 and a.organization_id = $2 and a.ends_id is null
                and a.from_at <= $3 and (a.until_at is null or a.until_at > $3)
                and not exists (select 1 from assignment e where e.practice_id = a.practice_id
                    and e.organization_id = a.organization_id and e.ends_id = a.assignment_id and e.from_at <= $3)",
            $rest
        )
    };
}

db::queries! {
    OF_PATIENT = holding!(" and a.patient_id = $4 order by a.from_at, a.assignment_id");
    OF_PERSON = holding!(" and a.person_id = $4 and a.purpose = $5 order by a.from_at, a.assignment_id");
    OF_BOTH = holding!(" and a.person_id = $4 and a.purpose = $5 and a.patient_id = $6 limit 1");
    OPEN_GLASS = "select break_glass_id from break_glass
        where practice_id = $1 and organization_id = $2 and person_id = $3 and patient_id = $4
            and at <= $5 and until_at > $5
        order by until_at desc limit 1";
    GLASS_PATIENTS = "select distinct patient_id from break_glass
        where practice_id = $1 and organization_id = $2 and person_id = $3 and at <= $4 and until_at > $4";
    BROKEN = "select break_glass_id, patient_id, person_id, reason_sealed, at, until_at from break_glass
        where practice_id = $1 and organization_id = $2 and at >= $3 order by at desc, break_glass_id";
}

crate::bulk::bulks! {
    NEW_ASSIGNMENT = "assignment", Fail, [
        "practice_id": Uuid, "organization_id": Uuid, "assignment_id": Uuid, "patient_id": Uuid,
        "person_id": Uuid, "purpose": Text, "from_at": Instant, "until_at": Instant, "ends_id": Uuid,
        "recorded_at": Instant, "recorded_by": Uuid,
    ];
    NEW_GLASS = "break_glass", Fail, [
        "practice_id": Uuid, "organization_id": Uuid, "break_glass_id": Uuid, "patient_id": Uuid,
        "person_id": Uuid, "reason_sealed": Bytes, "at": Instant, "until_at": Instant,
    ];
}

fn reason_at(glass: BreakGlassId) -> At {
    At::column("break_glass.reason_sealed").id(glass.0)
}

pub(crate) fn assignment_values(
    (practice, tenant): (Uuid, Uuid),
    row: &AssignmentRow,
    by: Option<PersonId>,
    at: Timestamp,
) -> Result<Vec<Value>> {
    Ok(values![
        practice,
        tenant,
        row.id.0,
        row.patient.0,
        row.person.0,
        word(&row.purpose)?,
        row.from,
        row.until,
        row.ends.map(|id| id.0),
        at,
        by.map(|id| id.0),
    ])
}

pub(crate) async fn insert_assignments(tx: &mut StoreTx, rows: Vec<Vec<Value>>) -> Result<()> {
    tx.insert(&NEW_ASSIGNMENT, rows).await.map(drop)
}

pub(crate) fn read_assignment(row: &mut Columns<'_>) -> Result<AssignmentRow> {
    Ok(AssignmentRow {
        id: AssignmentId(row.get()?),
        patient: PatientId(row.get()?),
        person: PersonId(row.get()?),
        purpose: row.word()?,
        from: row.get()?,
        until: row.get()?,
        ends: row.get::<Option<_>>()?.map(AssignmentId),
    })
}

#[async_trait]
impl ChartAccess for StoreTx {
    async fn add_assignment(
        &mut self,
        practice: PracticeId,
        row: &AssignmentRow,
        by: Option<PersonId>,
        at: Timestamp,
    ) -> Result<()> {
        let row = assignment_values(self.place(practice)?, row, by, at)?;
        insert_assignments(self, vec![row]).await
    }

    async fn assignments_of(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
        at: Timestamp,
    ) -> Result<Vec<AssignmentRow>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&OF_PATIENT, values![practice, tenant, at, patient.0]).await?;
        each(&rows, read_assignment)
    }

    async fn assigned_to(
        &mut self,
        practice: PracticeId,
        person: PersonId,
        purpose: Purpose,
        at: Timestamp,
    ) -> Result<Vec<AssignmentRow>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&OF_PERSON, values![practice, tenant, at, person.0, word(&purpose)?]).await?;
        each(&rows, read_assignment)
    }

    async fn is_assigned(
        &mut self,
        practice: PracticeId,
        person: PersonId,
        patient: PatientId,
        purpose: Purpose,
        at: Timestamp,
    ) -> Result<bool> {
        let (practice, tenant) = self.place(practice)?;
        let params = values![practice, tenant, at, person.0, word(&purpose)?, patient.0];
        Ok(self.row(&OF_BOTH, params).await?.is_some())
    }

    async fn add_break_glass(&mut self, practice: PracticeId, row: &BreakGlassRow) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let reason = self.keyring().await?.seal(&reason_at(row.id), row.reason.as_bytes())?;
        let row = values![practice, tenant, row.id.0, row.patient.0, row.person.0, reason, row.at, row.until];
        self.insert(&NEW_GLASS, vec![row]).await.map(drop)
    }

    async fn open_glass(
        &mut self,
        practice: PracticeId,
        person: PersonId,
        patient: PatientId,
        at: Timestamp,
    ) -> Result<Option<BreakGlassId>> {
        let (practice, tenant) = self.place(practice)?;
        let row = self.row(&OPEN_GLASS, values![practice, tenant, person.0, patient.0, at]).await?;
        row.map(|row| Columns::of(&row).get().map(BreakGlassId)).transpose()
    }

    async fn glass_patients(
        &mut self,
        practice: PracticeId,
        person: PersonId,
        at: Timestamp,
    ) -> Result<Vec<PatientId>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&GLASS_PATIENTS, values![practice, tenant, person.0, at]).await?;
        each(&rows, |row| row.get().map(PatientId))
    }

    async fn broken_glasses(&mut self, practice: PracticeId, since: Timestamp) -> Result<Vec<BreakGlassRow>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&BROKEN, values![practice, tenant, since]).await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let keys = self.keyring().await?;
        each(&rows, |row| {
            let id = BreakGlassId(row.get()?);
            Ok(BreakGlassRow {
                id,
                patient: PatientId(row.get()?),
                person: PersonId(row.get()?),
                reason: keys.open_text(&reason_at(id), row.get()?)?,
                at: row.get()?,
                until: row.get()?,
            })
        })
    }
}
