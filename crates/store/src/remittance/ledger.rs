//! Journals and their postings; sums over them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use app::Result;
use app::ports::ledger::{AdjudicationRow, PaymentRow, WhichAdjudications};
use app::ports::store::Ledgers;
use async_trait::async_trait;
use ccm::access::Actor;
use ccm::basics::*;
use ccm::claim::PaymentKey;
use ccm::remittance::{Account, Journal};
use db::values;
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::columns::{among, each, id_list, json as as_json};
use crate::error::{contended, unreadable};
use crate::sealed::{At, Packer};
use crate::tx::StoreTx;

macro_rules! journals {
    ($engine:ident) => {
        concat!(
            "select j.journal_id, j.of_name, j.on_date, j.body_sealed from journal j
            where j.practice_id = $1 and j.organization_id = $2 and j.journal_id in (select p.journal_id from posting p
                where p.practice_id = $1 and p.organization_id = $2",
            among!($engine "p.claim_id"),
            ") order by j.written_at, j.journal_id"
        )
    };
}

macro_rules! postings {
    ($engine:ident) => {
        concat!(
            "select journal_id, account, claim_id, line_id, patient_id, payer_id, trace, cents from posting
            where practice_id = $1 and organization_id = $2",
            among!($engine "journal_id"),
            " order by journal_id, posting"
        )
    };
}

db::queries! {
    JOURNALS = { lite: journals!(lite), pg: journals!(pg) };
    POSTINGS = { lite: postings!(lite), pg: postings!(pg) };
    BALANCES = "select account, cast(sum(cents) as bigint) from posting
        where practice_id = $1 and organization_id = $2 group by account order by account";
    UNBALANCED = "select j.why, j.of_name from journal j
        join (select journal_id, sum(cents) as total from posting where practice_id = $1 and organization_id = $2
            group by journal_id) s on s.journal_id = j.journal_id
        where j.practice_id = $1 and j.organization_id = $2 and s.total <> 0 order by j.why, j.of_name";
}

crate::bulk::bulks! {
    NEW_JOURNAL = "journal", Fail, [
        "practice_id": Uuid, "organization_id": Uuid, "journal_id": Uuid, "why": Text, "of_name": Text,
        "on_date": Date, "body_sealed": Bytes, "written_at": Instant,
    ];
    NEW_POSTING = "posting", Fail, [
        "practice_id": Uuid, "organization_id": Uuid, "journal_id": Uuid, "posting": Int, "account": Text,
        "claim_id": Uuid, "line_id": Uuid, "patient_id": Uuid, "payer_id": Uuid, "trace": Text, "cents": Int,
    ];
}

/// A journal's id follows from what names it.
fn journal_id(practice: Uuid, journal: &Journal) -> Uuid {
    let mut hash = Sha256::new();
    hash.update(practice.as_bytes());
    hash.update(journal.why().word().as_bytes());
    hash.update([0]);
    hash.update(journal.name().as_bytes());
    let digest = hash.finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

fn journal_at(practice: Uuid, id: Uuid) -> At {
    At::column("journal.body_sealed").id(practice).id(id)
}

#[async_trait]
impl Ledgers for StoreTx {
    async fn payments_traced(&mut self, practice: PracticeId, traces: &[String]) -> Result<Vec<PaymentRow>> {
        self.payments_with(practice, traces).await
    }

    async fn traced_elsewhere(&mut self, practice: PracticeId, traces: &[String]) -> Result<Vec<PaymentKey>> {
        self.payments_elsewhere(practice, traces).await
    }

    async fn lock_payments(&mut self, payers: &BTreeSet<PayerId>, now: Timestamp) -> Result<()> {
        // All in the same order: two who wait for one another would wait for ever.
        self.lock(payers.iter().map(|payer| format!("payment/{payer}")).collect(), now).await
    }

    async fn payment(&mut self, practice: PracticeId, id: PaymentId) -> Result<Option<PaymentRow>> {
        self.payment_of(practice, id).await
    }

    async fn payments(
        &mut self,
        practice: PracticeId,
        before: Option<PaymentId>,
        limit: i64,
    ) -> Result<Vec<PaymentRow>> {
        self.payments_before(practice, before, limit).await
    }

    async fn add_payment(&mut self, practice: PracticeId, row: &PaymentRow) -> Result<()> {
        self.put_payment(practice, row).await
    }

    async fn add_adjudications(&mut self, practice: PracticeId, rows: &[AdjudicationRow]) -> Result<()> {
        self.put_adjudications(practice, rows).await
    }

    async fn adjudications(
        &mut self,
        practice: PracticeId,
        which: WhichAdjudications,
        limit: i64,
    ) -> Result<Vec<AdjudicationRow>> {
        self.adjudications_by(practice, which, limit).await
    }

    async fn add_match(
        &mut self,
        practice: PracticeId,
        of: &AdjudicationRow,
        claim: Option<ClaimId>,
        by: &Actor,
        at: Timestamp,
    ) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let (payment, claim, number) = (of.payment.0, claim.map(|id| id.0), of.deeds.saturating_add(1));
        let params = values![practice, tenant, payment, of.place, claim, number, at, as_json(by)?];
        self.write(&super::ADD_MATCH, params).await.map(drop).map_err(contended)
    }

    async fn add_journals(
        &mut self,
        practice: PracticeId,
        journals: &[Journal],
        at: Timestamp,
    ) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let (keys, mut packer) = (self.keyring().await?, Packer::new()?);
        let (mut heads, mut postings) = (Vec::with_capacity(journals.len()), Vec::new());
        for journal in journals {
            let id = journal_id(practice, journal);
            // A reference may hold somebody's number, and what was said, that somebody is poor.
            let body = json!({"why": journal.why(), "reference": journal.reference()});
            heads.push(values![
                practice,
                tenant,
                id,
                journal.why().word(),
                journal.name(),
                journal.on(),
                super::sealed(&keys, &mut packer, &journal_at(practice, id), &body)?,
                at,
            ]);
            for (number, posting) in (0_i64..).zip(journal.postings()) {
                let subject = &posting.subject;
                postings.push(values![
                    practice,
                    tenant,
                    id,
                    number,
                    posting.account.word(),
                    subject.claim.map(|id| id.0),
                    subject.line.map(|id| id.0),
                    subject.patient.map(|id| id.0),
                    subject.payment.as_ref().map(|key| key.payer.0),
                    subject.payment.as_ref().map(|key| key.trace.as_str()),
                    posting.cents.0,
                ]);
            }
        }
        self.insert(&NEW_JOURNAL, heads).await.map_err(contended)?;
        self.insert(&NEW_POSTING, postings).await?;
        let subjects = journals.iter().flat_map(Journal::postings).map(|posting| &posting.subject);
        let mut claims: Vec<Uuid> =
            subjects.filter_map(|subject| subject.claim).map(|claim| claim.0).collect();
        claims.sort_unstable();
        claims.dedup();
        self.sum_up((practice, tenant), claims).await
    }

    async fn journals_of(&mut self, practice: PracticeId, claims: &[ClaimId]) -> Result<Vec<Journal>> {
        if claims.is_empty() {
            return Ok(Vec::new());
        }
        let (practice, tenant) = self.place(practice)?;
        let list = id_list(claims.iter().map(|id| id.0));
        let rows = self.rows(&JOURNALS, values![practice, tenant, list]).await?;
        let keys = self.keyring().await?;
        let heads = each(&rows, |row| {
            let id: Uuid = row.get()?;
            let (of, on): (String, Date) = (row.get()?, row.get()?);
            let body: Json = super::opened(&keys, &journal_at(practice, id), row.get()?)?;
            Ok((id, json!({"why": body["why"], "of": of, "on": on, "reference": body["reference"]})))
        })?;
        let list = id_list(heads.iter().map(|(id, _)| *id));
        let rows = self.rows(&POSTINGS, values![practice, tenant, list]).await?;
        let mut postings: HashMap<Uuid, Vec<Json>> = HashMap::new();
        for (journal, posting) in each(&rows, |row| {
            let journal: Uuid = row.get()?;
            let account: String = row.get()?;
            let claim = row.get::<Option<_>>()?.map(ClaimId);
            let line = row.get::<Option<_>>()?.map(ClaimLineId);
            let patient = row.get::<Option<_>>()?.map(PatientId);
            let (payer, trace) = (row.get::<Option<_>>()?.map(PayerId), row.get::<Option<String>>()?);
            let payment = payer.zip(trace).map(|(payer, trace)| PaymentKey { payer, trace });
            let cents: i64 = row.get()?;
            let mut told = json!({"account": account, "cents": cents});
            for (name, value) in [
                ("claim", serde_json::to_value(claim)),
                ("line", serde_json::to_value(line)),
                ("patient", serde_json::to_value(patient)),
                ("payment", serde_json::to_value(payment)),
            ] {
                match value {
                    Ok(Json::Null) => {}
                    Ok(value) => told[name] = value,
                    Err(_) => return Err(unreadable("a posting")),
                }
            }
            Ok((journal, told))
        })? {
            postings.entry(journal).or_default().push(posting);
        }
        // Money is checked again as read: a journal that does not sum to zero is none.
        let whole = heads.into_iter().map(|(id, mut head)| {
            head["postings"] = Json::Array(postings.remove(&id).unwrap_or_default());
            serde_json::from_value(head).map_err(|_| unreadable("a journal"))
        });
        whole.collect()
    }

    async fn balances(&mut self, practice: PracticeId) -> Result<BTreeMap<Account, Cents>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&BALANCES, values![practice, tenant]).await?;
        Ok(each(&rows, |row| Ok((row.word()?, Cents(row.get()?))))?.into_iter().collect())
    }

    async fn unbalanced(&mut self, practice: PracticeId) -> Result<Vec<String>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&UNBALANCED, values![practice, tenant]).await?;
        each(&rows, |row| Ok(format!("{} {}", row.get::<String>()?, row.get::<String>()?)))
    }
}
