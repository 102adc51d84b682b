//! Deciding about a claim that was not paid. What is decided is written once; another decision stands beside it.

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::claim::life::told;
use ccm::claim::{ClaimEvent, ClaimStep, standing};
use ccm::remittance::denial::{Decision, RefusalKind};
use ccm::remittance::posting::{MoneyDeed, decide as deed, is_qmb, settle, withdraw};
use ccm::remittance::{Account, Journal, ReasonBook};
use serde_json::json;

use super::Desk;
use crate::claim::life::{LifeClocks, Living, News, append};
use crate::ports::denials::{DecisionRow, RefusalRow};
use crate::ports::{ClaimEventRow, ClaimRow};
use crate::remittance::Billed;
use crate::{App, Error, Place, Result, Work};

/// What somebody decides by hand.
#[derive(Clone, PartialEq, Eq)]
pub struct NewDecision {
    pub decision: Decision,
    /// Of a wait.
    pub until: Option<Date>,
    pub note: String,
}

/// Decides. A write-off gives up what of the claim is refused and not decided yet, in the ledger, in the same transaction; to bill
/// the patient lays it on them. Of a claim that was paid too little nothing stands refused: the decision alone ends the matter.
/// One that no payer has judged, a rejected one or one of somebody else's payer, is not asked for any more and closed.
///
/// # Errors
/// [`Error::Invalid`] with everything that is wrong; [`Error::Conflict`] where nothing is to be decided, or somebody else has
/// just decided; [`Error::NotFound`]; [`Error::Forbidden`].
pub async fn decide(
    app: &App,
    actor: &Actor,
    place: Place,
    claim: ClaimId,
    new: &NewDecision,
) -> Result<MoneyDecisionId> {
    let mut work = app.begin(actor, place).await?.require(Permission::ExchangeClaims).await?;
    let practice = work.practice_id()?;
    let row = work.tx.claim(practice, &claim.to_string()).await?.ok_or(Error::NotFound("claim"))?;
    // Whatever a payer says of it, or somebody else decides, comes before this or after it.
    work.hold_accounts(&[row.patient]).await?;
    let desk = Desk::read(&mut work).await?;
    let billed = Billed::named(&mut work, std::slice::from_ref(&row.number)).await?.remove(&row.number);
    let billed = billed.ok_or(Error::NotFound("claim"))?;
    let row = &billed.row;
    let word = word(row).ok_or_else(|| Error::Conflict("nothing of it is refused".to_owned()))?;
    let mut problems = new.decision.check(new.until, &new.note, desk.today);
    if !Decision::BY_HAND.contains(&new.decision) {
        problems.push(Problem::new("unknown_word", "decision"));
    }
    let refused = work.tx.refusals_of(practice, row.id).await?;
    let refused: Vec<_> = refused.into_iter().filter(|one| one.word == word).collect();
    if refused.is_empty() {
        return Err(Error::Conflict("nothing of it is refused".to_owned()));
    }
    let mut journals = Vec::new();
    let mut closes = false;
    match new.decision {
        Decision::BillPatient => {
            let qmb = is_qmb(&billed.claim, &billed.journals);
            let book = ReasonBook::embedded();
            let falls = |one: &RefusalRow| one.refusal.told.may_fall_on_patient(book, qmb);
            let is_ours = |one: &RefusalRow| one.refusal.told.kind != RefusalKind::Short && !falls(one);
            if qmb {
                problems.push(Problem::new("qmb_is_not_billed", "decision").with("rule", "PAY-06"));
            } else if refused.iter().any(is_ours) || !refused.iter().any(falls) {
                problems.push(Problem::new("not_the_patients", "decision"));
            } else {
                journals = of_disputed(&billed, desk.today, |line, cents| {
                    let decision = MoneyDecisionId(work.id());
                    MoneyDeed::BilledPatient { decision, line, cents }
                })?;
            }
        }
        Decision::WriteOff => {
            journals = of_disputed(&billed, desk.today, |line, cents| {
                let decision = MoneyDecisionId(work.id());
                MoneyDeed::WrittenOff { decision, line, cents }
            })?;
            let is_short = |one: &RefusalRow| one.refusal.told.kind == RefusalKind::Short;
            closes = journals.is_empty() && billed.is_unjudged();
            if closes {
                journals = withdraw(&billed.claim, desk.today, &billed.journals)?.into_iter().collect();
            } else if journals.is_empty() && !refused.iter().any(is_short) {
                problems.push(Problem::new("nothing_disputed", "decision"));
            }
        }
        _ => {}
    }
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let cents = journals.iter().map(|journal| journal.sum(Account::Disputed).0);
    let cents = Cents(cents.fold(0, i64::saturating_sub));
    if !journals.is_empty() {
        let all = billed.journals.iter().chain(&journals);
        journals.extend(settle(&billed.claim, desk.today, all)?);
        let now = work.now;
        work.tx.add_journals(practice, &journals, now).await?;
    }
    // Of a claim that nobody judged, all of it is given up, and its life ends.
    let cents = if closes { row.total } else { cents };
    let id = record(&mut work, row, word, new, cents).await?;
    if closes {
        let steps = vec![ClaimStep::Closed { remark: None }];
        let news = News { claim: Living::of(row), steps, details: json!({ "decision": id }) };
        let clocks = LifeClocks::read(&mut work).await?;
        append(&mut work, &clocks, None, vec![news]).await?;
    }
    work.commit().await?;
    Ok(id)
}

/// The payer's word that a claim waits with.
pub(crate) fn word(row: &ClaimRow) -> Option<String> {
    let events: Vec<ClaimEvent> = row.events.iter().map(ClaimEventRow::event).collect();
    standing(&events).and_then(|now| told(&events, &now))
}

/// Puts a decision on record, in the transaction of the work.
pub(crate) async fn record(
    work: &mut Work,
    row: &ClaimRow,
    word: String,
    new: &NewDecision,
    cents: Cents,
) -> Result<MoneyDecisionId> {
    let practice = work.practice_id()?;
    let before = work.tx.denial_decisions(practice, row.id).await?;
    let number = before.last().map_or(1, |last| last.number + 1);
    if before.last().is_some_and(|last| last.word == word && last.decision.ends()) {
        return Err(Error::Conflict("it is decided already".to_owned()));
    }
    let id = MoneyDecisionId(work.id());
    let decision = DecisionRow {
        id,
        claim: row.id,
        number,
        word,
        decision: new.decision,
        until: new.until.filter(|_| new.decision == Decision::Wait),
        cents,
        note: new.note.trim().to_owned(),
        by: work.actor.clone(),
        at: work.now,
    };
    work.tx.add_denial_decision(practice, &decision).await?;
    let details = json!({ "decision": new.decision, "until": decision.until, "cents": cents });
    work.audit("decide", "denial", &row.id.to_string(), Some(row.patient), details);
    work.changed_of("denial", row.id, number, Some(row.patient));
    Ok(id)
}

/// What stands disputed of a claim, line by line, decided about.
fn of_disputed(
    billed: &Billed,
    today: Date,
    decided: impl Fn(Option<ClaimLineId>, Cents) -> MoneyDeed,
) -> Result<Vec<Journal>> {
    let mut disputed = std::collections::BTreeMap::<Option<ClaimLineId>, i64>::new();
    let postings = billed.journals.iter().flat_map(|journal| journal.postings());
    for posting in postings.filter(|one| one.account == Account::Disputed) {
        if posting.subject.claim == Some(billed.row.id) {
            let sum = disputed.entry(posting.subject.line).or_default();
            *sum = sum.saturating_add(posting.cents.0);
        }
    }
    let mut journals = Vec::new();
    for (line, cents) in disputed.into_iter().filter(|(_, cents)| *cents > 0) {
        journals.push(deed(&billed.claim, today, &decided(line, Cents(cents)))?);
    }
    Ok(journals)
}
