//! What a payer paid and why not: 835, implementation guide 005010X221A1 (interop.md §4).
//!
//! ```text
//! Payment        ST..SE   one payment: how much, by whom, to whom, under which trace
//!   Claim        CLP      one claim as it was decided, its adjustments, remarks and people
//!     Line       SVC      one service of it
//!   Provider adjustment PLB  money that belongs to no claim of this payment
//! ```
//!
//! Money moves by what stands here, so a file is taken whole or not at all: [`check()`] goes through all of it, and
//! [`Payments`] is only had for its [`Summary`]. Both passes are the same code and hold one claim at a time, however
//! large the file. What must add up does so in cents, exactly: each line, each claim, each payment, and what the
//! patient owes. A reversal, a negative amount, a paid claim of nothing and a provider adjustment that names a claim
//! of an older file are ordinary.

mod claim;
mod payment;
mod read;

pub use claim::{
    Adjustment, AmountTold, Claim, ClaimStatus, DateTold, Group, Inpatient, Line, Outpatient, Person,
    Procedure, QuantityTold, Reference, Remark,
};
pub use payment::{Contact, Method, Party, Payment, PaymentTotals, ProviderAdjustment, ProviderItem, Trace};
pub use read::{Event, Payments, Summary, check, check_with};

/// The guide that is read; GS08 and ST03. Without its errata it reads alike.
pub const GUIDES: [&str; 2] = ["005010X221A1", "005010X221"];

/// The most payments of a file: what is kept of each until the end is all that grows with a file.
pub const MOST_PAYMENTS: usize = 10_000;

/// The most lines of a claim: the guide's limit.
pub const MOST_LINES: usize = 999;

/// The most segments of one kind in a claim or line: above the guide's limits, so that one claim has an end.
pub const MOST_OF_A_KIND: usize = 99;
