//! Deals stories: in exact shares, shuffled, and each kind of a share in its turn.

use crate::dice::Dice;

use super::sent::Claim;
use super::story::{DENIALS, Denial, REFUSALS, Refusal, SPECIALS, Standing, Story};
use super::temper::{Shares, StandingShares};

#[derive(Clone, Copy, PartialEq)]
enum Card {
    Paid,
    Refused,
    Denied,
    Special,
}

pub(super) struct Deck {
    dice: Dice,
    shares: Shares,
    cards: Vec<Card>,
    first: Vec<Story>,
    refusals: Turns<Refusal>,
    denials: Turns<Denial>,
    specials: Turns<Story>,
}

impl Deck {
    pub fn new(seed: u64, shares: Shares, first: Vec<Story>) -> Self {
        let mut dice = Dice::of(seed, 1);
        let refusals = Turns::new(&REFUSALS, &mut dice);
        let denials = Turns::new(&DENIALS, &mut dice);
        let specials = Turns::new(&SPECIALS, &mut dice);
        Self { dice, shares, cards: Vec::new(), first, refusals, denials, specials }
    }

    pub fn deal(&mut self, claim: &Claim) -> Story {
        if let Some(at) = self.first.iter().position(|story| fits(*story, claim)) {
            return self.first.remove(at);
        }
        if self.cards.is_empty() {
            self.shuffle();
        }
        match self.cards.pop().unwrap_or(Card::Paid) {
            Card::Paid => Story::Paid,
            Card::Refused => self.refusals.next(|_| true).map_or(Story::Paid, Story::Refused),
            Card::Denied => self.denials.next(|_| true).map_or(Story::Paid, Story::Denied),
            Card::Special => self.specials.next(|story| fits(*story, claim)).unwrap_or(Story::Paid),
        }
    }

    fn shuffle(&mut self) {
        let Shares { paid, refused, denied, special } = self.shares;
        let divisor = [paid, refused, denied, special].into_iter().fold(0, greatest_common_divisor).max(1);
        for (card, share) in
            [(Card::Paid, paid), (Card::Refused, refused), (Card::Denied, denied), (Card::Special, special)]
        {
            self.cards.extend((0..share / divisor).map(|_| card));
        }
        shuffled(&mut self.cards, &mut self.dice);
    }
}

/// Can it be told of this claim?
fn fits(story: Story, claim: &Claim) -> bool {
    match story {
        // Both lines must be worth something, or nothing shows.
        Story::PartlyDenied => claim.lines.len() >= 2,
        _ => true,
    }
}

/// Each in its turn, from a shuffled start.
struct Turns<T> {
    waiting: Vec<T>,
}

impl<T: Copy> Turns<T> {
    fn new(all: &[T], dice: &mut Dice) -> Self {
        let mut waiting = all.to_vec();
        shuffled(&mut waiting, dice);
        Self { waiting }
    }

    /// The first that will do goes behind all others.
    fn next(&mut self, will_do: impl Fn(&T) -> bool) -> Option<T> {
        let at = self.waiting.iter().position(will_do)?;
        let taken = self.waiting.remove(at);
        self.waiting.push(taken);
        Some(taken)
    }
}

fn shuffled<T>(all: &mut [T], dice: &mut Dice) {
    for last in (1..all.len()).rev() {
        all.swap(last, dice.below(last as u32 + 1) as usize);
    }
}

fn greatest_common_divisor(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { greatest_common_divisor(b, a % b) }
}

/// What a person is dealt, each by her own dice: the order of questions changes nothing.
pub(super) fn standing(seed: u64, member: &str, shares: StandingShares) -> Standing {
    let mut throw = Dice::of(seed, stream(member)).below(shares.of);
    for (share, standing) in [
        (shares.inactive, Standing::Inactive),
        (shares.advantage, Standing::Advantage),
        (shares.qmb, Standing::Qmb),
        (shares.hospice, Standing::Hospice),
        (shares.invalid_number, Standing::InvalidNumber),
        (shares.not_found, Standing::NotFound),
    ] {
        match throw.checked_sub(share) {
            Some(rest) => throw = rest,
            None => return standing,
        }
    }
    Standing::Active
}

/// FNV-1a, so that a name is a stream of dice.
pub(super) fn stream(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
