//! From answers to a score and its band. An instrument with an item missing has no score: none of ours prorates.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::care::interview::{AnswerKind, AnswerValue};

use super::instrument::{Band, Instrument, Item, Scoring};

/// Answers by the word of their item.
pub type Answers = BTreeMap<String, AnswerValue>;

/// Points in tenths, so that a mean keeps its decimal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Score {
    pub tenths: i64,
}

impl Score {
    pub const fn whole(points: i64) -> Self {
        Self { tenths: points * 10 }
    }

    /// For a drawing.
    pub fn as_f64(self) -> f64 {
        self.tenths as f64 / 10.0
    }
}

/// `12`, or `4.3`.
impl std::fmt::Display for Score {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (whole, rest) = (self.tenths / 10, self.tenths % 10);
        if rest == 0 { write!(f, "{whole}") } else { write!(f, "{whole}.{}", rest.abs()) }
    }
}

/// What answers come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scored<'a> {
    /// `None`: a scored item is missing.
    pub score: Option<Score>,
    pub band: Option<&'a Band>,
    /// Asked, needed and not answered.
    pub missing: Vec<&'a Item>,
}

impl Scoring {
    /// From the points of so many items; nothing from none.
    pub(super) fn of(self, sum: i64, items: usize) -> Option<Score> {
        let items = i64::try_from(items).ok().filter(|items| *items > 0)?;
        Some(match self {
            Self::Sum => Score::whole(sum),
            // Half up; points are never below zero.
            Self::Mean => Score { tenths: (sum * 20 + items) / (2 * items) },
        })
    }
}

impl Instrument {
    /// Scores answers. Answers to items that are not asked do not count.
    pub fn scored(&self, answers: &Answers) -> Scored<'_> {
        let (mut missing, mut points, mut is_whole) = (Vec::new(), Vec::new(), true);
        for item in self.items.iter().filter(|item| item.is_asked(answers)) {
            match answers.get(&item.word) {
                Some(value) => points.extend(self.points(item, value)),
                None if item.is_optional => {}
                None => {
                    is_whole &= !self.is_scored(item);
                    missing.push(item);
                }
            }
        }
        let score = is_whole.then(|| self.score.of(points.iter().sum(), points.len())).flatten();
        Scored { score, band: score.and_then(|score| self.band_of(score)), missing }
    }

    /// The band that a score is in.
    pub fn band_of(&self, score: Score) -> Option<&Band> {
        self.bands.iter().rev().find(|band| Score::whole(band.from) <= score)
    }

    /// Lowest and highest score.
    pub fn range(&self) -> (Score, Score) {
        let scored = || self.items.iter().filter(|item| self.is_scored(item));
        let ends = scored().map(|item| self.ends(item));
        let (least, most) = ends.fold((0, 0), |all, one| (all.0 + one.0, all.1 + one.1));
        let end = |sum: i64| self.score.of(sum, scored().count()).unwrap_or(Score::whole(0));
        (end(least), end(most))
    }

    /// The fewest and the most points of a scored item; an item that may not be asked counts nothing then.
    fn ends(&self, item: &Item) -> (i64, i64) {
        let (least, most) = match self.kind(item) {
            AnswerKind::Choice { options } => {
                let points = || options.iter().filter_map(|option| option.points);
                (points().min().unwrap_or(0), points().max().unwrap_or(0))
            }
            AnswerKind::Scale => (0, 10),
            _ => (0, 0),
        };
        if item.after.is_some() { (least.min(0), most.max(0)) } else { (least, most) }
    }
}
