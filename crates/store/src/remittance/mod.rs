//! Payments with what they say of claims, and the ledger. Bodies are sealed; amounts and accounts stand in clear, because
//! they are summed.

pub(crate) mod appeals;
pub(crate) mod balance;
mod boards;
pub(crate) mod denials;
mod ledger;
pub(crate) mod patient;

use app::Result;
use app::ports::ledger::{AdjudicationRow, PaymentRow, WhichAdjudications};
use ccm::basics::*;
use ccm::claim::PaymentKey;
use db::{Query, Value, values};
use uuid::Uuid;

use crate::columns::{Columns, each, text_list};
use crate::error::unreadable;
use crate::sealed::{At, Keyring, Packer};
use crate::tx::StoreTx;

pub(crate) use boards::ALL as BOARDS;
pub(crate) use ledger::{ALL as LEDGER, BULKS as LEDGER_BULKS};

macro_rules! payments {
    ($($where:tt)*) => {
        concat!(
            "select payment_id, claims, unmatched, received_id, body_sealed, posted_at from payment
            where practice_id = $1 and organization_id = $2 ",
            $($where)*
        )
    };
}

/// Everything in clear that tells one payment from another.
macro_rules! elsewhere {
    ($where:literal) => {
        concat!(
            "select payer_id, trace from payment where organization_id = $2 and practice_id <> $1 and ",
            $where,
            " order by payer_id, trace"
        )
    };
}
pub(crate) use payments;

macro_rules! adjudications {
    ($($where:tt)*) => {
        concat!(
            "select a.payment_id, a.place, coalesce(m.claim_id, a.claim_id), a.outcome, a.body_sealed,
                coalesce(m.number, 0)
            from adjudication a
            left join adjudication_match m on m.practice_id = a.practice_id and m.organization_id = a.organization_id
                and m.payment_id = a.payment_id and m.place = a.place
                and m.number = (select max(l.number) from adjudication_match l where l.practice_id = a.practice_id
                    and l.payment_id = a.payment_id and l.place = a.place)
            where a.practice_id = $1 and a.organization_id = $2 ",
            $($where)*
        )
    };
}

db::queries! {
    TRACED = {
        lite: payments!("and trace in (select value from json_each($3)) order by payment_id"),
        pg: payments!("and trace = any (array(select jsonb_array_elements_text($3))) order by payment_id"),
    };
    TRACED_ELSEWHERE = {
        lite: elsewhere!("trace in (select value from json_each($3))"),
        pg: elsewhere!("trace = any (array(select jsonb_array_elements_text($3)))"),
    };
    PAYMENT = payments!("and payment_id = $3");
    PAYMENTS = payments!("and payment_id < $3 order by payment_id desc limit $4");
    ADD_PAYMENT = "insert into payment (practice_id, organization_id, payment_id, payer_id, trace, is_notification, method,
            paid_on, total_cents, claims, unmatched, received_id, body_sealed, posted_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
    AT_PLACE = adjudications!("and a.payment_id = $3 and a.place = $4");
    OF_PAYMENT = adjudications!("and a.payment_id = $3 order by a.place limit $4");
    PAGE_OF_PAYMENT = adjudications!("and a.payment_id = $3 and a.place >= $4 order by a.place limit $5");
    /// In two halves: each enters an index.
    OF_CLAIM = "select a.payment_id, a.place, a.claim_id, a.outcome, a.body_sealed, 0 from adjudication a
        where a.practice_id = $1 and a.organization_id = $2 and a.claim_id = $3
        union all
        select a.payment_id, a.place, m.claim_id, a.outcome, a.body_sealed, m.number from adjudication_match m
        join adjudication a on a.practice_id = m.practice_id and a.organization_id = m.organization_id
            and a.payment_id = m.payment_id and a.place = m.place
        where m.practice_id = $1 and m.organization_id = $2 and m.claim_id = $3
            and not exists (select 1 from adjudication_match l where l.practice_id = m.practice_id
                and l.payment_id = m.payment_id and l.place = m.place and l.number > m.number) limit $4";
    UNMATCHED = adjudications!("and a.claim_id is null and m.claim_id is null order by a.payment_id, a.place limit $3");
    /// In two halves, as [`OF_CLAIM`]. CLP02 1 and 19: the payer that the claim was sent to, first among payers.
    OF_MONTH = "select o.payment_id, o.place, o.claim_id, o.outcome, o.body_sealed, o.number from (
            select a.payment_id, a.place, a.claim_id, a.status, a.outcome, a.body_sealed, 0 as number from adjudication a
            where a.practice_id = $1 and a.organization_id = $2 and a.claim_id in (select c.claim_id from claim c
                where c.practice_id = $1 and c.organization_id = $2 and c.month = $3)
            union all
            select a.payment_id, a.place, m.claim_id, a.status, a.outcome, a.body_sealed, m.number
            from adjudication_match m
            join adjudication a on a.practice_id = m.practice_id and a.organization_id = m.organization_id
                and a.payment_id = m.payment_id and a.place = m.place
            where m.practice_id = $1 and m.organization_id = $2 and m.claim_id in (select c.claim_id from claim c
                where c.practice_id = $1 and c.organization_id = $2 and c.month = $3)
            and not exists (select 1 from adjudication_match l where l.practice_id = m.practice_id
                and l.payment_id = m.payment_id and l.place = m.place and l.number > m.number)) o
        where o.status in ('1', '19') and (o.payment_id > $4 or (o.payment_id = $4 and o.place > $5))
        order by o.payment_id, o.place limit $6";
    ADD_MATCH = "insert into adjudication_match (practice_id, organization_id, payment_id, place, claim_id, number,
            matched_at, matched_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8)";
}

crate::bulk::bulks! {
    NEW_ADJUDICATION = "adjudication", Fail, [
        "practice_id": Uuid, "organization_id": Uuid, "payment_id": Uuid, "place": Int, "claim_id": Uuid,
        "status": Text, "outcome": Text, "charge_cents": Int, "paid_cents": Int, "share_cents": Int,
        "body_sealed": Bytes,
    ];
    NEW_ADJUSTMENT = "adjustment", Fail, [
        "practice_id": Uuid, "organization_id": Uuid, "payment_id": Uuid, "place": Int, "adjustment": Int,
        "claim_id": Uuid, "adjustment_group": Text, "reason": Text, "cents": Int,
    ];
}

fn payment_at(practice: Uuid, id: Uuid) -> At {
    At::column("payment.body_sealed").id(practice).id(id)
}

fn said_at(practice: Uuid, payment: Uuid, place: i64) -> At {
    At::column("adjudication.body_sealed").id(practice).id(payment).number(place)
}

fn opened<T: serde::de::DeserializeOwned>(keys: &Keyring, at: &At, sealed: Vec<u8>) -> Result<T> {
    let body = keys.open(at, sealed)?;
    serde_json::from_slice(&body).map_err(|_| unreadable("what a payer paid"))
}

fn sealed<T: serde::Serialize>(keys: &Keyring, packer: &mut Packer, at: &At, value: &T) -> Result<Vec<u8>> {
    let body = serde_json::to_vec(value).map_err(|_| unreadable("what a payer paid"))?;
    packer.seal(keys, at, &body)
}

impl StoreTx {
    pub(super) async fn payments_by(
        &mut self,
        query: &Query,
        practice: PracticeId,
        rest: Vec<Value>,
    ) -> Result<Vec<PaymentRow>> {
        let (practice, tenant) = self.place(practice)?;
        let params = [values![practice, tenant], rest].concat();
        let rows = self.rows(query, params).await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let keys = self.keyring().await?;
        each(&rows, |row| {
            let id: Uuid = row.get()?;
            let (claims, unmatched, received) = (row.get()?, row.get()?, ReceivedId(row.get()?));
            let payment = opened(&keys, &payment_at(practice, id), row.get()?)?;
            Ok(PaymentRow { id: PaymentId(id), payment, claims, unmatched, received, posted_at: row.get()? })
        })
    }

    pub(crate) async fn put_payment(&mut self, practice: PracticeId, row: &PaymentRow) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let (keys, mut packer) = (self.keyring().await?, Packer::new()?);
        let payment = &row.payment;
        let params = values![
            practice,
            tenant,
            row.id.0,
            payment.key.payer.0,
            &payment.key.trace,
            payment.is_notification,
            &payment.method,
            payment.on,
            payment.total.0,
            row.claims,
            row.unmatched,
            row.received.0,
            sealed(&keys, &mut packer, &payment_at(practice, row.id.0), payment)?,
            row.posted_at,
        ];
        self.write(&ADD_PAYMENT, params).await.map(drop)
    }

    pub(crate) async fn put_adjudications(
        &mut self,
        practice: PracticeId,
        rows: &[AdjudicationRow],
    ) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let (keys, mut packer) = (self.keyring().await?, Packer::new()?);
        let (mut said, mut reasons) = (Vec::with_capacity(rows.len()), Vec::new());
        for row in rows {
            let (payment, claim) = (row.payment.0, row.claim.map(|id| id.0));
            said.push(values![
                practice,
                tenant,
                payment,
                row.place,
                claim,
                row.said.status.code(),
                row.outcome.map(ccm::claim::life::Outcome::word),
                row.said.charge.0,
                row.said.paid.0,
                row.said.patient_share.0,
                sealed(&keys, &mut packer, &said_at(practice, payment, row.place), &row.said)?,
            ]);
            for (number, (_, one)) in (0_i64..).zip(row.said.all_adjustments()) {
                let (group, reason, cents) = (one.group.word(), one.reason.as_str(), one.cents.0);
                reasons
                    .push(values![practice, tenant, payment, row.place, number, claim, group, reason, cents]);
            }
        }
        self.insert(&NEW_ADJUDICATION, said).await?;
        self.insert(&NEW_ADJUSTMENT, reasons).await.map(drop)
    }

    pub(crate) async fn adjudications_by(
        &mut self,
        practice: PracticeId,
        which: WhichAdjudications,
        limit: i64,
    ) -> Result<Vec<AdjudicationRow>> {
        let (practice, tenant) = self.place(practice)?;
        let (query, rest) = match which {
            WhichAdjudications::OfPayment(id) => (&OF_PAYMENT, values![id.0, limit]),
            WhichAdjudications::At(id, place) => (&AT_PLACE, values![id.0, place]),
            WhichAdjudications::PageOfPayment(id, from) => (&PAGE_OF_PAYMENT, values![id.0, from, limit]),
            WhichAdjudications::OfClaim(id) => (&OF_CLAIM, values![id.0, limit]),
            WhichAdjudications::Unmatched => (&UNMATCHED, values![limit]),
            WhichAdjudications::OfMonth(month, after) => {
                let (payment, place) = after.map_or((Uuid::nil(), -1), |(id, place)| (id.0, place));
                (&OF_MONTH, values![month.to_string(), payment, place, limit])
            }
        };
        let rows = self.rows(query, [values![practice, tenant], rest].concat()).await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let keys = self.keyring().await?;
        each(&rows, |row: &mut Columns<'_>| {
            let (payment, place) = (row.get::<Uuid>()?, row.get::<i64>()?);
            let claim = row.get::<Option<_>>()?.map(ClaimId);
            let outcome = row.word_opt()?;
            let said = opened(&keys, &said_at(practice, payment, place), row.get()?)?;
            let payment = PaymentId(payment);
            Ok(AdjudicationRow { payment, place, claim, outcome, said, deeds: row.get()? })
        })
    }

    pub(crate) async fn payments_with(
        &mut self,
        practice: PracticeId,
        traces: &[String],
    ) -> Result<Vec<PaymentRow>> {
        let traces = text_list(traces.iter().map(String::as_str));
        self.payments_by(&TRACED, practice, values![traces]).await
    }

    pub(crate) async fn payments_elsewhere(
        &mut self,
        practice: PracticeId,
        traces: &[String],
    ) -> Result<Vec<PaymentKey>> {
        let (practice, tenant) = self.place(practice)?;
        let traces = text_list(traces.iter().map(String::as_str));
        let rows = self.rows(&TRACED_ELSEWHERE, values![practice, tenant, traces]).await?;
        each(&rows, |row| Ok(PaymentKey { payer: PayerId(row.get()?), trace: row.get()? }))
    }

    pub(crate) async fn payment_of(
        &mut self,
        practice: PracticeId,
        id: PaymentId,
    ) -> Result<Option<PaymentRow>> {
        Ok(self.payments_by(&PAYMENT, practice, values![id.0]).await?.pop())
    }

    pub(crate) async fn payments_before(
        &mut self,
        practice: PracticeId,
        before: Option<PaymentId>,
        limit: i64,
    ) -> Result<Vec<PaymentRow>> {
        let before = before.map_or(Uuid::max(), |id| id.0);
        self.payments_by(&PAYMENTS, practice, values![before, limit]).await
    }
}
