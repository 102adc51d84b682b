//! Who takes part besides the patient.

use crate::parts::{Address, PersonName};
use crate::text::{Code, Text};

/// A practice's name, or that of a practitioner who is the practice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProviderName {
    Organization(Text<60>),
    Person(PersonName),
}

/// 1000A: who made the file, and whom to call about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Submitter {
    pub name: Text<60>,
    pub id: Code<80>,
    pub contact: Text<60>,
    /// Ten digits.
    pub phone: Code<20>,
    pub email: Option<Code<80>>,
}

/// 1000B: who takes the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Receiver {
    pub name: Text<60>,
    pub id: Code<80>,
}

/// 2010BB: who shall pay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Payer {
    pub name: Text<60>,
    pub id: Code<80>,
}

/// 2000A, 2010AA and 2010AB: who asks for payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BillingProvider {
    pub name: ProviderName,
    pub npi: Code<10>,
    /// Sent when present; most payers want it.
    pub taxonomy: Option<Code<10>>,
    pub tax_id: TaxId,
    /// A street; a post office box is refused here.
    pub address: Address,
    /// Where payments are mailed, when elsewhere: a post office box may stand here.
    pub pay_to: Option<Address>,
}

/// Nine digits without dashes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaxId {
    /// `EI`, an employer's.
    Employer(Code<9>),
    /// `SY`, a person's social security number.
    SocialSecurity(Code<9>),
}

/// A practitioner of a claim: who did the work, when the billing provider is not that person, or who is in charge of
/// the patient's care.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rendering {
    pub name: PersonName,
    pub npi: Code<10>,
    pub taxonomy: Option<Code<10>>,
}

/// Where the work was done, when not at the billing provider's address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facility {
    pub name: Text<60>,
    pub npi: Option<Code<10>>,
    pub address: Address,
}
