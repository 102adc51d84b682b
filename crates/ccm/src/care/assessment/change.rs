//! A score beside the one before.

use super::instrument::{Better, Instrument};
use super::score::Score;

/// How a score differs from the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    pub before: Score,
    /// In tenths; above zero: more points than before.
    pub tenths: i64,
    pub step: Step,
    /// Whether it reaches the smallest change that matters; `None` where no source names one.
    pub matters: Option<bool>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Better,
    Same,
    Worse,
}

impl Instrument {
    /// Holds two scores of this instrument beside each other.
    pub fn change(&self, before: Score, now: Score) -> Change {
        let tenths = now.tenths - before.tenths;
        let step = match (tenths.signum(), self.better) {
            (0, _) => Step::Same,
            (1, Better::Higher) | (-1, Better::Lower) => Step::Better,
            _ => Step::Worse,
        };
        let smallest = self.change.as_ref().map(|one| Score::whole(one.points).tenths);
        Change { before, tenths, step, matters: smallest.map(|smallest| tenths.abs() >= smallest) }
    }
}
