//! What was not paid: amounts and codes in clear, because they are grouped and summed; what people said of it is sealed.

use std::collections::BTreeMap;

use app::Result;
use app::ports::denials::*;
use app::ports::store::Denials;
use async_trait::async_trait;
use ccm::basics::*;
use ccm::remittance::Group;
use ccm::remittance::denial::{Refusal, Told};
use db::{Value, values};
use uuid::Uuid;

use crate::columns::{Columns, each, json};
use crate::error::unreadable;
use crate::sealed::{At, Packer};
use crate::tx::StoreTx;

/// Refusals with their claims, where these stand, and the newest decision on that very word.
macro_rules! refusals {
    ($select:literal, $($where:tt)*) => {
        concat!(
            "select ", $select, " from denial d
            join claim c on c.practice_id = d.practice_id and c.organization_id = d.organization_id
                and c.claim_id = d.claim_id
            join claim_standing s on s.practice_id = d.practice_id and s.organization_id = d.organization_id
                and s.claim_id = d.claim_id
            left join denial_decision w on w.practice_id = d.practice_id and w.organization_id = d.organization_id
                and w.claim_id = d.claim_id and w.told = d.told
                and w.number = (select max(x.number) from denial_decision x where x.practice_id = d.practice_id
                    and x.organization_id = d.organization_id and x.claim_id = d.claim_id and x.told = d.told)
            where d.practice_id = $1 and d.organization_id = $2 ",
            $($where)*
        )
    };
}

/// The word stands, and nothing that ends it was decided; open or waiting ($3) on a day ($4).
macro_rules! standing {
    () => {
        " and s.told = d.told and coalesce(w.kind, '') not in ('write_off', 'bill_patient')
            and (case when coalesce(w.kind, '') in ('appeal', 'reopen', 'correct')
                or (coalesce(w.kind, '') = 'wait' and w.until_on > $4) then 'waiting' else 'open' end) = $3"
    };
}

macro_rules! listed {
    ($($where:tt)*) => {
        refusals!(
            "d.claim_id, d.payer_id, d.told, d.item, d.kind, d.adjustment_group, d.code, d.remark, d.remarks, d.cents,
                d.on_date, c.number, c.patient_id, c.practitioner_id, c.month, c.total_cents, s.state,
                cast(case when coalesce(s.told, '') = d.told then 1 else 0 end as bigint), w.kind, w.until_on, w.decided_by",
            $($where)*
        )
    };
}

/// The claims of a matter, each once.
macro_rules! of_matter {
    ($select:literal, $($join:tt)*) => {
        concat!(
            "select c.month, ", $select, " from (select distinct d.claim_id from denial d where d.practice_id = $1
                and d.organization_id = $2 and d.payer_id = $3 and d.kind = $4 and d.adjustment_group = $5 and d.code = $6
                and d.remark = $7) k
            join claim c on c.practice_id = $1 and c.organization_id = $2 and c.claim_id = k.claim_id ",
            $($join)*,
            " group by c.month order by c.month"
        )
    };
}

/// Sent, and neither refused nor decided.
macro_rules! unanswered {
    ($of:literal) => {
        concat!(
            "select s.claim_id from claim_standing s where s.practice_id = $1 and s.organization_id = $2 and s.look_on <= $3
                and s.state in ('transmitted', 'interchange_ok', 'syntax_ok', 'payer_accepted', 'pended')",
            $of,
            " order by s.look_on, s.claim_id limit $4"
        )
    };
}

db::queries! {
    COUNTED = refusals!(
        "d.payer_id, d.kind, d.adjustment_group, d.code, d.remark, min(d.remarks), d.on_date, c.month,
            count(distinct d.claim_id), cast(sum(d.cents) as bigint)",
        standing!(),
        " group by d.payer_id, d.kind, d.adjustment_group, d.code, d.remark, d.on_date, c.month
        order by d.payer_id, d.kind, d.adjustment_group, d.code, d.remark, d.on_date, c.month"
    );
    STANDING = listed!(
        standing!(),
        " and d.payer_id = $8 and d.kind = $9 and d.adjustment_group = $10 and d.code = $11 and d.remark = $12
            and (c.number > $5 or (c.number = $5 and d.item > $6)) order by c.number, d.item limit $7"
    );
    ALL_STANDING = listed!(
        standing!(),
        " and (c.number > $5 or (c.number = $5 and d.item > $6)) order by c.number, d.item limit $7"
    );
    ALL_OF_PAYER = listed!(
        standing!(),
        " and d.payer_id = $8 and (c.number > $5 or (c.number = $5 and d.item > $6)) order by c.number, d.item limit $7"
    );
    EVER = listed!(
        " and d.payer_id = $6 and d.kind = $7 and d.adjustment_group = $8 and d.code = $9 and d.remark = $10
            and (c.number > $3 or (c.number = $3 and d.item > $4)) order by c.number, d.item limit $5"
    );
    OF_CLAIM = "select claim_id, payer_id, told, item, kind, adjustment_group, code, remark, remarks, cents, on_date from denial
        where practice_id = $1 and organization_id = $2 and claim_id = $3 order by on_date, told, item";
    ALIKE_REFUSED = "select c.month, count(distinct d.claim_id), cast(sum(d.cents) as bigint) from denial d
        join claim c on c.practice_id = d.practice_id and c.organization_id = d.organization_id and c.claim_id = d.claim_id
        where d.practice_id = $1 and d.organization_id = $2 and d.payer_id = $3 and d.kind = $4 and d.adjustment_group = $5
            and d.code = $6 and d.remark = $7 group by c.month order by c.month";
    ALIKE_PAID = of_matter!("cast(sum(s.paid_cents) as bigint)",
        "join claim_standing s on s.practice_id = c.practice_id and s.organization_id = c.organization_id
            and s.claim_id = c.claim_id");
    ALIKE_OWED = of_matter!("cast(sum(p.cents) as bigint)",
        "join posting p on p.practice_id = c.practice_id and p.organization_id = c.organization_id
            and p.claim_id = c.claim_id and p.account in ('refund_payer', 'refund_patient')");
    ADD_DECISION = "insert into denial_decision (practice_id, organization_id, claim_id, number, decision_id, told, kind,
            until_on, cents, note_sealed, decided_by, decided_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    DECISIONS = "select decision_id, number, told, kind, until_on, cents, note_sealed, decided_by, decided_at
        from denial_decision where practice_id = $1 and organization_id = $2 and claim_id = $3 order by number";
    UNANSWERED = unanswered!("");
    UNANSWERED_BY = unanswered!(" and exists (select 1 from claim c where c.practice_id = s.practice_id
            and c.organization_id = s.organization_id and c.claim_id = s.claim_id and c.payer_id = $5)");
}

crate::bulk::bulks! {
    NEW_DENIAL = "denial", Fail, [
        "practice_id": Uuid, "organization_id": Uuid, "claim_id": Uuid, "told": Text, "item": Int, "payer_id": Uuid,
        "kind": Text, "adjustment_group": Text, "code": Text, "remark": Text, "remarks": Text, "cents": Int, "on_date": Date,
    ];
}

fn note_at(practice: Uuid, claim: ClaimId, number: i64) -> At {
    At::column("denial_decision.note_sealed").id(practice).id(claim.0).number(number)
}

/// Kind, group, code, remark, remarks, as they follow one another.
fn read_told(row: &mut Columns<'_>) -> Result<Told> {
    let kind = row.word()?;
    let group: String = row.get()?;
    let group = match group.as_str() {
        "" => None,
        word => Some(Group::from_word(word).ok_or_else(|| unreadable("a denial's group"))?),
    };
    Ok(Told { kind, group, code: row.get()?, remark: row.get()?, remarks: row.get()? })
}

fn read_refusal(row: &mut Columns<'_>) -> Result<RefusalRow> {
    let (claim, payer) = (ClaimId(row.get()?), PayerId(row.get()?));
    let (word, item) = (row.get()?, row.get()?);
    let told = read_told(row)?;
    let refusal = Refusal { told, cents: Cents(row.get()?), on: row.get()? };
    Ok(RefusalRow { claim, payer, word, item, refusal })
}

fn read_listed(row: &mut Columns<'_>) -> Result<ListedRefusal> {
    let refusal = read_refusal(row)?;
    Ok(ListedRefusal {
        row: refusal,
        number: row.get()?,
        patient: PatientId(row.get()?),
        practitioner: PersonId(row.get()?),
        month: row.parsed()?,
        total: Cents(row.get()?),
        state: row.word()?,
        stands: row.get::<i64>()? == 1,
        decision: match (row.word_opt()?, row.get()?, row.json_opt()?) {
            (Some(decision), until, Some(by)) => Some((decision, until, by)),
            _ => None,
        },
    })
}

/// Payer, kind, group, code, remark.
fn matter(of: &Matter) -> Vec<Value> {
    let group = of.told.group.map_or("", Group::word);
    values![of.payer.0, of.told.kind.word(), group, &of.told.code, &of.told.remark]
}

#[async_trait]
impl Denials for StoreTx {
    async fn add_refusals(&mut self, practice: PracticeId, rows: &[RefusalRow]) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let rows = rows.iter().map(|row| {
            let Refusal { told, cents, on } = &row.refusal;
            let group = told.group.map_or("", Group::word);
            values![
                practice,
                tenant,
                row.claim.0,
                &row.word,
                row.item,
                row.payer.0,
                told.kind.word(),
                group,
                &told.code,
                &told.remark,
                &told.remarks,
                cents.0,
                *on,
            ]
        });
        self.insert(&NEW_DENIAL, rows.collect()).await.map(drop)
    }

    async fn refusals_counted(
        &mut self,
        practice: PracticeId,
        view: DenialView,
        today: Date,
    ) -> Result<Vec<MatterCount>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&COUNTED, values![practice, tenant, view.word(), today]).await?;
        each(&rows, |row| {
            let payer = PayerId(row.get()?);
            let matter = Matter { payer, told: read_told(row)? };
            let (on, month) = (row.get()?, row.parsed()?);
            let claims = u64::try_from(row.get::<i64>()?).unwrap_or_default();
            Ok(MatterCount { matter, on, month, claims, cents: Cents(row.get()?) })
        })
    }

    async fn refusals_listed(
        &mut self,
        practice: PracticeId,
        which: &WhichRefusals,
        (number, item): (&str, i64),
        limit: i64,
    ) -> Result<Vec<ListedRefusal>> {
        let (practice, tenant) = self.place(practice)?;
        let page = values![number, item, limit];
        let (query, rest) = match which {
            WhichRefusals::Standing(of, view, today) => {
                (&STANDING, [values![view.word(), *today], page, matter(of)].concat())
            }
            WhichRefusals::AllStanding(view, today) => {
                (&ALL_STANDING, [values![view.word(), *today], page].concat())
            }
            WhichRefusals::AllOfPayer(payer, view, today) => {
                (&ALL_OF_PAYER, [values![view.word(), *today], page, values![payer.0]].concat())
            }
            WhichRefusals::Ever(of) => (&EVER, [page, matter(of)].concat()),
        };
        each(&self.rows(query, [values![practice, tenant], rest].concat()).await?, read_listed)
    }

    async fn refusals_of(&mut self, practice: PracticeId, claim: ClaimId) -> Result<Vec<RefusalRow>> {
        let (practice, tenant) = self.place(practice)?;
        each(&self.rows(&OF_CLAIM, values![practice, tenant, claim.0]).await?, read_refusal)
    }

    async fn alike_months(&mut self, practice: PracticeId, of: &Matter) -> Result<Vec<AlikeMonth>> {
        let (practice, tenant) = self.place(practice)?;
        let params = || [values![practice, tenant], matter(of)].concat();
        let mut months: BTreeMap<ServiceMonth, AlikeMonth> = BTreeMap::new();
        for (month, claims, refused) in each(&self.rows(&ALIKE_REFUSED, params()).await?, |row| {
            Ok((row.parsed::<ServiceMonth>()?, row.get::<i64>()?, Cents(row.get()?)))
        })? {
            let claims = u64::try_from(claims).unwrap_or_default();
            let (paid, to_refund) = (Cents(0), Cents(0));
            months.insert(month, AlikeMonth { month, claims, refused, paid, to_refund });
        }
        for (query, is_owed) in [(&ALIKE_PAID, false), (&ALIKE_OWED, true)] {
            let rows = self.rows(query, params()).await?;
            for (month, cents) in each(&rows, |row| Ok((row.parsed()?, row.get::<i64>()?)))? {
                let Some(of) = months.get_mut(&month) else { continue };
                // What is owed stands as a credit.
                match is_owed {
                    true => of.to_refund = Cents(cents.saturating_neg().max(0)),
                    false => of.paid = Cents(cents),
                }
            }
        }
        Ok(months.into_values().collect())
    }

    async fn add_denial_decision(&mut self, practice: PracticeId, row: &DecisionRow) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let keys = self.keyring().await?;
        let note =
            Packer::new()?.seal(&keys, &note_at(practice, row.claim, row.number), row.note.as_bytes())?;
        let params = values![
            practice,
            tenant,
            row.claim.0,
            row.number,
            row.id.0,
            &row.word,
            row.decision.word(),
            row.until,
            row.cents.0,
            note,
            json(&row.by)?,
            row.at,
        ];
        self.write(&ADD_DECISION, params).await.map(drop)
    }

    async fn denial_decisions(&mut self, practice: PracticeId, claim: ClaimId) -> Result<Vec<DecisionRow>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&DECISIONS, values![practice, tenant, claim.0]).await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let keys = self.keyring().await?;
        each(&rows, |row| {
            let (id, number) = (MoneyDecisionId(row.get()?), row.get()?);
            let (word, decision, until, cents) = (row.get()?, row.word()?, row.get()?, Cents(row.get()?));
            let note = keys.open_text(&note_at(practice, claim, number), row.get()?)?;
            let (by, at) = (row.json()?, row.get()?);
            Ok(DecisionRow { id, claim, number, word, decision, until, cents, note, by, at })
        })
    }

    async fn claims_unanswered(
        &mut self,
        practice: PracticeId,
        payer: Option<PayerId>,
        today: Date,
        limit: i64,
    ) -> Result<Vec<ClaimId>> {
        let (practice, tenant) = self.place(practice)?;
        let all = values![practice, tenant, today, limit];
        let rows = match payer {
            Some(payer) => self.rows(&UNANSWERED_BY, [all, values![payer.0]].concat()).await?,
            None => self.rows(&UNANSWERED, all).await?,
        };
        each(&rows, |row| Ok(ClaimId(row.get()?)))
    }
}
