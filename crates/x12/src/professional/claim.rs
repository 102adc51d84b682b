//! One claim: a patient, why, by whom, and its lines.

use crate::bounded::{Bounded, OutOfBounds};
use crate::claims::{Assignment, Coverage, Facility, Frequency, Rendering, ServiceDates, Subscriber};
use crate::text::{Charge, Code, Text};
use std::num::NonZeroU32;
use std::sync::Arc;

/// 2000B to 2400.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// CLM01: our id, never reused; all answers name the claim by it.
    pub id: Code<20>,
    pub subscriber: Subscriber,
    pub coverage: Coverage,
    /// CLM05-1.
    pub place_of_service: Code<2>,
    pub frequency: Frequency,
    pub assignment: Assignment,
    /// NTE*ADD, only for payers that ask for one.
    pub note: Option<Text<80>>,
    /// ICD-10-CM without dots, the principal first, none twice.
    pub diagnoses: Bounded<Code<7>, 1, 12>,
    /// Shared: a practice has few practitioners and many claims.
    pub rendering: Option<Arc<Rendering>>,
    pub facility: Option<Arc<Facility>>,
    pub lines: Bounded<Line, 1, 50>,
}

impl Claim {
    /// CLM02: what all lines ask for together, in cents.
    pub fn total_cents(&self) -> u64 {
        self.lines.iter().map(|line| line.charge.cents()).sum()
    }
}

/// 2400: one service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// HCPCS or CPT code.
    pub procedure: Code<5>,
    pub modifiers: Bounded<Code<2>, 0, 4>,
    pub charge: Charge,
    pub units: NonZeroU32,
    /// SV105, only where it differs from the claim's.
    pub place_of_service: Option<Code<2>>,
    pub pointers: Pointers,
    pub service: ServiceDates,
    /// REF*6R: our id of the line, which comes back in the remittance.
    pub id: Option<Code<30>>,
}

/// SV107: which diagnoses the service was for, by place in the claim's list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pointers {
    places: [u8; 4],
    count: u8,
}

impl Pointers {
    /// One to four places from 1 to 12, the most important first.
    ///
    /// # Errors
    /// When there are too few or too many of them, or when one is out of range: `found` is then
    /// that place.
    pub fn new(places: &[u8]) -> Result<Self, OutOfBounds> {
        let mut kept = [0; 4];
        if places.is_empty() || places.len() > kept.len() {
            return Err(OutOfBounds { least: 1, most: kept.len(), found: places.len() });
        }
        if let Some(bad) = places.iter().find(|place| !(1..=12).contains(*place)) {
            return Err(OutOfBounds { least: 1, most: 12, found: usize::from(*bad) });
        }
        kept[..places.len()].copy_from_slice(places);
        Ok(Self { places: kept, count: places.len() as u8 })
    }

    pub fn as_slice(&self) -> &[u8] {
        &self.places[..usize::from(self.count)]
    }
}
