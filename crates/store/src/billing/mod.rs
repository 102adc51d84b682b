//! What a month's answer rests on beside the record, and the answers: rule sets, closings, determinations.

pub(crate) mod answers;
pub(crate) mod boards;
pub(crate) mod determinations;
pub(crate) mod months;
pub(crate) mod results;
pub(crate) mod stale;

use app::Result;
use app::ports::store::Billing;
use app::ports::{
    AttestationRow, ClosureRow, DeterminationRow, LedgerRow, LineRow, OutsideClaimRow, Recorded,
};
use async_trait::async_trait;
use ccm::basics::*;
use db::values;

use self::determinations::Wanted;
use crate::columns::{Columns, among, each, json, patient_list};
use crate::time::queries::{RECORDED_AFTER, STRUCK_AFTER};
use crate::tx::StoreTx;

macro_rules! attestations {
    ($($where:tt)*) => {
        concat!(
            "select attestation_id, patient_id, on_date, level, signed, practitioner_id from attestation a
            where practice_id = $1 and organization_id = $2
                and not exists (select 1 from attestation_note n where n.practice_id = a.practice_id
                    and n.organization_id = a.organization_id and n.replaces_id = a.attestation_id)",
            $($where)*,
            " order by recorded_at, attestation_id"
        )
    };
}

macro_rules! outside_claims {
    ($($where:tt)*) => {
        concat!(
            "select outside_claim_id, patient_id, code, on_date, practitioner_id, practitioner_npi, same_group,
                known_from
            from outside_claim where practice_id = $1 and organization_id = $2",
            $($where)*,
            " order by recorded_at, outside_claim_id"
        )
    };
}

/// Of each month only what its newest closing says.
macro_rules! linked_lines {
    ($($where:tt)*) => {
        concat!(
            "select distinct k.patient_id, d.practice_id, d.patient_id, d.month, d.line, d.code, d.units, d.on_date,
                d.amount_cents, d.practitioner_id
            from patient_link k
            join determination_line d on d.practice_id = k.other_practice_id and d.organization_id = k.organization_id
                and d.patient_id = k.other_patient_id
            where k.practice_id = $1 and k.organization_id = $2 and k.other_practice_id <> k.practice_id
                and d.revision = (select max(c.revision) from month_closure c where c.practice_id = d.practice_id
                    and c.organization_id = d.organization_id and c.month = d.month)",
            $($where)*,
            " order by k.patient_id, d.practice_id, d.patient_id, d.month, d.line"
        )
    };
}

macro_rules! closures {
    ($($rest:tt)*) => {
        concat!(
            "select closure_id, month, revision, rule_set_sha256, engine_version, zone, patients, sha256, position,
                closed_at, closed_by
            from month_closure c where practice_id = $1 and organization_id = $2 and ",
            $($rest)*
        )
    };
}

db::queries! {
    ADD_ATTESTATION = "insert into attestation (practice_id, organization_id, attestation_id, patient_id, on_date, level,
            signed, practitioner_id, recorded_at, recorded_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    ATTESTATIONS = attestations!(" and on_date >= $3 and on_date <= $4");
    // `+`: of these patients, not of these days.
    ATTESTATIONS_OF = {
        lite: attestations!(" and +on_date >= $4 and +on_date <= $5", among!(lite "patient_id")),
        pg: attestations!(" and on_date >= $4 and on_date <= $5", among!(pg "patient_id")),
    };
    ADD_OUTSIDE_CLAIM = "insert into outside_claim (practice_id, organization_id, outside_claim_id, patient_id, code,
            on_date, practitioner_id, practitioner_npi, same_group, known_from, recorded_at, recorded_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    OUTSIDE_CLAIMS = outside_claims!(" and on_date >= $3 and on_date <= $4");
    OUTSIDE_CLAIMS_OF = {
        lite: outside_claims!(" and +on_date <= $4", among!(lite "patient_id")),
        pg: outside_claims!(" and on_date <= $4", among!(pg "patient_id")),
    };
    KEEP_RULE_SET = "insert into rule_set (organization_id, sha256, body, stored_at) values ($1, $2, $3, $4)
        on conflict (organization_id, sha256) do nothing";
    RULE_SET = "select body from rule_set where organization_id = $1 and sha256 = $2";
    NEWEST_CLOSURE = closures!("month = $3 order by revision desc limit 1");
    CLOSURE = closures!("month = $3 and revision = $4");
    CLOSURES_OF = closures!("month = $3 order by revision");
    CLOSURES_SINCE = closures!("month >= $3 and revision = (select max(n.revision) from month_closure n
            where n.practice_id = c.practice_id and n.organization_id = c.organization_id and n.month = c.month)
        order by month");
    ADD_CLOSURE = "insert into month_closure (practice_id, organization_id, month, revision, closure_id,
            rule_set_sha256, engine_version, zone, patients, sha256, position, closed_at, closed_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    LINKED_LINES = linked_lines!(" and d.on_date >= $3 and d.on_date <= $4");
    LINKED_LINES_OF = {
        lite: linked_lines!(" and d.on_date >= $4 and d.on_date <= $5", among!(lite "k.patient_id")),
        pg: linked_lines!(" and d.on_date >= $4 and d.on_date <= $5", among!(pg "k.patient_id")),
    };
}

fn read_attestation(row: &mut Columns<'_>) -> Result<AttestationRow> {
    Ok(AttestationRow {
        id: AttestationId(row.get()?),
        patient: PatientId(row.get()?),
        on: row.get()?,
        level: row.get()?,
        signed: row.get()?,
        practitioner: PersonId(row.get()?),
    })
}

fn read_outside_claim(row: &mut Columns<'_>) -> Result<OutsideClaimRow> {
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
}

fn read_linked_line(row: &mut Columns<'_>) -> Result<(PatientId, PracticeId, LineRow, PersonId)> {
    let (patient, practice) = (PatientId(row.get()?), PracticeId(row.get()?));
    let _ = (row.get::<uuid::Uuid>()?, row.get::<String>()?, row.get::<i64>()?);
    Ok((patient, practice, determinations::read_line(row)?, PersonId(row.get()?)))
}

fn read_closure(row: &mut Columns<'_>) -> Result<ClosureRow> {
    Ok(ClosureRow {
        id: ClosureId(row.get()?),
        month: row.parsed()?,
        revision: row.get()?,
        rule_set_sha256: row.hash()?,
        engine_version: row.get()?,
        zone: row.get()?,
        patients: row.get()?,
        sha256: row.hash()?,
        position: row.get()?,
        closed_at: row.get()?,
        closed_by: row.json()?,
    })
}

impl StoreTx {
    pub(crate) async fn all_closures(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
    ) -> Result<Vec<ClosureRow>> {
        let (practice, tenant) = self.place(practice)?;
        each(&self.rows(&CLOSURES_OF, values![practice, tenant, month.to_string()]).await?, read_closure)
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
        each(&rows, read_attestation)
    }

    async fn attestations_of(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
        from: Date,
        until: Date,
    ) -> Result<Vec<AttestationRow>> {
        let (practice, tenant) = self.place(practice)?;
        let params = values![practice, tenant, patient_list(patients), from, until];
        each(&self.rows(&ATTESTATIONS_OF, params).await?, read_attestation)
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
        each(&rows, read_outside_claim)
    }

    async fn outside_claims_of(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
        until: Date,
    ) -> Result<Vec<OutsideClaimRow>> {
        let (practice, tenant) = self.place(practice)?;
        let params = values![practice, tenant, patient_list(patients), until];
        each(&self.rows(&OUTSIDE_CLAIMS_OF, params).await?, read_outside_claim)
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
        row.map(|row| read_closure(&mut Columns::of(&row))).transpose()
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
            closure.position,
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
        let sealed = self.seal_answers(practice, month, revision, rows).await?;
        self.insert_answers(practice, month, revision, sealed).await
    }

    async fn determinations(
        &mut self,
        practice: PracticeId,
        month: ServiceMonth,
        revision: i64,
    ) -> Result<Vec<DeterminationRow>> {
        let everybody = Wanted::All;
        self.closing(practice, month, revision, everybody).await
    }

    async fn determination(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
        month: ServiceMonth,
        revision: i64,
    ) -> Result<Option<DeterminationRow>> {
        Ok(self.closing(practice, month, revision, Wanted::Only(&[patient])).await?.pop())
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
        each(&rows, read_linked_line)
    }

    async fn linked_lines_of(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
        from: Date,
        until: Date,
    ) -> Result<Vec<(PatientId, PracticeId, LineRow, PersonId)>> {
        let (practice, tenant) = self.place(practice)?;
        let params = values![practice, tenant, patient_list(patients), from, until];
        each(&self.rows(&LINKED_LINES_OF, params).await?, read_linked_line)
    }
}
