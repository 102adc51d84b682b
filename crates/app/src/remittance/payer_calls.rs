//! Everything open with one payer on one page, so that the time on hold is spent once; and the call as it went.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use ccm::access::{Actor, CommandId, Permission};
use ccm::basics::*;
use ccm::claim::timers::alerts;
use ccm::claim::{AlertRule, ClaimEvent, standing};
use ccm::remittance::NextStep;
use ccm::remittance::call_sheet::{
    Asks, CallAnswer, CallSheet, HoldTime, PayerCall, Question, call_sheets, hold_time,
};
use ccm::remittance::denial::{Decision, RefusalKind};
use serde::Serialize;
use serde_json::json;

use super::denials::{Desk, persons};
use crate::claim::life::{LifeClocks, Living};
use crate::ports::ClaimEventRow;
use crate::ports::denials::{DenialView, WhichRefusals};
use crate::ports::ledger::WhichAdjudications;
use crate::{App, Error, Place, Result, Work};

/// More than anybody asks in one call.
const MOST: i64 = 500;
/// Calls of before that a sheet shows.
const CALLS: i64 = 20;
/// Days before a last day from which on it is asked about first.
const PRESSING_DAYS: i32 = 30;

/// One payer's sheet.
#[derive(Clone, Serialize)]
pub struct PayerSheet {
    pub schema: &'static str,
    pub payer: PayerId,
    pub payer_name: String,
    pub today: Date,
    pub sheet: CallSheet,
    pub hold: HoldTime,
    /// The newest first, with who called.
    #[serde(skip)]
    pub calls: Vec<(PayerCall, Vec<CallAnswer>, String)>,
    #[serde(skip)]
    pub zone: TimeZone,
    /// Numbers of claims that answers of before speak of.
    #[serde(skip)]
    pub numbers: HashMap<ClaimId, String>,
}

/// How much is open with each payer: name, questions, what they are about.
#[derive(Clone, Debug, Serialize)]
pub struct OpenWithPayer {
    pub payer: PayerId,
    pub payer_name: String,
    pub questions: usize,
    pub cents: Cents,
}

/// All payers with which something is open, the most money first. That it was read goes on record.
///
/// # Errors
/// [`Error::Forbidden`]; storage's failures.
pub async fn open_with_payers(app: &App, actor: &Actor, place: Place) -> Result<Vec<OpenWithPayer>> {
    let mut work = app.begin_read(actor, place).await?.require(Permission::ExchangeClaims).await?;
    let desk = Desk::read(&mut work).await?;
    let sheets = call_sheets(questions(&mut work, &desk, None).await?);
    drop(work);
    app.audit_read(actor, place, "payer_calls", "list", None).await?;
    let open = |sheet: CallSheet| OpenWithPayer {
        payer: sheet.payer,
        payer_name: desk.payer_name(sheet.payer),
        questions: sheet.questions.len(),
        cents: sheet.cents,
    };
    Ok(sheets.into_iter().map(open).collect())
}

/// One payer's sheet, with the calls of before. That it was read goes on record.
///
/// # Errors
/// [`Error::NotFound`] for a payer that there is not; [`Error::Forbidden`]; storage's failures.
pub async fn payer_sheet(app: &App, actor: &Actor, place: Place, payer: PayerId) -> Result<PayerSheet> {
    let mut work = app.begin_read(actor, place).await?.require(Permission::ExchangeClaims).await?;
    let practice = work.practice_id()?;
    let desk = Desk::read(&mut work).await?;
    desk.payer(payer).ok_or(Error::NotFound("payer"))?;
    let open = questions(&mut work, &desk, Some(payer)).await?.into_iter();
    let sheet = call_sheets(open.filter(|one| one.payer == payer)).pop();
    let sheet = sheet.unwrap_or(CallSheet { payer, questions: Vec::new(), cents: Cents(0) });
    let calls = work.tx.payer_calls(practice, payer, CALLS).await?;
    let mut named: Vec<String> =
        calls.iter().flat_map(|(_, said)| said).filter_map(|one| Some(one.claim?.to_string())).collect();
    named.sort_unstable();
    named.dedup();
    let numbers = work.tx.claims_named(practice, &named).await?;
    let persons = persons(&mut work).await?;
    drop(work);
    app.audit_read(actor, place, "payer_calls", &payer.to_string(), None).await?;
    Ok(PayerSheet {
        schema: "perennial.call_sheet.1",
        payer,
        payer_name: desk.payer_name(payer),
        today: desk.today,
        sheet,
        hold: hold_time(calls.iter().map(|(call, _)| call)),
        calls: calls
            .into_iter()
            .map(|(call, said)| {
                let by = persons.get(&call.by).cloned().unwrap_or_default();
                (call, said, by)
            })
            .collect(),
        zone: desk.zone,
        numbers: numbers.into_iter().map(|row| (row.id, row.number)).collect(),
    })
}

/// A call as it went.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct NewCall {
    /// The same form sent twice is one call.
    pub command_id: CommandId,
    pub payer: PayerId,
    pub at: Timestamp,
    pub reference: String,
    pub spoke_with: Option<String>,
    pub hold_seconds: u32,
    pub note: String,
    pub answers: Vec<CallAnswer>,
}

/// Puts a call on record, with what was said to each question that was answered.
///
/// # Errors
/// [`Error::Invalid`] with everything that is wrong; [`Error::NotFound`]; [`Error::Forbidden`] for whoever is nobody of ours.
pub async fn record_call(app: &App, actor: &Actor, place: Place, new: NewCall) -> Result<PayerCallId> {
    let mut work = app.begin(actor, place).await?.require(Permission::ExchangeClaims).await?;
    let practice = work.practice_id()?;
    let by = work.actor.person().ok_or(Error::Forbidden("exchange_claims"))?;
    let command = match work.take_up_or_answer(&new.command_id, "record_call", &new).await? {
        Ok(command) => command,
        Err(before) => return Ok(before),
    };
    let desk = Desk::read(&mut work).await?;
    desk.payer(new.payer).ok_or(Error::NotFound("payer"))?;
    let answers: Vec<CallAnswer> =
        new.answers.into_iter().filter(|one| !one.answer.trim().is_empty()).collect();
    let mut claims: Vec<ClaimId> = answers.iter().filter_map(|one| one.claim).collect();
    claims.sort_unstable();
    claims.dedup();
    let names: Vec<String> = claims.iter().map(ToString::to_string).collect();
    let known = work.tx.claims_named(practice, &names).await?;
    let id = PayerCallId(work.id());
    let call = PayerCall {
        id,
        payer: new.payer,
        at: new.at,
        by,
        reference: new.reference.trim().to_owned(),
        spoke_with: new.spoke_with.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()),
        hold_seconds: new.hold_seconds,
        claims,
        note: new.note.trim().to_owned(),
    };
    let mut problems = call.check();
    problems.extend(CallAnswer::check(&answers));
    if call.at > work.now {
        problems.push(Problem::new("in_the_future", "at"));
    }
    if known.len() != call.claims.len() || known.iter().any(|row| row.payer != new.payer) {
        problems.push(Problem::new("unknown_claim", "answers"));
    }
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let now = work.now;
    work.tx.add_payer_call(practice, &call, &answers, now).await?;
    let details = json!({
        "payer": call.payer, "hold_seconds": call.hold_seconds, "answers": answers.len(), "claims": call.claims,
    });
    work.audit("record", "payer_call", &id.to_string(), None, details);
    work.changed("payer_call", id, 1);
    work.done(command, &id).await?;
    work.commit().await?;
    Ok(id)
}

/// Everything that anybody would ask a payer today; `only`: as far as it goes, of this one.
async fn questions(work: &mut Work, desk: &Desk, only: Option<PayerId>) -> Result<Vec<Question>> {
    let mut all = refused(work, desk, only).await?;
    all.extend(awaited(work, only).await?);
    all.extend(strangers(work, desk).await?);
    Ok(all)
}

/// Refused without a clear reason, marked to be asked about, or soon too late.
async fn refused(work: &mut Work, desk: &Desk, only: Option<PayerId>) -> Result<Vec<Question>> {
    let practice = work.practice_id()?;
    let which = match only {
        Some(payer) => WhichRefusals::AllOfPayer(payer, DenialView::Open, desk.today),
        None => WhichRefusals::AllStanding(DenialView::Open, desk.today),
    };
    let listed = work.tx.refusals_listed(practice, &which, ("", 0), MOST).await?;
    let asked = listed.into_iter().filter_map(|one| {
        let refusal = &one.row.refusal;
        let (proposal, until) = desk.judge(one.row.payer, &refusal.told, refusal.on, one.month);
        let is_marked = one.decision.as_ref().is_some_and(|(decision, ..)| *decision == Decision::AskPayer);
        let left = until.and_then(|day| Some(desk.today.until(day).ok()?.get_days()));
        let is_pressing = left.is_some_and(|days| (0..=PRESSING_DAYS).contains(&days));
        let asks = match refusal.told.kind {
            _ if is_pressing && refusal.told.kind != RefusalKind::Rejected => Asks::Deadline,
            RefusalKind::Short => Asks::WhyLess,
            _ if is_marked || !proposal.is_known || proposal.step == NextStep::AskPayer => Asks::WhyRefused,
            _ => return None,
        };
        Some(Question {
            payer: one.row.payer,
            asks,
            claim: Some(one.row.claim),
            number: one.number.clone(),
            payer_claim_number: None,
            trace: None,
            service_on: Some(one.month.last_day()),
            cents: refusal.cents,
            codes: vec![refusal.told.codes()],
            since: refusal.on,
            until,
        })
    });
    Ok(asked.collect())
}

/// Sent, and nothing was heard for too long.
async fn awaited(work: &mut Work, only: Option<PayerId>) -> Result<Vec<Question>> {
    let practice = work.practice_id()?;
    let clocks = LifeClocks::read(work).await?;
    let ids = work.tx.claims_unanswered(practice, only, clocks.today(), MOST).await?;
    let names: Vec<String> = ids.iter().map(ToString::to_string).collect();
    let rows = work.tx.claims_named(practice, &names).await?;
    let app = work.app().clone();
    let mut asked = Vec::new();
    for row in rows {
        let events: Vec<ClaimEvent> = row.events.iter().map(ClaimEventRow::event).collect();
        let living = Living::of(&row);
        let Some(of) = clocks.of(&app, living.payer, living.first_service_on) else { continue };
        let late = |rule| {
            matches!(rule, AlertRule::NoAcknowledgment | AlertRule::NoClaimStatus | AlertRule::NoRemittance)
        };
        // One claim is one question, however many answers are late.
        let Some(alert) = alerts(&events, &of).into_iter().find(|alert| late(alert.rule)) else { continue };
        asked.push(Question {
            payer: row.payer,
            asks: Asks::WhereIsIt,
            claim: Some(row.id),
            number: row.number.clone(),
            payer_claim_number: standing(&events).and_then(|now| now.payer_claim_number),
            trace: None,
            service_on: Some(row.month.last_day()),
            cents: row.total,
            codes: Vec::new(),
            since: alert.since,
            until: None,
        });
    }
    Ok(asked)
}

/// Paid or taken back for a number that nobody here gave.
async fn strangers(work: &mut Work, desk: &Desk) -> Result<Vec<Question>> {
    let practice = work.practice_id()?;
    let lost = work.tx.adjudications(practice, WhichAdjudications::Unmatched, MOST).await?;
    if lost.is_empty() {
        return Ok(Vec::new());
    }
    let named: BTreeSet<PaymentId> = lost.iter().map(|one| one.payment).collect();
    let named: Vec<PaymentId> = named.into_iter().collect();
    let payments = work.tx.payments_named(practice, &named).await?;
    let payments: BTreeMap<PaymentId, _> = payments.into_iter().map(|row| (row.id, row.payment)).collect();
    let asked = lost.into_iter().filter_map(|one| {
        let payment = payments.get(&one.payment)?;
        desk.payer(payment.key.payer)?;
        Some(Question {
            payer: payment.key.payer,
            asks: Asks::WhosePayment,
            claim: None,
            number: one.said.number.clone(),
            payer_claim_number: one.said.payer_claim_number.clone(),
            trace: Some(payment.key.trace.clone()),
            service_on: None,
            cents: Cents(one.said.paid.0.saturating_abs()),
            codes: Vec::new(),
            since: payment.on,
            until: None,
        })
    });
    Ok(asked.collect())
}
