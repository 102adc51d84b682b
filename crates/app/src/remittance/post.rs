//! Posts a remittance: whole or not at all. The file was gone through before, and balances; this is its second pass, some
//! hundred claims in memory at a time.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use ccm::access::Actor;
use ccm::basics::*;
use ccm::claim::{ClaimStep, PaymentKey};
use ccm::people::Practice;
use ccm::remittance::denial::outcome;
use ccm::remittance::posting::{adjudged, adjudicate, charge, interest, provider_level, settle, unmatched};
use ccm::remittance::terms::TermsFile;
use ccm::remittance::{Adjudication, ClpStatus, Journal, Payment, ProviderAdjustment, ReasonBook};
use serde::Serialize;
use serde_json::json;
use tokio::sync::mpsc;

use super::billed::Billed;
use super::taken_back::{closed, named_by_another, voids_done};
use crate::claim::life::{LifeClocks, Living, News, append};
use crate::claim::receive::read_kept;
use crate::ports::PayerRow;
use crate::ports::answers::{CheckedRemittance, PaymentHead, RemittanceEvent};
use crate::ports::ledger::{AdjudicationRow, PaymentRow};
use crate::ports::outside::Progress;
use crate::{App, Error, Place, Result, Work};

/// Claims that are posted at once.
const AT_ONCE: usize = 250;
/// Claims that wait between the reader and the ledger.
const AHEAD: usize = 2 * AT_ONCE;

/// What was posted.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct PostedRemittance {
    pub payments: Vec<RemittancePayment>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RemittancePayment {
    pub payment: Option<PaymentId>,
    pub trace: String,
    pub total_cents: Cents,
    pub claims: u64,
    /// Claims whose numbers nobody here gave. Their money is counted.
    pub unmatched: i64,
    /// It was posted before: nothing was done.
    pub is_duplicate: bool,
    /// The practice of the organization that it is paid to: nothing was done here.
    pub practice: Option<String>,
}

/// A payment of the file, and what is to be done with it.
struct Planned {
    head: PaymentHead,
    fate: Fate,
}

enum Fate {
    IsPosted(PayerId),
    /// Before, or by another practice of the same tax number.
    WasPosted,
    /// It is paid to another practice, of this name.
    OfAnother(String),
}

/// Posts every payment of a checked file, in the transaction of the work.
///
/// # Errors
/// The outer ones: storage's. The inner ones: why the file cannot be posted, and nothing of it is.
pub(crate) async fn post(
    app: &App,
    actor: &Actor,
    place: Place,
    work: &mut Work,
    (received, size): (ReceivedId, i64),
    checked: Box<dyn CheckedRemittance>,
    progress: &dyn Progress,
) -> Result<std::result::Result<PostedRemittance, Vec<Problem>>> {
    let plan = match plan(work, checked.heads()).await? {
        Ok(plan) => plan,
        Err(problems) => return Ok(Err(problems)),
    };
    let (give, mut take) = mpsc::channel(AHEAD);
    let reading = {
        let (app, actor) = (app.clone(), actor.clone());
        let checked: Arc<std::sync::Mutex<Box<dyn CheckedRemittance>>> =
            Arc::new(std::sync::Mutex::new(checked));
        tokio::spawn(async move {
            read_kept(&app, &actor, place, (received, size), move |file| {
                let checked = checked.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                checked.hand_over(file, &mut |event| give.blocking_send(event).is_ok())
            })
            .await
        })
    };
    let mut books = Posting::begin(work, received).await?;
    let mut report = PostedRemittance::default();
    let mut plan = plan.into_iter();
    let mut current: Option<Planned> = None;
    while let Some(event) = take.recv().await {
        match event {
            RemittanceEvent::Payment { method, is_notification } => {
                current = plan.next();
                if let Some(Planned { head, fate: Fate::IsPosted(payer) }) = &current {
                    books.open(work, (head, *payer), method, is_notification);
                }
            }
            RemittanceEvent::Claim(said) => {
                books.claim(work, *said).await?;
                progress.fail_point("in_posting");
            }
            RemittanceEvent::Paid(adjustments) => {
                let Some(one) = current.take() else { continue };
                let (payment, unmatched) = match one.fate {
                    Fate::IsPosted(_) => books.close(work, adjustments).await?,
                    Fate::WasPosted | Fate::OfAnother(_) => (None, 0),
                };
                progress.fail_point("after_payment");
                report.payments.push(RemittancePayment {
                    payment,
                    trace: one.head.trace,
                    total_cents: one.head.total,
                    claims: one.head.claims,
                    unmatched,
                    is_duplicate: matches!(one.fate, Fate::WasPosted),
                    practice: match one.fate {
                        Fate::OfAnother(practice) => Some(practice),
                        Fate::IsPosted(_) | Fate::WasPosted => None,
                    },
                });
            }
        }
    }
    let read = reading.await.map_err(|_| Error::Internal("a remittance was not read".to_owned()))??;
    Ok(read.map(|()| report))
}

/// Whose each payment is, and whether it is new; or everything that keeps the file from being posted.
async fn plan(
    work: &mut Work,
    heads: &[PaymentHead],
) -> Result<std::result::Result<Vec<Planned>, Vec<Problem>>> {
    let (practice, payers) = (work.practice().await?, work.billed_payers().await?);
    let is_of = |practice: &Practice, head: &PaymentHead| {
        let known = [practice.profile.npi.as_str(), practice.profile.tin.as_str()];
        head.payee_id.as_deref().is_some_and(|payee| known.contains(&payee))
    };
    // A file of a clearinghouse may pay several practices: each posts what it is paid, where anything is.
    let is_paid = heads.iter().any(|head| is_of(&practice, head));
    let others = if is_paid { work.tx.practices().await? } else { Vec::new() };
    let (mut planned, mut problems, mut posted_elsewhere) = (Vec::new(), Vec::new(), Vec::new());
    let named: BTreeSet<PayerId> = heads.iter().filter_map(|head| payer_of(head, &payers)).collect();
    let now = work.now;
    work.tx.lock_payments(&named, now).await?;
    let traces: Vec<String> = heads.iter().map(|head| head.trace.clone()).collect();
    let mut seen: HashMap<PaymentKey, (Cents, Date)> = HashMap::new();
    let mut elsewhere: HashSet<PaymentKey> = HashSet::new();
    for some in traces.chunks(AT_ONCE) {
        let posted = work.tx.payments_traced(practice.id, some).await?.into_iter();
        seen.extend(posted.map(|row| (row.payment.key, (row.payment.total, row.payment.on))));
        elsewhere.extend(work.tx.traced_elsewhere(practice.id, some).await?);
    }
    for head in heads {
        let at = |element: &str| format!("segments[{}].{element}", head.segment);
        let is_payee = is_of(&practice, head);
        if let Some(other) = others.iter().filter(|_| !is_payee).find(|other| is_of(other, head)) {
            let name = other.profile.name.clone();
            planned.push(Planned { head: head.clone(), fate: Fate::OfAnother(name) });
            continue;
        }
        let is_receiver = payers.iter().any(|row| row.profile.submitter_id.trim() == head.receiver);
        if !is_payee {
            problems.push(Problem::new("not_for_us", at("N1PE04")));
        }
        if !is_receiver {
            problems.push(Problem::new("not_for_us", at("ISA08")));
        }
        let Some(payer) = payer_of(head, &payers) else {
            problems.push(Problem::new("unknown_payer", at("N1PR")));
            continue;
        };
        let key = PaymentKey { payer, trace: head.trace.clone() };
        let now = (head.total, head.on);
        // Practices of one tax number may look into one mailbox: whoever came first has it.
        if elsewhere.contains(&key) {
            posted_elsewhere.push(Problem::new("posted_elsewhere", at("TRN02")));
            planned.push(Planned { head: head.clone(), fate: Fate::WasPosted });
            continue;
        }
        let before = seen.insert(key, now);
        // Payers use numbers of payments of nothing again: another day is another payment, and this one is not known.
        if let Some((total, on)) = before.filter(|before| *before != now) {
            let problem = Problem::new("payment_differs", at("TRN02")).with("cents", head.total.0);
            problems.push(problem.with("posted_cents", total.0).with("posted_on", on));
        }
        let fate = if before.is_some() { Fate::WasPosted } else { Fate::IsPosted(payer) };
        planned.push(Planned { head: head.clone(), fate });
    }
    // Where nothing else is ours to post, it is the others' file.
    if !planned.iter().any(|one| matches!(one.fate, Fate::IsPosted(_))) {
        problems.extend(posted_elsewhere);
    }
    Ok(if problems.is_empty() { Ok(planned) } else { Err(problems) })
}

/// By any of the ids that the payment names, else by name; among the payers that the practice bills. Where two could be
/// meant it is nobody: a payment under the wrong payer would be posted again under the right one.
fn payer_of(head: &PaymentHead, payers: &[PayerRow]) -> Option<PayerId> {
    let only = |fits: &dyn Fn(&PayerRow) -> bool| {
        let mut fitting = payers.iter().filter(|row| fits(row));
        let first = fitting.next()?;
        fitting.next().is_none().then_some(first.id)
    };
    let owns = |row: &PayerRow| head.payer_ids.iter().any(|id| id == row.profile.payer_id.trim());
    let receives = |row: &PayerRow| head.payer_ids.iter().any(|id| id == row.profile.receiver_id.trim());
    let name = head.payer_name.as_deref();
    let called = |row: &PayerRow| name.is_some_and(|name| name.eq_ignore_ascii_case(row.profile.name.trim()));
    only(&owns).or_else(|| only(&receives)).or_else(|| only(&called))
}

/// Posting under way.
struct Posting {
    received: ReceivedId,
    clocks: LifeClocks,
    /// The payment that is open.
    open: Option<Open>,
}

struct Open {
    id: PaymentId,
    payment: Payment,
    claims: u64,
    place: u32,
    unmatched: i64,
    waiting: Vec<(u32, Adjudication)>,
}

impl Posting {
    async fn begin(work: &mut Work, received: ReceivedId) -> Result<Self> {
        Ok(Self { received, clocks: LifeClocks::read(work).await?, open: None })
    }

    fn open(
        &mut self,
        work: &mut Work,
        (head, payer): (&PaymentHead, PayerId),
        method: String,
        is_notification: bool,
    ) {
        let key = PaymentKey { payer, trace: head.trace.clone() };
        let (on, total, adjustments) = (head.on, head.total, Vec::new());
        let payment = Payment { key, is_notification, method, on, total, adjustments };
        self.open = Some(Open {
            id: PaymentId(work.id()),
            payment,
            claims: head.claims,
            place: 0,
            unmatched: 0,
            waiting: Vec::new(),
        });
    }

    async fn claim(&mut self, work: &mut Work, said: Adjudication) -> Result<()> {
        let Some(open) = &mut self.open else { return Ok(()) };
        open.waiting.push((open.place, said));
        open.place = open.place.saturating_add(1);
        if open.waiting.len() >= AT_ONCE { self.flush(work).await } else { Ok(()) }
    }

    /// Some hundred claims at once, with a fixed number of questions.
    async fn flush(&mut self, work: &mut Work) -> Result<()> {
        let Some(open) = &mut self.open else { return Ok(()) };
        let said = std::mem::take(&mut open.waiting);
        if said.is_empty() {
            return Ok(());
        }
        let practice = work.practice_id()?;
        let book = ReasonBook::embedded();
        let names: BTreeSet<String> = said.iter().map(|(_, one)| one.number.clone()).collect();
        let names: Vec<String> = names.into_iter().collect();
        let mut billed = Billed::named(work, &names).await?;
        let named = named_by_another(work, &said, &mut billed).await?;
        let (mut journals, mut rows) = (Vec::new(), Vec::with_capacity(said.len()));
        let mut refused = Vec::new();
        let mut steps: HashMap<String, Vec<ClaimStep>> = HashMap::new();
        for (place, one) in said {
            let made = outcome(&one, book);
            let of = named.get(&one.number).filter(|_| one.status == ClpStatus::Reversal);
            let known = billed.get_mut(of.unwrap_or(&one.number));
            let claim = known.as_ref().map(|known| known.row.id);
            match known {
                Some(known) => {
                    let mut news: Vec<Journal> = Vec::new();
                    news.extend(charge(&known.claim, open.payment.on, &known.journals)?);
                    news.extend(adjudicate(&known.claim, &open.payment, place, &one, book)?);
                    news.extend(interest(&known.claim, &open.payment, place, &one)?);
                    known.journals.extend(news.iter().cloned());
                    journals.extend(news);
                    let told = steps.entry(known.row.number.clone()).or_default();
                    let word = adjudged(&known.claim, &open.payment, place, &one, book);
                    refused.extend(
                        word.iter().flat_map(|word| {
                            super::refused::of(&self.clocks, &known.claim, word, &one, book)
                        }),
                    );
                    told.extend(word.map(ClaimStep::Adjudicated));
                }
                None => {
                    open.unmatched += 1;
                    journals.extend(unmatched(&open.payment, place, &one)?);
                }
            }
            rows.push(AdjudicationRow {
                payment: open.id,
                place: i64::from(place),
                claim,
                outcome: made,
                said: one,
                deeds: 0,
            });
        }
        let mut replaced = Vec::new();
        for known in billed.values() {
            journals.extend(settle(&known.claim, open.payment.on, &known.journals)?);
            let steps = steps.get(&known.row.number).map(Vec::as_slice).unwrap_or_default();
            let withdrawn = known.taken_back(steps, open.payment.on, work.now)?;
            replaced.extend(withdrawn.iter().map(|_| &known.row));
            journals.extend(withdrawn);
        }
        let mut done = voids_done(work, replaced).await?;
        done.retain(|row| !steps.contains_key(&row.number));
        let key = open.payment.key.clone();
        let details = json!({"received": self.received, "payment": open.id});
        work.tx.add_adjudications(practice, &rows).await?;
        work.tx.add_refusals(practice, &refused).await?;
        work.tx.add_journals(practice, &journals, work.now).await?;
        let mut living: Vec<&Billed> = billed.values().collect();
        living.sort_by_key(|one| one.row.id);
        let news = living.into_iter().map(|one| {
            let mut steps = steps.remove(&one.row.number).unwrap_or_default();
            if !steps.is_empty() {
                steps.push(ClaimStep::Posted { payment: key.clone() });
            }
            News { claim: Living::of(&one.row), steps, details: details.clone() }
        });
        let news = news.chain(closed(&done, &details)).collect();
        append(work, &self.clocks, Some(self.received), news).await?;
        work.keep_events().await
    }

    /// The payment's own adjustments, and its row: from here on it is posted.
    async fn close(
        &mut self,
        work: &mut Work,
        adjustments: Vec<ProviderAdjustment>,
    ) -> Result<(Option<PaymentId>, i64)> {
        self.flush(work).await?;
        let Some(mut open) = self.open.take() else { return Ok((None, 0)) };
        open.payment.adjustments = adjustments;
        let practice = work.practice_id()?;
        let journals = provider_level(&open.payment, TermsFile::embedded())?;
        work.tx.add_journals(practice, &journals, work.now).await?;
        let row = PaymentRow {
            id: open.id,
            payment: open.payment,
            claims: i64::try_from(open.claims).unwrap_or(i64::MAX),
            unmatched: open.unmatched,
            received: self.received,
            posted_at: work.now,
        };
        work.tx.add_payment(practice, &row).await?;
        let details = json!({
            "received": self.received, "claims": row.claims, "unmatched": row.unmatched,
            "total_cents": row.payment.total,
        });
        work.audit("post", "payment", &row.id.to_string(), None, details);
        work.changed("payment", row.id, 1);
        Ok((Some(row.id), row.unmatched))
    }
}
