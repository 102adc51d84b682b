//! Everything in the shared samples comes in.

use std::path::{Path, PathBuf};

use crate::support::take;

fn samples(folder: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/samples").join(folder);
    if !path.is_dir() {
        println!("skipped: no shared samples beside this checkout");
        return None;
    }
    Some(path)
}

#[test]
fn the_bundles_give_twenty_five_patients_whole() {
    let Some(folder) = samples("fhir") else { return };
    let taken = take(&[folder]);
    assert_eq!(taken.refused(), []);
    assert_eq!(taken.report.orphans, 0);
    assert_eq!(taken.patients().len(), 25);
    assert_eq!(taken.wholes, 25, "nothing needed to wait for another file");
    assert_eq!(taken.ignored, 1, "index.csv");
    assert_eq!(taken.report.files, 27);
    assert_eq!(taken.records.iter().filter(|record| record.patient.deceased.is_some()).count(), 2);

    let read = |kind: &str| taken.report.read.get(kind).copied().unwrap_or(0);
    assert_eq!((read("Patient"), read("Condition"), read("Encounter")), (25, 283, 964));
    assert_eq!((read("Observation"), read("MedicationRequest")), (6461, 902));
    assert_eq!(taken.report.kept_unread.get("Procedure"), Some(&729));
    assert_eq!(taken.report.kept_unread.get("Patient.identifier: SSN"), Some(&25));
    let sum = |of: fn(&app::people::incoming::IncomingRecord) -> usize| -> usize {
        taken.records.iter().map(of).sum()
    };
    assert_eq!(sum(|record| record.conditions.len()), 283);
    assert_eq!(sum(|record| record.visits.len()), 964);
    assert_eq!(sum(|record| record.medications.len()), 902);
    assert_eq!(sum(|record| record.allergies.len()), 3);
    assert_eq!(sum(|record| record.observations.len()), 6461);
    // Every medication has a code: those by reference found their Medication.
    assert!(taken.records.iter().flat_map(|record| &record.medications).all(|it| it.code.is_some()));
    // No Coverage stands in these files, but the payers are named on claims.
    let medicare = |record: &&app::people::incoming::IncomingRecord| {
        let names = record.coverages.iter().filter_map(|coverage| coverage.payer_name.as_deref());
        names.into_iter().any(|name| name.eq_ignore_ascii_case("medicare"))
    };
    assert!(taken.records.iter().filter(medicare).count() >= 10);
}

#[test]
fn the_bulk_export_gives_thirteen_patients() {
    let Some(folder) = samples("fhir-bulk") else { return };
    let taken = take(&[folder]);
    assert_eq!(taken.refused(), []);
    assert_eq!(taken.report.orphans, 0);
    assert_eq!((taken.patients().len(), taken.records.len(), taken.wholes), (13, 13, 0));
    assert_eq!(taken.ignored, 1, "log.ndjson");
    let conditions: usize = taken.records.iter().map(|record| record.conditions.len()).sum();
    assert_eq!(taken.report.read.get("Condition"), Some(&(conditions as u64)));
    // Most are findings about work and housing, without a counterpart; every one of them is counted.
    let mapped = taken.records.iter().flat_map(|record| &record.conditions).filter(|it| it.is_mapped).count();
    let of_snomed = |(code, _): &(&String, &u64)| code.starts_with("http://snomed.info/sct ");
    let unmapped: u64 = taken.report.unmapped.iter().filter(of_snomed).map(|(_, count)| count).sum();
    assert_eq!(mapped as u64 + unmapped, conditions as u64);
    assert!(mapped >= 80, "{mapped}");
}

#[test]
fn the_same_samples_are_the_same_input() {
    let Some(folder) = samples("fhir-bulk") else { return };
    let (once, again) = (take(std::slice::from_ref(&folder)), take(&[folder]));
    assert_eq!(once.sha256, again.sha256);
    assert_eq!(once.facts(), again.facts());
    let originals = |taken: &crate::support::Taken| -> Vec<[u8; 32]> {
        taken.records.iter().map(|record| record.raw_sha256).collect()
    };
    assert_eq!(originals(&once), originals(&again));
}
