//! What stands in `interviews/`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use ccm::care::Interviews;
use ccm::care::interview::FILES;

use crate::support::*;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../interviews")
}

#[test]
fn every_file_of_the_folder_is_built_in() {
    let mut found = BTreeSet::new();
    for (below, prefix) in [(folder(), ""), (folder().join("banks"), "banks/")] {
        for file in std::fs::read_dir(below).unwrap() {
            let name = file.unwrap().file_name().into_string().unwrap();
            if name.ends_with(".toml") {
                found.insert(format!("{prefix}{name}"));
            }
        }
    }
    let known: BTreeSet<String> = FILES.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(found, known);
}

#[test]
fn the_conditions_that_are_managed_most_have_their_questions() {
    let asked = |code: &str| {
        let codes = [code.parse().unwrap()];
        let banks = book().banks.iter().filter(|bank| !bank.applies_to.is_empty());
        banks.filter(|bank| bank.is_for(&codes, &[])).map(|bank| bank.bank.as_str()).collect::<Vec<_>>()
    };
    let table = [
        ("E11.9", vec!["diabetes"]),
        ("I10", vec!["hypertension"]),
        ("I50.22", vec!["heart_failure"]),
        ("I13.0", vec!["hypertension", "heart_failure", "kidney"]),
        ("J44.9", vec!["lungs"]),
        ("J45.40", vec!["lungs"]),
        ("N18.31", vec!["kidney"]),
        ("E11.22", vec!["diabetes", "kidney"]),
        ("I25.10", vec!["heart"]),
        ("I48.91", vec!["heart"]),
        ("M17.0", vec!["joints"]),
        ("G30.9", vec!["dementia"]),
        ("Z00.00", vec![]),
    ];
    for (code, banks) in table {
        assert_eq!(asked(code), banks, "{code}");
    }
    let everybody: Vec<_> = book().banks.iter().filter(|one| one.applies_to.is_empty()).collect();
    assert_eq!(everybody.iter().map(|bank| bank.bank.as_str()).collect::<Vec<_>>(), ["general", "mood"]);
}

#[test]
fn outcomes_name_activities_that_the_rules_know() {
    let rules = ccm::billing::RuleSet::embedded();
    for outcome in &book().outcomes.all {
        assert!(rules.is_activity(&outcome.activity), "{}", outcome.word);
    }
}

#[test]
fn a_voicemail_says_nothing_about_anybodys_health() {
    let said = &book().scripts.voicemail;
    for word in
        ["care", "doctor", "nurse", "clinic", "practice", "health", "salud", "cuidado", "médic", "clínica"]
    {
        assert!(!said.en.to_lowercase().contains(word) && !said.es.to_lowercase().contains(word), "{word}");
    }
}

/// The files with one thing changed.
fn with(name: &str, old: &str, new: &str) -> Vec<String> {
    let changed: Vec<(&str, String)> = FILES
        .iter()
        .map(|(path, text)| {
            assert!(*path != name || text.contains(old), "{old}");
            (*path, if *path == name { text.replacen(old, new, 1) } else { (*text).to_owned() })
        })
        .collect();
    let read = Interviews::from_files(changed.iter().map(|(path, text)| (*path, text.as_str())));
    read.err().unwrap_or_default().into_iter().map(|problem| problem.code).collect()
}

#[test]
fn what_a_clinician_could_get_wrong_is_found() {
    let bank = "banks/general.toml";
    let table = [
        ("general.falls", "general.hospital_use", "not_unique"),
        ("general.falls", "diabetes.falls", "not_of_this_bank"),
        ("protocol = \"hospital_use\"", "protocol = \"nowhere\"", "unknown_protocol"),
        ("when = { is = true }, severity", "when = { at_least = 3 }, severity", "never_fits"),
        ("after  = { question = \"general.falls\"", "after  = { question = \"general.food\"", "never_fits"),
        ("es     = \"¿Adónde fue, y por qué motivo?\"", "es     = \"\"", "required"),
        ("answer = { kind = \"text\" }", "answer = { kind = \"essay\" }", "not_readable"),
        ("every_days = 90", "every_days = 0", "bounds"),
    ];
    for (old, new, code) in table {
        assert!(with(bank, old, new).iter().any(|found| found == code), "{code}: {:?}", with(bank, old, new));
    }
    assert_eq!(with("banks/mood.toml", "most      = 6", "most      = 5"), ["score"]);
    let swapped = with(
        "banks/diabetes.toml",
        "at_most = 53 }, severity = \"emergency\"",
        "at_most = 53 }, severity = \"same_day\"",
    );
    assert_eq!(swapped, ["order"]);
    assert!(with("outcomes.toml", "", "").is_empty());
}

#[test]
fn any_bytes_are_problems_and_no_panic() {
    for text in ["", "\0", "bank = 1", "[[question]]", "{", "title = { en = \"a\" }"] {
        let files =
            FILES.iter().map(|(path, own)| (*path, if *path == "banks/heart.toml" { text } else { *own }));
        assert!(Interviews::from_files(files).is_err(), "{text}");
    }
    assert!(Interviews::from_files([]).is_err());
}
