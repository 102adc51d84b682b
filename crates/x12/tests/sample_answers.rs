//! What others published: every sample is read, or refused with a reason that a biller understands.

#[allow(dead_code)]
mod answers;

use answers::{problems, shared};
use x12::{Kind, kinds, remittance};

/// Each with what it holds, and the first thing that is wrong with it; nothing where it is read.
const SAMPLES: &[(&str, Kind, &str)] = &[
    ("hdi_835-denial.dat", Kind::Remittance, ""),
    ("lfh_demo.835", Kind::Remittance, ""),
    (
        "hdi_835-all-fields.dat",
        Kind::Remittance,
        "segment 4 BPR02: says 13200 cents, what the claims were paid less the provider adjustments comes to 23800",
    ),
    (
        "hdi_835-provider-level-adjustment.dat",
        Kind::Remittance,
        "segment 23 BPR02: says 50000 cents, what the claims were paid less the provider adjustments comes to 20182",
    ),
    ("hdi_negotiated_discount.dat", Kind::Remittance, "segment 74 SE01: says 34, counted 72"),
    ("ims_x12_999_accepted.txt", Kind::ImplementationAcknowledgment, "segment 10 IEA02: differs from ISA13"),
    ("hdi_X214-payer-response.edi", Kind::ClaimAcknowledgment, ""),
    ("ims_x12_277CA_accepted.txt", Kind::ClaimAcknowledgment, ""),
    ("hdi_277CA-all-fields.edi", Kind::ClaimAcknowledgment, "segment 18 HL01: says 9, counted 3"),
    ("hdi_X212-277-claim-response.edi", Kind::ClaimStatus, "segment 2 GS01: must be HN"),
    (
        "hdi_X279-response-to-generic-request-by-clinic-for-patient-subscriber-eligibility.edi",
        Kind::Eligibility,
        "",
    ),
    // Questions: only our own are read, for they are ours to write.
    ("hdi_X212-276-claim-request.edi", Kind::ClaimStatusRequest, "segment 4 BHT04: differs from GS04"),
    (
        "hdi_X279-generic-request-by-clinic-for-patient-subscriber-eligibility.edi",
        Kind::EligibilityRequest,
        "segment 4 BHT04: differs from GS04",
    ),
    ("lfh_demo_single_line.270", Kind::EligibilityRequest, "segment 1 ISA01: must be 00"),
    ("ims_x270.txt", Kind::EligibilityRequest, "segment 1 ISA01: must be 00"),
];

/// Claims of others, of which `foreign_claims.rs` tells more.
const CLAIMS: &[(&str, &str)] = &[
    ("hccinfhir_sample_837_0.txt", ""),
    ("hccinfhir_sample_837_1.txt", "segment 1 ISA12: must be 00501"),
    ("hccinfhir_sample_837_5.txt", "segment 1 ISA12: must be 00501"),
    ("hdi_837P-all-fields.dat", ""),
    ("hdi_837P-minimal.dat", ""),
    ("hdi_commercial.dat", "segment 43 SE01: says 42, counted 41"),
    ("hdi_cob-prov-payera.dat", "segment 1: byte 0: the file does not begin with ISA"),
    ("hdi_prof-encounter.dat", "segment 2 ST: GS is missing before this"),
    ("ims_x12_valid.txt", "segment 36 SE01: says 25, counted 34"),
    ("lfh_demo.837", ""),
];

#[test]
fn every_sample_is_read_or_refused_for_a_reason() {
    for (name, kind, told) in SAMPLES {
        let Some(bytes) = shared(name) else {
            return println!("skipped: the shared samples are not here");
        };
        let problems = problems(*kind, &bytes);
        let all: Vec<String> = problems.iter().map(ToString::to_string).collect();
        let is_as_told =
            if told.is_empty() { all.is_empty() } else { all.iter().any(|one| one.starts_with(told)) };
        assert!(is_as_told, "{name}: {all:#?}");
        if let Ok(kinds) = kinds(&bytes[..]) {
            assert_eq!(kinds, [*kind].into(), "{name}");
        }
    }
    for (name, told) in CLAIMS {
        let bytes = shared(name).expect("a sample");
        let found = kinds(&bytes[..]);
        match told.is_empty() {
            true => assert_eq!(found, Ok([Kind::ProfessionalClaim].into()), "{name}"),
            false => assert_eq!(found.expect_err(name)[0].to_string(), *told, "{name}"),
        }
    }
}

#[test]
fn no_sample_is_left_out() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/samples/x12");
    let Ok(entries) = std::fs::read_dir(folder) else {
        return println!("skipped: the shared samples are not here");
    };
    let known =
        |name: &str| SAMPLES.iter().any(|one| one.0 == name) || CLAIMS.iter().any(|one| one.0 == name);
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        assert!(known(&name), "{name}");
    }
}

#[test]
fn hospitals_are_paid_too() {
    let Some(bytes) = shared("lfh_demo.835") else {
        return println!("skipped: the shared samples are not here");
    };
    let summary = remittance::check(&bytes[..]).expect("a good file");
    let totals = &summary.payments[0];
    assert_eq!(
        (totals.claims, totals.claims_paid_cents, totals.provider_adjusted_cents),
        (2, 14_999_873, -127)
    );
}
