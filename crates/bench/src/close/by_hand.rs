//! What one would write by hand: the month's countable seconds summed in one statement and tiered into lines.
//!
//! It knows consents and their end, days in a facility, work that does not count, struck entries; and no more: no
//! overlaps, no visits, no eligibility, no plan, no fee, no reason, no claim.

use std::time::Instant;

use anyhow::{Context, Result};

use super::Answer;
use crate::databases::{connect, is_server};
use crate::measure::{Took, peak_resident, process_cpu_seconds};

const TABLE: &str = "create table by_hand_line (practice_id {uuid} not null, patient_id {uuid} not null,
    month text not null, code text not null, units bigint not null,
    primary key (practice_id, patient_id, month, code))";

/// Between the two engines differ only how instants and local days are written.
const LINES: &str = "insert into by_hand_line (practice_id, patient_id, month, code, units)
    with given as materialized (
        select practice_id, patient_id, min({at}) as at from consent
        where kind = 'consent' and program = 'CCM' group by practice_id, patient_id),
    withdrawn as materialized (
        select practice_id, patient_id, min({at}) as at from consent
        where kind = 'revocation' and program = 'CCM' group by practice_id, patient_id),
    counted as materialized (
        select e.practice_id, e.patient_id, sum(e.length_seconds) as seconds
        from time_entry e
        join given g on g.practice_id = e.practice_id and g.patient_id = e.patient_id
        left join withdrawn w on w.practice_id = e.practice_id and w.patient_id = e.patient_id
        where e.started_at >= {from} and e.started_at < {until} and e.program = 'CCM'
            and e.activity in ('phone_call_patient', 'caregiver_call', 'record_review', 'care_plan')
            and e.started_at >= g.at and (w.at is null or e.started_at < w.at)
            and not exists (select 1 from time_strike s
                where s.practice_id = e.practice_id and s.time_entry_id = e.time_entry_id)
            and not exists (select 1 from facility_stay s
                where s.practice_id = e.practice_id and s.patient_id = e.patient_id
                    and {day} between s.from_moment and s.to_moment)
        group by e.practice_id, e.patient_id),
    complex as (
        select c.practice_id, c.patient_id, c.seconds from counted c
        where c.seconds >= 3600 and exists (select 1 from attestation a
            where a.practice_id = c.practice_id and a.patient_id = c.patient_id and a.level = 'high')),
    plain as (
        select c.practice_id, c.patient_id, c.seconds from counted c
        left join complex x on x.practice_id = c.practice_id and x.patient_id = c.patient_id
        where c.seconds >= 1200 and x.patient_id is null)
    select practice_id, patient_id, '2026-03', '99490', 1 from plain
    union all
    select practice_id, patient_id, '2026-03', '99439', {least}(2, (seconds - 1200) / 1200) from plain
    where seconds >= 2400
    union all
    select practice_id, patient_id, '2026-03', '99487', 1 from complex
    union all
    select practice_id, patient_id, '2026-03', '99489', (seconds - 3600) / 1800 from complex
    where seconds >= 5400";

/// Midnight of 2026-03-01 and of 2026-04-01 in Chicago.
const MONTH: (&str, &str) = ("2026-03-01 06:00:00+00", "2026-04-01 05:00:00+00");

pub fn lines_sql(server: bool) -> String {
    let instants = match server {
        true => [
            ("{at}", "at::timestamptz".to_owned()),
            ("{from}", format!("timestamptz '{}'", MONTH.0)),
            ("{until}", format!("timestamptz '{}'", MONTH.1)),
            ("{day}", "(e.started_at at time zone 'America/Chicago')::date::text".to_owned()),
            ("{least}", "least".to_owned()),
        ],
        false => [
            ("{at}", "unixepoch(at) * 1000000".to_owned()),
            ("{from}", format!("unixepoch('{}') * 1000000", &MONTH.0[..19])),
            ("{until}", format!("unixepoch('{}') * 1000000", &MONTH.1[..19])),
            // Nobody works in the hour that summer time moves over midnight.
            ("{day}", "date(e.started_at / 1000000 - 18000, 'unixepoch')".to_owned()),
            ("{least}", "min".to_owned()),
        ],
    };
    instants.iter().fold(LINES.to_owned(), |sql, (name, value)| sql.replace(name, value))
}

/// The statement, committed, on the database's owner's connection.
pub async fn run(url: &str) -> Result<Answer> {
    if !is_server(url) {
        return on_sqlite(url);
    }
    let client = connect(url).await?;
    client.batch_execute(&TABLE.replace("{uuid}", "uuid")).await?;
    let (start, start_cpu) = (Instant::now(), process_cpu_seconds()?);
    let lines = client.execute(&lines_sql(true), &[]).await?;
    let took = took(start, start_cpu)?;
    Ok(Answer { took, lines, peak_resident: peak_resident()?, ..Answer::default() })
}

fn on_sqlite(path: &str) -> Result<Answer> {
    let db = rusqlite::Connection::open(path)?;
    db.pragma_update(None, "synchronous", "full")?;
    db.execute_batch(&TABLE.replace("{uuid}", "blob"))?;
    let (start, start_cpu) = (Instant::now(), process_cpu_seconds()?);
    let lines = db.execute(&lines_sql(false), [])?;
    let took = took(start, start_cpu)?;
    let lines = u64::try_from(lines).context("a number of lines")?;
    Ok(Answer { took, lines, peak_resident: peak_resident()?, ..Answer::default() })
}

pub fn took(start: Instant, start_cpu: f64) -> Result<Took> {
    Ok(Took { wall_seconds: start.elapsed().as_secs_f64(), cpu_seconds: process_cpu_seconds()? - start_cpu })
}
