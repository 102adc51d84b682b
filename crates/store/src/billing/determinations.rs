//! The stored answers of a closing: each with its facts, lines, holds and what was left out.

use std::collections::HashMap;

use app::Result;
use app::ports::{DeterminationRow, LineRow};
use ccm::basics::*;
use db::{Value, values};

use crate::columns::{Columns, each};
use crate::sealed::{At, Packer};
use crate::tx::StoreTx;

/// A closing's rows of one table; `$5` narrows them to a patient where one is asked for.
macro_rules! of_closing {
    ($columns:literal, $table:literal, $order:literal) => {
        concat!(
            "select patient_id, ", $columns, " from ", $table,
            " where practice_id = $1 and organization_id = $2 and month = $3 and revision = $4 order by ", $order
        )
    };
    (one $columns:literal, $table:literal, $order:literal) => {
        concat!(
            "select patient_id, ", $columns, " from ", $table,
            " where practice_id = $1 and organization_id = $2 and month = $3 and revision = $4 and patient_id = $5
            order by ", $order
        )
    };
}

db::queries! {
    DETERMINATIONS = of_closing!("determination_id, practitioner_id, payer_id, sha256, body_sealed",
        "determination", "patient_id");
    LINES = of_closing!("code, units, on_date, amount_cents", "determination_line", "patient_id, line");
    HOLDS = of_closing!("rule_id, code", "determination_hold", "patient_id, hold");
    EXCLUSIONS = of_closing!("time_entry_id, rule_id, seconds", "determination_exclusion", "patient_id, exclusion");
    DETERMINATION = of_closing!(one "determination_id, practitioner_id, payer_id, sha256, body_sealed",
        "determination", "patient_id");
    LINES_OF = of_closing!(one "code, units, on_date, amount_cents", "determination_line", "line");
    HOLDS_OF = of_closing!(one "rule_id, code", "determination_hold", "hold");
    EXCLUSIONS_OF = of_closing!(one "time_entry_id, rule_id, seconds", "determination_exclusion", "exclusion");
}

/// Bulk inserts of a determination's parts: before their own columns stand those that name the determination.
macro_rules! parts {
    ($($name:ident = $table:literal [$($column:literal: $kind:ident),* $(,)?];)*) => {
        crate::bulk::bulks! {
            $($name = $table, Fail, [
                "practice_id": Uuid, "organization_id": Uuid, "patient_id": Uuid, "month": Text, "revision": Int,
                $($column: $kind),*
            ];)*
        }
    };
}

parts! {
    NEW_DETERMINATION = "determination" [
        "determination_id": Uuid, "practitioner_id": Uuid, "payer_id": Uuid, "sha256": Bytes, "body_sealed": Bytes,
    ];
    NEW_LINE = "determination_line" [
        "line": Int, "code": Text, "units": Int, "on_date": Date, "practitioner_id": Uuid, "payer_id": Uuid,
        "amount_cents": Int,
    ];
    NEW_HOLD = "determination_hold" ["hold": Int, "rule_id": Text, "code": Text];
    NEW_EXCLUSION = "determination_exclusion" [
        "exclusion": Int, "time_entry_id": Uuid, "rule_id": Text, "seconds": Int,
    ];
}

fn body_at(practice: PracticeId, patient: PatientId, month: ServiceMonth, revision: i64) -> At {
    let place = At::column("determination.body_sealed").id(practice.0).id(patient.0);
    place.bytes(month.to_string().as_bytes()).number(revision)
}

pub(super) fn read_line(row: &mut Columns<'_>) -> Result<LineRow> {
    let (code, units, on) = (row.parsed()?, row.get()?, row.get()?);
    Ok(LineRow { code, units, on, amount: row.get::<Option<_>>()?.map(Cents) })
}

impl StoreTx {
    /// A closing's determinations, in four queries however many there are.
    pub(super) async fn closing(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
        revision: i64,
        patient: Option<PatientId>,
    ) -> Result<Vec<DeterminationRow>> {
        let (practice_id, tenant) = self.place(practice)?;
        let mut params = values![practice_id, tenant, month.to_string(), revision];
        params.extend(patient.map(|id| Value::from(id.0)));
        let [heads, lines, holds, exclusions] = match patient {
            None => [&DETERMINATIONS, &LINES, &HOLDS, &EXCLUSIONS],
            Some(_) => [&DETERMINATION, &LINES_OF, &HOLDS_OF, &EXCLUSIONS_OF],
        };
        let rows = self.rows(heads, params.clone()).await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let keys = self.keyring().await?;
        let mut places = HashMap::new();
        let mut found = each(&rows, |row| {
            let patient = PatientId(row.get()?);
            places.insert(patient, places.len());
            Ok(DeterminationRow {
                id: DeterminationId(row.get()?),
                patient,
                practitioner: PersonId(row.get()?),
                payer: row.get::<Option<_>>()?.map(PayerId),
                sha256: row.hash()?,
                body: keys.open(&body_at(practice, patient, month, revision), row.get()?)?,
                lines: Vec::new(),
                holds: Vec::new(),
                exclusions: Vec::new(),
            })
        })?;
        let place = |row: &mut Columns<'_>| Ok::<_, app::Error>(places.get(&PatientId(row.get()?)).copied());
        for row in &self.rows(lines, params.clone()).await? {
            let mut row = Columns::of(row);
            if let Some(place) = place(&mut row)? {
                found[place].lines.push(read_line(&mut row)?);
            }
        }
        for row in &self.rows(holds, params.clone()).await? {
            let mut row = Columns::of(row);
            if let Some(place) = place(&mut row)? {
                found[place].holds.push((row.get()?, row.get()?));
            }
        }
        for row in &self.rows(exclusions, params).await? {
            let mut row = Columns::of(row);
            if let Some(place) = place(&mut row)? {
                found[place].exclusions.push((TimeEntryId(row.get()?), row.get()?, row.get()?));
            }
        }
        Ok(found)
    }

    /// Keeps the answers of a closing, each table in one go.
    pub(super) async fn keep_determinations(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
        revision: i64,
        rows: Vec<DeterminationRow>,
    ) -> Result<()> {
        if rows.is_empty() {
            return Ok(());
        }
        let (practice_id, tenant) = self.place(practice)?;
        let (keys, mut packer, month_text) = (self.keyring().await?, Packer::new()?, month.to_string());
        let (mut heads, mut lines, mut holds, mut exclusions) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for row in rows {
            let (practitioner, payer) = (row.practitioner.0, row.payer.map(|id| id.0));
            let part = |own: Vec<Value>| {
                let mut part = values![practice_id, tenant, row.patient.0, &month_text, revision];
                part.extend(own);
                part
            };
            let body = packer.seal(&keys, &body_at(practice, row.patient, month, revision), &row.body)?;
            heads.push(part(values![row.id.0, practitioner, payer, row.sha256, body]));
            for (place, line) in (0i64..).zip(&row.lines) {
                let amount = line.amount.map(|cents| cents.0);
                let code = line.code.as_str();
                lines.push(part(values![place, code, line.units, line.on, practitioner, payer, amount]));
            }
            for (place, (rule, code)) in (0i64..).zip(&row.holds) {
                holds.push(part(values![place, rule, code]));
            }
            for (place, (entry, rule, seconds)) in (0i64..).zip(&row.exclusions) {
                exclusions.push(part(values![place, entry.0, rule, *seconds]));
            }
        }
        self.insert(&NEW_DETERMINATION, heads).await?;
        self.insert(&NEW_LINE, lines).await?;
        self.insert(&NEW_HOLD, holds).await?;
        self.insert(&NEW_EXCLUSION, exclusions).await.map(drop)
    }
}
