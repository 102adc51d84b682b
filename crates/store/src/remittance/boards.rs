//! Payments on their boards: sums, the ledger under a payment's name, claims that unknown money may be for.

use std::collections::BTreeMap;

use app::Result;
use app::ports::ledger::PaymentRow;
use app::ports::payments::{ChargedClaim, PaymentSums, SoughtClaims};
use app::ports::store::PaymentBoards;
use async_trait::async_trait;
use ccm::basics::*;
use ccm::claim::PaymentKey;
use ccm::remittance::Account;
use db::{Value, values};

use super::payments;
use crate::columns::{among, each, id_list, text_list};
use crate::tx::StoreTx;

macro_rules! sums {
    ($engine:ident) => {
        concat!(
            "select a.payment_id, count(*),
                cast(sum(case when a.claim_id is null and m.claim_id is null then 1 else 0 end) as bigint),
                cast(sum(a.charge_cents) as bigint), cast(sum(a.paid_cents) as bigint),
                cast(sum(a.share_cents) as bigint)
            from adjudication a
            left join adjudication_match m on m.practice_id = a.practice_id and m.organization_id = a.organization_id
                and m.payment_id = a.payment_id and m.place = a.place
                and m.number = (select max(l.number) from adjudication_match l where l.practice_id = a.practice_id
                    and l.payment_id = a.payment_id and l.place = a.place)
            where a.practice_id = $1 and a.organization_id = $2",
            among!($engine "a.payment_id"),
            " group by a.payment_id"
        )
    };
}

// Somebody bills thousands for the same amount each month: the few that look alike must not be cut off.
macro_rules! charged {
    ($months:literal, $totals:literal, $alike:literal, $payers:literal) => {
        concat!(
            "select c.claim_id, c.number, c.patient_id, c.payer_id, c.month, c.total_cents, s.state
            from claim c join claim_standing s on s.practice_id = c.practice_id
                and s.organization_id = c.organization_id and s.claim_id = c.claim_id
            where c.practice_id = $1 and c.organization_id = $2 and c.month ",
            $months,
            " and c.total_cents ",
            $totals,
            " order by case when ",
            $alike,
            " then 0 else 1 end, case when c.payer_id ",
            $payers,
            " then 0 else 1 end, c.number limit $7"
        )
    };
}

db::queries! {
    NAMED = {
        lite: payments!(among!(lite "payment_id")),
        pg: payments!(among!(pg "payment_id")),
    };
    SUMS = { lite: sums!(lite), pg: sums!(pg) };
    ACCOUNTS = "select account, cast(sum(cents) as bigint) from posting
        where practice_id = $1 and organization_id = $2 and payer_id = $3 and trace = $4
        group by account order by account";
    KEYED = {
        lite: "select payer_id, trace, payment_id from payment where practice_id = $1 and organization_id = $2
            and trace in (select value from json_each($3))",
        pg: "select payer_id, trace, payment_id from payment where practice_id = $1 and organization_id = $2
            and trace = any (array(select jsonb_array_elements_text($3)))",
    };
    CHARGED = {
        lite: charged!(
            "in (select value from json_each($3))",
            "in (select value from json_each($4))",
            "exists (select 1 from json_each($5) l where instr(c.number, l.value) > 0)",
            "in (select unhex(value) from json_each($6))"
        ),
        pg: charged!(
            "= any (array(select jsonb_array_elements_text($3)))",
            "= any (array(select cast(cents as bigint) from jsonb_array_elements_text($4) as l (cents)))",
            "exists (select 1 from jsonb_array_elements_text($5) as l (part) where strpos(c.number, l.part) > 0)",
            "= any (array(select cast(value as uuid) from jsonb_array_elements_text($6)))"
        ),
    };
}

#[async_trait]
impl PaymentBoards for StoreTx {
    async fn payments_named(
        &mut self,
        practice: PracticeId,
        payments: &[PaymentId],
    ) -> Result<Vec<PaymentRow>> {
        if payments.is_empty() {
            return Ok(Vec::new());
        }
        let list = id_list(payments.iter().map(|id| id.0));
        self.payments_by(&NAMED, practice, vec![list]).await
    }

    async fn payment_sums(
        &mut self,
        practice: PracticeId,
        payments: &[PaymentId],
    ) -> Result<BTreeMap<PaymentId, PaymentSums>> {
        if payments.is_empty() {
            return Ok(BTreeMap::new());
        }
        let (practice, tenant) = self.place(practice)?;
        let list = id_list(payments.iter().map(|id| id.0));
        let rows = self.rows(&SUMS, values![practice, tenant, list]).await?;
        let read = each(&rows, |row| {
            let id = PaymentId(row.get()?);
            let mut count = || row.get::<i64>().map(|count| u64::try_from(count).unwrap_or_default());
            let (claims, unmatched) = (count()?, count()?);
            let (charge, paid, share) = (Cents(row.get()?), Cents(row.get()?), Cents(row.get()?));
            Ok((id, PaymentSums { claims, unmatched, charge, paid, share }))
        })?;
        Ok(read.into_iter().collect())
    }

    async fn payment_accounts(
        &mut self,
        practice: PracticeId,
        key: &PaymentKey,
    ) -> Result<BTreeMap<Account, Cents>> {
        let (practice, tenant) = self.place(practice)?;
        let params = values![practice, tenant, key.payer.0, key.trace.as_str()];
        let rows = self.rows(&ACCOUNTS, params).await?;
        Ok(each(&rows, |row| Ok((row.word()?, Cents(row.get()?))))?.into_iter().collect())
    }

    async fn payment_ids(
        &mut self,
        practice: PracticeId,
        keys: &[PaymentKey],
    ) -> Result<Vec<(PaymentKey, PaymentId)>> {
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        let (practice, tenant) = self.place(practice)?;
        let traces = text_list(keys.iter().map(|key| key.trace.as_str()));
        let rows = self.rows(&KEYED, values![practice, tenant, traces]).await?;
        let read = each(&rows, |row| {
            let key = PaymentKey { payer: PayerId(row.get()?), trace: row.get()? };
            Ok((key, PaymentId(row.get()?)))
        })?;
        Ok(read.into_iter().filter(|(key, _)| keys.contains(key)).collect())
    }

    async fn claims_charged(
        &mut self,
        practice: PracticeId,
        sought: &SoughtClaims,
        limit: i64,
    ) -> Result<Vec<ChargedClaim>> {
        if sought.months.is_empty() || sought.totals.is_empty() {
            return Ok(Vec::new());
        }
        let (practice, tenant) = self.place(practice)?;
        let months: Vec<String> = sought.months.iter().map(ToString::to_string).collect();
        let months = text_list(months.iter().map(String::as_str));
        let totals = Value::from(serde_json::Value::from_iter(sought.totals.iter().map(|one| one.0)));
        let parts = text_list(sought.parts.iter().map(String::as_str));
        let payers = id_list(sought.payers.iter().map(|id| id.0));
        let params = values![practice, tenant, months, totals, parts, payers, limit];
        let rows = self.rows(&CHARGED, params).await?;
        each(&rows, |row| {
            Ok(ChargedClaim {
                claim: ClaimId(row.get()?),
                number: row.get()?,
                patient: PatientId(row.get()?),
                payer: PayerId(row.get()?),
                month: row.parsed()?,
                total: Cents(row.get()?),
                state: row.word()?,
            })
        })
    }
}
