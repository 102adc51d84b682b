//! Statements with their files, how they got there, what patients gave, and what was agreed with them.

use app::Result;
use app::ports::ClaimRow;
use app::ports::patient_money::{
    BalanceRow, CreditRow, MoneyRow, Owing, OwingRow, OwingTerms, StatementDelivery, StatementHead,
};
use app::ports::store::PatientMoney;
use async_trait::async_trait;
use ccm::basics::*;
use ccm::remittance::refund::OwedTo;
use ccm::remittance::statement::AccountEvent;
use db::values;
use uuid::Uuid;

use super::{opened, sealed};
use crate::claim::claims_head;
use crate::columns::{Columns, among, each, id_list, json, patient_list, word};
use crate::error::unreadable;
use crate::sealed::{At, Packer};
use crate::tx::StoreTx;

macro_rules! statements {
    ($($where:tt)*) => {
        concat!(
            "select statement_id, patient_id, number, version, language, owed_cents, due_on, told_sha256, moved_at, size,
                sha256, made_at, made_by
            from statement where practice_id = $1 and organization_id = $2",
            $($where)*
        )
    };
}

macro_rules! billed {
    ($engine:ident) => {
        concat!(
            claims_head!(),
            " and claim_id in (select b.claim_id from claim_balance b where b.practice_id = $1 and b.organization_id = $2",
            among!($engine "b.patient_id"),
            ") order by created_at, number"
        )
    };
}

macro_rules! deeds {
    ($engine:ident) => {
        concat!(
            "select deed_id, kind, patient_id, cents, on_day, reverses_id, detail_sealed, recorded_at, recorded_by
            from money_deed where practice_id = $1 and organization_id = $2",
            among!($engine "patient_id"),
            " order by recorded_at, deed_id"
        )
    };
}

macro_rules! agreed {
    ($engine:ident) => {
        concat!(
            "select patient_id, event, step_sealed, recorded_at, recorded_by
            from account_event where practice_id = $1 and organization_id = $2",
            among!($engine "patient_id"),
            " order by patient_id, event"
        )
    };
}

macro_rules! lock {
    ($engine:ident, $then:literal) => {
        concat!(
            "insert into patient_account (practice_id, organization_id, patient_id, locked_at)
            select p.practice_id, p.organization_id, p.patient_id, $4 from patient p
            where p.practice_id = $1 and p.organization_id = $2",
            among!($engine "p.patient_id"),
            " order by p.patient_id on conflict (practice_id, patient_id) do ",
            $then
        )
    };
}

db::queries! {
    /// In the order of ids, so that two who lock many wait for one another instead of forever. On SQLite nobody else writes.
    LOCK_ACCOUNTS = {
        lite: lock!(lite, "nothing"),
        pg: lock!(pg, "update set locked_at = excluded.locked_at"),
    };
    ADD_STATEMENT = "insert into statement (practice_id, organization_id, patient_id, number, statement_id, version, language,
            owed_cents, due_on, told_sha256, moved_at, size, sha256, file_sealed, made_at, made_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";
    STATEMENTS_OF = statements!(" and patient_id = $3 order by number desc");
    STATEMENTS_NAMED = {
        lite: statements!(among!(lite "statement_id")),
        pg: statements!(among!(pg "statement_id")),
    };
    STATEMENT_FILE = "select file_sealed from statement
        where practice_id = $1 and organization_id = $2 and statement_id = $3 and patient_id = $4";
    ADD_STATEMENT_DELIVERY = "insert into statement_delivery (practice_id, organization_id, delivery_id, statement_id,
            patient_id, way, on_day, proof_sealed, corrects_id, recorded_at, recorded_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    STATEMENT_DELIVERIES = "select delivery_id, statement_id, patient_id, way, on_day, proof_sealed, corrects_id,
            recorded_at, recorded_by
        from statement_delivery where practice_id = $1 and organization_id = $2 and patient_id = $3
        order by recorded_at, delivery_id";
    BILLED = { lite: billed!(lite), pg: billed!(pg) };
    ADD_DEED = "insert into money_deed (practice_id, organization_id, deed_id, kind, patient_id, cents, on_day, reverses_id,
            detail_sealed, recorded_at, recorded_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    DEEDS = { lite: deeds!(lite), pg: deeds!(pg) };
    ADD_AGREED = "insert into account_event (practice_id, organization_id, patient_id, event, kind, step_sealed, recorded_at,
            recorded_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8)";
    AGREED = { lite: agreed!(lite), pg: agreed!(pg) };
    ON_PLANS = "select patient_id from account_event
        where practice_id = $1 and organization_id = $2 and patient_id > $3 and kind in ('plan_agreed', 'plan_ended')
        group by patient_id having sum(case when kind = 'plan_agreed' then 1 else -1 end) > 0
        order by patient_id limit $4";
}

fn file_at(practice: Uuid, id: StatementId) -> At {
    At::column("statement.file_sealed").id(practice).id(id.0)
}

fn proof_at(practice: Uuid, id: StatementDeliveryId) -> At {
    At::column("statement_delivery.proof_sealed").id(practice).id(id.0)
}

fn detail_at(practice: Uuid, id: MoneyDeedId) -> At {
    At::column("money_deed.detail_sealed").id(practice).id(id.0)
}

fn step_at(practice: Uuid, patient: Uuid, event: i64) -> At {
    At::column("account_event.step_sealed").id(practice).id(patient).number(event)
}

fn read_head(row: &mut Columns<'_>) -> Result<StatementHead> {
    let (id, patient, number) = (StatementId(row.get()?), PatientId(row.get()?), row.get()?);
    let version = u32::try_from(row.get::<i64>()?).map_err(|_| unreadable("the version of a statement"))?;
    let (tongue, owed, due) = (row.word()?, Cents(row.get()?), row.get()?);
    let (told_sha256, moved_at, bytes, sha256) = (row.hash()?, row.get()?, row.get()?, row.hash()?);
    let (made_at, made_by) = (row.get()?, row.json()?);
    Ok(StatementHead {
        id,
        patient,
        number,
        version,
        tongue,
        owed,
        due,
        told_sha256,
        moved_at,
        bytes,
        sha256,
        made_at,
        made_by,
    })
}

#[async_trait]
impl PatientMoney for StoreTx {
    async fn lock_accounts(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
        now: Timestamp,
    ) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let params = values![practice, tenant, patient_list(patients), now];
        self.write_uncounted(&LOCK_ACCOUNTS, vec![params]).await.map(drop)
    }

    async fn balances_of(&mut self, practice: PracticeId, patients: &[PatientId]) -> Result<Vec<BalanceRow>> {
        self.balances_with(practice, patients).await
    }

    async fn owing(
        &mut self,
        practice: PracticeId,
        terms: OwingTerms,
        owing: Owing,
        after: Option<PatientId>,
        limit: i64,
    ) -> Result<Vec<OwingRow>> {
        self.owing_with(practice, terms, owing, after, limit).await
    }

    async fn owing_counts(
        &mut self,
        practice: PracticeId,
        terms: OwingTerms,
    ) -> Result<Vec<(Owing, i64, Cents, Cents)>> {
        self.owing_counted(practice, terms).await
    }

    async fn claims_billed(&mut self, practice: PracticeId, patients: &[PatientId]) -> Result<Vec<ClaimRow>> {
        if patients.is_empty() {
            return Ok(Vec::new());
        }
        let (id, tenant) = self.place(practice)?;
        self.claims_with(&BILLED, practice, values![id, tenant, patient_list(patients)]).await
    }

    async fn add_statement(&mut self, practice: PracticeId, head: &StatementHead, file: &[u8]) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let keys = self.keyring().await?;
        let sealed = keys.seal(&file_at(practice, head.id), file)?;
        let params = values![
            practice,
            tenant,
            head.patient.0,
            head.number,
            head.id.0,
            i64::from(head.version),
            word(&head.tongue)?,
            head.owed.0,
            head.due,
            head.told_sha256.to_vec(),
            head.moved_at,
            head.bytes,
            head.sha256.to_vec(),
            sealed,
            head.made_at,
            json(&head.made_by)?,
        ];
        self.write(&ADD_STATEMENT, params).await.map(drop)
    }

    async fn statements_of(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
    ) -> Result<Vec<StatementHead>> {
        let (practice, tenant) = self.place(practice)?;
        each(&self.rows(&STATEMENTS_OF, values![practice, tenant, patient.0]).await?, read_head)
    }

    async fn statements_named(
        &mut self,
        practice: PracticeId,
        ids: &[StatementId],
    ) -> Result<Vec<StatementHead>> {
        let (practice, tenant) = self.place(practice)?;
        let list = id_list(ids.iter().map(|id| id.0));
        each(&self.rows(&STATEMENTS_NAMED, values![practice, tenant, list]).await?, read_head)
    }

    async fn statement_file(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
        id: StatementId,
    ) -> Result<Option<Vec<u8>>> {
        let (practice, tenant) = self.place(practice)?;
        let params = values![practice, tenant, id.0, patient.0];
        let Some(row) = self.row(&STATEMENT_FILE, params).await? else { return Ok(None) };
        let keys = self.keyring().await?;
        keys.open(&file_at(practice, id), Columns::of(&row).get()?).map(Some)
    }

    async fn add_statement_delivery(&mut self, practice: PracticeId, row: &StatementDelivery) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let proof = self.sealed_text(&proof_at(practice, row.id), Some(&row.proof)).await?;
        let params = values![
            practice,
            tenant,
            row.id.0,
            row.statement.0,
            row.patient.0,
            &row.way,
            row.on,
            proof,
            row.corrects.map(|id| id.0),
            row.recorded_at,
            json(&row.recorded_by)?,
        ];
        self.write(&ADD_STATEMENT_DELIVERY, params).await.map(drop)
    }

    async fn statement_deliveries(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
    ) -> Result<Vec<StatementDelivery>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&STATEMENT_DELIVERIES, values![practice, tenant, patient.0]).await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let keys = self.keyring().await?;
        each(&rows, |row| {
            let id = StatementDeliveryId(row.get()?);
            let (statement, patient) = (StatementId(row.get()?), PatientId(row.get()?));
            let (way, on) = (row.get()?, row.get()?);
            let proof = keys.open_text(&proof_at(practice, id), row.get()?)?;
            let corrects = row.get::<Option<Uuid>>()?.map(StatementDeliveryId);
            let (recorded_at, recorded_by) = (row.get()?, row.json()?);
            Ok(StatementDelivery {
                id,
                statement,
                patient,
                way,
                on,
                proof,
                corrects,
                recorded_at,
                recorded_by,
            })
        })
    }

    async fn add_money_deed(&mut self, practice: PracticeId, row: &MoneyRow) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let (keys, mut packer) = (self.keyring().await?, Packer::new()?);
        let params = values![
            practice,
            tenant,
            row.id.0,
            word(&row.kind)?,
            row.patient.0,
            row.cents.0,
            row.on,
            row.reverses.map(|id| id.0),
            sealed(&keys, &mut packer, &detail_at(practice, row.id), &row.detail)?,
            row.recorded_at,
            json(&row.recorded_by)?,
        ];
        self.write(&ADD_DEED, params).await.map(drop)
    }

    async fn money_deeds(&mut self, practice: PracticeId, patients: &[PatientId]) -> Result<Vec<MoneyRow>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&DEEDS, values![practice, tenant, patient_list(patients)]).await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let keys = self.keyring().await?;
        each(&rows, |row| {
            let (id, kind) = (MoneyDeedId(row.get()?), row.word()?);
            let (patient, cents, on) = (PatientId(row.get()?), Cents(row.get()?), row.get()?);
            let reverses = row.get::<Option<Uuid>>()?.map(MoneyDeedId);
            let detail = opened(&keys, &detail_at(practice, id), row.get()?)?;
            let (recorded_at, recorded_by) = (row.get()?, row.json()?);
            Ok(MoneyRow { id, kind, patient, cents, on, reverses, detail, recorded_at, recorded_by })
        })
    }

    async fn add_account_event(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
        nth: i64,
        event: &AccountEvent,
    ) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let (keys, mut packer) = (self.keyring().await?, Packer::new()?);
        let step = sealed(&keys, &mut packer, &step_at(practice, patient.0, nth), &event.step)?;
        let kind = event.step.kind();
        let params = values![practice, tenant, patient.0, nth, kind, step, event.at, event.by.0];
        self.write(&ADD_AGREED, params).await.map(drop)
    }

    async fn account_events(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
    ) -> Result<Vec<(PatientId, AccountEvent)>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&AGREED, values![practice, tenant, patient_list(patients)]).await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let keys = self.keyring().await?;
        each(&rows, |row| {
            let (patient, nth): (Uuid, i64) = (row.get()?, row.get()?);
            let step = opened(&keys, &step_at(practice, patient, nth), row.get()?)?;
            let (at, by) = (row.get()?, PersonId(row.get()?));
            Ok((PatientId(patient), AccountEvent { at, by, step }))
        })
    }

    async fn on_plans(
        &mut self,
        practice: PracticeId,
        after: Option<PatientId>,
        limit: i64,
    ) -> Result<Vec<PatientId>> {
        let (practice, tenant) = self.place(practice)?;
        let after = after.map_or(Uuid::nil(), |id| id.0);
        let rows = self.rows(&ON_PLANS, values![practice, tenant, after, limit]).await?;
        each(&rows, |row| Ok(PatientId(row.get()?)))
    }

    async fn credits(&mut self, practice: PracticeId, limit: i64) -> Result<Vec<CreditRow>> {
        self.credits_of(practice, limit).await
    }

    async fn credit_totals(&mut self, practice: PracticeId) -> Result<Vec<(OwedTo, Cents)>> {
        self.credits_summed(practice).await
    }
}
