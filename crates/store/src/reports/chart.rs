//! The parts of one chart: each a question about one patient, whatever the number of items.

use std::collections::BTreeMap;

use app::Result;
use app::ports::LineRow;
use app::ports::reports::*;
use app::ports::store::Charts;
use async_trait::async_trait;
use ccm::basics::*;
use ccm::monitoring::Reading;
use db::values;

use super::gather::{readings, standing};
use crate::care_plan::plan_at;
use crate::columns::{Columns, each};
use crate::error::unreadable;
use crate::time::note_at;
use crate::tx::StoreTx;

/// The newest version of each imported fact of a kind, with the run that brought it.
macro_rules! newest {
    ($kind:literal, $table:literal, $id:literal, $columns:literal, $recorded:literal) => {
        concat!(
            "select '", $kind, "' as kind, c.", $id, " as id, c.version, ", $columns, ", ", $recorded, " as recorded_at
            from ", $table, " c
            left join import_run r on r.practice_id = c.practice_id and r.organization_id = c.organization_id
                and r.import_run_id = c.import_run_id
            where c.practice_id = $1 and c.organization_id = $2 and c.patient_id = $3
                and c.status not in ('entered-in-error', 'refuted')
                and not exists (select 1 from ", $table, " n where n.practice_id = c.practice_id
                    and n.organization_id = c.organization_id and n.patient_id = c.patient_id
                    and n.", $id, " = c.", $id, " and n.version > c.version)"
        )
    };
}

db::queries! {
    /// Code, label, status, detail, from, until.
    FACTS = concat!(
        newest!("condition", "condition", "condition_id", "c.icd10 as code, c.label, c.status,
            c.icd10_origin as detail, cast(c.onset_on as text) as from_day, cast(c.abated_on as text) as until_day",
            "r.started_at"),
        " union all ",
        newest!("medication", "medication", "medication_id", "c.code, c.label, c.status, c.dosage,
            cast(c.authored_on as text), cast(null as text)", "r.started_at"),
        " union all ",
        newest!("allergy", "allergy", "allergy_id", "c.code, c.label, c.status, c.criticality,
            cast(null as text), cast(null as text)", "r.started_at"),
        " union all select * from (",
        newest!("visit", "visit", "visit_id", "c.code, cast(null as text), c.status, c.class,
            cast(c.on_date as text), cast(c.until_date as text)", "c.recorded_at"),
        " order by c.on_date desc, c.visit_id limit 20) v",
        " union all select 'stay', s.stay_id, 1, s.kind, cast(null as text), case when coalesce(e.to_moment, s.to_moment) is null
                then 'open' else 'ended' end, s.facility, s.from_moment, coalesce(e.to_moment, s.to_moment),
            coalesce(e.recorded_at, s.recorded_at)
        from facility_stay s left join facility_stay e on e.practice_id = s.practice_id
            and e.organization_id = s.organization_id and e.patient_id = s.patient_id and e.ends_stay_id = s.stay_id
            and not exists (select 1 from facility_stay n where n.practice_id = e.practice_id
                and n.organization_id = e.organization_id and n.patient_id = e.patient_id
                and n.ends_stay_id = e.ends_stay_id and (n.recorded_at, n.stay_id) > (e.recorded_at, e.stay_id))
        where s.practice_id = $1 and s.organization_id = $2 and s.patient_id = $3 and s.ends_stay_id is null
        order by 1, 8 desc, 2");
    PLANS = "select p.care_plan_id, p.version, p.dated, coalesce(p.signed_by, s.by_id), p.revised, p.recorded_at,
            (select min(c.on_date) from care_plan_copy c where c.practice_id = p.practice_id
                and c.organization_id = p.organization_id and c.patient_id = p.patient_id
                and c.care_plan_id = p.care_plan_id and c.recipient <> 'provider'),
            case when n.version is null then p.body_sealed end
        from care_plan p left join care_plan_review s on s.practice_id = p.practice_id
            and s.organization_id = p.organization_id and s.care_plan_id = p.care_plan_id and s.kind = 'signed'
        left join care_plan n on n.practice_id = p.practice_id and n.organization_id = p.organization_id
            and n.patient_id = p.patient_id and n.version = p.version + 1
        where p.practice_id = $1 and p.organization_id = $2 and p.patient_id = $3 order by p.version desc";
    READINGS = concat!(readings!(" and o.patient_id = $3 and o.at >= $4 and o.at < $5"), " order by o.at, o.observation_id, o.part");
    CONTACTS = "select e.time_entry_id, e.started_at, e.length_seconds, e.program, e.activity, e.performer_id,
            e.live_contact, s.strike_id, c.contact_id, c.note_sealed
        from (select * from time_entry where practice_id = $1 and organization_id = $2 and patient_id = $3
            and started_at >= $4 and started_at < $5 order by started_at desc, time_entry_id desc limit $6) e
        left join contact c on c.practice_id = e.practice_id and c.organization_id = e.organization_id
            and c.time_entry_id = e.time_entry_id
        left join time_strike s on s.practice_id = e.practice_id and s.organization_id = e.organization_id
            and s.time_entry_id = e.time_entry_id
        order by e.started_at desc, e.time_entry_id desc";
    /// A head for each open month, then its lines and holds.
    ANSWERS = "select 0 as part, m.month, m.revision, 0 as place, s.mark, cast(null as text) as code, 0 as units,
            cast(null as text) as on_day, cast(null as bigint) as amount, cast(null as text) as rule_id
        from open_month m join determination d on d.practice_id = m.practice_id and d.organization_id = m.organization_id
            and d.patient_id = $3 and d.month = m.month and d.revision = m.revision
        left join stale_answer s on s.practice_id = m.practice_id and s.organization_id = m.organization_id
            and s.month = m.month and s.patient_id = $3
        where m.practice_id = $1 and m.organization_id = $2
        union all select 1, m.month, m.revision, l.line, cast(null as bigint), l.code, l.units, cast(l.on_date as text),
            l.amount_cents, cast(null as text)
        from open_month m join determination_line l on l.practice_id = m.practice_id
            and l.organization_id = m.organization_id and l.patient_id = $3 and l.month = m.month and l.revision = m.revision
        where m.practice_id = $1 and m.organization_id = $2
        union all select 2, m.month, m.revision, h.hold, cast(null as bigint), h.code, 0, cast(null as text),
            cast(null as bigint), h.rule_id
        from open_month m join determination_hold h on h.practice_id = m.practice_id
            and h.organization_id = m.organization_id and h.patient_id = $3 and h.month = m.month and h.revision = m.revision
        where m.practice_id = $1 and m.organization_id = $2
        order by 1, 2, 4";
}

fn read_fact(row: &mut Columns<'_>) -> Result<FactRow> {
    let kind = match row.get::<String>()?.as_str() {
        "condition" => FactKindWord::Condition,
        "medication" => FactKindWord::Medication,
        "allergy" => FactKindWord::Allergy,
        "visit" => FactKindWord::Visit,
        "stay" => FactKindWord::Stay,
        _ => return Err(unreadable("a kind of fact")),
    };
    Ok(FactRow {
        kind,
        id: row.get()?,
        version: row.get()?,
        code: row.get()?,
        label: row.get()?,
        status: row.get()?,
        detail: row.get()?,
        from: row.parsed_opt()?,
        until: row.parsed_opt()?,
        recorded_at: row.get()?,
    })
}

#[async_trait]
impl Charts for StoreTx {
    async fn chart_facts(&mut self, practice: PracticeId, patient: PatientId) -> Result<Vec<FactRow>> {
        let (practice, tenant) = self.place(practice)?;
        each(&self.rows(&FACTS, values![practice, tenant, patient.0]).await?, read_fact)
    }

    async fn plan_versions(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
    ) -> Result<Vec<PlanVersionRow>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&PLANS, values![practice, tenant, patient.0]).await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let keys = self.keyring().await?;
        each(&rows, |row| {
            let id = CarePlanId(row.get()?);
            Ok(PlanVersionRow {
                id,
                version: row.get()?,
                dated: row.get()?,
                signed_by: row.get::<Option<_>>()?.map(PersonId),
                is_revision: row.get()?,
                recorded_at: row.get()?,
                copy_given: row.get()?,
                body: match row.get::<Option<Vec<u8>>>()? {
                    None => None,
                    Some(sealed) => {
                        let body = keys.open(&plan_at(practice, id), sealed)?;
                        Some(serde_json::from_slice(&body).map_err(|_| unreadable("a care plan"))?)
                    }
                },
            })
        })
    }

    async fn chart_readings(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
        within: Within,
    ) -> Result<Vec<Reading>> {
        let (practice, tenant) = self.place(practice)?;
        let params = values![practice, tenant, patient.0, within.from, within.until];
        let rows = self.rows(&READINGS, params).await?;
        Ok(standing(&rows)?.into_iter().map(|(_, reading)| reading).collect())
    }

    async fn contacts(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
        within: Within,
        limit: i64,
    ) -> Result<Vec<ContactRow>> {
        let (practice, tenant) = self.place(practice)?;
        let params = values![practice, tenant, patient.0, within.from, within.until, limit];
        let rows = self.rows(&CONTACTS, params).await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let keys = self.keyring().await?;
        each(&rows, |row| {
            Ok(ContactRow {
                entry: TimeEntryId(row.get()?),
                started_at: row.get()?,
                length_seconds: row.get()?,
                program: row.word()?,
                activity: row.get()?,
                performer: PersonId(row.get()?),
                live_contact: row.get()?,
                is_struck: row.get::<Option<uuid::Uuid>>()?.is_some(),
                note: {
                    let contact = row.get::<Option<_>>()?.map(ContactId);
                    let sealed = row.get::<Option<Vec<u8>>>()?;
                    let open = |(id, sealed)| keys.open_text(&note_at(practice, id), sealed);
                    contact.zip(sealed).map(open).transpose()?
                },
            })
        })
    }

    async fn open_answers(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
    ) -> Result<Vec<MonthAnswerRow>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&ANSWERS, values![practice, tenant, patient.0]).await?;
        let mut months: BTreeMap<ServiceMonth, MonthAnswerRow> = BTreeMap::new();
        for row in &rows {
            let mut row = Columns::of(row);
            let (part, month, revision) = (row.get::<i64>()?, row.parsed()?, row.get()?);
            let (_place, mark) = (row.get::<i64>()?, row.get::<Option<i64>>()?);
            let (code, units, on) = (row.get::<Option<String>>()?, row.get()?, row.parsed_opt()?);
            let (amount, rule) = (row.get::<Option<i64>>()?, row.get::<Option<String>>()?);
            let new =
                || MonthAnswerRow { month, revision, is_stale: false, lines: Vec::new(), holds: Vec::new() };
            let answer = months.entry(month).or_insert_with(new);
            match (part, code, on, rule) {
                (1, Some(code), Some(on), _) => {
                    let code = code.parse().map_err(|_| unreadable("determination_line.code"))?;
                    answer.lines.push(LineRow { code, units, on, amount: amount.map(Cents) });
                }
                (2, Some(code), _, Some(rule)) => answer.holds.push((rule, code)),
                _ => answer.is_stale = mark.is_some(),
            }
        }
        Ok(months.into_values().rev().collect())
    }

    async fn tasks_and_documents(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
    ) -> Result<(Vec<TaskRow>, Vec<DocumentRow>)> {
        self.chart_beside(practice, patient).await
    }
}
