//! Finding patients by any name they go by: two or three queries for any number of questions.

use std::collections::BTreeSet;

use app::Result;
use ccm::basics::*;
use ccm::people::Identifier;
use db::values;

use crate::columns::{Columns, each, hex_list, id_list};
use crate::error::unreadable;
use crate::tx::StoreTx;

db::queries! {
    /// From each system to the next one by the index: as many steps as there are systems.
    SYSTEMS = "with recursive known (system) as (
            select min(system) from patient_identifier where practice_id = $1 and organization_id = $2
            union all
            select (select min(i.system) from patient_identifier i
                where i.practice_id = $1 and i.organization_id = $2 and i.system > known.system)
            from known where known.system is not null)
        select system from known where system is not null";
    /// One answer for each index of the list that somebody carries: its place, and the patient.
    FIND_BY_INDEX = {
        lite: "select w.key, i.patient_id from json_each($3) w
            cross join patient_identifier i on i.value_index = unhex(w.value)
            where i.practice_id = $1 and i.organization_id = $2",
        pg: "select w.place - 1, i.patient_id from jsonb_array_elements_text($3) with ordinality as w (value, place)
            join patient_identifier i on i.value_index = decode(w.value, 'hex')
            where i.practice_id = $1 and i.organization_id = $2",
    };
    FIND_BY_ID = {
        lite: "select p.patient_id from json_each($3) w cross join patient p on p.patient_id = unhex(w.value)
            where p.practice_id = $1 and p.organization_id = $2",
        pg: "select patient_id from patient where practice_id = $1 and organization_id = $2
            and patient_id = any (array(select cast(value as uuid) from jsonb_array_elements_text($3)))",
    };
}

impl StoreTx {
    /// One answer for each question, with every patient that fits.
    pub(super) async fn find(
        &mut self,
        practice: PracticeId,
        wanted: &[Identifier],
    ) -> Result<Vec<Vec<PatientId>>> {
        let mut found = vec![BTreeSet::new(); wanted.len()];
        if wanted.is_empty() {
            return Ok(Vec::new());
        }
        let (practice_id, tenant) = self.place(practice)?;
        let indexes = self.indexes(practice, wanted).await?;
        let list = hex_list(indexes.iter().map(|(_, index)| index));
        for row in self.rows(&FIND_BY_INDEX, values![practice_id, tenant, list]).await? {
            let mut row = Columns::of(&row);
            let place = row.get::<i64>()?;
            let asked = usize::try_from(place).ok().and_then(|place| indexes.get(place));
            let (question, _) = asked.ok_or_else(|| unreadable("a place in a list"))?;
            found[*question].insert(PatientId(row.get()?));
        }
        let as_id = |one: &Identifier| match one.system.is_empty() {
            true => one.value.trim().parse::<PatientId>().ok(),
            false => None,
        };
        let ids: Vec<_> = wanted.iter().map(as_id).collect();
        let list = id_list(ids.iter().flatten().map(|id| id.0));
        let rows = self.rows(&FIND_BY_ID, values![practice_id, tenant, list]).await?;
        let ours: BTreeSet<_> = each(&rows, |row| row.get().map(PatientId))?.into_iter().collect();
        for (found, id) in found.iter_mut().zip(ids) {
            found.extend(id.filter(|id| ours.contains(id)));
        }
        Ok(found.into_iter().map(|patients| patients.into_iter().collect()).collect())
    }

    /// The blind indexes to look for: (question, index).
    async fn indexes(
        &mut self,
        practice: PracticeId,
        wanted: &[Identifier],
    ) -> Result<Vec<(usize, Vec<u8>)>> {
        let (practice, tenant) = self.place(practice)?;
        let known = match wanted.iter().any(|one| one.system.is_empty()) {
            true => self.rows(&SYSTEMS, values![practice, tenant]).await?,
            false => Vec::new(),
        };
        let known: Vec<String> = each(&known, |row| row.get())?;
        let keys = self.keyring().await?;
        let mut indexes = Vec::with_capacity(wanted.len());
        for (place, one) in wanted.iter().enumerate() {
            let systems = if one.system.is_empty() { &known[..] } else { std::slice::from_ref(&one.system) };
            indexes.extend(systems.iter().map(|system| (place, keys.index(system, &one.value))));
        }
        Ok(indexes)
    }
}
