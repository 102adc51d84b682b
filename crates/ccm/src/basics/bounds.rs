//! A figure that each practice sets for itself: what it usually is, and between which two it may be.

use serde::{Deserialize, Serialize};

use super::Problem;

/// One figure's default and bounds, both of which are allowed: a row of a data file.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Bounds {
    pub name: String,
    pub default: i64,
    pub least: i64,
    pub most: i64,
}

impl Bounds {
    /// What a figure usually is; 0 for one that is in no file.
    pub fn usual(all: &[Self], name: &str) -> i64 {
        all.iter().find(|one| one.name == name).map_or(0, |one| one.default)
    }

    /// Every figure that is out of its bounds, by its name.
    pub fn check(all: &[Self], figures: impl IntoIterator<Item = (&'static str, i64)>) -> Vec<Problem> {
        let wrong = |(name, figure): (&'static str, i64)| {
            let bounds = all.iter().find(|one| one.name == name)?;
            let expected = format!("{} to {}", bounds.least, bounds.most);
            (!(bounds.least..=bounds.most).contains(&figure))
                .then(|| Problem::new("out_of_range", name).with("expected", expected))
        };
        figures.into_iter().filter_map(wrong).collect()
    }
}
