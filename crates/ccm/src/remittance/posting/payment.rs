//! A whole payment, or nothing of it.

use std::collections::BTreeMap;

use super::claim::name;
use super::{BilledClaim, adjudicate, interest, settle};
use crate::basics::{Cents, ClaimId, Date, Problem};
use crate::claim::PaymentKey;
use crate::remittance::adjudication::{Adjudication, Payment, problems};
use crate::remittance::denial::ReasonBook;
use crate::remittance::ledger::{Account, Journal, Ledger, Move, Subject, Unbalanced, Why};
use crate::remittance::terms::TermsFile;

/// What became of a payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostedPayment {
    /// It was in the ledger already: nothing was posted.
    pub is_duplicate: bool,
    /// The claims that it spoke of, in its order.
    pub claims: Vec<ClaimId>,
    /// Places of claims that we do not know. Their money is counted.
    pub unmatched: Vec<u32>,
}

/// Posts a payment with all that it says. `find`: our claim of that number.
///
/// The same payment (payer, TRN02) again does nothing; with another total it is refused.
///
/// # Errors
/// Everything that is wrong with it, and nothing is posted.
pub fn post_payment<'c>(
    ledger: &mut Ledger,
    payment: &Payment,
    said: &[Adjudication],
    find: impl Fn(&str) -> Option<&'c BilledClaim>,
    book: &ReasonBook,
) -> Result<PostedPayment, Vec<Problem>> {
    let mut posted = PostedPayment { is_duplicate: false, claims: Vec::new(), unmatched: Vec::new() };
    match ledger.payment(&payment.key) {
        Some(total) if total == payment.total => return Ok(PostedPayment { is_duplicate: true, ..posted }),
        Some(total) => {
            let problem =
                Problem::new("payment_differs", "payment.total").with("found_cents", payment.total.0);
            return Err(vec![problem.with("posted_cents", total.0)]);
        }
        None => {}
    }
    let wrong = problems(payment, said);
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let mut journals = Vec::new();
    // Each claim once, with the places of its new journals: a payment may speak of one twice, to take back and to correct.
    let mut claims: BTreeMap<ClaimId, (&BilledClaim, Vec<usize>)> = BTreeMap::new();
    let too_large = |error: Unbalanced| vec![Problem::new("amount_out_of_range", error.of)];
    for (place, said) in (0_u32..).zip(said) {
        let Some(claim) = find(&said.number) else {
            journals.extend(unmatched(payment, place, said).map_err(too_large)?);
            posted.unmatched.push(place);
            continue;
        };
        let first = journals.len();
        journals.extend(adjudicate(claim, payment, place, said, book).map_err(too_large)?);
        journals.extend(interest(claim, payment, place, said).map_err(too_large)?);
        claims.entry(claim.claim).or_insert((claim, Vec::new())).1.extend(first..journals.len());
        posted.claims.push(claim.claim);
    }
    journals.extend(provider_level(payment, TermsFile::embedded()).map_err(too_large)?);
    let known = journals.iter().find(|one| ledger.knows(one.why().word(), one.name()));
    if let Some(one) = known {
        return Err(vec![Problem::new("posted_already", one.name())]);
    }
    let mut settled = Vec::new();
    for (id, (claim, places)) in claims {
        let new = places.iter().filter_map(|place| journals.get(*place));
        settled.extend(settle(claim, payment.on, ledger.of_claim(id).chain(new)).map_err(too_large)?);
    }
    // Nothing can fail any more: none of these names is in the ledger, and a settlement counts those before it.
    for journal in journals.into_iter().chain(settled) {
        ledger.add(journal).map_err(|error| vec![Problem::new("posted_already", error.of)])?;
    }
    ledger.note_payment(payment.key.clone(), payment.total);
    Ok(posted)
}

/// Settles a claim of a ledger.
///
/// # Errors
/// Amounts beyond what can be held.
pub fn settle_in(ledger: &mut Ledger, claim: &BilledClaim, on: Date) -> Result<(), Unbalanced> {
    if let Some(journal) = settle(claim, on, ledger.of_claim(claim.claim))? {
        // Its name counts the settlements before it: it is new.
        let _ = ledger.add(journal);
    }
    Ok(())
}

/// Money for a claim that we do not know: counted, and kept apart until somebody says whose it is. `None`: there is none.
///
/// # Errors
/// Amounts beyond what can be held.
pub fn unmatched(payment: &Payment, place: u32, said: &Adjudication) -> Result<Option<Journal>, Unbalanced> {
    let kept = apart(payment, said.paid);
    let journal = Journal::of(Why::Unmatched, name(payment, place), payment.on, [kept])?;
    Ok((!journal.is_empty()).then(|| journal.with_reference(Some(&said.number))))
}

/// It is known now: the money leaves its place apart, and the claim's own journals follow as if it had always been known.
///
/// # Errors
/// Amounts beyond what can be held.
pub fn match_later(
    claim: &BilledClaim,
    payment: &Payment,
    place: u32,
    said: &Adjudication,
    book: &ReasonBook,
) -> Result<Vec<Journal>, Unbalanced> {
    let back = apart(payment, Cents(said.paid.0.saturating_neg()));
    let matched = Journal::of(Why::Matched, name(payment, place), payment.on, [back])?;
    let mut journals = Vec::new();
    if !matched.is_empty() {
        journals.push(matched.with_reference(Some(&said.number)));
    }
    journals.extend(adjudicate(claim, payment, place, said, book)?);
    journals.extend(interest(claim, payment, place, said)?);
    Ok(journals)
}

fn apart(payment: &Payment, cents: Cents) -> Move {
    let of = || Subject::payment(&payment.key);
    Move { cents, debit: (Account::CashClearing, of()), credit: (Account::Unmatched, of()) }
}

/// The payment has arrived in the bank. What is left on its account afterwards is what the bank and the remittance differ by.
///
/// # Errors
/// Amounts beyond what can be held.
pub fn deposited(key: &PaymentKey, on: Date, cents: Cents) -> Result<Journal, Unbalanced> {
    let of = || Subject::payment(key);
    let arrived = Move { cents, debit: (Account::Bank, of()), credit: (Account::CashClearing, of()) };
    Journal::of(Why::Deposited, format!("{}/{}", key.payer, key.trace), on, [arrived])
}

/// What was done to the payment as a whole (PLB). Positive reduces it.
///
/// # Errors
/// Amounts beyond what can be held.
pub fn provider_level(payment: &Payment, terms: &TermsFile) -> Result<Vec<Journal>, Unbalanced> {
    let journal = |(place, one): (u32, &crate::remittance::ProviderAdjustment)| {
        let of = || Subject::payment(&payment.key);
        let less = Move {
            cents: one.cents,
            debit: (terms.provider_level(&one.code), of()),
            credit: (Account::CashClearing, of()),
        };
        let journal = Journal::of(Why::ProviderLevel, name(payment, place), payment.on, [less])?;
        let told =
            one.reference.as_deref().map_or_else(|| one.code.clone(), |told| format!("{} {told}", one.code));
        Ok(journal.with_reference(Some(&told)))
    };
    (0_u32..).zip(&payment.adjustments).map(journal).collect()
}
