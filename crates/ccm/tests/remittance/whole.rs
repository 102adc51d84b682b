//! Whole payments into a ledger in memory, in the order in which storage's posting takes them.

use std::collections::BTreeMap;

use ccm::basics::*;
use ccm::remittance::adjudication::problems;
use ccm::remittance::ledger::Unbalanced;
use ccm::remittance::posting::*;
use ccm::remittance::terms::TermsFile;
use ccm::remittance::*;
use uuid::Uuid;

use crate::support::*;

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

/// A claim, and the ledger that it stands in.
pub struct Desk {
    pub ledger: Ledger,
    pub claim: BilledClaim,
}

impl Desk {
    pub fn new(charges: &[i64]) -> Self {
        let claim = claim(charges);
        let mut ledger = Ledger::default();
        ledger.add(charge(&claim, day("2026-11-02"), []).unwrap().unwrap()).unwrap();
        Self { ledger, claim }
    }

    pub fn post(&mut self, payment: &Payment, said: &[Adjudication]) -> Result<PostedPayment, Vec<Problem>> {
        let claim = self.claim.clone();
        let find = |number: &str| (number == claim.number).then_some(&claim);
        post_payment(&mut self.ledger, payment, said, find, book())
    }

    /// One payment for one claim.
    pub fn hear(&mut self, payer: PayerId, trace: &str, on: &str, said: Adjudication) {
        let said = [said];
        let payment = payment(payer, trace, on, &said, &[]);
        self.post(&payment, &said).unwrap();
    }

    pub fn said(&self, status: ClpStatus, lines: &[&str]) -> Adjudication {
        said(&self.claim, status, lines)
    }

    pub fn deed(&mut self, deed: &MoneyDeed) {
        self.ledger.add(decide(&self.claim, day("2026-12-01"), deed).unwrap()).unwrap();
        self.settle();
    }

    /// Charged, where it is not.
    pub fn charge(&mut self) -> bool {
        let journal = charge(&self.claim, day("2026-12-01"), self.ledger.journals()).unwrap();
        journal.map(|one| self.ledger.add(one).unwrap()).is_some()
    }

    pub fn withdraw(&mut self) -> bool {
        let journal = withdraw(&self.claim, day("2026-12-01"), self.ledger.journals()).unwrap();
        journal.map(|one| self.ledger.add(one).unwrap()).is_some()
    }

    pub fn settle(&mut self) {
        settle_in(&mut self.ledger, &self.claim, day("2026-12-01")).unwrap();
    }

    pub fn stands(&self, expected: &[&str]) {
        assert_eq!(balances(&self.ledger), expected);
        assert_eq!(self.ledger.check(), []);
    }
}

pub fn receipt(n: u128) -> ReceiptId {
    ReceiptId(Uuid::from_u128(n))
}

pub fn decision(n: u128) -> MoneyDecisionId {
    MoneyDecisionId(Uuid::from_u128(n))
}

/// A hundred dollars: eighty allowed, a fifth of it the patient's, two percent of the rest cut.
pub const PAID: &str = "CO-45 2000, PR-2 1600, CO-253 128";
