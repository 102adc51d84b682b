//! The claim as a document: everything a professional claim says, checked, in our words (interop.md §3).

use serde::{Deserialize, Serialize};

use crate::basics::{Cents, Date, Hcpcs, Icd10Cm, Mbi, Npi, PatientId, ServiceMonth};
use crate::billing::{Form, Word};
use crate::people::Address;

/// What one professional claim can hold (interop.md §2).
pub const MOST_DIAGNOSES: usize = 12;
pub const MOST_LINES: usize = 50;
/// On one line.
pub const MOST_POINTERS: usize = 4;
pub const MOST_MODIFIERS: usize = 4;
/// The format has ten digits for an amount.
pub const MOST_CHARGE: Cents = Cents(9_999_999_999);

/// One claim of one patient-month.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// CLM01: at most 20 of `A-Z 0-9`, never reused.
    pub number: String,
    pub patient: PatientId,
    pub month: ServiceMonth,
    /// The paper it belongs on: CMS-1500 and 837P, or UB-04 and 837I.
    #[serde(default)]
    pub form: Form,
    /// Of the UB-04, such as `71X`; its last place is the claim's frequency (FQ-06, FQ-09).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub type_of_bill: Option<Word>,
    pub subscriber: Subscriber,
    pub rendering: Provider,
    /// Where the billing practitioner would see the patient face to face.
    pub place_of_service: String,
    /// CLM05-3: `1` original, `7` replacement, `8` void.
    pub frequency: String,
    /// The payer's own number, for 7 and 8.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payer_claim_number: Option<String>,
    /// In the order of the pointers; at most 12.
    pub diagnoses: Vec<Icd10Cm>,
    pub lines: Vec<ClaimLine>,
}

impl Claim {
    /// CLM02: the exact sum of the lines. `None` on overflow.
    pub fn total(&self) -> Option<Cents> {
        Cents::sum(self.lines.iter().map(|line| line.charge))
    }
}

/// The patient, who in Medicare is always the subscriber.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subscriber {
    pub family: Option<String>,
    pub given: Option<String>,
    pub mbi: Option<Mbi>,
    pub address: Option<Address>,
    pub born_on: Option<Date>,
    /// `F`, `M`, `U`.
    pub sex: String,
}

/// The practitioner who renders.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provider {
    pub family: String,
    pub given: String,
    pub npi: Option<Npi>,
    pub taxonomy: Option<String>,
}

/// One service line.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimLine {
    pub code: Hcpcs,
    pub modifiers: Vec<String>,
    pub units: u32,
    /// For all units.
    pub charge: Cents,
    /// The day of service (CLAIM-01).
    pub on: Date,
    /// Of a service of the whole month: the first day, where it lies before that one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Date>,
    /// Places in the claim's diagnoses, from 1; the first is the primary one; at most 4.
    pub pointers: Vec<u8>,
    /// What the fee schedule says we may expect, for all units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<Cents>,
}

macro_rules! redacted {
    ($($name:ident)*) => {$(
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    )*};
}
redacted!(Claim Subscriber Provider ClaimLine);
