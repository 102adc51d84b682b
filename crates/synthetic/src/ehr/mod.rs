//! Whole lives as large FHIR bundles, for the benchmark of import: as many entries of each kind, as many bytes
//! and the same ways of referring as synthetic-record generators give; the people and every word are our own.
//!
//! `life` tells a life visit by visit; `person`, `clinical`, `acts`, `financial` and `documents` write what a visit leaves behind.

mod acts;
mod clinical;
mod documents;
mod financial;
mod life;
mod person;
mod provider;

use crate::dice::Dice;
use life::Life;

pub use provider::providers;

/// How large a bundle is to be, in bytes of compact JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BundleSize {
    /// About 0.4 MB, some 250 entries.
    Small,
    /// About 1.5 MB, some 900 entries: the middle of the public samples.
    Typical,
    /// About 3 MB, some 2,000 entries: the largest of them.
    Large,
    /// All three, about as often as among the samples: two small, two typical, one large in five.
    Mixed,
}

/// `count` patients, one transaction bundle each, as (file name, JSON). They refer to the practitioners and places
/// of [`providers`] of the same seed. The n-th bundle of a seed and size is always the same, whatever the count.
pub fn bundles(seed: u64, count: u32, size: BundleSize) -> impl Iterator<Item = (String, String)> {
    (0..count).map(move |number| {
        let mut dice = Dice::of(seed, 1_000_000 + u64::from(number));
        let shape = Shape::of(size, number, &mut dice);
        (format!("patient-{number:06}.json"), Life::new(seed, number, dice).tell(&shape))
    })
}

/// How many of each kind a life leaves behind. The proportions were measured on the public samples.
struct Shape {
    encounters: u32,
    observations: u32,
    laboratory_reports: u32,
    prescriptions: u32,
    procedures: u32,
    conditions: u32,
    immunizations: u32,
    care_plans: u32,
    supplies: u32,
    images: u32,
}

impl Shape {
    fn of(size: BundleSize, number: u32, dice: &mut Dice) -> Self {
        match size {
            BundleSize::Small => Self::small().varied(dice),
            BundleSize::Typical => Self::typical().varied(dice),
            BundleSize::Large => Self::large().varied(dice),
            BundleSize::Mixed => match number % 5 {
                0 | 3 => Self::small().varied(dice),
                1 | 4 => Self::typical().varied(dice),
                _ => Self::large().varied(dice),
            },
        }
    }

    fn small() -> Self {
        Self {
            encounters: 16,
            observations: 120,
            laboratory_reports: 8,
            prescriptions: 8,
            procedures: 11,
            conditions: 7,
            immunizations: 6,
            care_plans: 2,
            supplies: 0,
            images: 0,
        }
    }

    fn typical() -> Self {
        Self {
            encounters: 60,
            observations: 260,
            laboratory_reports: 22,
            prescriptions: 70,
            procedures: 30,
            conditions: 15,
            immunizations: 12,
            care_plans: 6,
            supplies: 0,
            images: 1,
        }
    }

    fn large() -> Self {
        Self {
            encounters: 95,
            observations: 880,
            laboratory_reports: 90,
            prescriptions: 170,
            procedures: 34,
            conditions: 20,
            immunizations: 13,
            care_plans: 5,
            supplies: 70,
            images: 1,
        }
    }

    /// The many things, up to a sixth more or fewer.
    fn varied(self, dice: &mut Dice) -> Self {
        let mut vary = |count: u32| count * dice.between(84, 116).unsigned_abs() / 100;
        Self {
            encounters: vary(self.encounters),
            observations: vary(self.observations),
            laboratory_reports: vary(self.laboratory_reports),
            prescriptions: vary(self.prescriptions),
            procedures: vary(self.procedures),
            ..self
        }
    }
}
