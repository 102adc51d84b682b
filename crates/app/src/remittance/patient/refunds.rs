//! Money of somebody else's that we hold: of patients who gave more than their share, of payers who paid too much. A payer's
//! goes back within the days of the law (AUDIT-13), the patient's within the same.

use ccm::access::{Actor, CommandId};
use ccm::basics::*;
use ccm::claim::Timers;
use ccm::remittance::Account;
use ccm::remittance::posting::{MoneyDeed, SharedDeed, decide, decide_together};
use ccm::remittance::refund::{OwedTo, RefundError, RefundOwed, may_refund, refunds_owed};
use ccm::remittance::statement::reference_problems;
use serde::Serialize;

use super::MAY;
use super::books::{Counter, PatientBooks, known, ledger};
use super::list::cards;
use super::money::{amount_and_day, claims, keep, reason_problems, row};
use crate::ports::patient_money::{MoneyDetail, MoneyKind};
use crate::remittance::Billed;
use crate::reports::PatientCard;
use crate::{App, Error, Place, Result, Work};

/// More than a practice should leave lying about.
const MOST: i64 = 500;

/// One of them.
#[derive(Clone)]
pub struct RefundView {
    pub owed: RefundOwed,
    pub number: String,
    pub payer_name: String,
    pub card: PatientCard,
    /// The first warning before the last day has come.
    pub is_pressing: bool,
    pub is_late: bool,
}

#[derive(Clone)]
pub struct RefundsList {
    /// The most pressing first.
    pub rows: Vec<RefundView>,
    /// To patients, to payers: of all, listed or not.
    pub totals: [Cents; 2],
    pub today: Date,
}

/// Everything that has to go back.
///
/// # Errors
/// [`Error::Forbidden`]; storage's failures.
pub async fn refunds(app: &App, actor: &Actor, place: Place) -> Result<RefundsList> {
    let mut work = app.begin_read(actor, place).await?.require(MAY).await?;
    let counter = Counter::of(&mut work).await?;
    let practice = counter.practice.id;
    let credits = work.tx.credits(practice, MOST).await?;
    let totals = work.tx.credit_totals(practice).await?;
    let mut patients: Vec<PatientId> = credits.iter().map(|row| row.patient).collect();
    patients.sort_unstable();
    patients.dedup();
    let rows = work.tx.claims_billed(practice, &patients).await?;
    let rows = rows.into_iter().filter(|row| credits.iter().any(|credit| credit.claim == row.id)).collect();
    let billed = Billed::over(&mut work, rows).await?;
    let payers = work.tx.payers().await?;
    let cards = cards(&mut work, &counter, &patients).await?;
    drop(work);
    app.audit_read(actor, place, "accounts", "refunds", None).await?;
    let ledger = ledger(&billed);
    let mut views = Vec::new();
    for one in &billed {
        let payer = payers.iter().find(|payer| payer.id == one.row.payer);
        let timers = payer.map_or_else(Timers::default, |payer| Timers::of(&payer.profile));
        let Some(card) = cards.iter().find(|card| card.id == one.row.patient) else { continue };
        for owed in refunds_owed(&ledger, [one.row.id], &timers) {
            views.push(RefundView {
                is_pressing: owed.is_pressing(&timers, counter.today),
                is_late: owed.return_until < counter.today,
                number: one.row.number.clone(),
                payer_name: payer.map(|payer| payer.profile.name.clone()).unwrap_or_default(),
                card: card.clone(),
                owed,
            });
        }
    }
    views.sort_by_key(|view| (view.owed.return_until, view.owed.claim, view.owed.to));
    let total = |to| {
        let found = totals.iter().find(|(owed, _)| *owed == to);
        found.map_or(Cents(0), |(_, cents)| *cents)
    };
    Ok(RefundsList {
        totals: [total(OwedTo::Patient), total(OwedTo::Payer)],
        rows: views,
        today: counter.today,
    })
}

/// Money that went back.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct NewRefund {
    /// The same form sent twice is one refund.
    pub command_id: CommandId,
    pub claim: String,
    pub to: OwedTo,
    pub cents: Cents,
    pub on: Date,
    /// A check's number, the payer's receipt.
    pub reference: String,
}

/// Puts on record that money went back: never more than is owed.
///
/// # Errors
/// [`Error::Invalid`] with all problems; [`Error::NotFound`]; [`Error::Forbidden`].
pub async fn refund(app: &App, actor: &Actor, place: Place, new: NewRefund) -> Result<MoneyDeedId> {
    let (mut work, counter, books, claim) = open(app, actor, place, &new.claim).await?;
    let command = match work.take_up_or_answer(&new.command_id, "refund", &new).await? {
        Ok(command) => command,
        Err(before) => return Ok(before),
    };
    let reference = new.reference.trim().to_owned();
    let mut problems = reference_problems(&reference, "reference");
    if reference.is_empty() {
        problems.push(Problem::new("required", "reference"));
    }
    problems.extend(amount_and_day(Cents(1), new.on, (books.since(), counter.today)));
    match may_refund(&books.ledger, claim, new.to, new.cents) {
        Ok(()) => {}
        Err(RefundError::Nothing) => {
            problems.push(Problem::new("out_of_range", "cents").with("expected", "more than nothing"));
        }
        Err(RefundError::MoreThanOwed) => problems.push(Problem::new("more_than_owed", "cents")),
    }
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let id = MoneyDeedId(work.id());
    let parts = vec![(claim, new.cents)];
    let journal = match new.to {
        OwedTo::Patient => {
            let deed = SharedDeed::Refunded { receipt: ReceiptId(id.0) };
            decide_together(new.on, deed, claims(&books, &parts))
        }
        OwedTo::Payer => {
            let deed = MoneyDeed::OverpaymentReturned { decision: MoneyDecisionId(id.0), cents: new.cents };
            decide(&books.billed(claim)?.claim, new.on, &deed)
        }
    };
    books.post(&mut work, journal?, new.on).await?;
    let kind = match new.to {
        OwedTo::Patient => MoneyKind::RefundPatient,
        OwedTo::Payer => MoneyKind::RefundPayer,
    };
    let detail = MoneyDetail { by: None, note: reference, parts };
    let made = row(&work, (id, kind, books.patient), (new.cents, new.on), detail);
    keep(&mut work, made).await?;
    work.done(command, &id).await?;
    work.commit().await?;
    Ok(id)
}

/// A payer paid too much.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct NewOverpayment {
    /// The same form sent twice is one finding.
    pub command_id: CommandId,
    /// Its number or id.
    pub claim: String,
    pub cents: Cents,
    pub on: Date,
    pub reason: String,
}

/// Puts on record that a payer paid too much: from this day on the clock runs. Never more than it paid and has not been found
/// before, whether or not that went back.
///
/// # Errors
/// [`Error::Invalid`] with all problems; [`Error::NotFound`]; [`Error::Forbidden`].
pub async fn find_overpayment(
    app: &App,
    actor: &Actor,
    place: Place,
    new: NewOverpayment,
) -> Result<MoneyDeedId> {
    let (mut work, counter, books, claim) = open(app, actor, place, &new.claim).await?;
    let command = match work.take_up_or_answer(&new.command_id, "find_overpayment", &new).await? {
        Ok(command) => command,
        Err(before) => return Ok(before),
    };
    let (cents, on, reason) = (new.cents, new.on, new.reason.trim().to_owned());
    let mut problems = reason_problems(&reason, "reason");
    problems.extend(amount_and_day(cents, on, (books.since(), counter.today)));
    let (paid, found) = (books.on(Account::CashClearing, claim), books.on(Account::Recovery, claim));
    if cents.0 > paid.0.saturating_sub(found.0) {
        problems.push(Problem::new("more_than_paid", "cents"));
    }
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let id = MoneyDeedId(work.id());
    let deed = MoneyDeed::OverpaymentFound { decision: MoneyDecisionId(id.0), line: None, cents };
    let journal = decide(&books.billed(claim)?.claim, on, &deed)?;
    books.post(&mut work, journal, on).await?;
    let detail = MoneyDetail { by: None, note: reason, parts: vec![(claim, cents)] };
    let made = row(&work, (id, MoneyKind::Overpayment, books.patient), (cents, on), detail);
    keep(&mut work, made).await?;
    work.done(command, &id).await?;
    work.commit().await?;
    Ok(id)
}

/// The books of whoever a claim is of.
async fn open(
    app: &App,
    actor: &Actor,
    place: Place,
    number: &str,
) -> Result<(Work, Counter, PatientBooks, ClaimId)> {
    let mut work = app.begin(actor, place).await?.require(MAY).await?;
    let practice = work.practice_id()?;
    let claim = work.tx.claim(practice, number.trim()).await?.ok_or(Error::NotFound("claim"))?;
    let mut work = known(work, claim.patient).await?;
    let counter = Counter::of(&mut work).await?;
    let books = PatientBooks::read(&mut work, claim.patient).await?;
    Ok((work, counter, books, claim.id))
}
