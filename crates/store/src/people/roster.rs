//! Hours a week: written once, of one day the newest word counts.

use app::Result;
use app::ports::store::Roster;
use async_trait::async_trait;
use ccm::basics::*;
use ccm::people::RosteredHours;
use db::values;

use crate::columns::each;
use crate::tx::StoreTx;

db::queries! {
    ADD_HOURS = "insert into rostered_hours (practice_id, organization_id, person_id, from_date, recorded_at, weekly_minutes)
        values ($1, $2, $3, $4, $5, $6)";
    HOURS = "select h.person_id, h.from_date, h.weekly_minutes from rostered_hours h
        where h.practice_id = $1 and h.organization_id = $2
            and not exists (select 1 from rostered_hours n where n.practice_id = h.practice_id
                and n.organization_id = h.organization_id and n.person_id = h.person_id
                and n.from_date = h.from_date and n.recorded_at > h.recorded_at)
        order by h.person_id, h.from_date";
}

#[async_trait]
impl Roster for StoreTx {
    async fn add_rostered_hours(
        &mut self,
        practice: PracticeId,
        hours: &RosteredHours,
        recorded_at: Timestamp,
    ) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let minutes = i64::from(hours.weekly_minutes);
        let params = values![practice, tenant, hours.person.0, hours.from, recorded_at, minutes];
        self.write(&ADD_HOURS, params).await.map(drop)
    }

    async fn rostered_hours(&mut self, practice: PracticeId) -> Result<Vec<RosteredHours>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&HOURS, values![practice, tenant]).await?;
        each(&rows, |row| {
            Ok(RosteredHours {
                person: PersonId(row.get()?),
                from: row.get()?,
                weekly_minutes: u32::try_from(row.get::<i64>()?).unwrap_or_default(),
            })
        })
    }
}
