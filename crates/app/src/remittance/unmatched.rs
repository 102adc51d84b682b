//! Money for claims that nobody here knows: listed, given to a claim once somebody has found out whose it is, and taken away
//! from it again where that was wrong.

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::claim::life::{Outcome, WordAt};
use ccm::claim::{ClaimEvent, ClaimStanding, ClaimState, ClaimStep, standing};
use ccm::remittance::ReasonBook;
use ccm::remittance::ledger::Why;
use ccm::remittance::posting::{adjudged, charge, match_later, settle, unsay, withdraw};
use serde::Serialize;
use serde_json::json;

use super::billed::Billed;
use super::taken_back::{closed, voids_done};
use crate::claim::life::{LifeClocks, Living, News, append};
use crate::ports::ClaimEventRow;
use crate::ports::ledger::{AdjudicationRow, PaymentRow, WhichAdjudications};
use crate::{App, Error, Place, Result, Work};

/// More than a practice should leave lying about.
const MOST: i64 = 500;

/// What was paid for a number that nobody here gave.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct UnmatchedClaim {
    pub payment: PaymentId,
    /// Its place in the payment, from 0.
    pub place: i64,
    /// As the payer has it.
    pub number: String,
    pub charge_cents: Cents,
    pub paid_cents: Cents,
}

/// All of them, payment by payment. That they were read goes on record.
///
/// # Errors
/// [`Error::Forbidden`]; storage's failures.
pub async fn unmatched_claims(app: &App, actor: &Actor, place: Place) -> Result<Vec<UnmatchedClaim>> {
    let mut work = app.begin_read(actor, place).await?.require(Permission::ExchangeClaims).await?;
    let practice = work.practice_id()?;
    let rows = work.tx.adjudications(practice, WhichAdjudications::Unmatched, MOST).await?;
    drop(work);
    app.audit_read(actor, place, "adjudications", "unmatched", None).await?;
    let told = rows.into_iter().map(|row| UnmatchedClaim {
        payment: row.payment,
        place: row.place,
        number: row.said.number,
        charge_cents: row.said.charge,
        paid_cents: row.said.paid,
    });
    Ok(told.collect())
}

/// Gives one to a claim of ours, as if its number had always been known. What was posted stays, and is taken back beside it.
///
/// # Errors
/// [`Error::NotFound`] for a payment, a place or a claim that there is not; [`Error::Conflict`] for one that is known
/// already, and for a claim that never went out; [`Error::Forbidden`].
pub async fn match_claim(
    app: &App,
    actor: &Actor,
    place: Place,
    (payment, at): (PaymentId, i64),
    number: &str,
) -> Result<()> {
    let mut work = app.begin(actor, place).await?.require(Permission::ExchangeClaims).await?;
    let practice = work.practice_id()?;
    let (row, said, word_at) = spoken(&mut work, payment, at).await?;
    if said.claim.is_some() {
        return Err(Error::Conflict("it is known whose it is".to_owned()));
    }
    let number = number.trim().to_owned();
    let mut known = Billed::named(&mut work, std::slice::from_ref(&number)).await?;
    let mut known = known.remove(&number).ok_or(Error::NotFound("claim"))?;
    // What never went out was never paid.
    let events: Vec<ClaimEvent> = known.row.events.iter().map(ClaimEventRow::event).collect();
    if standing(&events).is_none_or(|stands| stands.state.has_not_left()) {
        return Err(Error::Conflict(format!("{number} was never sent")));
    }
    let (book, on) = (ReasonBook::embedded(), row.payment.on);
    let mut journals: Vec<_> = charge(&known.claim, on, &known.journals)?.into_iter().collect();
    journals.extend(match_later(&known.claim, &row.payment, word_at, &said.said, book)?);
    known.journals.extend(journals.iter().cloned());
    journals.extend(settle(&known.claim, on, &known.journals)?);
    let clocks = LifeClocks::read(&mut work).await?;
    let (mut steps, mut refused) = (Vec::new(), Vec::new());
    if let Some(word) = adjudged(&known.claim, &row.payment, word_at, &said.said, book) {
        refused = super::refused::of(&clocks, &known.claim, &word, &said.said, book);
        steps.push(ClaimStep::Adjudicated(word));
        steps.push(ClaimStep::Posted { payment: row.payment.key.clone() });
    }
    let withdrawn = known.taken_back(&steps, on, work.now)?;
    let done = voids_done(&mut work, withdrawn.iter().map(|_| &known.row)).await?;
    journals.extend(withdrawn);
    let (by, now) = (work.actor.clone(), work.now);
    work.tx.add_match(practice, &said, Some(known.row.id), &by, now).await?;
    work.tx.add_journals(practice, &journals, now).await?;
    work.tx.add_refusals(practice, &refused).await?;
    let details = json!({ "payment": payment, "place": at });
    let mut news = vec![News { claim: Living::of(&known.row), steps, details: details.clone() }];
    news.extend(closed(&done, &details));
    append(&mut work, &clocks, Some(row.received), news).await?;
    work.audit("match", "payment", &payment.to_string(), Some(known.row.patient), details);
    work.changed("payment", payment, said.deeds + 2);
    work.commit().await
}

/// Takes it away from the claim that somebody gave it to, as if it had never been said of that one: its money is kept apart
/// again, and who bears the patient's share is worked out from what is left. Nothing is erased: all of it stands beside.
///
/// # Errors
/// [`Error::NotFound`] for a payment or a place that there is not; [`Error::Conflict`] for one that nobody gave to a claim, and
/// for the reversal with which the charge of a replaced claim went: what came of that is done; [`Error::Forbidden`].
pub async fn unmatch_claim(
    app: &App,
    actor: &Actor,
    place: Place,
    (payment, at): (PaymentId, i64),
) -> Result<()> {
    let mut work = app.begin(actor, place).await?.require(Permission::ExchangeClaims).await?;
    let practice = work.practice_id()?;
    let (row, said, word) = spoken(&mut work, payment, at).await?;
    let Some(claim) = said.claim.filter(|_| said.is_given()) else {
        return Err(Error::Conflict("nobody gave it to a claim".to_owned()));
    };
    let rows = work.tx.claims_named(practice, &[claim.to_string()]).await?;
    let mut known = Billed::over(&mut work, rows).await?.pop().ok_or(Error::NotFound("claim"))?;
    let mut events: Vec<ClaimEvent> = known.row.events.iter().map(ClaimEventRow::event).collect();
    let before = standing(&events);
    let (key, (by, now)) = (&row.payment.key, (work.actor.clone(), work.now));
    let was_told = events.iter().any(|event| match &event.step {
        ClaimStep::Adjudicated(said) => said.payment == *key && said.word == word,
        _ => false,
    });
    let steps: Vec<ClaimStep> =
        was_told.then(|| ClaimStep::Unsaid { payment: key.clone(), word }).into_iter().collect();
    events.extend(steps.iter().map(|step| ClaimEvent { at: now, step: step.clone() }));
    let after = standing(&events);
    let is_over = |stands: &Option<ClaimStanding>| {
        let stands = stands.as_ref().filter(|stands| stands.superseded_by.is_some());
        stands.is_some_and(|stands| stands.outcome == Some(Outcome::Reversed))
    };
    if is_over(&before) && !is_over(&after) {
        return Err(Error::Conflict("another claim stands in its place, and its charge is gone".to_owned()));
    }
    let clocks = LifeClocks::read(&mut work).await?;
    let (book, today) = (ReasonBook::embedded(), clocks.today());
    let back = unsay(&known.claim, (&row.payment, word), &said.said, book, today, &known.journals)?;
    let mut journals: Vec<_> = back.into_iter().collect();
    known.journals.extend(journals.iter().cloned());
    journals.extend(settle(&known.claim, today, &known.journals)?);
    let taken_back = known.taken_back(&steps, today, now)?;
    let done = voids_done(&mut work, taken_back.iter().map(|_| &known.row)).await?;
    // Nobody has judged it: what was given up before, or asked anew in its place, is owed no more than it was.
    let is_left = after.is_some_and(|stands| stands.state > ClaimState::Closed)
        || known.journals.iter().any(|one| one.why() == Why::Withdrawn);
    let withdrawn = match taken_back {
        None if is_left && known.is_unjudged() => withdraw(&known.claim, today, &known.journals)?,
        taken_back => taken_back,
    };
    journals.extend(withdrawn);
    work.tx.add_match(practice, &said, None, &by, now).await?;
    work.tx.add_journals(practice, &journals, now).await?;
    let details = json!({ "payment": payment, "place": at });
    let mut news = vec![News { claim: Living::of(&known.row), steps, details: details.clone() }];
    news.extend(closed(&done, &details));
    append(&mut work, &clocks, Some(row.received), news).await?;
    work.audit("unmatch", "payment", &payment.to_string(), Some(known.row.patient), details);
    work.changed("payment", payment, said.deeds + 2);
    work.commit().await
}

/// What a payment says at a place.
async fn spoken(
    work: &mut Work,
    payment: PaymentId,
    at: i64,
) -> Result<(PaymentRow, AdjudicationRow, WordAt)> {
    let practice = work.practice_id()?;
    let row = work.tx.payment(practice, payment).await?.ok_or(Error::NotFound("payment"))?;
    let said = work.tx.adjudications(practice, WhichAdjudications::At(payment, at), 1).await?.pop();
    let said = said.ok_or(Error::NotFound("claim of the payment"))?;
    let word = said.word().ok_or(Error::NotFound("claim of the payment"))?;
    Ok((row, said, word))
}
