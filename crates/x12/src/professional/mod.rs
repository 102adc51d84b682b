//! The professional claim: 837P, implementation guide 005010X222A1.
//!
//! An [`Interchange`] is what one sender gives one receiver: [`Group`]s of [`ClaimSet`]s of
//! [`Claim`]s. The patient is the subscriber, as with Medicare always, so there is no patient
//! loop; other payers on a claim are not covered.
//!
//! ```text
//! Interchange  ISA..IEA   Envelope: who, to whom, when, test or production
//!   Group      GS..GE
//!     ClaimSet ST..SE     Submitter, Receiver, BillingProvider, Payer
//!       Claim  2000B..    Subscriber, Coverage, diagnoses, Rendering, Facility
//!         Line 2400       procedure, charge, units, pointers, dates
//! ```
//!
//! [`write()`] gives a whole interchange; [`Writer`] gives it set by set, so that memory stays as
//! small as one set. Totals, counts and hierarchy numbers are the writer's business: there is
//! no field in which they could be wrong. [`read()`] gives back what was written, or every
//! [`Problem`](crate::Problem) at
//! once; [`read_foreign()`] takes what it can from a file of others, and lists what it left unread.

mod claim;
mod interchange;
mod pen;
mod provider;
mod read;
mod write;

pub use claim::{
    Assignment, Claim, Coverage, Frequency, Line, PayerOrder, Pointers, ServiceDates, Sex, Subscriber,
};
pub use interchange::{ClaimSet, Envelope, Group, GroupHeader, Interchange, Party, SetHeader, Usage};
pub use provider::{
    Address, BillingProvider, Facility, Payer, PersonName, ProviderName, Receiver, Rendering, Submitter,
    TaxId,
};
pub use read::{Found, Reading, read, read_foreign, read_sets};
pub use write::{Writer, write};

/// The guide that our files follow; GS08 and ST03.
pub const GUIDE: &str = "005010X222A1";
