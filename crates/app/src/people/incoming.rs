//! What an import brings, in our words. The formats' translators make these; the use case keeps them.

use ccm::basics::{Date, Icd10Cm, Mbi, Moment, Npi, Timestamp};
use ccm::monitoring::Reading;
use ccm::people::{Contact, Identifier};

/// Where an imported fact came from. Its source system stands on the whole import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The resource's id in its source.
    pub source_id: String,
    /// `meta.lastUpdated`: an older one never overwrites a newer one.
    pub last_updated: Option<Timestamp>,
    /// Over the resource's bytes as they came.
    pub sha256: [u8; 32],
}

/// One patient, whole, with everything that an import knows about them.
#[derive(Clone)]
pub struct IncomingRecord {
    pub patient: IncomingPatient,
    pub coverages: Vec<IncomingCoverage>,
    pub conditions: Vec<IncomingCondition>,
    pub visits: Vec<IncomingVisit>,
    pub medications: Vec<IncomingMedication>,
    pub allergies: Vec<IncomingAllergy>,
    pub observations: Vec<IncomingObservation>,
    /// The resources as they came, for the sealed original.
    pub raw: Vec<u8>,
    /// Over `raw`: the same bytes are not read twice.
    pub raw_sha256: [u8; 32],
}

#[derive(Clone)]
pub struct IncomingPatient {
    pub origin: Origin,
    pub identifiers: Vec<Identifier>,
    pub family: Option<String>,
    pub given: Option<String>,
    pub born_on: Option<Date>,
    pub sex: Option<String>,
    pub language: Option<String>,
    pub deceased: Option<Moment>,
    pub contact: Contact,
    /// Source id of the record that replaces this one: a link is made, nothing is re-keyed.
    pub replaced_by: Option<String>,
}

#[derive(Clone)]
pub struct IncomingCoverage {
    pub origin: Origin,
    /// FHIR status; `entered-in-error` and `draft` never count.
    pub status: String,
    pub payer_name: Option<String>,
    /// Source of Payment Typology code, where given.
    pub type_code: Option<String>,
    pub mbi: Option<Mbi>,
    pub from: Option<Date>,
    pub until: Option<Date>,
    pub qmb: Option<bool>,
}

#[derive(Clone)]
pub struct IncomingCondition {
    pub origin: Origin,
    pub icd10: Option<Icd10Cm>,
    /// `icd10` was mapped from SNOMED CT by our reference table; the source did not give it.
    pub is_mapped: bool,
    pub snomed: Option<String>,
    /// As the source calls it.
    pub label: Option<String>,
    /// FHIR clinical status, or `entered-in-error` / `refuted` from the verification status.
    pub status: String,
    pub onset_on: Option<Date>,
    pub abated_on: Option<Date>,
}

#[derive(Clone)]
pub struct IncomingVisit {
    pub origin: Origin,
    pub status: String,
    pub class: Option<String>,
    /// A CPT or HCPCS code of the encounter's type, where given.
    pub code: Option<String>,
    pub on: Option<Date>,
    pub until: Option<Date>,
    pub practitioner_npi: Option<Npi>,
}

#[derive(Clone)]
pub struct IncomingMedication {
    pub origin: Origin,
    pub status: String,
    pub code_system: Option<String>,
    pub code: Option<String>,
    pub label: Option<String>,
    pub authored_on: Option<Date>,
    pub dosage: Option<String>,
}

#[derive(Clone)]
pub struct IncomingAllergy {
    pub origin: Origin,
    pub status: String,
    pub code_system: Option<String>,
    pub code: Option<String>,
    pub label: Option<String>,
    pub criticality: Option<String>,
}

#[derive(Clone)]
pub struct IncomingObservation {
    pub origin: Origin,
    pub status: String,
    /// The reading itself (part 0) where it has a value, then its components.
    pub readings: Vec<Reading>,
}
