//! The clinics are whole, the same every time, and share nobody with the demo or each other.

mod common;

use std::collections::BTreeSet;

use common::*;
use synthetic::{ClinicMonth, NPI_SYSTEM, clinics, demo, npi_is_valid};

const SEED: u64 = 2026;

#[test]
fn the_setup_goes_behind_the_demo_practices_own() {
    let clinics = clinics(SEED);
    let mut setup = demo(SEED).setup_toml;
    clinics.iter().for_each(|clinic| setup.push_str(&clinic.setup_toml));
    let setup: toml::Table = toml::from_str(&setup).expect("valid TOML");
    let keys: Vec<_> =
        setup["practices"].as_array().expect("practices").iter().map(|one| &one["key"]).collect();
    assert_eq!(keys.len(), 1 + clinics.len());
    let mut npis = BTreeSet::new();
    for one in ["practices", "people"].iter().flat_map(|list| setup[*list].as_array().expect("a list")) {
        let Some(npi) = one.get("npi").and_then(|npi| npi.as_str()) else { continue };
        assert!(npi_is_valid(npi) && npis.insert(npi), "{npi}");
    }
}

#[test]
fn months_are_in_order_and_typed_in_their_time() {
    for clinic in clinics(SEED) {
        assert!(clinic.months.is_sorted_by_key(|month| month.closed_on), "{}", clinic.key);
        for month in &clinic.months {
            let typed: Vec<_> = month.records.iter().map(|file| file.typed_at).collect();
            assert!(typed.is_sorted() && !typed.is_empty(), "{} {}", clinic.key, month.month);
            assert!(typed[0].date() == month.enrolled_on && typed[typed.len() - 1].date() < month.closed_on);
            assert!(month.enrolled_on.to_string().as_str() < month.month);
        }
    }
}

#[test]
fn patients_are_nobody_elses_and_their_bundles_whole() {
    let (one, same) = (clinics(SEED), clinics(SEED));
    let bundles = |month: &ClinicMonth| month.bundles.clone();
    let all = |of: &[synthetic::Clinic]| -> Vec<_> {
        of.iter().flat_map(|clinic| clinic.months.iter().flat_map(bundles)).collect()
    };
    assert!(all(&one) == all(&same), "the same seed gives the same bytes");
    let mut names: BTreeSet<String> = demo(SEED).bundles.into_iter().map(|(name, _)| name).collect();
    for clinic in &one {
        let setup: toml::Table = toml::from_str(&clinic.setup_toml).expect("valid TOML");
        let known: BTreeSet<String> = setup["people"]
            .as_array()
            .expect("people")
            .iter()
            .filter_map(|one| one.get("npi")?.as_str())
            .map(|npi| format!("Practitioner?identifier={NPI_SYSTEM}|{npi}"))
            .collect();
        for month in &clinic.months {
            assert_eq!(month.bundles.len(), month.expectations.len());
            for (name, json) in &month.bundles {
                assert!(names.insert(name.clone()), "{name} is somebody else");
                let bundle = parse(json);
                assert_nothing_empty(&bundle);
                assert_references_resolve(&bundle, &known);
                assert!(!findable(&bundle).is_empty());
                assert!(resources(&bundle).any(|resource| resource["resourceType"] == "Coverage"));
            }
        }
    }
}
