//! The large bundles are of the samples' shape, whole, and the same every time.

mod common;

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

use common::*;
use synthetic::{BundleSize, bundles, providers};

const SEED: u64 = 11;

#[test]
fn the_same_seed_gives_the_same_bundles_whatever_the_count() {
    let three: Vec<_> = bundles(SEED, 3, BundleSize::Mixed).collect();
    let two: Vec<_> = bundles(SEED, 2, BundleSize::Mixed).collect();
    assert!(three[..2] == two);
    assert!(two[0].1 != bundles(SEED + 1, 1, BundleSize::Mixed).next().expect("one").1);
}

#[test]
fn every_bundle_is_whole() {
    let known = findable(&parse(&providers(SEED).1));
    for (_, json) in bundles(SEED, 5, BundleSize::Mixed) {
        let bundle = parse(&json);
        assert_nothing_empty(&bundle);
        assert_references_resolve(&bundle, &known);
    }
}

/// For each kind of resource how many there are and their bytes; `Bundle` is the whole.
fn measure(json: &str) -> BTreeMap<String, (usize, usize)> {
    let bundle = parse(json);
    let mut kinds = BTreeMap::from([("Bundle".to_owned(), (1, json.len()))]);
    for resource in resources(&bundle) {
        let kind = resource["resourceType"].as_str().expect("a type").to_owned();
        let (count, bytes) = kinds.entry(kind).or_default();
        *count += 1;
        *bytes += resource.to_string().len();
    }
    kinds
}

#[test]
fn bundles_are_like_the_samples() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/samples/fhir");
    let Ok(files) = std::fs::read_dir(&folder) else {
        println!("skipped: no shared samples beside this checkout");
        return;
    };
    let mut samples = Vec::new();
    for file in files.flatten() {
        let name = file.file_name().to_string_lossy().into_owned();
        if name.starts_with("blaze_") && !name.starts_with("blaze_00") {
            let mut json = String::new();
            let bytes = std::fs::read(file.path()).expect("a sample");
            flate2::read::GzDecoder::new(&bytes[..]).read_to_string(&mut json).expect("gzip");
            samples.push(measure(&json));
        }
    }
    let ours: Vec<_> = bundles(SEED, 15, BundleSize::Mixed).map(|(_, json)| measure(&json)).collect();
    let all = |of: &[BTreeMap<String, (usize, usize)>], kind: &str| {
        let each = of.iter().filter_map(|kinds| kinds.get(kind));
        each.fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1))
    };
    for kind in [
        "Bundle",
        "Observation",
        "Encounter",
        "Claim",
        "ExplanationOfBenefit",
        "DiagnosticReport",
        "DocumentReference",
        "MedicationRequest",
        "Condition",
        "Procedure",
        "Immunization",
        "CareTeam",
        "CarePlan",
        "Patient",
        "Provenance",
    ] {
        let ((our_count, our_bytes), (count, bytes)) = (all(&ours, kind), all(&samples, kind));
        let (ours_each, each) = (our_count * 10 / ours.len(), count * 10 / samples.len());
        let (our_length, length) = (our_bytes / our_count.max(1), bytes / count.max(1));
        println!(
            "{kind}: in ten bundles ours {ours_each}, samples {each}; bytes ours {our_length}, samples {length}"
        );
        let near = |ours: usize, theirs: usize| ours * 10 >= theirs * 6 && ours * 10 <= theirs * 16;
        assert!(near(ours_each, each), "{kind}: too few or too many");
        assert!(near(our_length, length), "{kind}: too short or too long");
    }
}

#[test]
fn sizes_are_what_they_say() {
    for (size, least, most) in [
        (BundleSize::Small, 250_000, 600_000),
        (BundleSize::Typical, 1_100_000, 2_000_000),
        (BundleSize::Large, 2_400_000, 3_800_000),
    ] {
        for (name, json) in bundles(SEED, 4, size) {
            assert!((least..most).contains(&json.len()), "{size:?} {name}: {}", json.len());
        }
    }
}

/// `cargo test -p synthetic --release -- --ignored --nocapture` prints it.
#[test]
#[ignore = "a measurement"]
fn writing_is_fast() {
    let begun = std::time::Instant::now();
    let bytes: usize = bundles(SEED, 100, BundleSize::Mixed).map(|(_, json)| json.len()).sum();
    let seconds = begun.elapsed().as_secs_f64();
    println!("{:.0} MB/s, {:.2} MB a bundle", bytes as f64 / 1e6 / seconds, bytes as f64 / 1e8);
    assert!(bytes as f64 / seconds > 20e6);
}
