//! What a payment does beside its words on claims that we know: money for those that nobody knows, and what was done to it as
//! a whole.

use super::claim::{name, told};
use super::{BilledClaim, adjudicate, interest};
use crate::basics::{Cents, Date};
use crate::claim::{PaymentKey, WordAt};
use crate::remittance::adjudication::{Adjudication, Payment};
use crate::remittance::denial::ReasonBook;
use crate::remittance::ledger::{Account, Journal, Move, Subject, Unbalanced, Why};
use crate::remittance::terms::TermsFile;

/// Money for a claim that we do not know: counted, and kept apart until somebody says whose it is. `None`: there is none.
///
/// # Errors
/// Amounts beyond what can be held.
pub fn unmatched(payment: &Payment, place: u32, said: &Adjudication) -> Result<Option<Journal>, Unbalanced> {
    let kept = apart(payment, said.paid);
    let journal = Journal::of(Why::Unmatched, name(payment, place.into()), payment.on, [kept])?;
    Ok((!journal.is_empty()).then(|| journal.with_reference(Some(&said.number))))
}

/// It is known now: the money leaves its place apart, and the claim's own journals follow as if it had always been known.
///
/// # Errors
/// Amounts beyond what can be held.
pub fn match_later(
    claim: &BilledClaim,
    payment: &Payment,
    at: WordAt,
    said: &Adjudication,
    book: &ReasonBook,
) -> Result<Vec<Journal>, Unbalanced> {
    let mut journals = Vec::new();
    let matched = leaves(payment, at, said)?;
    if !matched.is_empty() {
        journals.push(matched);
    }
    journals.extend(adjudicate(claim, payment, at, said, book)?);
    journals.extend(interest(claim, payment, at, said)?);
    Ok(journals)
}

/// It is not that claim's after all: what [`match_later`] wrote goes back, as it stands among the claim's journals, and the
/// money is kept apart again. `None`: nothing was moved.
///
/// # Errors
/// Amounts beyond what can be held.
pub fn unsay(
    claim: &BilledClaim,
    (payment, at): (&Payment, WordAt),
    said: &Adjudication,
    book: &ReasonBook,
    on: Date,
    journals: &[Journal],
) -> Result<Option<Journal>, Unbalanced> {
    let name = name(payment, at);
    let is_word =
        |one: &&Journal| matches!(one.why(), Why::Adjudicated(_) | Why::Interest) && one.name() == name;
    let (matched, why) = (leaves(payment, at, said)?, Why::Unsaid(told(claim, payment, said, book)));
    let all = journals.iter().filter(is_word).chain([&matched]);
    let journal = Journal::against(why, &name, on, all)?;
    Ok((!journal.is_empty()).then(|| journal.with_reference(Some(&said.number))))
}

/// Money leaves its place apart.
fn leaves(payment: &Payment, at: WordAt, said: &Adjudication) -> Result<Journal, Unbalanced> {
    let back = apart(payment, Cents(said.paid.0.saturating_neg()));
    let journal = Journal::of(Why::Matched, name(payment, at), payment.on, [back])?;
    Ok(journal.with_reference(Some(&said.number)))
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
        let journal = Journal::of(Why::ProviderLevel, name(payment, place.into()), payment.on, [less])?;
        let told =
            one.reference.as_deref().map_or_else(|| one.code.clone(), |told| format!("{} {told}", one.code));
        Ok(journal.with_reference(Some(&told)))
    };
    (0_u32..).zip(&payment.adjustments).map(journal).collect()
}
