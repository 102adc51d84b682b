//! What was told of claims together, against the claims that are listed.

use super::answer::{ClaimAnswer, Provider, Receiver, Status, Tally};
use crate::problem::{Problems, Reason};
use crate::text::Sum;

/// How many claims, and for how much; `None` where that cannot be known.
#[derive(Clone, Copy, Default)]
struct Counted {
    claims: Option<u64>,
    amount: Option<Sum>,
}

/// Notes each count and each amount that is not that of what stands below it. Where nothing is listed, as under a
/// provider who is refused as a whole, what was told of it stands.
pub(super) fn add_up(receivers: &[Receiver], note: &mut Problems) {
    for receiver in receivers {
        let mut below = [Counted::nothing(), Counted::nothing()];
        for provider in &receiver.providers {
            let listed = listed(provider);
            let is_told = told(provider).iter().any(|told| told.claims.is_some() || told.amount.is_some());
            for ((told, listed), below) in told(provider).into_iter().zip(listed).zip(&mut below) {
                if provider.claims.is_empty() {
                    below.take(Counted::told(told, is_told));
                } else {
                    compare(told, listed, note);
                    below.take(listed);
                }
            }
        }
        if !receiver.providers.is_empty() {
            for (told, below) in [receiver.accepted, receiver.rejected].into_iter().zip(below) {
                compare(told, below, note);
            }
        }
    }
}

fn told(provider: &Provider) -> [Tally; 2] {
    [provider.accepted, provider.rejected]
}

/// The claims of a provider: those that were accepted, and those that were not.
fn listed(provider: &Provider) -> [Counted; 2] {
    let mut counted = [Counted::nothing(), Counted::nothing()];
    for claim in &provider.claims {
        let is_rejected = claim.statuses.iter().any(Status::rejects);
        if let Some(counted) = counted.get_mut(usize::from(is_rejected)) {
            counted.take(Counted::one(claim));
        }
    }
    counted
}

impl Counted {
    fn nothing() -> Self {
        Self { claims: Some(0), amount: Some(Sum::default()) }
    }

    fn one(claim: &ClaimAnswer) -> Self {
        let charge = claim.statuses.iter().find_map(|status| status.charge);
        let amount = charge.map(|charge| {
            let mut sum = Sum::default();
            sum.add(charge);
            sum
        });
        Self { claims: Some(1), amount }
    }

    /// As a provider without claims tells it: half of it may be left out where it is nothing.
    fn told(told: Tally, is_told: bool) -> Self {
        let nothing = if is_told { Self::nothing() } else { Self::default() };
        let amount = told.amount.map(|(amount, _)| {
            let mut sum = Sum::default();
            sum.add(amount);
            sum
        });
        let claims = told.claims.map(|(claims, _)| claims);
        Self { claims: claims.or(nothing.claims), amount: amount.or(nothing.amount) }
    }

    fn take(&mut self, other: Self) {
        self.claims = self.claims.zip(other.claims).map(|(claims, others)| claims.saturating_add(others));
        self.amount = self.amount.zip(other.amount).map(|(mut amount, other)| {
            amount.take(other);
            amount
        });
    }
}

fn compare(told: Tally, counted: Counted, note: &mut Problems) {
    if let (Some((said, place)), Some(counted)) = (told.claims, counted.claims)
        && said != counted
    {
        note.note_at(place, 2, Reason::Count { said, counted });
    }
    if let (Some((said, place)), Some(counted)) = (told.amount, counted.amount)
        && !counted.is(said)
    {
        let what = "what the claims below it ask for";
        let (said_cents, counted_cents) = (said.cents(), counted.cents());
        note.note_at(place, 2, Reason::Balance { what, said_cents, counted_cents });
    }
}
