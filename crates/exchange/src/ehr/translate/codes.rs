//! Code systems under every name they go by, and picking the code we want.

use fhir::{CodeableConcept, Coding, systems};

/// A code system: its FHIR address and the object identifier that older senders write.
pub(super) type System = [&'static str; 2];

pub(super) const ICD10CM: System = [systems::ICD10CM, "urn:oid:2.16.840.1.113883.6.90"];
pub(super) const SNOMED: System = [systems::SNOMED, "urn:oid:2.16.840.1.113883.6.96"];
pub(super) const LOINC: System = [systems::LOINC, "urn:oid:2.16.840.1.113883.6.1"];
pub(super) const RXNORM: System = [systems::RXNORM, "urn:oid:2.16.840.1.113883.6.88"];
pub(super) const CPT: System = [systems::CPT, "urn:oid:2.16.840.1.113883.6.12"];
pub(super) const HCPCS: System = [systems::HCPCS, "urn:oid:2.16.840.1.113883.6.285"];
/// Source of Payment Typology.
pub(super) const PAYMENT: System = ["https://nahdo.org/sopt", "urn:oid:2.16.840.1.113883.3.221.5"];
pub(super) const SSN: System = [systems::SSN, "urn:oid:2.16.840.1.113883.4.1"];

/// The codes of one system, in the order given.
pub(super) fn codes<'c>(concept: &'c CodeableConcept<'_>, system: &System) -> impl Iterator<Item = &'c str> {
    let is_wanted = |coding: &&Coding<'_>| coding.system.as_deref().is_some_and(|it| system.contains(&it));
    concept.coding.iter().filter(is_wanted).filter_map(|coding| coding.code.as_deref())
}

/// A coding of the preferred system, else the first that has a code.
pub(super) fn preferred<'c, 'a>(concept: &'c CodeableConcept<'a>, system: &System) -> Option<&'c Coding<'a>> {
    let coded = || concept.coding.iter().filter(|coding| coding.code.is_some());
    coded().find(|it| it.system.as_deref().is_some_and(|it| system.contains(&it))).or_else(|| coded().next())
}

/// The first code, whatever its system: for elements whose system FHIR fixes.
pub(super) fn code<'c>(concept: &'c CodeableConcept<'_>) -> Option<&'c str> {
    concept.coding.iter().find_map(|coding| coding.code.as_deref())
}
