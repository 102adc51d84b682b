//! What a claim says of its patient and of itself, whatever the form.

use crate::parts::{Address, PersonName};
use crate::text::{Code, Date8};

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
