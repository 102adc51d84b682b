//! Where each code of a month stands: rows made from the kept answers, pages of them, and what they come to.

use std::collections::HashMap;

use app::Result;
use app::ports::DeterminationRow;
use app::ports::boards::{BoardCounts, BoardRow, CoordinatorRow, StandingRow, StandingsWanted};
use app::ports::reports::PatientHead;
use app::ports::store::Boards;
use async_trait::async_trait;
use ccm::basics::*;
use ccm::billing::RuleId;
use ccm::billing::readiness::State;
use ccm::reports::{CaseloadCounts, CodeStanding, StandingCount};
use db::{Value, values};
use uuid::Uuid;

use super::determinations::Wanted;
use crate::columns::{Columns, among, each, json, patient_list};
use crate::error::unreadable;
use crate::reports::worklist::{head, read_head};
use crate::tx::StoreTx;

macro_rules! gone {
    ($table:literal, $($of:tt)*) => {
        concat!("delete from ", $table, " where practice_id = $1 and organization_id = $2 and month = $4", $($of)*)
    };
}

macro_rules! codes_of {
    ($($of:tt)*) => {
        concat!(
            "select patient_id, code, state, rule_id, units, amount_cents, by_date, missing_seconds, missing_days
            from code_standing where practice_id = $1 and organization_id = $2 and month = $4",
            $($of)*,
            " order by patient_id, place"
        )
    };
}

/// In the order of names, which an index has: it stops where the page is full.
macro_rules! page {
    ($($of:literal)?) => {
        concat!(
            "select ", head!(), ", s.practitioner_id, s.answer_sha256, s.state
            from patient p join month_standing s on s.practice_id = p.practice_id
                and s.organization_id = p.organization_id and s.month = $3 and s.patient_id = p.patient_id
            where p.practice_id = $1 and p.organization_id = $2 and (p.name_key, p.patient_id) > ($4, $5)",
            $($of,)?
            " order by p.name_key, p.patient_id limit $6"
        )
    };
}

db::queries! {
    BOARD = "select month, revision, as_of, made_at, counts from month_board
        where practice_id = $1 and organization_id = $2 and month = $3";
    PUT_BOARD = "insert into month_board (practice_id, organization_id, month, revision, as_of, made_at, counts)
        values ($1, $2, $3, $4, $5, $6, $7)
        on conflict (practice_id, month) do update set revision = excluded.revision, as_of = excluded.as_of,
            made_at = excluded.made_at, counts = excluded.counts
        where month_board.organization_id = excluded.organization_id";
    STALE = "select d.patient_id from determination d
            where d.practice_id = $1 and d.organization_id = $2 and d.month = $3 and d.revision = $4
                and not exists (select 1 from month_standing s where s.practice_id = d.practice_id
                    and s.organization_id = d.organization_id and s.month = d.month and s.patient_id = d.patient_id
                    and s.revision = d.revision and s.answer_sha256 = d.sha256 and s.as_of = $5)
        union all select s.patient_id from month_standing s
            where s.practice_id = $1 and s.organization_id = $2 and s.month = $3
                and not exists (select 1 from determination d where d.practice_id = s.practice_id
                    and d.organization_id = s.organization_id and d.month = s.month and d.patient_id = s.patient_id
                    and d.revision = $4)
        order by 1 limit $6";
    HEADS_GONE = {
        lite: gone!("month_standing", among!(lite "patient_id")),
        pg: gone!("month_standing", among!(pg "patient_id")),
    };
    CODES_GONE = {
        lite: gone!("code_standing", among!(lite "patient_id")),
        pg: gone!("code_standing", among!(pg "patient_id")),
    };
    CODES_OF = { lite: codes_of!(among!(lite "patient_id")), pg: codes_of!(among!(pg "patient_id")) };
    PATIENTS_COUNT = "select state, count(*) from month_standing
        where practice_id = $1 and organization_id = $2 and month = $3 group by state";
    CODES_COUNT = "select code, state, rule_id, count(*), cast(sum(units) as bigint),
            cast(sum(units * coalesce(amount_cents, 0)) as bigint),
            cast(sum(case when amount_cents is null then 1 else 0 end) as bigint),
            cast(sum(coalesce(missing_seconds, 0)) as bigint)
        from code_standing where practice_id = $1 and organization_id = $2 and month = $3
        group by code, state, rule_id order by code, state, rule_id";
    RULES_COUNT = "select rule_id, state, count(distinct patient_id) from code_standing
        where practice_id = $1 and organization_id = $2 and month = $3 and rule_id <> ''
        group by rule_id, state order by rule_id, state";
    NAME_KEY = "select coalesce(name_key, '') from patient
        where practice_id = $1 and organization_id = $2 and patient_id = $3";
    PAGE = page!(" and ($7 = '' or s.state = $7)");
    PAGE_OF_CODES = page!(" and exists (select 1 from code_standing c where c.practice_id = s.practice_id
                and c.organization_id = s.organization_id and c.month = s.month and c.patient_id = s.patient_id
                and ($7 = '' or c.state = $7) and ($8 = '' or c.code = $8) and ($9 = '' or c.rule_id = $9))");
    CASELOADS = "select coordinator_id, count(*), count(case when share >= 1000 then 1 end),
            count(case when share >= $3 and share < 1000 then 1 end),
            count(case when share >= 0 and share < $3 then 1 end), count(case when share < 0 then 1 end),
            cast(coalesce(sum(missing_seconds), 0) as bigint)
        from worklist where practice_id = $1 and organization_id = $2 and month = $4
        group by coordinator_id order by coordinator_id";
}

crate::bulk::bulks! {
    NEW_HEAD = "month_standing", Fail, [
        "practice_id": Uuid, "organization_id": Uuid, "month": Text, "patient_id": Uuid, "revision": Int,
        "answer_sha256": Bytes, "as_of": Date, "practitioner_id": Uuid, "state": Text,
    ];
    NEW_CODE = "code_standing", Fail, [
        "practice_id": Uuid, "organization_id": Uuid, "month": Text, "patient_id": Uuid, "place": Int, "code": Text,
        "state": Text, "rule_id": Text, "units": Int, "amount_cents": Int, "by_date": Date, "missing_seconds": Int,
        "missing_days": Int,
    ];
}

fn read_state(word: &str) -> Result<State> {
    State::from_word(word).ok_or_else(|| unreadable("a state of a month"))
}

/// Empty where no rule stands in the way.
fn read_rule(word: &str) -> Result<Option<RuleId>> {
    match word {
        "" => Ok(None),
        word => RuleId::new(word).map(Some).map_err(|_| unreadable("a rule's id")),
    }
}

fn unsigned(number: i64) -> Result<u64> {
    u64::try_from(number).map_err(|_| unreadable("a count"))
}

fn read_code(row: &mut Columns<'_>) -> Result<(PatientId, CodeStanding)> {
    let patient = PatientId(row.get()?);
    let code = row.parsed()?;
    let (state, rule) = (read_state(&row.get::<String>()?)?, read_rule(&row.get::<String>()?)?);
    let units = u32::try_from(row.get::<i64>()?).map_err(|_| unreadable("units"))?;
    let (amount, by) = (row.get::<Option<_>>()?.map(Cents), row.get()?);
    let missing_seconds = row.get::<Option<i64>>()?.map(unsigned).transpose()?;
    let missing_days = row.get::<Option<i64>>()?.and_then(|days| u16::try_from(days).ok());
    Ok((patient, CodeStanding { code, state, units, amount, rule, by, missing_seconds, missing_days }))
}

impl StoreTx {
    async fn counted_standings(&mut self, params: Vec<Value>) -> Result<BoardCounts> {
        let mut counts = BoardCounts::default();
        for row in &self.rows(&PATIENTS_COUNT, params.clone()).await? {
            let mut row = Columns::of(row);
            let (word, number): (String, i64) = (row.get()?, row.get()?);
            match word.as_str() {
                "" => counts.unasked = unsigned(number)?,
                word => counts.patients.push((read_state(word)?, unsigned(number)?)),
            }
        }
        counts.codes = each(&self.rows(&CODES_COUNT, params.clone()).await?, |row| {
            Ok(StandingCount {
                code: row.parsed()?,
                state: read_state(&row.get::<String>()?)?,
                rule: read_rule(&row.get::<String>()?)?,
                patients: unsigned(row.get()?)?,
                units: unsigned(row.get()?)?,
                expected: Cents(row.get()?),
                unpriced: unsigned(row.get()?)?,
                missing_seconds: unsigned(row.get()?)?,
            })
        })?;
        for row in &self.rows(&RULES_COUNT, params).await? {
            let mut row = Columns::of(row);
            let (rule, state) = (read_rule(&row.get::<String>()?)?, read_state(&row.get::<String>()?)?);
            counts
                .rules
                .extend(rule.zip(Some(unsigned(row.get()?)?)).map(|(rule, number)| (rule, state, number)));
        }
        Ok(counts)
    }
}

#[async_trait]
impl Boards for StoreTx {
    async fn board(&mut self, practice: PracticeId, month: ServiceMonth) -> Result<Option<BoardRow>> {
        let (practice, tenant) = self.place(practice)?;
        let row = self.row(&BOARD, values![practice, tenant, month.to_string()]).await?;
        row.map(|row| {
            let mut row = Columns::of(&row);
            let (month, revision, as_of) = (row.parsed()?, row.get()?, row.get()?);
            Ok(BoardRow { month, revision, as_of, made_at: row.get()?, counts: row.json()? })
        })
        .transpose()
    }

    async fn stale_standings(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
        revision: i64,
        as_of: Date,
        limit: i64,
    ) -> Result<Vec<PatientId>> {
        let (practice, tenant) = self.place(practice)?;
        let params = values![practice, tenant, month.to_string(), revision, as_of, limit];
        each(&self.rows(&STALE, params).await?, |row| Ok(PatientId(row.get()?)))
    }

    async fn answers_of(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
        revision: i64,
        patients: &[PatientId],
    ) -> Result<Vec<DeterminationRow>> {
        self.closing(practice, month, revision, Wanted::Only(patients)).await
    }

    async fn replace_standings(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
        (revision, as_of): (i64, Date),
        gone: &[PatientId],
        rows: &[StandingRow],
    ) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let month = month.to_string();
        let params = values![practice, tenant, patient_list(gone), &month];
        self.write_uncounted(&CODES_GONE, vec![params.clone()]).await?;
        self.write_uncounted(&HEADS_GONE, vec![params]).await?;
        let head = |row: &StandingRow| {
            let state = row.state.map_or("", State::word);
            let (patient, practitioner) = (row.patient.0, row.practitioner.0);
            values![practice, tenant, &month, patient, revision, row.sha256, as_of, practitioner, state]
        };
        let mut codes = Vec::new();
        for row in rows {
            for (place, one) in (0i64..).zip(&row.codes) {
                codes.push(values![
                    practice,
                    tenant,
                    &month,
                    row.patient.0,
                    place,
                    one.code.as_str(),
                    one.state.word(),
                    one.rule.as_ref().map_or("", RuleId::as_str),
                    i64::from(one.units),
                    one.amount.map(|cents| cents.0),
                    one.by,
                    one.missing_seconds.map(|seconds| i64::try_from(seconds).unwrap_or(i64::MAX)),
                    one.missing_days.map(i64::from),
                ]);
            }
        }
        self.insert_uncounted(&NEW_HEAD, rows.iter().map(head).collect()).await?;
        self.insert_uncounted(&NEW_CODE, codes).await.map(drop)
    }

    async fn recount_board(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
        (revision, as_of): (i64, Date),
        now: Timestamp,
    ) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let month = month.to_string();
        let counts = self.counted_standings(values![practice, tenant, &month]).await?;
        let params = values![practice, tenant, &month, revision, as_of, now, json(&counts)?];
        self.write_uncounted(&PUT_BOARD, vec![params]).await.map(drop)
    }

    async fn standings_page(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
        wanted: &StandingsWanted,
    ) -> Result<Vec<(PatientHead, StandingRow)>> {
        let (practice, tenant) = self.place(practice)?;
        let (name, patient) = match wanted.after {
            None => (String::new(), Uuid::nil()),
            // A page's address holds no name: the last one's is looked up again.
            Some(after) => {
                let row = self.row(&NAME_KEY, values![practice, tenant, after.0]).await?;
                (row.map_or(Ok(String::new()), |row| Columns::of(&row).get())?, after.0)
            }
        };
        let month = month.to_string();
        let state = wanted.state.map_or("", State::word);
        let mut params = values![practice, tenant, &month, name, patient, wanted.limit, state];
        let query = match (&wanted.code, &wanted.rule) {
            (None, None) => &PAGE,
            (code, rule) => {
                let code = code.as_ref().map_or("", Hcpcs::as_str);
                params.extend(values![code, rule.as_ref().map_or("", RuleId::as_str)]);
                &PAGE_OF_CODES
            }
        };
        let rows = self.rows(query, params).await?;
        let mut page = each(&rows, |row| {
            let head = read_head(row)?;
            let (practitioner, sha256) = (PersonId(row.get()?), row.hash()?);
            let word: String = row.get()?;
            let state = if word.is_empty() { None } else { Some(read_state(&word)?) };
            let row = StandingRow { patient: head.id, practitioner, sha256, state, codes: Vec::new() };
            Ok((head, row))
        })?;
        let places: HashMap<PatientId, usize> =
            page.iter().enumerate().map(|(place, (head, _))| (head.id, place)).collect();
        let patients: Vec<PatientId> = page.iter().map(|(head, _)| head.id).collect();
        let params = values![practice, tenant, patient_list(&patients), &month];
        for row in &self.rows(&CODES_OF, params).await? {
            let (patient, code) = read_code(&mut Columns::of(row))?;
            if let Some(place) = places.get(&patient) {
                page[*place].1.codes.push(code);
            }
        }
        Ok(page)
    }

    async fn caseloads(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
        expected_permille: u32,
    ) -> Result<Vec<CoordinatorRow>> {
        let (practice, tenant) = self.place(practice)?;
        let params = values![practice, tenant, i64::from(expected_permille), month.to_string()];
        each(&self.rows(&CASELOADS, params).await?, |row| {
            let coordinator = row.get::<Option<_>>()?.map(PersonId);
            let mut next = || unsigned(row.get()?);
            let counts = CaseloadCounts {
                assigned: next()?,
                at_threshold: next()?,
                on_track: next()?,
                at_risk: next()?,
                without_threshold: next()?,
                missing_seconds: next()?,
            };
            Ok(CoordinatorRow { coordinator, counts })
        })
    }
}
