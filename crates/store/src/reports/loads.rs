//! How the work of the list of the day is shared out, and assignments in bulk.

use app::Result;
use app::ports::store::Loads;
use app::ports::{AssignmentRow, LoadRow};
use async_trait::async_trait;
use ccm::basics::*;
use ccm::reports::Movable;
use db::values;

use crate::access::charts::{assignment_values, insert_assignments, read_assignment};
use crate::columns::{each, patient_list};
use crate::tx::StoreTx;

macro_rules! among_assignments {
    ($from:literal) => {
        concat!(
            "select a.assignment_id, a.patient_id, a.person_id, a.purpose, a.from_at, a.until_at, a.ends_id from ",
            $from,
            " and a.practice_id = $1 and a.organization_id = $2 and a.ends_id is null
                and a.from_at <= $4 and (a.until_at is null or a.until_at > $4)
                and not exists (select 1 from assignment e where e.practice_id = a.practice_id
                    and e.organization_id = a.organization_id and e.ends_id = a.assignment_id and e.from_at <= $4)
            order by a.from_at, a.assignment_id"
        )
    };
}

db::queries! {
    LOADS = "select coordinator_id, count(*),
            cast(coalesce(sum(case when place < $3 then 1 else 0 end), 0) as bigint),
            cast(coalesce(sum(missing_seconds), 0) as bigint)
        from worklist where practice_id = $1 and organization_id = $2
        group by coordinator_id order by coordinator_id";
    MOVABLE = "select patient_id, coordinator_id, missing_seconds, place from worklist
        where practice_id = $1 and organization_id = $2 and coordinator_id is not null and missing_seconds > 0
        order by missing_seconds desc, patient_id limit $3";
    AMONG = {
        lite: among_assignments!("json_each($3) l cross join assignment a on a.patient_id = unhex(l.value)"),
        pg: among_assignments!("assignment a
            where a.patient_id = any (array(select cast(value as uuid) from jsonb_array_elements_text($3)))"),
    };
}

#[async_trait]
impl Loads for StoreTx {
    async fn loads(&mut self, practice: PracticeId, clinical_under: u16) -> Result<Vec<LoadRow>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&LOADS, values![practice, tenant, i64::from(clinical_under)]).await?;
        each(&rows, |row| {
            let coordinator = row.get::<Option<_>>()?.map(PersonId);
            let mut count = || row.get::<i64>().map(|count| u64::try_from(count).unwrap_or(0));
            Ok(LoadRow { coordinator, patients: count()?, clinical: count()?, work_seconds: count()? })
        })
    }

    async fn movable(
        &mut self,
        practice: PracticeId,
        clinical_under: u16,
        limit: i64,
    ) -> Result<Vec<Movable>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&MOVABLE, values![practice, tenant, limit]).await?;
        each(&rows, |row| {
            let (patient, of) = (PatientId(row.get()?), PersonId(row.get()?));
            let work_seconds = u64::try_from(row.get::<i64>()?).unwrap_or(0);
            let is_clinical = row.get::<i64>()? < i64::from(clinical_under);
            Ok(Movable { patient, of, work_seconds, is_clinical })
        })
    }

    async fn assignments_among(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
        at: Timestamp,
    ) -> Result<Vec<AssignmentRow>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&AMONG, values![practice, tenant, patient_list(patients), at]).await?;
        each(&rows, read_assignment)
    }

    async fn add_assignments(
        &mut self,
        practice: PracticeId,
        rows: &[AssignmentRow],
        by: Option<PersonId>,
        at: Timestamp,
    ) -> Result<()> {
        let place = self.place(practice)?;
        let rows: Result<Vec<_>> = rows.iter().map(|row| assignment_values(place, row, by, at)).collect();
        insert_assignments(self, rows?).await
    }
}
