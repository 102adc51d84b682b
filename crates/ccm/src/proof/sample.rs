//! The quarterly self-audit: a random sample that anybody can draw again.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};

use crate::basics::{ClaimId, Problem, ServiceMonth};

/// Patient-months in a self-audit (workflows.md section 5, step 11).
pub const SAMPLE_SIZE: usize = 30;

/// A quarter of a year: `2026-Q3`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quarter {
    year: i16,
    /// 1 to 4.
    number: i8,
}

impl Quarter {
    pub fn of(month: ServiceMonth) -> Self {
        let number = (month.first_day().month() - 1) / 3 + 1;
        Self { year: month.year(), number }
    }

    /// Its three months.
    pub fn months(self) -> Vec<ServiceMonth> {
        (1..=3).filter_map(|place| ServiceMonth::new(self.year, (self.number - 1) * 3 + place)).collect()
    }
}

impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-Q{}", self.year, self.number)
    }
}

impl FromStr for Quarter {
    type Err = Problem;

    fn from_str(text: &str) -> Result<Self, Problem> {
        let wrong = || Problem::new("unknown_word", "quarter").with("expected", "2026-Q3");
        let (year, number) = text.split_once("-Q").ok_or_else(wrong)?;
        let (year, number) =
            (year.parse::<i16>().map_err(|_| wrong())?, number.parse::<i8>().map_err(|_| wrong())?);
        let is_good = (2000..=2999).contains(&year) && (1..=4).contains(&number);
        is_good.then_some(Self { year, number }).ok_or_else(wrong)
    }
}

impl Serialize for Quarter {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Quarter {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(from)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// Draws `size` claims: those whose SHA-256 over seed, a line feed and id is lowest. The same seed and claims give the
/// same sample, in whatever order they come; so does `sha256sum` on another machine.
pub fn sample(seed: &str, claims: &[ClaimId], size: usize) -> Vec<ClaimId> {
    let rank = |claim: &ClaimId| -> [u8; 32] { Sha256::digest(format!("{seed}\n{claim}")).into() };
    let mut ranked: Vec<([u8; 32], ClaimId)> = claims.iter().map(|claim| (rank(claim), *claim)).collect();
    ranked.sort_unstable();
    ranked.dedup();
    ranked.into_iter().take(size).map(|(_, claim)| claim).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_is_drawn_again_from_its_seed() {
        let claims: Vec<ClaimId> = (0..200).map(|n| ClaimId(uuid::Uuid::from_u128(n))).collect();
        let mut other_way = claims.clone();
        other_way.reverse();
        let drawn = sample("2026-Q3 a", &claims, SAMPLE_SIZE);
        assert_eq!(drawn.len(), SAMPLE_SIZE);
        assert_eq!(drawn, sample("2026-Q3 a", &other_way, SAMPLE_SIZE));
        assert_ne!(drawn, sample("2026-Q3 b", &claims, SAMPLE_SIZE));
        assert_eq!(sample("x", &claims[..3], SAMPLE_SIZE).len(), 3);
    }

    #[test]
    fn a_quarter_has_its_three_months_and_reads_back() {
        let quarter = Quarter::of("2026-09".parse().unwrap());
        assert_eq!(quarter.to_string().parse(), Ok(quarter));
        let months: Vec<String> = quarter.months().iter().map(ToString::to_string).collect();
        assert_eq!(months, ["2026-07", "2026-08", "2026-09"]);
        for wrong in ["2026-Q0", "2026-Q5", "26-Q1", "2026Q1", ""] {
            assert!(wrong.parse::<Quarter>().is_err(), "{wrong}");
        }
    }
}
