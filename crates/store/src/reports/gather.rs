//! What the list of the day is made of beside a month's facts: readings, contacts, and the names that search finds.

use std::collections::HashSet;

use app::Result;
use ccm::basics::*;
use ccm::monitoring::Reading;
use ccm::people::name::name_keys;
use db::{Row, values};
use uuid::Uuid;

use crate::columns::{among, each, patient_list, text_list};
use crate::tx::StoreTx;

/// Readings with what they replace; [`standing`] leaves out what was replaced.
macro_rules! readings {
    ($($where:tt)*) => {
        concat!(
            "select o.observation_id, o.replaces, o.status, o.patient_id, o.at, o.part, o.code, o.value, o.unit, o.value_text
            from observation o where o.practice_id = $1 and o.organization_id = $2",
            $($where)*
        )
    };
}
pub(super) use readings;

macro_rules! last_contacts {
    ($($of:tt)*) => {
        concat!(
            "select e.patient_id, max(e.started_at) from time_entry e
            where e.practice_id = $1 and e.organization_id = $2 and e.started_at >= $4",
            $($of)*,
            " and not exists (select 1 from time_strike s where s.practice_id = e.practice_id
                    and s.organization_id = e.organization_id and s.time_entry_id = e.time_entry_id)
            group by e.patient_id"
        )
    };
}

db::queries! {
    READINGS_OF = {
        lite: concat!(readings!(among!(lite "o.patient_id"), " and o.at >= $4
            and o.code in (select value from json_each($5))"), " order by o.patient_id, o.at desc, o.observation_id, o.part"),
        pg: concat!(readings!(among!(pg "o.patient_id"), " and o.at >= $4
            and o.code = any (array(select value from jsonb_array_elements_text($5) t (value)))"),
            " order by o.patient_id, o.at desc, o.observation_id, o.part"),
    };
    LAST_CONTACTS_OF = {
        lite: last_contacts!(among!(lite "e.patient_id"), " and e.live_contact = 1"),
        pg: last_contacts!(among!(pg "e.patient_id"), " and e.live_contact"),
    };
    UNNAMED = "select patient_id, family, given from patient
        where practice_id = $1 and organization_id = $2 and name_key is null limit $3";
    NAME = "update patient set name_key = $4, given_key = $5
        where practice_id = $1 and organization_id = $2 and patient_id = $3";
}

/// The readings that stand: no later row takes their place, and no source took them back.
pub(super) fn standing(rows: &[Row]) -> Result<Vec<(PatientId, Reading)>> {
    let mut replaced: HashSet<Uuid> = HashSet::new();
    let read = each(rows, |row| {
        let (id, replaces, status): (Uuid, Option<Uuid>, String) = (row.get()?, row.get()?, row.get()?);
        replaced.extend(replaces);
        let (patient, at, part) = (PatientId(row.get()?), row.get()?, row.get::<i64>()?);
        let reading = Reading {
            at,
            part: u16::try_from(part).unwrap_or(u16::MAX),
            code: row.get()?,
            value: row.get()?,
            unit: row.get()?,
            text: row.get()?,
        };
        Ok((id, status, patient, reading))
    })?;
    let stands = |(id, status, ..): &(Uuid, String, PatientId, Reading)| {
        !replaced.contains(id) && !matches!(status.as_str(), "entered-in-error" | "cancelled")
    };
    Ok(read.into_iter().filter(stands).map(|(_, _, patient, reading)| (patient, reading)).collect())
}

impl StoreTx {
    pub(super) async fn readings(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
        codes: &[&str],
        since: Timestamp,
    ) -> Result<Vec<(PatientId, Reading)>> {
        let (practice, tenant) = self.place(practice)?;
        let params =
            values![practice, tenant, patient_list(patients), since, text_list(codes.iter().copied())];
        standing(&self.rows(&READINGS_OF, params).await?)
    }

    pub(super) async fn last_contacts(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
        since: Timestamp,
    ) -> Result<Vec<(PatientId, Timestamp)>> {
        let (practice, tenant) = self.place(practice)?;
        let rows =
            self.rows(&LAST_CONTACTS_OF, values![practice, tenant, patient_list(patients), since]).await?;
        each(&rows, |row| Ok((PatientId(row.get()?), row.get()?)))
    }

    pub(super) async fn name_unnamed(&mut self, practice: PracticeId, limit: i64) -> Result<u64> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&UNNAMED, values![practice, tenant, limit]).await?;
        let named = each(&rows, |row| {
            let (id, family, given): (Uuid, Option<String>, Option<String>) =
                (row.get()?, row.get()?, row.get()?);
            let (name, given) = name_keys(family.as_deref(), given.as_deref());
            Ok(values![practice, tenant, id, name, given])
        })?;
        if named.is_empty() {
            return Ok(0);
        }
        self.write_uncounted(&NAME, named).await
    }
}
