//! What all events together make of a claim.

use std::collections::{BTreeMap, BTreeSet};

use super::{Acts, Adjudged, ClaimEvent, ClaimState, ClaimStep, Outcome, PayerTurn, PaymentKey, WordAt};
use crate::basics::{ClaimId, Timestamp};

/// Where a claim stands, as its events have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimStanding {
    pub state: ClaimState,
    /// When we first learned what makes the state.
    pub since: Timestamp,
    /// What the newest remittance that stands made of it; also where the state has gone further.
    pub outcome: Option<Outcome>,
    /// That remittance's word.
    pub adjudged: Option<Adjudged>,
    /// What the payer knows it by: as the newest remittance says, else as an acknowledgment did.
    pub payer_claim_number: Option<String>,
    /// Remittances that spoke of it and are not in the ledger.
    pub unposted: Vec<PaymentKey>,
    /// A remittance came after it was closed, or after another claim took its place; but for the one that takes back what was
    /// decided of a claim that was replaced.
    pub is_surprised: bool,
    /// The payer says that it has a file of this number, and has not said that it read this one: somebody asks which it has.
    pub is_in_doubt: bool,
    pub superseded_by: Option<ClaimId>,
    pub acts: Acts,
}

/// Works it out. The order of the events does not matter, and neither does hearing of one twice.
///
/// `None` for no events at all.
pub fn standing(events: &[ClaimEvent]) -> Option<ClaimStanding> {
    // The same answer twice was known when it came first; somebody who closes a claim again means it as of then.
    let mut known: BTreeMap<&ClaimStep, Timestamp> = BTreeMap::new();
    let unsaid = Unsaid::of(events);
    for event in events.iter().filter(|event| !unsaid.holds(&event.step)) {
        let ends = reached(&event.step).is_some_and(ClaimState::is_final);
        let kept = |at: Timestamp| if ends { at.max(event.at) } else { at.min(event.at) };
        known.entry(&event.step).and_modify(|at| *at = kept(*at)).or_insert(event.at);
    }
    let adjudged = decided(&known);
    let outcome = adjudged.map(|(outcome, _)| outcome);
    let own: BTreeSet<&PaymentKey> = own(&known).map(|said| &said.payment).collect();
    let state_of = |step: &ClaimStep| match step {
        ClaimStep::Adjudicated(said) if said.turn == PayerTurn::Own => outcome.map(ClaimState::from),
        // Another payer's money in the ledger says nothing about this one.
        ClaimStep::Posted { payment } if !own.contains(payment) => None,
        _ => reached(step),
    };
    let reached_at = known.iter().filter_map(|(step, at)| Some((state_of(step)?, *at, *step)));
    let first = known.values().copied().min()?;
    // Whatever else is known of it: somebody drafted it.
    let state = reached_at
        .clone()
        .map(|(state, ..)| state)
        .max_by_key(|state| state.rank())
        .unwrap_or(ClaimState::Draft);
    let deciding = adjudged.map(|(_, said)| said);
    let since = reached_at.filter(|(other, _, step)| {
        other.rank() == state.rank() && adjudication(step).is_none_or(|said| Some(said) == deciding)
    });
    let since = since.map(|(_, at, _)| at);
    let since = if state.is_final() { since.max() } else { since.min() }.unwrap_or(first);

    let posted: BTreeSet<&PaymentKey> = known.keys().filter_map(|step| posted(step)).collect();
    let unposted: BTreeSet<&PaymentKey> = known
        .keys()
        .filter_map(|step| Some(&adjudication(step)?.payment))
        .filter(|payment| !posted.contains(payment))
        .collect();
    // Whoever was asked for another claim in place of this one takes back what was decided of it.
    let is_taken_back = state == ClaimState::Superseded && outcome == Some(Outcome::Reversed);
    let is_expected = |said: &Adjudged| is_taken_back && said.turn == PayerTurn::Own;
    let mut late = known.iter().filter(|(_, at)| **at > since).filter_map(|(step, _)| adjudication(step));
    let is_surprised = state.is_final() && late.any(|said| !is_expected(said));
    let superseded_by = known.keys().find_map(|step| match step {
        ClaimStep::Superseded { by } => Some(*by),
        _ => None,
    });
    let is_in_doubt = is_in_doubt(state, known.keys().copied());
    let acts = match () {
        () if is_surprised || is_in_doubt => Acts::Biller,
        () if !unposted.is_empty() => Acts::Program,
        () => state.acts(outcome),
    };
    Some(ClaimStanding {
        state,
        since,
        outcome,
        adjudged: deciding.cloned(),
        payer_claim_number: payer_claim_number(&known, deciding),
        unposted: unposted.into_iter().cloned().collect(),
        is_surprised,
        is_in_doubt,
        superseded_by,
        acts,
    })
}

/// Words that were another claim's, and the money of payments that had no other word on this one.
struct Unsaid<'a> {
    words: BTreeSet<(&'a PaymentKey, WordAt)>,
    said: BTreeSet<&'a PaymentKey>,
}

impl<'a> Unsaid<'a> {
    fn of(events: &'a [ClaimEvent]) -> Self {
        let words: BTreeSet<_> = events.iter().filter_map(|event| unsaid(&event.step)).collect();
        let said = events.iter().filter(|_| !words.is_empty()).filter_map(|event| adjudication(&event.step));
        let said = said.filter(|said| !words.contains(&(&said.payment, said.word)));
        Self { said: said.map(|said| &said.payment).collect(), words }
    }

    fn holds(&self, step: &ClaimStep) -> bool {
        match step {
            ClaimStep::Adjudicated(said) => self.words.contains(&(&said.payment, said.word)),
            ClaimStep::Posted { payment } => {
                !self.said.contains(payment) && self.words.iter().any(|(of, _)| *of == payment)
            }
            _ => false,
        }
    }
}

fn unsaid(step: &ClaimStep) -> Option<(&PaymentKey, WordAt)> {
    match step {
        ClaimStep::Unsaid { payment, word } => Some((payment, *word)),
        _ => None,
    }
}

fn is_in_doubt<'a>(state: ClaimState, mut steps: impl Iterator<Item = &'a ClaimStep>) -> bool {
    let is_silent = matches!(state, ClaimState::Transmitted | ClaimState::InterchangeOk);
    is_silent && steps.any(|step| *step == ClaimStep::InterchangeRepeated)
}

/// The word of a payer that a claim waits with: why it was refused, else the remittance that stands; by its name
/// ([`ClaimStep::told`]). `None`: nobody refused or decided it, or nothing more is expected of it.
pub fn told(events: &[ClaimEvent], now: &ClaimStanding) -> Option<String> {
    if now.state.is_final() {
        return None;
    }
    if now.state.is_rejected() {
        let refused = events.iter().filter(|event| reached(&event.step) == Some(now.state));
        return refused.max_by_key(|event| event.at).and_then(|event| event.step.told());
    }
    now.adjudged.as_ref().map(Adjudged::told)
}

/// The state that a step is enough for by itself.
fn reached(step: &ClaimStep) -> Option<ClaimState> {
    Some(match step {
        ClaimStep::Drafted { .. } => ClaimState::Draft,
        ClaimStep::Reviewed => ClaimState::Ready,
        ClaimStep::Queued { .. } => ClaimState::Queued,
        ClaimStep::Transmitted { .. } => ClaimState::Transmitted,
        ClaimStep::InterchangeAccepted => ClaimState::InterchangeOk,
        ClaimStep::InterchangeRejected { .. } => ClaimState::InterchangeRejected,
        // Received by the payer is not accepted, but whoever received it has read the file.
        ClaimStep::SyntaxAccepted { .. } | ClaimStep::PayerReceived(_) => ClaimState::SyntaxOk,
        ClaimStep::SyntaxRejected { .. } => ClaimState::SyntaxRejected,
        ClaimStep::PayerAccepted(_) => ClaimState::PayerAccepted,
        ClaimStep::PayerPended(_) => ClaimState::Pended,
        ClaimStep::PayerRejected(_) => ClaimState::PayerRejected,
        ClaimStep::InterchangeRepeated
        | ClaimStep::Adjudicated(_)
        | ClaimStep::Unsaid { .. }
        | ClaimStep::Appealed { .. } => return None,
        ClaimStep::Posted { .. } => ClaimState::Posted,
        ClaimStep::Closed { .. } => ClaimState::Closed,
        ClaimStep::Superseded { .. } => ClaimState::Superseded,
        ClaimStep::Voided { .. } => ClaimState::Voided,
    })
}

fn adjudication(step: &ClaimStep) -> Option<&Adjudged> {
    match step {
        ClaimStep::Adjudicated(adjudged) => Some(adjudged),
        _ => None,
    }
}

fn posted(step: &ClaimStep) -> Option<&PaymentKey> {
    match step {
        ClaimStep::Posted { payment } => Some(payment),
        _ => None,
    }
}

/// The claim's own payer's word that stands. A reversal takes back one adjudication; where as many were taken back as
/// were made, nothing stands but the reversal. So it does not matter which of a reversal and its correction came first.
fn decided<'a>(known: &BTreeMap<&'a ClaimStep, Timestamp>) -> Option<(Outcome, &'a Adjudged)> {
    let (reversals, decisions): (Vec<_>, Vec<_>) =
        own(known).partition(|said| said.outcome == Outcome::Reversed);
    let newest = if decisions.len() > reversals.len() { decisions } else { reversals };
    newest.into_iter().max().map(|said| (said.outcome, said))
}

fn own<'a>(known: &BTreeMap<&'a ClaimStep, Timestamp>) -> impl Iterator<Item = &'a Adjudged> {
    known.keys().filter_map(|step| adjudication(step)).filter(|said| said.turn == PayerTurn::Own)
}

fn payer_claim_number(
    known: &BTreeMap<&ClaimStep, Timestamp>,
    deciding: Option<&Adjudged>,
) -> Option<String> {
    let decided = deciding.and_then(|said| said.payer_claim_number.as_deref());
    let told = known
        .iter()
        .filter(|(step, _)| adjudication(step).is_none())
        .filter_map(|(step, at)| Some((*at, step.payer_claim_number()?)))
        .max();
    decided.or(told.map(|(_, number)| number)).map(str::to_owned)
}
