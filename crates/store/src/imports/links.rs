//! The same human being at two practices, or under two records: a link both ways, never a re-keying.

use std::collections::BTreeSet;

use app::Result;
use ccm::basics::*;
use ccm::people::Identifier;
use db::values;
use uuid::Uuid;

use crate::columns::{Columns, id_list};
use crate::tx::StoreTx;

db::queries! {
    /// Whoever links waits here for whoever links now, and then sees that one's patients: of two imports of the
    /// same person at two practices the later one finds the earlier.
    LINKING = "insert into control_number (organization_id, scope, last) values ($1, 'patient_link', 1)
        on conflict (organization_id, scope) do update set last = control_number.last + 1";
    SAME_PEOPLE = {
        // In this order, and by these patients rather than by the system: else it walks through everybody's.
        lite: "select mine.patient_id, other.practice_id, other.patient_id from json_each($4) w
            cross join patient_identifier mine on mine.patient_id = unhex(w.value)
            cross join patient_identifier other
                on other.organization_id = mine.organization_id and other.value_index = mine.value_index
                and +other.system = mine.system and other.patient_id <> mine.patient_id
            where mine.practice_id = $1 and +mine.organization_id = $2 and +mine.system = $3",
        pg: "select mine.patient_id, other.practice_id, other.patient_id from jsonb_array_elements_text($4) w (value)
            join patient_identifier mine on mine.patient_id = cast(w.value as uuid)
            join patient_identifier other
                on other.organization_id = mine.organization_id and other.value_index = mine.value_index
                and other.system = mine.system and other.patient_id <> mine.patient_id
            where mine.practice_id = $1 and mine.organization_id = $2 and mine.system = $3",
    };
}

crate::bulk::bulks! {
    NEW_LINK = "patient_link", Ignore, [
        "practice_id": Uuid, "organization_id": Uuid, "patient_id": Uuid, "other_practice_id": Uuid,
        "other_patient_id": Uuid, "kind": Text, "linked_at": Instant,
    ];
}

impl StoreTx {
    /// Links patients with all others of the organization that carry the same MBI; answers how many links are new.
    pub(crate) async fn link_same(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
        now: Timestamp,
    ) -> Result<u64> {
        if patients.is_empty() {
            return Ok(0);
        }
        let (practice_id, tenant) = self.place(practice)?;
        self.write_uncounted(&LINKING, vec![values![tenant]]).await?;
        let ids = id_list(patients.iter().map(|id| id.0));
        let rows = self.rows(&SAME_PEOPLE, values![practice_id, tenant, Identifier::MBI, ids]).await?;
        let mut pairs = BTreeSet::new();
        for row in &rows {
            let mut row = Columns::of(row);
            let mine = (practice_id, row.get::<Uuid>()?);
            let other = (row.get()?, row.get()?);
            pairs.extend([(mine, other), (other, mine)]);
        }
        let links = pairs
            .into_iter()
            .map(|(mine, other)| values![mine.0, tenant, mine.1, other.0, other.1, "same_person", now]);
        let new = self.insert(&NEW_LINK, links.collect()).await? / 2;
        if new > 0 {
            self.stale_linked(practice, patients).await?;
        }
        Ok(new)
    }

    /// Links a record with the one that its source replaced it by.
    pub(crate) async fn link_merged(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
        replaced_by: PatientId,
        now: Timestamp,
    ) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let links = vec![
            values![practice, tenant, patient.0, practice, replaced_by.0, "replaced_by", now],
            values![practice, tenant, replaced_by.0, practice, patient.0, "replaces", now],
        ];
        self.insert(&NEW_LINK, links).await.map(drop)
    }
}
