//! How patients wish to be reached: written once, the newest word counts.

use app::Result;
use app::ports::Recorded;
use app::ports::store::Preferences;
use async_trait::async_trait;
use ccm::basics::*;
use ccm::people::ContactPreference;
use db::values;
use uuid::Uuid;

use crate::columns::{Columns, among, patient_list};
use crate::error::unreadable;
use crate::sealed::{At, Keyring};
use crate::tx::StoreTx;

macro_rules! newest {
    ($($of:tt)*) => {
        concat!(
            "select c.preference_id, c.body_sealed from contact_preference c
            where c.practice_id = $1 and c.organization_id = $2
                and not exists (select 1 from contact_preference n where n.practice_id = c.practice_id
                    and n.organization_id = c.organization_id and n.patient_id = c.patient_id
                    and (n.recorded_at, n.preference_id) > (c.recorded_at, c.preference_id))",
            $($of)*
        )
    };
}

db::queries! {
    ADD_PREFERENCE = "insert into contact_preference (practice_id, organization_id, patient_id, recorded_at, preference_id,
            on_date, body_sealed, recorded_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8)";
    PREFERENCE_HISTORY = "select preference_id, body_sealed, recorded_at, recorded_by from contact_preference
        where practice_id = $1 and organization_id = $2 and patient_id = $3
        order by recorded_at desc, preference_id desc";
    PREFERENCES_OF = { lite: newest!(among!(lite "c.patient_id")), pg: newest!(among!(pg "c.patient_id")) };
}

pub(crate) fn preference_at(practice: Uuid, id: PreferenceId) -> At {
    At::column("contact_preference.body_sealed").id(practice).id(id.0)
}

fn read(practice: Uuid, keys: &Keyring, row: &mut Columns<'_>) -> Result<ContactPreference> {
    let id = PreferenceId(row.get()?);
    let body = keys.open(&preference_at(practice, id), row.get()?)?;
    serde_json::from_slice(&body).map_err(|_| unreadable("a contact preference"))
}

#[async_trait]
impl Preferences for StoreTx {
    async fn add_preference(
        &mut self,
        practice: PracticeId,
        preference: &ContactPreference,
        recorded: Recorded,
    ) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let body = serde_json::to_vec(preference).map_err(|_| unreadable("a contact preference"))?;
        let sealed = self.keyring().await?.seal(&preference_at(practice, preference.id), &body)?;
        let params = values![
            practice,
            tenant,
            preference.patient.0,
            recorded.at,
            preference.id.0,
            preference.on,
            sealed,
            recorded.by.0,
        ];
        self.write(&ADD_PREFERENCE, params).await.map(drop)
    }

    async fn preferences_of(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
    ) -> Result<Vec<ContactPreference>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&PREFERENCES_OF, values![practice, tenant, patient_list(patients)]).await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let keys = self.keyring().await?;
        rows.iter().map(|row| read(practice, &keys, &mut Columns::of(row))).collect()
    }

    async fn preference_history(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
    ) -> Result<Vec<(ContactPreference, Recorded)>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&PREFERENCE_HISTORY, values![practice, tenant, patient.0]).await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let keys = self.keyring().await?;
        let told = |row| {
            let mut row = Columns::of(row);
            let told = read(practice, &keys, &mut row)?;
            Ok((told, Recorded { at: row.get()?, by: PersonId(row.get()?) }))
        };
        rows.iter().map(told).collect()
    }
}
