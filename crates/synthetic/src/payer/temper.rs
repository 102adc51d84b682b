//! How the payer behaves: shares, and what is told beforehand. Plain values, for a caller to change.

use std::collections::BTreeMap;

use super::cents::Cents;
use super::story::{InterchangeStory, SetStory, Standing, Story, VoidStory};
use super::wire::Delimiters;

/// What decides, in this order: a story told for the claim, the payer's own edits, what is known of the person,
/// stories for the first claims, the shares.
#[derive(Debug, Clone)]
pub struct Temper {
    /// By CLM01. Told stories win over everything else.
    pub claims: BTreeMap<String, Story>,
    /// Dealt one each to the first claims that they fit.
    pub first: Vec<Story>,
    pub shares: Shares,
    /// In the order in which sets arrive; beyond them sets are accepted.
    pub sets: Vec<SetStory>,
    /// In the order in which interchanges arrive; beyond them they are accepted.
    pub interchanges: Vec<InterchangeStory>,
    /// In the order in which voids of paid claims arrive; beyond them a payer takes original claims only (interop.md §3).
    pub voids: Vec<VoidStory>,
    /// By MBI. Whom nobody told of is dealt a standing when first asked about.
    pub standings: BTreeMap<String, Standing>,
    pub standing_shares: StandingShares,
    pub fees: Fees,
    pub days: Days,
    /// Of everything that the payer writes.
    pub delimiters: Delimiters,
    /// A payment of more claims becomes several sets of one file, each a payment of its own.
    pub claims_per_payment: usize,
    /// Each file of payments comes a second time a day later, under another interchange number and with lines broken.
    pub repeats_payments: bool,
    /// CLP05 of a reversal: the negated share, or nothing. Payers do both.
    pub reversals_tell_patient_share: bool,
}

impl Default for Temper {
    fn default() -> Self {
        Self {
            claims: BTreeMap::new(),
            first: Vec::new(),
            shares: Shares::default(),
            sets: Vec::new(),
            interchanges: Vec::new(),
            voids: Vec::new(),
            standings: BTreeMap::new(),
            standing_shares: StandingShares::default(),
            fees: Fees::default(),
            days: Days::default(),
            delimiters: Delimiters::default(),
            claims_per_payment: 40,
            repeats_payments: false,
            reversals_tell_patient_share: true,
        }
    }
}

impl Temper {
    /// Pays everything that passes its edits.
    pub fn generous() -> Self {
        Self { shares: Shares { paid: 1, refused: 0, denied: 0, special: 0 }, ..Self::default() }
    }
}

/// Parts of all claims. Every deck of `paid + refused + denied + special` claims (after their common divisor is
/// taken out) holds exactly these parts, shuffled.
#[derive(Debug, Clone, Copy)]
pub struct Shares {
    pub paid: u32,
    /// In the 277CA.
    pub refused: u32,
    pub denied: u32,
    pub special: u32,
}

impl Default for Shares {
    fn default() -> Self {
        Self { paid: 70, refused: 10, denied: 10, special: 10 }
    }
}

/// Parts of all persons that are asked about; the rest is active.
#[derive(Debug, Clone, Copy)]
pub struct StandingShares {
    pub inactive: u32,
    pub advantage: u32,
    pub qmb: u32,
    pub hospice: u32,
    pub invalid_number: u32,
    pub not_found: u32,
    /// All parts together, with those who are active.
    pub of: u32,
}

impl Default for StandingShares {
    fn default() -> Self {
        Self { inactive: 2, advantage: 4, qmb: 6, hospice: 2, invalid_number: 1, not_found: 1, of: 100 }
    }
}

/// What is allowed and what is taken off.
#[derive(Debug, Clone)]
pub struct Fees {
    /// For one unit of a code.
    pub allowed: BTreeMap<String, Cents>,
    /// Percent of the charge, for codes that are not listed.
    pub other_percent: u32,
    /// Percent of what is left after the deductible that is the patient's (42 CFR 410.152(b): 20).
    pub coinsurance_percent: u32,
    /// Percent that is taken from the payer's part (interop.md §4, CO-253).
    pub sequestration_percent: u32,
    /// The yearly Part B deductible that a 271 tells of.
    pub deductible: Cents,
}

impl Default for Fees {
    fn default() -> Self {
        Self {
            allowed: BTreeMap::new(),
            other_percent: 80,
            coinsurance_percent: 20,
            sequestration_percent: 2,
            deductible: Cents(25_000),
        }
    }
}

/// When answers come, counted from the receipt.
#[derive(Debug, Clone, Copy)]
pub struct Days {
    /// Medicare pays clean electronic claims from the fourteenth day (interop.md §4, timers).
    pub until_payment: i32,
    /// From the payment to a correction or takeback.
    pub until_correction: i32,
}

impl Default for Days {
    fn default() -> Self {
        Self { until_payment: 14, until_correction: 14 }
    }
}
