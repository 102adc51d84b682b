//! Rates, written once, and the hours of a month.

use app::Result;
use app::ports::Recorded;
use app::ports::store::Results;
use async_trait::async_trait;
use ccm::basics::*;
use ccm::reports::result::{Rate, RateOf, Worked};
use db::values;

use crate::columns::each;
use crate::error::unreadable;
use crate::tx::StoreTx;

db::queries! {
    ADD_RATE = "insert into rate (practice_id, organization_id, kind, subject, from_date, recorded_at, recorded_by, cents)
        values ($1, $2, $3, $4, $5, $6, $7, $8)";
    RATES = "select r.kind, r.subject, r.from_date, r.cents from rate r
        where r.practice_id = $1 and r.organization_id = $2
            and not exists (select 1 from rate n where n.practice_id = r.practice_id
                and n.organization_id = r.organization_id and n.kind = r.kind and n.subject = r.subject
                and n.from_date = r.from_date and n.recorded_at > r.recorded_at)
        order by r.kind, r.subject, r.from_date";
    WORKED = "select e.performer_id, e.performer_role, e.program,
            cast(sum(case when s.strike_id is null then e.length_seconds else 0 end) as bigint),
            cast(sum(case when s.strike_id is null then 0 else e.length_seconds end) as bigint)
        from time_entry e left join time_strike s on s.practice_id = e.practice_id
            and s.organization_id = e.organization_id and s.time_entry_id = e.time_entry_id
        where e.practice_id = $1 and e.organization_id = $2 and e.started_at >= $3 and e.started_at < $4
        group by e.performer_id, e.performer_role, e.program
        order by e.performer_id, e.performer_role, e.program";
}

fn words(of: &RateOf) -> (&'static str, &str) {
    match of {
        RateOf::Hour(role) => ("hour", role),
        RateOf::Unit(code) => ("unit", code.as_str()),
    }
}

fn read_of(kind: &str, subject: String) -> Result<RateOf> {
    match kind {
        "hour" => Ok(RateOf::Hour(subject)),
        "unit" => subject.parse().map(RateOf::Unit).map_err(|_| unreadable("the code of a rate")),
        _ => Err(unreadable("a rate")),
    }
}

#[async_trait]
impl Results for StoreTx {
    async fn rates(&mut self, practice: PracticeId) -> Result<Vec<Rate>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&RATES, values![practice, tenant]).await?;
        each(&rows, |row| {
            let (kind, subject): (String, String) = (row.get()?, row.get()?);
            Ok(Rate { of: read_of(&kind, subject)?, from: row.get()?, cents: Cents(row.get()?) })
        })
    }

    async fn add_rate(&mut self, practice: PracticeId, rate: &Rate, recorded: Recorded) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let (kind, subject) = words(&rate.of);
        let (at, by) = (recorded.at, recorded.by.0);
        let params = values![practice, tenant, kind, subject, rate.from, at, by, rate.cents.0];
        self.write(&ADD_RATE, params).await.map(drop)
    }

    async fn worked(
        &mut self,
        practice: PracticeId,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Vec<Worked>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&WORKED, values![practice, tenant, from, until]).await?;
        each(&rows, |row| {
            Ok(Worked {
                person: PersonId(row.get()?),
                role: row.get()?,
                program: row.word()?,
                seconds: row.get()?,
                struck_seconds: row.get()?,
            })
        })
    }
}
