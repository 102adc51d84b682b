//! The institutional claim: 837I, implementation guide 005010X223A2, as rural health clinics (bill type 71x), federally
//! qualified health centers (77x) and critical access hospitals (85x) send it.
//!
//! Envelopes, billing provider, subscriber and payer are those of the [professional](crate::professional) claim. What
//! differs: a type of bill in place of a place of service, one span of days for the claim, the principal diagnosis by
//! itself, an attending practitioner, and a revenue code on each line instead of pointers.
//!
//! ```text
//! Interchange  ISA..IEA
//!   Group      GS..GE
//!     ClaimSet ST..SE
//!       Claim  2000B..    statement days, CL1, diagnoses, attending practitioner
//!         Line 2400       revenue code, procedure, charge, units, day
//! ```

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
pub use claim::{Admission, Claim, Line, MOST_LINES};

/// The guide that our files follow; GS08 and ST03.
pub const GUIDE: &str = "005010X223A2";

pub type Interchange = claims::Interchange<Claim>;
pub type Group = claims::Group<Claim>;
pub type ClaimSet = claims::ClaimSet<Claim>;
pub type Writer = claims::Writer<Claim>;
pub type Reading = claims::Reading<Claim>;

/// Appends a whole interchange to `out`. Cannot fail: its types are the proof that it can be sent. A billing provider
/// of this form is an organization: one who bills in their own name is written as a professional claim is, and read
/// back as a problem.
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

impl Form for Claim {
    const KIND: SetKind = SetKind { group: "HC", set: "837", guide: GUIDE };
    const READS: Reads = Reads {
        group: "HC",
        set: "837",
        guide: GUIDE,
        errata: &["005010X223", "005010X223A1", "005010X223A3"],
    };
    const CLAIM: &'static [Name] = read::CLAIM;
    const MAY_BILL_ALONE: bool = false;

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
