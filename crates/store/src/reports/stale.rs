//! Whose row of the list a change has touched. Marks are only ever raised, and taken away as they were read.

use app::Result;
use ccm::basics::*;
use db::values;
use uuid::Uuid;

use crate::columns::{each, id_list, patient_list};
use crate::time::queries::{end_of, sharing};
use crate::tx::StoreTx;

/// Marks what `$select` finds: practice, organization, patient.
macro_rules! mark {
    ($($select:tt)*) => {
        concat!(
            "insert into stale_worklist (practice_id, organization_id, patient_id, mark)
            select distinct practice_id, organization_id, patient_id, 1 from (",
            $($select)*,
            ") touched where true
            on conflict (practice_id, patient_id) do update set mark = stale_worklist.mark + 1"
        )
    };
}

/// Rows that time alone has changed.
macro_rules! waking {
    () => {
        "select practice_id, organization_id, patient_id from worklist
            where practice_id = $1 and organization_id = $2 and wakes_at <= $3
        union all select practice_id, organization_id, patient_id from worklist
            where practice_id = $1 and organization_id = $2 and month < $4
        union all select practice_id, organization_id, patient_id from worklist
            where practice_id = $1 and organization_id = $2 and month > $4"
    };
}

/// Entries of a list of ids, which may be those of their strikes.
macro_rules! named {
    (lite) => {
        "e.practice_id = $1 and e.organization_id = $2 and e.time_entry_id in (
            select unhex(value) from json_each($4) union select s.time_entry_id
            from json_each($4) v cross join time_strike s on s.strike_id = unhex(v.value)
            where s.practice_id = $1 and s.organization_id = $2)"
    };
    (pg) => {
        "e.practice_id = $1 and e.organization_id = $2
            and e.patient_id = any (array(select cast(value as uuid) from jsonb_array_elements_text($3)))
            and e.time_entry_id in (select cast(value as uuid) from jsonb_array_elements_text($4)
                union select s.time_entry_id from time_strike s where s.practice_id = $1 and s.organization_id = $2
                    and s.strike_id in (select cast(value as uuid) from jsonb_array_elements_text($4)))"
    };
}

db::queries! {
    MARK = {
        lite: mark!("select $1 as practice_id, $2 as organization_id, unhex(value) as patient_id from json_each($3)"),
        pg: mark!("select cast($1 as uuid) as practice_id, cast($2 as uuid) as organization_id,
            cast(value as uuid) as patient_id from jsonb_array_elements_text($3)"),
    };
    MARK_TIMED = {
        lite: mark!("select $1 as practice_id, $2 as organization_id, shared.patient_id from (",
            sharing!(lite "o.patient_id", " from json_each($3) w cross join time_entry e indexed by sqlite_autoindex_time_entry_1 on e.patient_id = unhex(w.value)",
                named!(lite), ""),
            ") shared"),
        pg: mark!("select cast($1 as uuid) as practice_id, cast($2 as uuid) as organization_id, shared.patient_id from (",
            sharing!(pg "o.patient_id", " from time_entry e", named!(pg), ""),
            ") shared"),
    };
    MARK_WHOLE = mark!("select practice_id, organization_id, patient_id from episode
            where practice_id = $1 and organization_id = $2
        union select practice_id, organization_id, patient_id from worklist where practice_id = $1 and organization_id = $2");
    MARK_WAKING = mark!(waking!());
    IS_ANY_WAKING = concat!("select 1 from (", waking!(), ") w limit 1");
    MARKS = "select patient_id, mark from stale_worklist where practice_id = $1 and organization_id = $2
        order by patient_id limit $3";
    UNMARK = "delete from stale_worklist
        where practice_id = $1 and organization_id = $2 and patient_id = $3 and mark = $4";
}

impl StoreTx {
    pub(super) async fn mark(&mut self, practice: PracticeId, patients: &[PatientId]) -> Result<()> {
        if patients.is_empty() {
            return Ok(());
        }
        let (practice, tenant) = self.place(practice)?;
        let params = values![practice, tenant, patient_list(patients)];
        self.write_uncounted(&MARK, vec![params]).await.map(drop)
    }

    pub(super) async fn mark_timed(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
        entries: &[Uuid],
    ) -> Result<()> {
        if patients.is_empty() {
            return Ok(());
        }
        let (practice, tenant) = self.place(practice)?;
        let params = values![practice, tenant, patient_list(patients), id_list(entries.iter().copied())];
        self.write_uncounted(&MARK_TIMED, vec![params]).await.map(drop)
    }

    pub(super) async fn mark_whole(&mut self, practice: PracticeId) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        self.write_uncounted(&MARK_WHOLE, vec![values![practice, tenant]]).await.map(drop)
    }

    pub(super) async fn wakes(
        &mut self,
        practice: PracticeId,
        now: Timestamp,
        month: ServiceMonth,
    ) -> Result<bool> {
        let (practice, tenant) = self.place(practice)?;
        let params = values![practice, tenant, now, month.to_string()];
        Ok(self.row(&IS_ANY_WAKING, params).await?.is_some())
    }

    pub(super) async fn mark_by_clock(
        &mut self,
        practice: PracticeId,
        now: Timestamp,
        month: ServiceMonth,
    ) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let params = values![practice, tenant, now, month.to_string()];
        self.write_uncounted(&MARK_WAKING, vec![params]).await.map(drop)
    }

    pub(super) async fn marks(&mut self, practice: PracticeId, limit: i64) -> Result<Vec<(PatientId, i64)>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&MARKS, values![practice, tenant, limit]).await?;
        each(&rows, |row| Ok((PatientId(row.get()?), row.get()?)))
    }

    pub(super) async fn unmark_rows(
        &mut self,
        practice: PracticeId,
        marks: &[(PatientId, i64)],
    ) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let rows = marks.iter().map(|(patient, mark)| values![practice, tenant, patient.0, *mark]);
        self.write_uncounted(&UNMARK, rows.collect()).await.map(drop)
    }
}
