//! One claim: a patient, why, by whom, and its lines.

use super::provider::{Address, Facility, PersonName, Rendering};
use crate::bounded::{Bounded, OutOfBounds};
use crate::text::{Charge, Code, Date8, Text};
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

/// 2010BA: the patient, who is the insured person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscriber {
    pub name: PersonName,
    /// The number on the card; for Medicare the MBI without dashes.
    pub member_id: Code<80>,
    pub address: Address,
    pub birth_date: Date8,
    pub sex: Sex,
}

/// DMG03.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sex {
    Female,
    Male,
    Unknown,
}

/// SBR: as what this payer is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Coverage {
    pub order: PayerOrder,
    /// SBR05, only where Medicare pays after someone else: `12` working aged, `47` liability.
    pub insurance_type: Option<Code<2>>,
    /// SBR09: `MB` Medicare Part B, `16` Medicare Advantage.
    pub filing: Code<2>,
}

/// SBR01: the payer's turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PayerOrder {
    Primary,
    Secondary,
    Tertiary,
}

/// CLM05-3, with the payer's own number (REF*F8) of the claim it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frequency {
    /// `1`: a claim of its own.
    Original,
    /// `7`: instead of that one.
    Replaces(Code<50>),
    /// `8`: takes that one back.
    Voids(Code<50>),
}

/// CLM07: whether the provider takes the payer's price as full payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Assignment {
    Accepted,
    LaboratoryOnly,
    NotAccepted,
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

/// DTP*472: when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ServiceDates {
    On(Date8),
    /// From the first through the last; some payers refuse ranges.
    Range {
        first: Date8,
        last: Date8,
    },
}
