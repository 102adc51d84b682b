//! Weights and horizons of the ranking: data, `ranking.toml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::SignedDuration;
use serde::Deserialize;

use super::reason::{ReasonClass, ReasonKind};
use crate::basics::Problem;

/// Checked: clinical reasons outweigh all others, and pace is outweighed by all others.
#[derive(Clone, Debug, PartialEq)]
pub struct RankingSettings {
    weights: BTreeMap<ReasonKind, u16>,
    pub horizon: Horizon,
    /// Of the day's even share of the first threshold, in thousandths: from here on a patient is on track.
    pub on_track_permille: u32,
}

/// When reasons begin and lapse.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Horizon {
    urgent_reading_hours_after: u16,
    callback_hours_before: u16,
    plan_review_days_before: u16,
    pub pace_seconds_missing: u64,
    pub pace_days_left: u16,
}

impl Horizon {
    pub fn urgent_reading_after(&self) -> SignedDuration {
        SignedDuration::from_hours(i64::from(self.urgent_reading_hours_after))
    }

    pub fn callback_before(&self) -> SignedDuration {
        SignedDuration::from_hours(i64::from(self.callback_hours_before))
    }

    pub fn plan_review_before(&self) -> SignedDuration {
        SignedDuration::from_hours(24 * i64::from(self.plan_review_days_before))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    weight: BTreeMap<String, u16>,
    horizon: Horizon,
    pace: WrittenPace,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenPace {
    on_track_permille: u32,
}

/// Weights are under it.
pub(super) const HEAVIEST: u16 = 1_000;

impl RankingSettings {
    /// The settings that the program was built with.
    ///
    /// # Panics
    /// Never in a program whose tests have run: they read the same file.
    pub fn embedded() -> &'static Self {
        static SETTINGS: LazyLock<RankingSettings> = LazyLock::new(|| {
            RankingSettings::read(include_str!("ranking.toml"))
                .unwrap_or_else(|problems| panic!("the embedded ranking is wrong: {problems:?}"))
        });
        &SETTINGS
    }

    /// # Errors
    /// Every problem of the file at once.
    pub fn read(text: &str) -> Result<Self, Vec<Problem>> {
        let written: Written = toml::from_str(text).map_err(|error| {
            vec![Problem::new("not_a_ranking", "ranking.toml").with("reason", error.message())]
        })?;
        let mut problems = Vec::new();
        let mut weights = BTreeMap::new();
        for (word, weight) in &written.weight {
            match ReasonKind::from_word(word).filter(|kind| *kind != ReasonKind::Window) {
                None => problems.push(Problem::new("unknown_word", format!("weight.{word}"))),
                Some(_) if *weight == 0 || *weight >= HEAVIEST => {
                    problems.push(Problem::new("out_of_range", format!("weight.{word}")));
                }
                Some(kind) => drop(weights.insert(kind, *weight)),
            }
        }
        for kind in ReasonKind::ALL.iter().filter(|kind| **kind != ReasonKind::Window) {
            if !weights.contains_key(kind) && !written.weight.contains_key(kind.word()) {
                problems.push(Problem::new("required", format!("weight.{}", kind.word())));
            }
        }
        let of = |class: ReasonClass| {
            weights.iter().filter(move |(kind, _)| kind.class() == class).map(|(_, weight)| *weight)
        };
        let order = [ReasonClass::Pace, ReasonClass::Duty, ReasonClass::Clinical];
        for pair in order.windows(2) {
            if of(pair[0]).max() >= of(pair[1]).min() {
                problems.push(Problem::new("class_out_of_order", "weight"));
            }
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(Self { weights, horizon: written.horizon, on_track_permille: written.pace.on_track_permille })
    }

    /// Places under it are those of clinical reasons.
    pub fn clinical_places_under(&self) -> u16 {
        let clinical = self.weights.iter().filter(|(kind, _)| kind.class() == ReasonClass::Clinical);
        clinical.map(|(_, weight)| HEAVIEST - weight + 1).max().unwrap_or(0)
    }

    /// 0 for what has no weight of its own.
    pub fn weight(&self, kind: ReasonKind) -> u16 {
        self.weights.get(&kind).copied().unwrap_or(0)
    }
}
