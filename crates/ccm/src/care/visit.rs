//! A face-to-face visit, imported or recorded.

use crate::basics::{Date, Hcpcs, Npi, PersonId, VisitId};

/// Newest version of a visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    pub id: VisitId,
    /// FHIR status of an imported one; `finished` for one that we recorded.
    pub status: String,
    /// FHIR encounter class: `AMB`, `EMER`, `IMP`, …
    pub class: Option<String>,
    pub code: Option<Hcpcs>,
    pub on: Date,
    pub until: Option<Date>,
    pub practitioner: Option<PersonId>,
    pub practitioner_npi: Option<Npi>,
    /// Care management was raised (INIT-02); an import does not say.
    pub discussed: Option<bool>,
    /// Assessment and planning beyond the visit (INIT-08).
    pub extra_planning: Option<bool>,
}
