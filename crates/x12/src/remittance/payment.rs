//! One payment, and what belongs to it but to none of its claims.

use crate::envelope::Origin;
pub use crate::parts::Contact;
use crate::parts::Reference;
use crate::problem::Place;
use crate::text::{Code, Date8, Money, Text, Told};

/// ST to the first LX: who pays whom how much.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    /// Its envelopes: whether the file is meant for us, and for production.
    pub origin: Origin,
    /// BPR01: `I` with the money, `H` only told, as where nothing is paid.
    pub handling: Code<2>,
    /// BPR02: what all claims and provider adjustments come to.
    pub amount: Money,
    /// BPR03 is `D`: the provider owes it.
    pub is_debit: bool,
    /// BPR04.
    pub method: Method,
    /// BPR16: when the money is due, or when a payment of nothing was made.
    pub date: Date8,
    pub trace: Trace,
    /// REF*EV: the receiver, where the payee has somebody between.
    pub receiver: Option<Told<50>>,
    /// DTM*405: the last day of what the payer decided for this payment.
    pub produced: Option<Date8>,
    pub payer: Party,
    pub payee: Party,
}

/// BPR04: how the money goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Method {
    /// `ACH`: from bank to bank, found there by the trace.
    Transfer,
    /// `CHK`.
    Check,
    /// `NON`: nothing is paid.
    None,
    /// `BOP`: as the payer chooses.
    PayersChoice,
    /// `FWT`.
    Wire,
}

/// TRN: by what a deposit finds its remittance. With the payer's name for itself it is given once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Trace {
    /// TRN02: the number of the check or transfer.
    pub number: Told<50>,
    /// TRN03: `1` and the payer's tax number, mostly.
    pub originator: Told<10>,
    /// TRN04.
    pub supplement: Option<Told<50>>,
}

/// N1*PR or N1*PE: the payer or the payee.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Party {
    pub name: Option<Text<60>>,
    /// N103 and N104: for a payee `XX` with an NPI, or `FI` with a tax number.
    pub id: Option<(Code<2>, Told<80>)>,
    /// Other names for it: `TJ` tax number, `2U` payer id, `PQ` payee id.
    pub references: Vec<Reference>,
    pub contacts: Vec<Contact>,
}

/// PLB: money of the provider that belongs to no claim of this payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderAdjustment {
    pub place: Place,
    /// PLB01: the provider, mostly by NPI.
    pub provider: Told<50>,
    /// PLB02: the last day of the provider's fiscal year.
    pub fiscal_year_end: Date8,
    /// One to six.
    pub items: Vec<ProviderItem>,
}

/// Two elements of a PLB.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProviderItem {
    /// `WO` recovery of an overpayment, `FB` balance carried forward, `L6` interest, `72` authorized return, `CS`, `J1`.
    pub reason: Code<2>,
    /// What it is about: mostly the payer's number of a claim, perhaps of an old file.
    pub reference: Option<Told<50>>,
    /// Above nothing it makes the payment smaller.
    pub amount: Money,
}

/// What a payment came to, once its SE was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentTotals {
    /// Its ST.
    pub place: Place,
    pub trace: Trace,
    /// The payer's N1, by its id or else its name; a payment is known by this and its trace.
    pub payer_id: Option<Told<80>>,
    pub payer_name: Option<Text<60>>,
    pub payee_id: Option<Told<80>>,
    pub date: Date8,
    /// BPR02.
    pub amount: Money,
    pub claims: u64,
    pub lines: u64,
    pub provider_items: u64,
    /// What its claims were paid together.
    pub claims_paid_cents: i64,
    /// What its provider adjustments took away together; what they gave is negative.
    pub provider_adjusted_cents: i64,
}
