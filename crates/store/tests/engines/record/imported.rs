//! What an import brings about the sample patient.

use app::people::incoming::*;
use app::ports::store::FactWrites;
use ccm::monitoring::Reading;

use super::PATIENT;
use crate::support::*;

pub fn facts() -> FactWrites {
    let key = |number: u128| (PATIENT, id(number), 1);
    let coverage = IncomingCoverage {
        origin: origin("cov"),
        status: "active".into(),
        payer_name: Some("Medicare".into()),
        type_code: Some("1".into()),
        mbi: Some(MBI.parse().unwrap()),
        from: Some(day("2015-02-01")),
        until: None,
        qmb: Some(true),
    };
    let condition = IncomingCondition {
        origin: origin("cnd"),
        icd10: Some("E11.22".parse().unwrap()),
        is_mapped: true,
        snomed: Some("127013003".into()),
        label: Some("kidney disease with diabetes".into()),
        status: "active".into(),
        onset_on: Some(day("2019-05-05")),
        abated_on: None,
    };
    let visit = IncomingVisit {
        origin: origin("vis"),
        status: "finished".into(),
        class: Some("AMB".into()),
        code: Some("not a code".into()),
        on: Some(day("2026-03-03")),
        until: None,
        practitioner_npi: Some("1234567893".parse().unwrap()),
    };
    let medication = IncomingMedication {
        origin: origin("med"),
        status: "active".into(),
        code_system: Some("rxnorm".into()),
        code: Some("860975".into()),
        label: Some("metformin".into()),
        authored_on: Some(day("2026-01-01")),
        dosage: None,
    };
    let allergy = IncomingAllergy {
        origin: origin("alg"),
        status: "active".into(),
        code_system: None,
        code: None,
        label: Some("pollen".into()),
        criticality: None,
    };
    let reading = |part, value| Reading {
        at: at("2026-03-03T10:00:00Z"),
        part,
        code: "8480-6".into(),
        value: Some(value),
        unit: Some("mm[Hg]".into()),
        text: None,
    };
    let observation = IncomingObservation {
        origin: origin("obs"),
        status: "final".into(),
        readings: vec![reading(1, 120.5), reading(2, 80.0)],
    };
    let ((patient, a, version), (_, b, _), (_, c, _)) = (key(201), key(202), key(203));
    let ((_, d, _), (_, e, _), (_, f, _)) = (key(204), key(205), key(206));
    FactWrites {
        coverages: vec![(patient, a, version, coverage)],
        conditions: vec![(patient, b, version, condition)],
        visits: vec![(patient, c, version, visit)],
        medications: vec![(patient, d, version, medication)],
        allergies: vec![(patient, e, version, allergy)],
        observations: vec![(patient, f, version, None, observation)],
    }
}
