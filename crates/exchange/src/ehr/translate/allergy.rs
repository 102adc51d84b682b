//! AllergyIntolerance: what a patient must not be given.

use app::people::incoming::IncomingAllergy;
use fhir::AllergyIntolerance;

use super::codes;
use super::item::Item;

pub(super) fn allergy(item: &Item<'_>, allergy: &AllergyIntolerance<'_>) -> IncomingAllergy {
    let concept = allergy.code.as_ref();
    let coding = concept.and_then(|concept| codes::preferred(concept, &codes::RXNORM));
    IncomingAllergy {
        origin: item.origin(),
        status: status(allergy),
        code_system: coding.and_then(|coding| coding.system.as_deref()).map(str::to_owned),
        code: coding.and_then(|coding| coding.code.as_deref()).map(str::to_owned),
        label: concept.and_then(|concept| concept.words()).map(str::to_owned),
        criticality: allergy.criticality.map(|it| it.as_str().to_owned()),
    }
}

fn status(allergy: &AllergyIntolerance<'_>) -> String {
    match allergy.verification_status.as_ref().and_then(codes::code) {
        Some(denied @ ("entered-in-error" | "refuted")) => denied.to_owned(),
        _ => allergy.clinical_status.as_ref().and_then(codes::code).unwrap_or("unknown").to_owned(),
    }
}
