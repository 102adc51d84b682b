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
mod read;
mod write;

use crate::claims::{self, Form};
use crate::cursor::frame::Reads;
use crate::cursor::{Cursor, Name};
use crate::pen::Pen;
use crate::pen::frame::SetKind;
use crate::problem::Problem;

pub use crate::claims::{
    Assignment, BillingProvider, Coverage, Facility, Found, Frequency, Payer, PayerOrder, ProviderName,
    Receiver, Rendering, ServiceDates, SetHeader, Sex, Submitter, Subscriber, TaxId,
};
pub use crate::envelope::{Envelope, GroupHeader, Party, Usage};
pub use crate::parts::{Address, PersonName};
pub use claim::{Claim, Line, Pointers};

/// The guide that our files follow; GS08 and ST03.
pub const GUIDE: &str = "005010X222A1";

pub type Interchange = claims::Interchange<Claim>;
pub type Group = claims::Group<Claim>;
pub type ClaimSet = claims::ClaimSet<Claim>;
pub type Writer = claims::Writer<Claim>;
pub type Reading = claims::Reading<Claim>;

/// Appends a whole interchange to `out`. Cannot fail: its types are the proof that it can be sent.
pub fn write(interchange: &Interchange, out: &mut Vec<u8>) {
    claims::write(interchange, out);
}

/// Reads one interchange of our own making, whatever its delimiters.
///
/// # Errors
/// All problems in the order of the file, up to [`MOST_PROBLEMS`](crate::problem::MOST_PROBLEMS).
pub fn read(bytes: &[u8]) -> Result<Interchange, Vec<Problem>> {
    claims::read(bytes)
}

/// Reads one interchange that somebody else wrote.
pub fn read_foreign(bytes: &[u8]) -> Reading {
    claims::read_foreign(bytes)
}

/// Reads one interchange set by set, so that memory holds one set at a time, and gives what
/// [`read_foreign`] gives beside the claims. Each set comes with its envelopes.
pub fn read_sets(bytes: &[u8], each: &mut dyn FnMut(&Envelope, &GroupHeader, ClaimSet)) -> Found {
    claims::read_sets(bytes, each)
}

impl Form for Claim {
    const KIND: SetKind = SetKind { group: "HC", set: "837", guide: GUIDE };
    // The same guide before and after its errata: a claim of ours reads alike in all three.
    const READS: Reads =
        Reads { group: "HC", set: "837", guide: GUIDE, errata: &["005010X222", "005010X222A2"] };
    const CLAIM: &'static [Name] = read::CLAIM;
    const MAY_BILL_ALONE: bool = true;

    fn coverage(&self) -> &Coverage {
        &self.coverage
    }

    fn subscriber(&self) -> &Subscriber {
        &self.subscriber
    }

    fn put(&self, pen: &mut Pen) {
        write::claim(pen, self);
    }

    fn take(
        cur: &mut Cursor<'_>,
        coverage: Option<&Coverage>,
        subscriber: Option<&Subscriber>,
    ) -> Option<Self> {
        read::claim(cur, coverage, subscriber)
    }
}
