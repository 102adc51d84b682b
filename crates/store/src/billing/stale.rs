//! Whose kept answers a change has made stale. Marks are only ever raised, and taken away as they were read.

use app::Result;
use ccm::basics::*;
use db::values;
use uuid::Uuid;

use crate::columns::{Columns, each, id_list, patient_list};
use crate::time::queries::{end_of, sharing};
use crate::tx::StoreTx;

/// Marks what `$select` finds: practice, organization, month, patient. A mark that stands already is raised.
macro_rules! mark {
    ($($select:tt)*) => {
        concat!(
            "insert into stale_answer (practice_id, organization_id, month, patient_id, mark)
            select distinct practice_id, organization_id, month, patient_id, 1 from (",
            $($select)*,
            ") touched where true
            on conflict (practice_id, month, patient_id) do update set mark = stale_answer.mark + 1"
        )
    };
}

macro_rules! linked {
    ($list:literal) => {
        mark!(
            "select m.practice_id, m.organization_id, m.month, k.other_patient_id as patient_id
            from patient_link k join open_month m on m.practice_id = k.other_practice_id
                and m.organization_id = k.organization_id
            where k.practice_id = $1 and k.organization_id = $2 and k.other_practice_id <> k.practice_id
                and k.patient_id in (select ",
            $list,
            ")"
        )
    };
}

/// The months that an entry falls into, and whose answers it is in: its own patient's, and those of whoever its
/// performer was with in the same minutes.
macro_rules! timed {
    ($entries:literal, $end:expr, $sharing:expr) => {
        mark!(
            "select m.practice_id, m.organization_id, m.month, t.patient_id from (
                select e.patient_id, e.started_at, ",
            $end,
            " as ended_at ",
            $entries,
            "
                union select * from (",
            $sharing,
            ") shared) t
            join open_month m on m.practice_id = $1 and m.organization_id = $2
                and t.started_at < m.until_at and t.ended_at > m.from_at"
        )
    };
}

db::queries! {
    MARK = {
        lite: mark!("select m.practice_id, m.organization_id, m.month, unhex(w.value) as patient_id
            from open_month m cross join json_each($3) w where m.practice_id = $1 and m.organization_id = $2"),
        pg: mark!("select m.practice_id, m.organization_id, m.month, cast(w.value as uuid) as patient_id
            from open_month m cross join jsonb_array_elements_text($3) w (value)
            where m.practice_id = $1 and m.organization_id = $2"),
    };
    MARK_LINKED = {
        lite: linked!("unhex(value) from json_each($3)"),
        pg: linked!("cast(value as uuid) from jsonb_array_elements_text($3)"),
    };
    MARK_BY_LINES = mark!("select m.practice_id, m.organization_id, m.month, k.other_patient_id as patient_id
        from determination_line d
        join patient_link k on k.practice_id = d.practice_id and k.organization_id = d.organization_id
            and k.patient_id = d.patient_id and k.other_practice_id <> d.practice_id
        join open_month m on m.practice_id = k.other_practice_id and m.organization_id = k.organization_id
        where d.practice_id = $1 and d.organization_id = $2 and d.month = $3 and d.revision = $4");
    MARK_TIMED = {
        lite: timed!(
            "from json_each($3) w cross join time_entry e indexed by sqlite_autoindex_time_entry_1 on e.patient_id = unhex(w.value)
                where e.practice_id = $1 and e.organization_id = $2 and e.time_entry_id in (
                    select unhex(value) from json_each($4) union select s.time_entry_id
                    from json_each($4) v cross join time_strike s on s.strike_id = unhex(v.value)
                    where s.practice_id = $1 and s.organization_id = $2)",
            end_of!(lite "e"),
            sharing!(lite "o.patient_id, e.started_at, coalesce(e.ends_at, e.started_at + e.length_seconds * 1000000)",
                " from json_each($3) w cross join time_entry e indexed by sqlite_autoindex_time_entry_1 on e.patient_id = unhex(w.value)",
                "e.practice_id = $1 and e.organization_id = $2 and e.time_entry_id in (
                    select unhex(value) from json_each($4) union select s.time_entry_id
                    from json_each($4) v cross join time_strike s on s.strike_id = unhex(v.value)
                    where s.practice_id = $1 and s.organization_id = $2)", "")),
        pg: timed!(
            "from time_entry e where e.practice_id = $1 and e.organization_id = $2
                and e.patient_id = any (array(select cast(value as uuid) from jsonb_array_elements_text($3))) and e.time_entry_id in (
                    select cast(value as uuid) from jsonb_array_elements_text($4)
                    union select s.time_entry_id from time_strike s where s.practice_id = $1 and s.organization_id = $2
                        and s.strike_id in (select cast(value as uuid) from jsonb_array_elements_text($4)))",
            end_of!(pg "e"),
            sharing!(pg "o.patient_id, e.started_at, e.ends_at",
                " from time_entry e",
                "e.practice_id = $1 and e.organization_id = $2
                and e.patient_id = any (array(select cast(value as uuid) from jsonb_array_elements_text($3))) and e.time_entry_id in (
                    select cast(value as uuid) from jsonb_array_elements_text($4)
                    union select s.time_entry_id from time_strike s where s.practice_id = $1 and s.organization_id = $2
                        and s.strike_id in (select cast(value as uuid) from jsonb_array_elements_text($4)))", "")),
    };
    MARKS_HELD = "select s.patient_id, s.mark from month_batch b
        join stale_answer s on s.practice_id = b.practice_id and s.organization_id = b.organization_id
            and s.month = b.month and s.patient_id >= b.first_patient_id
            and (b.until_patient_id is null or s.patient_id < b.until_patient_id)
        where b.practice_id = $1 and b.organization_id = $2 and b.month = $3 and b.holder = $4
        order by s.patient_id limit $5";
    MARKS_OF = {
        lite: "select patient_id, mark from stale_answer where practice_id = $1 and organization_id = $2
            and patient_id in (select unhex(value) from json_each($3)) and month = $4",
        pg: "select patient_id, mark from stale_answer where practice_id = $1 and organization_id = $2
            and patient_id = any (array(select cast(value as uuid) from jsonb_array_elements_text($3))) and month = $4",
    };
    UNMARK = "delete from stale_answer
        where practice_id = $1 and organization_id = $2 and month = $3 and patient_id = $4 and mark = $5";
}

impl StoreTx {
    pub(crate) async fn stale(&mut self, practice: PracticeId, patients: &[PatientId]) -> Result<()> {
        if patients.is_empty() {
            return Ok(());
        }
        let (practice, tenant) = self.place(practice)?;
        let params = values![practice, tenant, patient_list(patients)];
        self.write_uncounted(&MARK, vec![params]).await.map(drop)
    }

    pub(crate) async fn stale_timed(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
        entries_and_strikes: &[Uuid],
    ) -> Result<()> {
        if patients.is_empty() {
            return Ok(());
        }
        let (practice, tenant) = self.place(practice)?;
        let changes = id_list(entries_and_strikes.iter().copied());
        let params = values![practice, tenant, patient_list(patients), changes];
        self.write_uncounted(&MARK_TIMED, vec![params]).await.map(drop)
    }

    pub(crate) async fn stale_linked(&mut self, practice: PracticeId, patients: &[PatientId]) -> Result<()> {
        if patients.is_empty() {
            return Ok(());
        }
        let (practice, tenant) = self.place(practice)?;
        let params = values![practice, tenant, patient_list(patients)];
        self.write_uncounted(&MARK_LINKED, vec![params]).await.map(drop)
    }

    pub(crate) async fn stale_by_lines(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
        revision: i64,
    ) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let params = values![practice, tenant, month.to_string(), revision];
        self.write_uncounted(&MARK_BY_LINES, vec![params]).await.map(drop)
    }

    pub(super) async fn held_marks(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
        holder: &str,
        limit: i64,
    ) -> Result<Vec<(PatientId, i64)>> {
        let (practice, tenant) = self.place(practice)?;
        let params = values![practice, tenant, month.to_string(), holder, limit];
        each(&self.rows(&MARKS_HELD, params).await?, read_mark)
    }

    pub(super) async fn patients_marks(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
        patients: &[PatientId],
    ) -> Result<Vec<(PatientId, i64)>> {
        let (practice, tenant) = self.place(practice)?;
        let params = values![practice, tenant, patient_list(patients), month.to_string()];
        each(&self.rows(&MARKS_OF, params).await?, read_mark)
    }

    pub(super) async fn take_marks_away(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
        marks: &[(PatientId, i64)],
    ) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let month = month.to_string();
        let rows = marks.iter().map(|(patient, mark)| values![practice, tenant, &month, patient.0, *mark]);
        self.write_uncounted(&UNMARK, rows.collect()).await.map(drop)
    }
}

fn read_mark(row: &mut Columns<'_>) -> Result<(PatientId, i64)> {
    Ok((PatientId(row.get()?), row.get()?))
}
