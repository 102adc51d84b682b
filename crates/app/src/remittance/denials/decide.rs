//! Deciding about a claim that was not paid. What is decided is written once; another decision stands beside it.

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::claim::life::told;
use ccm::claim::{ClaimEvent, standing};
use ccm::remittance::denial::{Decision, RefusalKind};
use ccm::remittance::posting::{MoneyDeed, decide as deed, is_qmb, settle};
use ccm::remittance::{Account, Journal, ReasonBook};
use serde_json::json;

use super::Desk;
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

/// Decides. A write-off gives up what of the claim is refused and not given up yet, in the ledger, in the same transaction.
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
    let desk = Desk::read(&mut work).await?;
    let word = word(&row).ok_or_else(|| Error::Conflict("nothing of it is refused".to_owned()))?;
    let mut problems = new.decision.check(new.until, &new.note, desk.today);
    if !Decision::BY_HAND.contains(&new.decision) {
        problems.push(Problem::new("unknown_word", "decision"));
    }
    let billed = Billed::named(&mut work, std::slice::from_ref(&row.number)).await?.remove(&row.number);
    let billed = billed.ok_or(Error::NotFound("claim"))?;
    let refused = work.tx.refusals_of(practice, row.id).await?;
    let refused: Vec<_> = refused.into_iter().filter(|one| one.word == word).collect();
    if refused.is_empty() {
        return Err(Error::Conflict("nothing of it is refused".to_owned()));
    }
    let mut journals = Vec::new();
    match new.decision {
        Decision::BillPatient => {
            let qmb = is_qmb(&billed.claim, &billed.journals);
            let book = ReasonBook::embedded();
            let is_ours = |one: &RefusalRow| {
                let told = &one.refusal.told;
                told.kind != RefusalKind::Short && !told.may_fall_on_patient(book, qmb)
            };
            if qmb {
                problems.push(Problem::new("qmb_is_not_billed", "decision").with("rule", "PAY-06"));
            } else if refused.iter().any(is_ours) {
                problems.push(Problem::new("not_the_patients", "decision"));
            }
        }
        Decision::WriteOff => {
            journals = given_up(&work, &billed, desk.today)?;
            if journals.is_empty() {
                problems.push(Problem::new("nothing_disputed", "decision"));
            }
        }
        _ => {}
    }
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let cents = journals.iter().map(|journal| journal.sum(Account::WriteOff).0);
    let cents = Cents(cents.fold(0, i64::saturating_add));
    if !journals.is_empty() {
        let all = billed.journals.iter().chain(&journals);
        journals.extend(settle(&billed.claim, desk.today, all).map_err(too_large)?);
        let now = work.now;
        work.tx.add_journals(practice, &journals, now).await?;
    }
    let id = record(&mut work, &row, word, new, cents).await?;
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

/// What stands disputed of a claim, line by line, given up.
fn given_up(work: &Work, billed: &Billed, today: Date) -> Result<Vec<Journal>> {
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
        let decision = MoneyDecisionId(work.id());
        let given = MoneyDeed::WrittenOff { decision, line, cents: Cents(cents) };
        journals.push(deed(&billed.claim, today, &given).map_err(too_large)?);
    }
    Ok(journals)
}

fn too_large(error: ccm::remittance::ledger::Unbalanced) -> Error {
    Error::Internal(error.to_string())
}
