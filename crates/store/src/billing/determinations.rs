//! The answers of a month's revision: each with its facts, lines, holds and what was left out.

use std::collections::HashMap;

use app::Result;
use app::ports::{DeterminationRow, LineRow, SealedDetermination};
use ccm::basics::*;
use db::{Value, values};

use crate::columns::{Columns, among, each, patient_list};
use crate::sealed::{At, Packer};
use crate::tx::StoreTx;

/// Rows of one table that belong to a revision of a month.
macro_rules! of_revision {
    ($columns:literal, $table:literal, $order:literal, $($more:tt)*) => {
        concat!(
            "select patient_id, ", $columns, " from ", $table,
            " where practice_id = $1 and organization_id = $2 and month = $4 and revision = $5", $($more)*,
            " order by ", $order
        )
    };
}

/// The same of the patients of a list, which stands as parameter three in all of these statements.
macro_rules! pair {
    ($columns:literal, $table:literal, $order:literal) => {
        (
            of_revision!($columns, $table, $order, among!(lite "patient_id")),
            of_revision!($columns, $table, $order, among!(pg "patient_id")),
        )
    };
}

const HEADS: (&str, &str) = pair!(
    "determination_id, practitioner_id, payer_id, sha256, body_sealed, minutes, next",
    "determination",
    "patient_id"
);
const PARTS: [(&str, &str); 3] = [
    pair!("code, units, on_date, amount_cents", "determination_line", "patient_id, line"),
    pair!("rule_id, code", "determination_hold", "patient_id, hold"),
    pair!("time_entry_id, rule_id, seconds", "determination_exclusion", "patient_id, exclusion"),
];

db::queries! {
    PATIENTS = "select patient_id from determination
        where practice_id = $1 and organization_id = $2 and month = $3 and revision = $4 order by patient_id";
    PATIENTS_AFTER = "select patient_id from determination
        where practice_id = $1 and organization_id = $2 and month = $3 and revision = $4 and patient_id > $5
        order by patient_id limit $6";
    DETERMINATIONS_OF = { lite: HEADS.0, pg: HEADS.1 };
    LINES_OF = { lite: PARTS[0].0, pg: PARTS[0].1 };
    HOLDS_OF = { lite: PARTS[1].0, pg: PARTS[1].1 };
    EXCLUSIONS_OF = { lite: PARTS[2].0, pg: PARTS[2].1 };
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
        "minutes": Json, "next": Json,
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

pub(crate) fn body_at(practice: PracticeId, patient: PatientId, month: ServiceMonth, revision: i64) -> At {
    let place = At::column("determination.body_sealed").id(practice.0).id(patient.0);
    place.bytes(month.to_string().as_bytes()).number(revision)
}

pub(super) fn read_line(row: &mut Columns<'_>) -> Result<LineRow> {
    let (code, units, on) = (row.parsed()?, row.get()?, row.get()?);
    Ok(LineRow { code, units, on, amount: row.get::<Option<_>>()?.map(Cents) })
}

/// Whose answers are read.
#[derive(Clone, Copy)]
pub(super) enum Wanted<'a> {
    All,
    Only(&'a [PatientId]),
}

/// Answers of a piece are read at once: their bodies are the largest rows there are.
const PIECE: usize = 1_000;

impl StoreTx {
    /// A revision's answers in the order of the patients' ids, in four queries for each thousand.
    pub(super) async fn closing(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
        revision: i64,
        wanted: Wanted<'_>,
    ) -> Result<Vec<DeterminationRow>> {
        let (practice_id, tenant) = self.place(practice)?;
        let all: Vec<PatientId> = match wanted {
            Wanted::Only(patients) => patients.to_vec(),
            Wanted::All => {
                let params = values![practice_id, tenant, month.to_string(), revision];
                each(&self.rows(&PATIENTS, params).await?, |row| Ok(PatientId(row.get()?)))?
            }
        };
        let mut found = Vec::with_capacity(all.len());
        for piece in all.chunks(PIECE) {
            found.extend(self.piece(practice, month, revision, piece).await?);
        }
        Ok(found)
    }

    async fn piece(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
        revision: i64,
        patients: &[PatientId],
    ) -> Result<Vec<DeterminationRow>> {
        let (practice_id, tenant) = self.place(practice)?;
        let params = values![practice_id, tenant, patient_list(patients), month.to_string(), revision];
        let rows = self.rows(&DETERMINATIONS_OF, params.clone()).await?;
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
                minutes: row.json_opt()?.unwrap_or_default(),
                next: row.json_opt()?.unwrap_or_default(),
                lines: Vec::new(),
                holds: Vec::new(),
                exclusions: Vec::new(),
            })
        })?;
        let place = |row: &mut Columns<'_>| Ok::<_, app::Error>(places.get(&PatientId(row.get()?)).copied());
        for row in &self.rows(&LINES_OF, params.clone()).await? {
            let mut row = Columns::of(row);
            if let Some(place) = place(&mut row)? {
                found[place].lines.push(read_line(&mut row)?);
            }
        }
        for row in &self.rows(&HOLDS_OF, params.clone()).await? {
            let mut row = Columns::of(row);
            if let Some(place) = place(&mut row)? {
                found[place].holds.push((row.get()?, row.get()?));
            }
        }
        for row in &self.rows(&EXCLUSIONS_OF, params).await? {
            let mut row = Columns::of(row);
            if let Some(place) = place(&mut row)? {
                found[place].exclusions.push((TimeEntryId(row.get()?), row.get()?, row.get()?));
            }
        }
        Ok(found)
    }

    /// Seals the bodies for their places. Nothing is written: it belongs before the transaction that keeps them.
    pub(super) async fn seal_answers(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
        revision: i64,
        rows: Vec<DeterminationRow>,
    ) -> Result<Vec<SealedDetermination>> {
        let (keys, mut packer) = (self.keyring().await?, Packer::new()?);
        let seal = |mut row: DeterminationRow| {
            let body = std::mem::take(&mut row.body);
            let sealed = packer.seal(&keys, &body_at(practice, row.patient, month, revision), &body)?;
            Ok(SealedDetermination { row, sealed })
        };
        rows.into_iter().map(seal).collect()
    }

    /// Keeps answers, each table in one go. What is derived from the record is not counted as written.
    pub(super) async fn insert_answers(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
        revision: i64,
        rows: Vec<SealedDetermination>,
    ) -> Result<()> {
        if rows.is_empty() {
            return Ok(());
        }
        let (practice_id, tenant) = self.place(practice)?;
        let month_text = month.to_string();
        let (mut heads, mut lines, mut holds, mut exclusions) =
            (Vec::with_capacity(rows.len()), Vec::new(), Vec::new(), Vec::new());
        for SealedDetermination { row, sealed } in rows {
            let (practitioner, payer) = (row.practitioner.0, row.payer.map(|id| id.0));
            let part = |own: Vec<Value>| {
                let mut part = values![practice_id, tenant, row.patient.0, &month_text, revision];
                part.extend(own);
                part
            };
            let id = row.id.0;
            heads.push(part(values![id, practitioner, payer, row.sha256, sealed, &row.minutes, &row.next]));
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
        self.insert_uncounted(&NEW_DETERMINATION, heads).await?;
        self.insert_uncounted(&NEW_LINE, lines).await?;
        self.insert_uncounted(&NEW_HOLD, holds).await?;
        self.insert_uncounted(&NEW_EXCLUSION, exclusions).await.map(drop)
    }
}
