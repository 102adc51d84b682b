//! The rule files: all built in, read whole or refused with their place.

use std::collections::BTreeSet;
use std::path::Path;

use ccm::basics::{Cents, Date, Hcpcs};
use ccm::billing::{RuleSet, embedded};

use super::{folder, shared};

/// Every file under `rules/`, by its path there.
fn files_under(folder: &Path, prefix: &str, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            files_under(&entry.path(), &format!("{name}/"), found);
        } else {
            found.insert(name);
        }
    }
}

#[test]
fn every_file_of_the_folder_is_built_in() {
    let mut found = BTreeSet::new();
    files_under(&folder("rules"), "", &mut found);
    let mut built_in: BTreeSet<String> =
        embedded::RULES.iter().chain(embedded::CASES).map(|(name, _)| (*name).to_owned()).collect();
    built_in.insert("cases/neutral.json".to_owned());
    assert_eq!(found, built_in);
}

#[test]
fn a_rule_set_reads_back_from_its_own_bytes() {
    let rules = RuleSet::embedded();
    let again = RuleSet::parse(rules.bytes()).unwrap();
    assert_eq!(again.hash(), rules.hash());
    assert!(again == *rules);
    assert_eq!(rules.hash().len(), 64);
    for end in [0, 5, 17, 400, rules.bytes().len() - 1] {
        assert!(RuleSet::parse(&rules.bytes()[..end]).is_err(), "{end}");
    }
}

fn changed(name: &str, from: &str, to: &str) -> Vec<(String, String)> {
    embedded::RULES
        .iter()
        .map(|&(file, text)| {
            assert!(file != name || text.contains(from), "{from}");
            (file.to_owned(), if file == name { text.replace(from, to) } else { text.to_owned() })
        })
        .collect()
}

#[test]
fn wrong_rules_are_refused_with_their_place() {
    for (file, from, to, code, place) in [
        (
            "services/99490.toml",
            "minutes_at_least",
            "minuets_at_least",
            "wrong_toml",
            "services/99490.toml line",
        ),
        ("services/99490.toml", "CCM-TIME-01", "CCM-TIME-77", "rule_without_an_entry", "services/99490.toml"),
        (
            "services/99439.toml",
            "base     = \"99490\"",
            "base = \"99999\"",
            "unknown_code",
            "services/99439.toml",
        ),
        (
            "services/99490.toml",
            "\"plan_review_months\"",
            "\"plan_age\"",
            "unknown_switch",
            "services/99490.toml",
        ),
        (
            "switches.toml",
            "default  = \"month_end\"",
            "default = \"noon\"",
            "default_not_among_values",
            "switches.toml: dos",
        ),
        ("switches.toml", "[dos]", "[day_of_service]", "missing_switch", "switches.toml: dos"),
        (
            "fees.csv",
            "99490,2025-01-01,2025-12-31,2025-10-01,1.0",
            "99490,2025-01-01,2025-12-31,2025-10-01,one",
            "wrong_value",
            "fees.csv line",
        ),
        ("places.csv", "11,N", "11,X", "f_or_n", "places.csv line"),
        ("visits.csv", "code,initiating,same_day", "code,starts", "wrong_header", "visits.csv"),
        ("roles.toml", "\"rn\", ", "\"rn\", \"md\", ", "word_said_twice", "roles.toml"),
        (
            "activities.toml",
            "counts  = \"no\"",
            "counts = \"perhaps\"",
            "yes_no_or_switch",
            "activities.toml",
        ),
        ("programs.toml", "[program.PIN]", "[program.PUN]", "wrong_toml", "programs.toml line"),
    ] {
        let problems = RuleSet::from_files(changed(file, from, to)).unwrap_err();
        let found = problems.iter().any(|problem| problem.code == code && problem.path.starts_with(place));
        assert!(found, "{file} {from}: {problems:?}");
    }
}

#[test]
fn all_problems_of_all_files_come_at_once() {
    let mut files = changed("places.csv", "11,N", "11,X");
    for (name, text) in &mut files {
        if name == "fees.csv" {
            *text = text.replace("99490,2025-01-01", "99490,yesterday");
        }
        if name == "services/99439.toml" {
            text.push_str("surprise = true\n");
        }
    }
    let problems = RuleSet::from_files(files).unwrap_err();
    for file in ["places.csv", "fees.csv", "services/99439.toml"] {
        assert!(problems.iter().any(|problem| problem.path.starts_with(file)), "{file}: {problems:?}");
    }
    let mut files = changed("places.csv", "", "");
    files.retain(|(name, _)| name != "time.toml");
    files.push(("tme.toml".to_owned(), String::new()));
    let codes: Vec<String> =
        RuleSet::from_files(files).unwrap_err().into_iter().map(|problem| problem.code).collect();
    assert_eq!(codes, ["unknown_file", "missing_file"]);
}

#[test]
fn the_tracks_of_a_program_ask_the_same_gates_in_the_same_order() {
    let rules = RuleSet::embedded();
    let gates = |code: &str| -> Vec<String> {
        let service = rules.service(&code.parse::<Hcpcs>().unwrap()).unwrap();
        let requires = service.versions[0].requires.iter();
        let gates = requires.filter(|asked| asked.requirement.is_gate()).map(|asked| asked.rule.to_string());
        gates.collect()
    };
    assert_eq!(gates("99487"), gates("99490"));
    assert_eq!(gates("99491"), gates("99490"));
    assert!(gates("99490").len() > 10);
}

#[test]
fn amounts_are_those_of_the_published_table() {
    let Some(text) = shared("spec/codes.csv") else { return };
    let rules = RuleSet::embedded();
    let mut compared = 0;
    for line in text.lines().skip(1) {
        // The label, in quotes, may hold commas; nothing after it does but the last column.
        let Some((head, rest)) = line.split_once(',') else { continue };
        let tail: Vec<&str> = match rest.split_once('"') {
            Some((_, quoted)) => {
                quoted.split_once("\",").map_or(vec![], |(_, rest)| rest.split(',').collect())
            }
            None => rest.split(',').skip(2).collect(),
        };
        let (from, until, rate) = (tail[7], tail[8], tail[13]);
        let (Ok(code), Some(rate)) = (head.parse::<Hcpcs>(), Cents::parse(rate)) else { continue };
        for day in [from, until] {
            let fee = rules.fees().unit(&code, day.parse().unwrap(), Some(false), None, None);
            assert_eq!(fee.national_nonfacility, Some(rate), "{code} on {day}");
            compared += 1;
        }
    }
    assert!(compared > 300, "{compared}");
}

#[test]
fn the_federal_holidays_of_our_three_years() {
    let closed = [
        "2024-01-01",
        "2024-01-15",
        "2024-02-19",
        "2024-05-27",
        "2024-06-19",
        "2024-07-04",
        "2024-09-02",
        "2024-10-14",
        "2024-11-11",
        "2024-11-28",
        "2024-12-25",
        "2025-01-01",
        "2025-01-20",
        "2025-02-17",
        "2025-05-26",
        "2025-06-19",
        "2025-07-04",
        "2025-09-01",
        "2025-10-13",
        "2025-11-11",
        "2025-11-27",
        "2025-12-25",
        "2026-01-01",
        "2026-01-19",
        "2026-02-16",
        "2026-05-25",
        "2026-06-19",
        "2026-07-03",
        "2026-09-07",
        "2026-10-12",
        "2026-11-11",
        "2026-11-26",
        "2026-12-25",
    ];
    let mut day: Date = "2024-01-01".parse().unwrap();
    let mut found = Vec::new();
    while day.year() < 2027 {
        let is_weekend =
            matches!(day.weekday(), jiff::civil::Weekday::Saturday | jiff::civil::Weekday::Sunday);
        if !is_weekend && !RuleSet::embedded().holidays().is_business_day(day) {
            found.push(day.to_string());
        }
        day = day.tomorrow().unwrap();
    }
    assert_eq!(found, closed);
}
