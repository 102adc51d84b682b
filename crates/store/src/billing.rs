//! What a month's answer rests on beside the record, and the answers: rule sets, closings, determinations.

use std::collections::HashMap;

use app::Result;
use app::ports::store::Billing;
use app::ports::{
    AttestationRow, ClosureRow, DeterminationRow, LedgerRow, LineRow, OutsideClaimRow, Recorded,
};
use async_trait::async_trait;
use ccm::basics::*;
use db::{Bulk, OnConflict, Type, Value, values};

use crate::columns::{Columns, each, json};
use crate::sealed::{At, Packer};
use crate::time::{RECORDED_AFTER, STRUCK_AFTER};
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
    ADD_ATTESTATION = "insert into attestation (practice_id, organization_id, attestation_id, patient_id, on_date, level,
            signed, practitioner_id, recorded_at, recorded_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    ATTESTATIONS = "select attestation_id, patient_id, on_date, level, signed, practitioner_id from attestation
        where practice_id = $1 and organization_id = $2 and on_date >= $3 and on_date <= $4
        order by recorded_at, attestation_id";
    ADD_OUTSIDE_CLAIM = "insert into outside_claim (practice_id, organization_id, outside_claim_id, patient_id, code,
            on_date, practitioner_id, practitioner_npi, same_group, known_from, recorded_at, recorded_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    OUTSIDE_CLAIMS = "select outside_claim_id, patient_id, code, on_date, practitioner_id, practitioner_npi, same_group,
            known_from
        from outside_claim where practice_id = $1 and organization_id = $2 and on_date >= $3 and on_date <= $4
        order by recorded_at, outside_claim_id";
    KEEP_RULE_SET = "insert into rule_set (organization_id, sha256, body, stored_at) values ($1, $2, $3, $4)
        on conflict (organization_id, sha256) do nothing";
    RULE_SET = "select body from rule_set where organization_id = $1 and sha256 = $2";
    NEWEST_CLOSURE = "select closure_id, month, revision, rule_set_sha256, engine_version, zone, patients, sha256,
            closed_at, closed_by
        from month_closure where practice_id = $1 and organization_id = $2 and month = $3
        order by revision desc limit 1";
    ADD_CLOSURE = "insert into month_closure (practice_id, organization_id, month, revision, closure_id,
            rule_set_sha256, engine_version, zone, patients, sha256, closed_at, closed_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
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
    /// Of each month only what its newest closing says.
    LINKED_LINES = "select distinct k.patient_id, d.practice_id, d.patient_id, d.month, d.line, d.code, d.units, d.on_date,
            d.amount_cents, d.practitioner_id
        from patient_link k
        join determination_line d on d.practice_id = k.other_practice_id and d.organization_id = k.organization_id
            and d.patient_id = k.other_patient_id
        where k.practice_id = $1 and k.organization_id = $2 and k.other_practice_id <> k.practice_id
            and d.on_date >= $3 and d.on_date <= $4
            and d.revision = (select max(c.revision) from month_closure c where c.practice_id = d.practice_id
                and c.organization_id = d.organization_id and c.month = d.month)
        order by k.patient_id, d.practice_id, d.patient_id, d.month, d.line";
}

/// Columns that everything in a determination begins with.
macro_rules! parts {
    ($($name:ident = $table:literal [$($column:literal: $kind:ident),* $(,)?];)*) => {
        $(static $name: Bulk = Bulk {
            table: $table,
            columns: &[
                ("practice_id", Type::Uuid),
                ("organization_id", Type::Uuid),
                ("patient_id", Type::Uuid),
                ("month", Type::Text),
                ("revision", Type::Int),
                $(($column, Type::$kind)),*
            ],
            on_conflict: OnConflict::Fail,
        };)*
        pub(crate) static BULKS: &[&Bulk] = &[$(&$name),*];
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

fn read_line(row: &mut Columns<'_>) -> Result<LineRow> {
    let (code, units, on) = (row.parsed()?, row.get()?, row.get()?);
    Ok(LineRow { code, units, on, amount: row.get::<Option<_>>()?.map(Cents) })
}

impl StoreTx {
    /// A closing's determinations, in four queries however many there are.
    async fn closing(
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
}

#[async_trait]
impl Billing for StoreTx {
    async fn add_attestation(
        &mut self,
        practice: PracticeId,
        row: &AttestationRow,
        recorded: Recorded,
    ) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let (id, patient, by) = (row.id.0, row.patient.0, row.practitioner.0);
        let (at, recorder) = (recorded.at, recorded.by.0);
        let params = values![practice, tenant, id, patient, row.on, &row.level, row.signed, by, at, recorder];
        self.write(&ADD_ATTESTATION, params).await.map(drop)
    }

    async fn attestations(
        &mut self,
        practice: PracticeId,
        from: Date,
        until: Date,
    ) -> Result<Vec<AttestationRow>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&ATTESTATIONS, values![practice, tenant, from, until]).await?;
        each(&rows, |row| {
            Ok(AttestationRow {
                id: AttestationId(row.get()?),
                patient: PatientId(row.get()?),
                on: row.get()?,
                level: row.get()?,
                signed: row.get()?,
                practitioner: PersonId(row.get()?),
            })
        })
    }

    async fn add_outside_claim(
        &mut self,
        practice: PracticeId,
        row: &OutsideClaimRow,
        recorded: Recorded,
    ) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let params = values![
            practice,
            tenant,
            row.id.0,
            row.patient.0,
            row.code.as_str(),
            row.on,
            row.practitioner.map(|id| id.0),
            row.practitioner_npi.as_ref().map(Npi::as_str),
            row.same_group,
            &row.known_from,
            recorded.at,
            recorded.by.0,
        ];
        self.write(&ADD_OUTSIDE_CLAIM, params).await.map(drop)
    }

    async fn outside_claims(
        &mut self,
        practice: PracticeId,
        from: Date,
        until: Date,
    ) -> Result<Vec<OutsideClaimRow>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&OUTSIDE_CLAIMS, values![practice, tenant, from, until]).await?;
        each(&rows, |row| {
            Ok(OutsideClaimRow {
                id: OutsideClaimId(row.get()?),
                patient: PatientId(row.get()?),
                code: row.parsed()?,
                on: row.get()?,
                practitioner: row.get::<Option<_>>()?.map(PersonId),
                practitioner_npi: row.parsed_opt()?,
                same_group: row.get()?,
                known_from: row.get()?,
            })
        })
    }

    async fn keep_rule_set(&mut self, sha256: [u8; 32], body: &[u8], now: Timestamp) -> Result<()> {
        let tenant = self.tenant()?;
        self.write(&KEEP_RULE_SET, values![tenant, sha256, body, now]).await.map(drop)
    }

    async fn rule_set(&mut self, sha256: [u8; 32]) -> Result<Option<Vec<u8>>> {
        let tenant = self.tenant()?;
        let row = self.row(&RULE_SET, values![tenant, sha256]).await?;
        row.map(|row| Columns::of(&row).get()).transpose()
    }

    async fn newest_closure(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
    ) -> Result<Option<ClosureRow>> {
        let (practice, tenant) = self.place(practice)?;
        let row = self.row(&NEWEST_CLOSURE, values![practice, tenant, month.to_string()]).await?;
        row.map(|row| {
            let mut row = Columns::of(&row);
            Ok(ClosureRow {
                id: ClosureId(row.get()?),
                month: row.parsed()?,
                revision: row.get()?,
                rule_set_sha256: row.hash()?,
                engine_version: row.get()?,
                zone: row.get()?,
                patients: row.get()?,
                sha256: row.hash()?,
                closed_at: row.get()?,
                closed_by: row.json()?,
            })
        })
        .transpose()
    }

    async fn add_closure(&mut self, practice: PracticeId, closure: &ClosureRow) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let params = values![
            practice,
            tenant,
            closure.month.to_string(),
            closure.revision,
            closure.id.0,
            closure.rule_set_sha256,
            &closure.engine_version,
            &closure.zone,
            closure.patients,
            closure.sha256,
            closure.closed_at,
            json(&closure.closed_by)?,
        ];
        self.write(&ADD_CLOSURE, params).await.map(drop)
    }

    async fn add_determinations(
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

    async fn determinations(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
        revision: i64,
    ) -> Result<Vec<DeterminationRow>> {
        self.closing(practice, month, revision, None).await
    }

    async fn determination(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
        month: ServiceMonth,
        revision: i64,
    ) -> Result<Option<DeterminationRow>> {
        Ok(self.closing(practice, month, revision, Some(patient)).await?.pop())
    }

    async fn recorded_after(
        &mut self,
        practice: PracticeId,
        from: Timestamp,
        until: Timestamp,
        after: Timestamp,
    ) -> Result<Vec<LedgerRow>> {
        self.entries(&RECORDED_AFTER, practice, (from, until), values![after]).await
    }

    async fn struck_after(
        &mut self,
        practice: PracticeId,
        from: Timestamp,
        until: Timestamp,
        after: Timestamp,
    ) -> Result<Vec<LedgerRow>> {
        self.entries(&STRUCK_AFTER, practice, (from, until), values![after]).await
    }

    async fn linked_lines(
        &mut self,
        practice: PracticeId,
        from: Date,
        until: Date,
    ) -> Result<Vec<(PatientId, PracticeId, LineRow, PersonId)>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&LINKED_LINES, values![practice, tenant, from, until]).await?;
        each(&rows, |row| {
            let (patient, practice) = (PatientId(row.get()?), PracticeId(row.get()?));
            let _ = (row.get::<uuid::Uuid>()?, row.get::<String>()?, row.get::<i64>()?);
            Ok((patient, practice, read_line(row)?, PersonId(row.get()?)))
        })
    }
}
