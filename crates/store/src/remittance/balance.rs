//! What of each claim stands on each account: made anew from its postings whenever one is added, in the same transaction.

use app::Result;
use app::ports::patient_money::{BalanceRow, CreditRow, Owing, OwingRow, OwingTerms};
use ccm::basics::*;
use ccm::remittance::Account;
use ccm::remittance::refund::OwedTo;
use db::values;
use uuid::Uuid;

use crate::columns::{among, each, id_list, patient_list};
use crate::error::contended;
use crate::tx::StoreTx;

macro_rules! sums {
    ($engine:ident) => {
        concat!(
            "insert into claim_balance (practice_id, organization_id, claim_id, account, patient_id, cents, moved_at)
            select p.practice_id, p.organization_id, p.claim_id, p.account, p.patient_id, cast(sum(p.cents) as bigint),
                max(j.written_at)
            from posting p join journal j on j.practice_id = p.practice_id and j.organization_id = p.organization_id
                and j.journal_id = p.journal_id
            where p.practice_id = $1 and p.organization_id = $2 and p.patient_id is not null",
            among!($engine "p.claim_id"),
            " group by p.practice_id, p.organization_id, p.claim_id, p.account, p.patient_id having sum(p.cents) <> 0"
        )
    };
}

macro_rules! gone {
    ($engine:ident) => {
        concat!(
            "delete from claim_balance where practice_id = $1 and organization_id = $2",
            among!($engine "claim_id")
        )
    };
}

macro_rules! of_patients {
    ($engine:ident) => {
        concat!(
            "select claim_id, patient_id, account, cents, moved_at from claim_balance
            where practice_id = $1 and organization_id = $2",
            among!($engine "patient_id"),
            " order by patient_id, claim_id, account"
        )
    };
}

// Everybody who owes something: how much, how much of it may be asked for (as `may_ask` of the domain has it), and whether the
// newest statement knows it all.
// A claim moves with any of its accounts, so that one also becomes due when somebody else stops to owe.
macro_rules! owing {
    ($($rest:tt)*) => {
        concat!(
            "with owing as (select b.patient_id, cast(sum(b.cents) as bigint) as owed,
                cast(sum(case when b.cents < $3
                    or (select sum(c.cents) from claim_balance c where c.practice_id = $1 and c.organization_id = $2
                        and c.account = 'refund_patient' and c.patient_id = b.patient_id) < 0
                    or exists (select 1 from claim_balance o where o.practice_id = $1
                        and o.organization_id = $2 and o.claim_id = b.claim_id
                        and o.account in ('payer_receivable', 'other_receivable', 'patient_share', 'disputed'))
                    then 0 else b.cents end) as bigint) as asked,
                max((select max(m.moved_at) from claim_balance m where m.practice_id = $1 and m.organization_id = $2
                    and m.claim_id = b.claim_id)) as moved_at
            from claim_balance b
            where b.practice_id = $1 and b.organization_id = $2 and b.account = 'patient_receivable' and b.cents > 0
            group by b.patient_id),
            stood as (select o.patient_id, o.owed, o.asked, s.statement_id,
                case when s.moved_at >= o.moved_at and exists (select 1 from statement_delivery d
                        where d.practice_id = $1 and d.organization_id = $2 and d.statement_id = s.statement_id) then 'asked'
                    when s.moved_at >= o.moved_at then 'unsent'
                    when o.asked > 0 and o.moved_at <= $4 then 'due' else 'waiting' end as owing
            from owing o left join statement s on s.practice_id = $1 and s.organization_id = $2
                and s.patient_id = o.patient_id and not exists (select 1 from statement n where n.practice_id = $1
                    and n.organization_id = $2 and n.patient_id = o.patient_id and n.number > s.number)) ",
            $($rest)*
        )
    };
}

db::queries! {
    GONE = { lite: gone!(lite), pg: gone!(pg) };
    SUMS = { lite: sums!(lite), pg: sums!(pg) };
    OF_PATIENTS = { lite: of_patients!(lite), pg: of_patients!(pg) };
    OWING = owing!("select patient_id, owed, asked, statement_id, owing from stood where owing = $5 and patient_id > $6
        order by patient_id limit $7");
    COUNTS = owing!("select owing, count(*), cast(sum(asked) as bigint), cast(sum(owed) as bigint) from stood
        group by owing order by owing");
    CREDITS = "select claim_id, patient_id, account from claim_balance where practice_id = $1 and organization_id = $2
            and account in ('refund_patient', 'refund_payer') and cents < 0
        order by moved_at, claim_id, account limit $3";
    CREDIT_TOTALS = "select account, cast(sum(-cents) as bigint) from claim_balance
        where practice_id = $1 and organization_id = $2 and account in ('refund_patient', 'refund_payer') and cents < 0
        group by account order by account";
}

impl StoreTx {
    /// What the postings of these claims come to by now.
    pub(crate) async fn sum_up(&mut self, (practice, tenant): (Uuid, Uuid), claims: Vec<Uuid>) -> Result<()> {
        if claims.is_empty() {
            return Ok(());
        }
        let list = id_list(claims);
        self.write(&GONE, values![practice, tenant, list.clone()]).await?;
        self.write(&SUMS, values![practice, tenant, list]).await.map(drop).map_err(contended)
    }

    pub(crate) async fn balances_with(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
    ) -> Result<Vec<BalanceRow>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&OF_PATIENTS, values![practice, tenant, patient_list(patients)]).await?;
        each(&rows, |row| {
            let (claim, patient) = (ClaimId(row.get()?), PatientId(row.get()?));
            let account = row.word()?;
            Ok(BalanceRow { claim, patient, account, cents: Cents(row.get()?), moved_at: row.get()? })
        })
    }

    pub(crate) async fn owing_with(
        &mut self,
        practice: PracticeId,
        terms: OwingTerms,
        owing: Owing,
        after: Option<PatientId>,
        limit: i64,
    ) -> Result<Vec<OwingRow>> {
        let (practice, tenant) = self.place(practice)?;
        let after = after.map_or(Uuid::nil(), |id| id.0);
        let (small, quiet) = (terms.small_balance.0, terms.quiet_since);
        let params = values![practice, tenant, small, quiet, owing.word(), after, limit];
        each(&self.rows(&OWING, params).await?, |row| {
            let patient = PatientId(row.get()?);
            let (owed, asked) = (Cents(row.get()?), Cents(row.get()?));
            let statement = row.get::<Option<_>>()?.map(StatementId);
            Ok(OwingRow { patient, owed, asked, owing: row.word()?, statement })
        })
    }

    pub(crate) async fn owing_counted(
        &mut self,
        practice: PracticeId,
        terms: OwingTerms,
    ) -> Result<Vec<(Owing, i64, Cents, Cents)>> {
        let (practice, tenant) = self.place(practice)?;
        let params = values![practice, tenant, terms.small_balance.0, terms.quiet_since];
        each(&self.rows(&COUNTS, params).await?, |row| {
            Ok((row.word()?, row.get()?, Cents(row.get()?), Cents(row.get()?)))
        })
    }

    pub(crate) async fn credits_of(&mut self, practice: PracticeId, limit: i64) -> Result<Vec<CreditRow>> {
        let (practice, tenant) = self.place(practice)?;
        each(&self.rows(&CREDITS, values![practice, tenant, limit]).await?, |row| {
            let (claim, patient) = (ClaimId(row.get()?), PatientId(row.get()?));
            Ok(CreditRow { claim, patient, to: whose(row.word()?) })
        })
    }

    pub(crate) async fn credits_summed(&mut self, practice: PracticeId) -> Result<Vec<(OwedTo, Cents)>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&CREDIT_TOTALS, values![practice, tenant]).await?;
        each(&rows, |row| Ok((whose(row.word()?), Cents(row.get()?))))
    }
}

fn whose(account: Account) -> OwedTo {
    if account == Account::RefundPayer { OwedTo::Payer } else { OwedTo::Patient }
}
