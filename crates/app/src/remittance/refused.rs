//! What of a remittance's word on a claim was not paid, for the lists of whoever works on it.

use ccm::claim::life::{Adjudged, Outcome, PayerTurn};
use ccm::remittance::denial::refusals;
use ccm::remittance::{Adjudication, BilledClaim, MoneyTerms, ReasonBook};

use crate::claim::life::LifeClocks;
use crate::ports::denials::RefusalRow;

/// Of the claim's own payer: what a payer after it refuses is that payer's matter, and what is taken back is decided anew.
pub(super) fn of(
    clocks: &LifeClocks,
    claim: &BilledClaim,
    word: &Adjudged,
    said: &Adjudication,
    book: &ReasonBook,
) -> Vec<RefusalRow> {
    let Some((_, kind)) = clocks.terms(claim.payer) else { return Vec::new() };
    if word.turn != PayerTurn::Own || word.outcome == Outcome::Reversed {
        return Vec::new();
    }
    let terms = MoneyTerms::default();
    let all = refusals(claim, said, Some(word.outcome), (*kind, word.on), (book, &terms));
    let row = |(item, refusal)| RefusalRow {
        claim: claim.claim,
        payer: claim.payer,
        word: word.told(),
        item,
        refusal,
    };
    (0..).zip(all).map(row).collect()
}
