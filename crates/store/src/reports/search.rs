//! Finding patients by name, either way around, with what else must fit; and the charts that a person opened last.

use app::ports::reports::{FoundRow, PatientHead, SearchWanted};
use app::ports::store::Searches;
use app::{Error, Result};
use async_trait::async_trait;
use ccm::basics::*;
use db::{Row, values};
use uuid::Uuid;

use super::worklist::{head, read_head};
use crate::columns::{Columns, each, patient_list};
use crate::tx::StoreTx;

/// Names as the first or the second order has them; each is a stretch of its index, cut off where the page is full.
/// Then follow, as each engine reads them: whether no condition is asked for, the list of ranges, a range's ends, and
/// whether nobody or these alone are meant. By the given name the order is one that no index has: else the whole practice
/// is walked through in the order of its names. The join is crossed: else SQLite walks through all patients and asks of each
/// whether it was found.
macro_rules! search {
    ($no_ranges:literal, $ranges:literal, $from:literal, $until:literal, $among:literal) => {
        concat!(
            "select ", head!(), ", w.revision
            from (select * from (", found!("p.name_key >= $5 and p.name_key < $6", "p.name_key", $no_ranges, $ranges, $from, $until, $among), ") by_family
                union select * from (", found!("p.given_key >= $7 and p.given_key < $8", "coalesce(p.name_key, '')", $no_ranges, $ranges, $from, $until, $among), ") by_given
                order by 1, 2 limit $15) f
            cross join patient p
            left join worklist w on w.practice_id = p.practice_id and w.organization_id = p.organization_id
                and w.patient_id = p.patient_id
            where p.practice_id = $1 and p.organization_id = $2 and p.patient_id = f.patient_id
            order by f.name_key, f.patient_id"
        )
    };
}

macro_rules! found {
    ($named:literal, $order:literal, $no_ranges:literal, $ranges:literal, $from:literal, $until:literal, $among:literal) => {
        concat!(
            "select p.name_key, p.patient_id from patient p where p.practice_id = $1 and p.organization_id = $2 and ",
            $named,
            " and (", $order, ", p.patient_id) > ($3, $4)
            and ($9 = '' or exists (select 1 from episode e where e.practice_id = p.practice_id
                and e.organization_id = p.organization_id and e.patient_id = p.patient_id and e.program = $9))
            and (", $no_ranges, " or exists (select 1 from ", $ranges, " join condition c on c.practice_id = p.practice_id
                and c.organization_id = p.organization_id and c.patient_id = p.patient_id
                and c.icd10 >= ", $from, " and c.icd10 < ", $until, "
                and c.status not in ('entered-in-error', 'refuted')
                and not exists (select 1 from condition n where n.practice_id = c.practice_id
                    and n.organization_id = c.organization_id and n.patient_id = c.patient_id
                    and n.condition_id = c.condition_id and n.version > c.version)))
            and (cast($11 as bigint) < 0 or cast($11 as bigint) =
                case when exists (select 1 from episode e where e.practice_id = p.practice_id
                    and e.organization_id = p.organization_id and e.patient_id = p.patient_id) then 1 else 0 end)
            and (cast($12 as bigint) < -1 or exists (select 1 from worklist w where w.practice_id = p.practice_id
                and w.organization_id = p.organization_id and w.patient_id = p.patient_id
                and w.share >= $12 and w.share < $13))
            and (cast($16 as bigint) = 0 or exists (select 1 from worklist w where w.practice_id = p.practice_id
                and w.organization_id = p.organization_id and w.patient_id = p.patient_id and w.coordinator_id = $14))
            and (", $among, ")
            order by ", $order, ", p.patient_id limit $15"
        )
    };
}

macro_rules! found_of {
    ($from:literal) => {
        concat!(
            "select ", head!(), ", w.revision from ", $from, "
            left join worklist w on w.practice_id = p.practice_id and w.organization_id = p.organization_id
                and w.patient_id = p.patient_id
            where p.practice_id = $1 and p.organization_id = $2
            order by p.name_key, p.patient_id"
        )
    };
}

db::queries! {
    SEARCH = {
        lite: search!("$10 = '[]'", "json_each($10) r", "json_extract(r.value, '$[0]')", "json_extract(r.value, '$[1]')",
            "$17 = '[]' or p.patient_id in (select unhex(value) from json_each($17))"),
        pg: search!("$10 = cast('[]' as jsonb)", "jsonb_array_elements($10) r (value)", "(r.value ->> 0)", "(r.value ->> 1)",
            "$17 = cast('[]' as jsonb)
                or p.patient_id = any (array(select cast(value as uuid) from jsonb_array_elements_text($17)))"),
    };
    FOUND = {
        lite: found_of!("json_each($3) l cross join patient p on p.patient_id = unhex(l.value)"),
        pg: found_of!("jsonb_array_elements_text($3) l (value) join patient p on p.patient_id = cast(l.value as uuid)"),
    };
    NAME_OF = "select name_key from patient where practice_id = $1 and organization_id = $2 and patient_id = $3";
    RECENT = concat!("select ", head!(), ", r.opened_at from recent_chart r
        join patient p on p.practice_id = r.practice_id and p.organization_id = r.organization_id
            and p.patient_id = r.patient_id
        where r.practice_id = $1 and r.organization_id = $2 and r.person_id = $3
        order by r.opened_at desc, r.patient_id limit $4");
}

/// After every name.
const AFTER_ALL: char = '\u{10ffff}';

impl StoreTx {
    /// With what the list knows of them.
    async fn with_rows(&mut self, practice: PracticeId, rows: &[Row]) -> Result<Vec<FoundRow>> {
        let found = each(rows, |row| Ok((read_head(row)?, row.get::<Option<i64>>()?)))?;
        let wanted: Vec<_> = found.iter().filter_map(|(head, at)| Some((head.id, (*at)?))).collect();
        let known = self.known_rows(practice.0, &wanted).await?;
        let row = |(patient, _): (PatientHead, _)| FoundRow { row: known.get(&patient.id).cloned(), patient };
        Ok(found.into_iter().map(row).collect())
    }
}

#[async_trait]
impl Searches for StoreTx {
    async fn search(&mut self, practice: PracticeId, wanted: &SearchWanted) -> Result<Vec<FoundRow>> {
        let (id, tenant) = self.place(practice)?;
        // An empty list stands for no limit in the query.
        if wanted.among.as_ref().is_some_and(Vec::is_empty) {
            return Ok(Vec::new());
        }
        let (after, patient) = match wanted.after {
            None => (String::new(), Uuid::nil()),
            Some(patient) => {
                let row = self.row(&NAME_OF, values![id, tenant, patient.0]).await?;
                let row = row.ok_or(Error::NotFound("patient"))?;
                (Columns::of(&row).get::<Option<String>>()?.unwrap_or_default(), patient.0)
            }
        };
        let until = format!("{}{AFTER_ALL}", wanted.name);
        // Everybody is found by the first order already.
        let given = if wanted.name.is_empty() { (&until, &until) } else { (&wanted.name, &until) };
        let ranges: Vec<[&str; 2]> =
            wanted.conditions.iter().map(|(from, until)| [from.as_str(), until.as_str()]).collect();
        let share = wanted.share.unwrap_or((-2, -2));
        let params = values![
            id,
            tenant,
            after,
            patient,
            &wanted.name,
            &until,
            given.0,
            given.1,
            wanted.program.map_or("", |program| program.word()),
            crate::columns::json(&ranges)?,
            wanted.is_enrolled.map_or(-1, i64::from),
            share.0,
            share.1,
            wanted.coordinator.map_or(Uuid::nil(), |id| id.0),
            wanted.limit,
            i64::from(wanted.coordinator.is_some()),
            patient_list(wanted.among.as_deref().unwrap_or_default()),
        ];
        let rows = self.rows(&SEARCH, params).await?;
        self.with_rows(practice, &rows).await
    }

    async fn found(&mut self, practice: PracticeId, patients: &[PatientId]) -> Result<Vec<FoundRow>> {
        let (id, tenant) = self.place(practice)?;
        let rows = self.rows(&FOUND, values![id, tenant, patient_list(patients)]).await?;
        self.with_rows(practice, &rows).await
    }

    async fn recent_charts(
        &mut self,
        practice: PracticeId,
        person: PersonId,
        limit: i64,
    ) -> Result<Vec<(PatientHead, Timestamp)>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&RECENT, values![practice, tenant, person.0, limit]).await?;
        each(&rows, |row| Ok((read_head(row)?, row.get()?)))
    }
}
