//! What is written down of one claim: its charge, and each remittance's word.

use super::{BilledClaim, match_lines};
use crate::basics::{Cents, ClaimLineId, Date};
use crate::claim::life::{Adjudged, ClaimStanding, Outcome, PayerTurn, WordAt};
use crate::remittance::adjudication::{Adjudication, ClpStatus, Group, Payment};
use crate::remittance::denial::{MoneyTo, ReasonBook, outcome};
use crate::remittance::ledger::{Account, Journal, Move, Said, Subject, Unbalanced, Why};

/// The charge: owed by the payer, earned by the practice. `None`: it stands already, given every journal of the claim, or the
/// claim asks for nothing. What was withdrawn is charged again where a payer judges it after all.
///
/// # Errors
/// Amounts beyond what can be held.
pub fn charge<'a>(
    claim: &BilledClaim,
    on: Date,
    journals: impl IntoIterator<Item = &'a Journal>,
) -> Result<Option<Journal>, Unbalanced> {
    let (stands, name) = charged(claim, Why::Charged, journals);
    if stands || claim.is_void { Ok(None) } else { all_lines(claim, Why::Charged, name, on, 1) }
}

/// The charge taken back: the claim was voided, or another took its place. `None`: none stands.
///
/// # Errors
/// As [`charge`].
pub fn withdraw<'a>(
    claim: &BilledClaim,
    on: Date,
    journals: impl IntoIterator<Item = &'a Journal>,
) -> Result<Option<Journal>, Unbalanced> {
    let (stands, name) = charged(claim, Why::Withdrawn, journals);
    if stands { all_lines(claim, Why::Withdrawn, name, on, -1) } else { Ok(None) }
}

/// The charge of a claim that another has taken the place of, once its payer has taken back what it decided: from then on
/// only the other is owed.
///
/// # Errors
/// As [`charge`].
pub fn withdraw_replaced<'a>(
    claim: &BilledClaim,
    on: Date,
    now: &ClaimStanding,
    journals: impl IntoIterator<Item = &'a Journal>,
) -> Result<Option<Journal>, Unbalanced> {
    let is_over = now.superseded_by.is_some() && now.outcome == Some(Outcome::Reversed);
    if is_over { withdraw(claim, on, journals) } else { Ok(None) }
}

/// Whether the claim's charge stands, and the name of the next journal of that kind: the first is the claim's own, the others
/// are counted.
fn charged<'a>(
    claim: &BilledClaim,
    why: Why,
    journals: impl IntoIterator<Item = &'a Journal>,
) -> (bool, String) {
    let (mut sum, mut before) = (0_i128, 0_usize);
    for journal in journals {
        let of = journal.postings().iter().filter(|one| one.account == Account::Charges);
        let of = of.filter(|one| one.subject.claim == Some(claim.claim));
        sum += of.map(|one| i128::from(one.cents.0)).sum::<i128>();
        before += usize::from(journal.why() == why);
    }
    let name = match before {
        0 => claim.claim.to_string(),
        _ => format!("{}/{}", claim.claim, before + 1),
    };
    (sum != 0, name)
}

fn all_lines(
    claim: &BilledClaim,
    why: Why,
    name: String,
    on: Date,
    sign: i64,
) -> Result<Option<Journal>, Unbalanced> {
    let moves = claim.lines.iter().map(|line| Move {
        cents: Cents(line.charge.0.saturating_mul(sign)),
        debit: claim.side(Account::PayerReceivable, Some(line.id)),
        credit: claim.side(Account::Charges, Some(line.id)),
    });
    let journal = Journal::of(why, name, on, moves)?;
    Ok((!journal.is_empty()).then_some(journal))
}

/// One remittance's word on one claim, as it said it. `None` where nothing is posted: a predetermination, a claim that is not
/// theirs, and a void that they refuse, of which nothing was charged.
///
/// A reversal comes with negated amounts and takes the same way back.
///
/// # Errors
/// Amounts beyond what can be held.
pub fn adjudicate(
    claim: &BilledClaim,
    payment: &Payment,
    at: impl Into<WordAt>,
    said: &Adjudication,
    book: &ReasonBook,
) -> Result<Option<Journal>, Unbalanced> {
    let nothing = match said.status {
        ClpStatus::Predetermination => true,
        ClpStatus::NotTheirs => said.paid.0 == 0,
        _ => claim.is_void && said.paid.0 == 0,
    };
    if nothing {
        return Ok(None);
    }
    let turn = claim.turn(payment);
    let owed = match turn {
        PayerTurn::Own => Account::PayerReceivable,
        PayerTurn::After | PayerTurn::Before => Account::OtherReceivable,
    };
    let lines = match_lines(claim, &said.lines);
    let line_of = |place: Option<usize>| place.and_then(|place| lines.get(place).copied().flatten());
    let mut moves = Vec::new();
    let mut push = |cents: Cents, to: (Account, Subject), line: Option<ClaimLineId>| {
        moves.push(Move { cents, debit: to, credit: claim.side(owed, line) });
    };
    // In the payment's account, and known by line: what a line was paid can be asked.
    let cash = |line| {
        let of_line = Subject { payment: Some(payment.key.clone()), ..claim.subject(line) };
        (Account::CashClearing, of_line)
    };
    let mut by_line = 0_i64;
    for (at, line) in said.lines.iter().enumerate() {
        let ours = line_of(Some(at));
        push(line.paid, cash(ours), ours);
        by_line = by_line.saturating_add(line.paid.0);
    }
    // What was paid without a line: all of it, where they name none.
    push(Cents(said.paid.0.saturating_sub(by_line)), cash(None), None);
    for (at, one) in said.all_adjustments() {
        let line = line_of(at);
        let account = match (one.group, book.money_to(&one.reason), turn) {
            // What a payer before leaves to the patient is what the claim's own payer is asked for.
            (Group::Patient, _, PayerTurn::Before) => None,
            (Group::Patient, _, PayerTurn::Own) if !book.is_share(&one.reason) => Some(Account::Disputed),
            (Group::Patient, _, _) => Some(Account::PatientShare),
            // Sent to us first, and somebody else has settled a part of it.
            (_, MoneyTo::PriorPayer, PayerTurn::Own) => Some(Account::OtherReceivable),
            (_, to, _) => to.account(),
        };
        if let Some(account) = account {
            push(one.cents, claim.side(account, line), line);
        }
    }
    let why = Why::Adjudicated(told(claim, payment, said, book));
    let journal = Journal::of(why, name(payment, at.into()), payment.on, moves)?;
    Ok(Some(journal.with_reference(said.payer_claim_number.as_deref())))
}

/// What settlements need of a word.
pub(super) fn told(claim: &BilledClaim, payment: &Payment, said: &Adjudication, book: &ReasonBook) -> Said {
    Said {
        turn: claim.turn(payment),
        is_reversal: said.status == ClpStatus::Reversal,
        is_forwarded: said.is_forwarded(book),
        says_qmb: said.says_qmb(book),
        bars_patient: said.bars_patient(book),
    }
}

/// The event that a remittance's word is in the life of the claim; `None`: a predetermination is none.
pub fn adjudged(
    claim: &BilledClaim,
    payment: &Payment,
    at: impl Into<WordAt>,
    said: &Adjudication,
    book: &ReasonBook,
) -> Option<Adjudged> {
    Some(Adjudged {
        on: payment.on,
        payment: payment.key.clone(),
        word: at.into(),
        turn: claim.turn(payment),
        outcome: outcome(said, book)?,
        status: said.status.code().to_owned(),
        paid: said.paid,
        patient_share: said.told_share(),
        is_forwarded: said.is_forwarded(book),
        payer_claim_number: said.payer_claim_number.clone(),
    })
}

/// The part of a payment's interest that is told to be this claim's; `None`: there is none.
///
/// The money itself came as a provider-level adjustment (L6): this only says whose it is.
///
/// # Errors
/// Amounts beyond what can be held.
pub fn interest(
    claim: &BilledClaim,
    payment: &Payment,
    at: impl Into<WordAt>,
    said: &Adjudication,
) -> Result<Option<Journal>, Unbalanced> {
    if said.interest.0 == 0 {
        return Ok(None);
    }
    let part = Move {
        cents: said.interest,
        debit: (Account::Interest, Subject::payment(&payment.key)),
        credit: claim.side(Account::Interest, None),
    };
    Journal::of(Why::Interest, name(payment, at.into()), payment.on, [part]).map(Some)
}

/// Names what a payment says at a place, once and for ever.
pub(super) fn name(payment: &Payment, at: WordAt) -> String {
    format!("{}/{}/{at}", payment.key.payer, payment.key.trace)
}

/// The payment of such a name, and the place as the number that it is.
pub(super) fn placed(name: &str) -> (&str, u32) {
    let split = name.rsplit_once('/');
    let split = split.map(|(payment, at)| (payment, at.split_once('~').map_or(at, |(place, _)| place)));
    split.and_then(|(payment, place)| Some((payment, place.parse().ok()?))).unwrap_or((name, 0))
}
