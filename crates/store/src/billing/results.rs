//! Rates, written once, and the hours of a month.

use app::Result;
use app::ports::Recorded;
use app::ports::results::{AlikeRow, MonthBooks};
use app::ports::store::Results;
use async_trait::async_trait;
use ccm::basics::*;
use ccm::reports::result::{Rate, RateOf, Worked};
use db::values;

use crate::columns::each;
use crate::error::unreadable;
use crate::tx::StoreTx;

/// The month's claims with their codes, each once, joined by commas; `$how` says how an engine joins them.
macro_rules! coded {
    ($how:literal, $($rest:tt)*) => {
        concat!(
            "with coded as (select c.claim_id, c.payer_id, ", $how, " as codes
                from claim c join claim_line l on l.practice_id = c.practice_id and l.organization_id = c.organization_id
                    and l.claim_id = c.claim_id
                where c.practice_id = $1 and c.organization_id = $2 and c.month = $3 group by c.claim_id, c.payer_id) ",
            $($rest)*
        )
    };
}

macro_rules! book_claims {
    ($how:literal) => {
        coded!(
            $how,
            "select d.codes, d.payer_id, s.state, s.outcome, count(*), cast(sum(k.total_cents) as bigint) from coded d
            join claim k on k.practice_id = $1 and k.organization_id = $2 and k.claim_id = d.claim_id
            join claim_standing s on s.practice_id = $1 and s.organization_id = $2 and s.claim_id = d.claim_id
            group by d.codes, d.payer_id, s.state, s.outcome"
        )
    };
}

macro_rules! book_balances {
    ($how:literal) => {
        coded!(
            $how,
            "select d.codes, d.payer_id, b.account, cast(sum(b.cents) as bigint) from coded d
            join claim_balance b on b.practice_id = $1 and b.organization_id = $2 and b.claim_id = d.claim_id
            group by d.codes, d.payer_id, b.account"
        )
    };
}

macro_rules! book_paid {
    ($how:literal) => {
        coded!(
            $how,
            "select d.codes, d.payer_id, min(e.at), min(p.paid_on) from coded d
            join claim_event e on e.practice_id = $1 and e.organization_id = $2 and e.claim_id = d.claim_id
                and e.kind = 'transmitted'
            join adjudication a on a.practice_id = $1 and a.organization_id = $2 and a.claim_id = d.claim_id
                and a.paid_cents > 0
            join payment p on p.practice_id = $1 and p.organization_id = $2 and p.payment_id = a.payment_id
            group by d.claim_id, d.codes, d.payer_id"
        )
    };
}

db::queries! {
    BOOK_CLAIMS = {
        lite: book_claims!("group_concat(distinct l.code)"),
        pg: book_claims!("string_agg(distinct l.code, ',')"),
    };
    BOOK_BALANCES = {
        lite: book_balances!("group_concat(distinct l.code)"),
        pg: book_balances!("string_agg(distinct l.code, ',')"),
    };
    BOOK_PAID = {
        lite: book_paid!("group_concat(distinct l.code)"),
        pg: book_paid!("string_agg(distinct l.code, ',')"),
    };
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

fn codes(text: &str) -> Vec<String> {
    text.split(',').map(str::to_owned).collect()
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

    async fn month_books(&mut self, practice: PracticeId, month: ServiceMonth) -> Result<MonthBooks> {
        let (practice, tenant) = self.place(practice)?;
        let params = || values![practice, tenant, month.to_string()];
        let claims = each(&self.rows(&BOOK_CLAIMS, params()).await?, |row| {
            Ok(AlikeRow {
                codes: codes(&row.get::<String>()?),
                payer: PayerId(row.get()?),
                state: row.word()?,
                outcome: row.word_opt()?,
                claims: row.get()?,
                charged: Cents(row.get()?),
            })
        })?;
        let balances = each(&self.rows(&BOOK_BALANCES, params()).await?, |row| {
            Ok((codes(&row.get::<String>()?), PayerId(row.get()?), row.word()?, Cents(row.get()?)))
        })?;
        let paid = each(&self.rows(&BOOK_PAID, params()).await?, |row| {
            Ok((codes(&row.get::<String>()?), PayerId(row.get()?), row.get()?, row.get()?))
        })?;
        Ok(MonthBooks { claims, balances, paid })
    }
}
