//! Who pays for a patient, and when.

use crate::basics::{CoverageId, Date, Mbi};

/// One coverage as imported. The subscriber's number is kept only as a checked MBI or not at all here;
/// other numbers stay in the sealed original.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    pub id: CoverageId,
    /// FHIR status: `active`, `cancelled`, …
    pub status: String,
    pub payer_name: Option<String>,
    pub type_code: Option<String>,
    pub mbi: Option<Mbi>,
    pub from: Option<Date>,
    /// Last day covered.
    pub until: Option<Date>,
    /// Qualified Medicare Beneficiary, where the source says.
    pub qmb: Option<bool>,
}

impl Coverage {
    pub fn is_active_on(&self, day: Date) -> bool {
        self.status == "active"
            && self.from.is_none_or(|from| from <= day)
            && self.until.is_none_or(|until| day <= until)
    }
}
