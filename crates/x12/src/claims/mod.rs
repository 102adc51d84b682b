//! What claims of every form have in common: who sends, who bills, who pays, who the patient is; and the envelopes
//! around them. [`professional`](crate::professional) and [`institutional`](crate::institutional) are the forms.

mod interchange;
mod patient;
mod provider;
mod read;
mod write;

pub use interchange::{ClaimSet, Group, Interchange, SetHeader};
pub use patient::{Assignment, Coverage, Frequency, PayerOrder, ServiceDates, Sex, Subscriber};
pub use provider::{BillingProvider, Facility, Payer, ProviderName, Receiver, Rendering, Submitter, TaxId};
pub use read::{Found, Reading, read, read_foreign, read_sets};
pub use write::{Writer, write};

pub(crate) use read::{
    facility, frequency, given_original, lines, practitioner, procedure, service_dates, units,
};
pub(crate) use write::{put_facility, put_practitioner, put_service_dates};

use crate::cursor::frame::Reads;
use crate::cursor::{Cursor, Name};
use crate::pen::Pen;
use crate::pen::frame::SetKind;

/// One form of claim.
pub trait Form: Sized + Clone {
    /// How its sets are told from others, as they are written and as they are read.
    const KIND: SetKind;
    const READS: Reads;
    /// What may come after its CLM.
    const CLAIM: &'static [Name];
    /// A single practitioner may bill with it in their own name.
    const MAY_BILL_ALONE: bool;

    fn coverage(&self) -> &Coverage;

    fn subscriber(&self) -> &Subscriber;

    /// From CLM to the last line.
    fn put(&self, pen: &mut Pen);

    fn take(
        cur: &mut Cursor<'_>,
        coverage: Option<&Coverage>,
        subscriber: Option<&Subscriber>,
    ) -> Option<Self>;
}
