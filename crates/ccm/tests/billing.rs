//! The rules, their cases, and what must hold of any month.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use ccm::basics::{Answer, Cents, Hcpcs};
use ccm::billing::cases::{Case, CaseReport, Neutral, facts, read};
use ccm::billing::{Determination, MonthFacts, RuleSet, embedded, evaluate, run_cases, words};

fn assert_passes(name: &str, report: &CaseReport) {
    for line in report.lines() {
        println!("{name}: {line}");
    }
    println!("{name}: {} passed, {} failed, {} skipped", report.passed, report.failed, report.skipped);
    assert_eq!(report.failed, 0, "{name}");
}

fn folder(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

/// A file of the shared folder beside the workspace; a plain notice where it is not there.
fn shared(path: &str) -> Option<String> {
    let text = std::fs::read_to_string(folder("../shared").join(path)).ok();
    if text.is_none() {
        println!("skipped: ../shared/{path} is not here");
    }
    text
}

fn own_cases() -> impl Iterator<Item = Case> {
    embedded::CASES.iter().flat_map(|(_, text)| read(text)).map(|(_, case)| case.unwrap())
}

fn facts_of(case: &Case) -> MonthFacts {
    facts(case, &Neutral::embedded().unwrap(), RuleSet::embedded()).unwrap()
}

fn own_facts(id: &str) -> MonthFacts {
    facts_of(&own_cases().find(|case| case.id == id).unwrap())
}

#[test]
fn the_shared_cases_of_our_groups_pass() {
    let Some(text) = shared("spec/billing-cases.jsonl") else { return };
    let report = run_cases(&text, RuleSet::embedded(), false);
    assert_passes("billing-cases.jsonl", &report);
    assert_eq!(report.passed, 45);
}

#[test]
fn our_own_cases_pass() {
    for (name, text) in embedded::CASES {
        assert_passes(name, &run_cases(text, RuleSet::embedded(), true));
    }
    let ids: BTreeSet<String> = own_cases().map(|case| case.id).collect();
    assert_eq!(ids.len(), own_cases().count(), "an id is used twice");
}

#[test]
fn a_case_that_expects_something_else_fails_and_says_where() {
    let mut case = own_cases().find(|case| case.id == "P-105").unwrap();
    case.expected.lines.as_mut().unwrap().pop();
    case.expected.unbilled_minutes = Some(3.0);
    let report = run_cases(&serde_json::to_string(&case).unwrap(), RuleSet::embedded(), true);
    assert_eq!((report.passed, report.failed), (0, 1));
    let lines = report.lines().join("\n");
    assert!(lines.contains("lines: expected nothing; found 99439 x 1"), "{lines}");
    assert!(lines.contains("unbilled_minutes: expected 3; found 0"), "{lines}");
}

#[test]
fn a_case_file_is_read_strictly() {
    let text = serde_json::to_string(&own_cases().next().unwrap()).unwrap();
    let strange = text.replacen("\"id\"", "\"surprise\":1,\"id\"", 1);
    let report = run_cases(&format!("{strange}\n\n{text}\nnot json"), RuleSet::embedded(), true);
    assert_eq!((report.passed, report.failed), (1, 2));
    assert!(report.lines().join("\n").contains("line 4"));
}

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
            "99490,2025-01-01,2025-12-31,1.0",
            "99490,2025-01-01,2025-12-31,one",
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
fn every_answer_of_every_case_has_words_a_citation_and_reads_back() {
    let rules = RuleSet::embedded();
    for case in own_cases() {
        let facts = facts_of(&case);
        let found = evaluate(&facts, rules);
        let text = serde_json::to_string(&found).unwrap();
        assert_eq!(serde_json::from_str::<Determination>(&text).unwrap(), found, "{}", case.id);
        let stored = serde_json::to_string(&facts).unwrap();
        assert!(serde_json::from_str::<MonthFacts>(&stored).unwrap() == facts, "{}", case.id);
        for line in words::explain(&found, rules) {
            assert!(!line.trim().is_empty() && line.is_ascii(), "{line}");
        }
        for finding in found.considered.iter().flat_map(|code| &code.findings) {
            assert!(!finding.citation.as_str().is_empty(), "{} {}", case.id, finding.rule);
        }
        for held in &found.held {
            assert!(words::next_step(held, rules).is_some(), "{} {}", case.id, held.rule);
            assert_ne!(held.answer, Answer::Met);
        }
    }
}

#[test]
fn a_fact_that_is_not_known_holds_and_never_passes() {
    let rules = RuleSet::embedded();
    let whole = own_facts("P-102");
    assert_eq!(evaluate(&whole, rules).lines.len(), 1);
    type Forget = fn(&mut MonthFacts);
    let forgotten: [(&str, Forget); 18] = [
        ("ELIG-05", |facts| facts.payer.kind = None),
        ("ELIG-05", |facts| facts.payer.part_b_active = None),
        ("ELIG-05", |facts| facts.payer.kind = Some("medicare_advantage".parse().unwrap())),
        ("CCM-BILL-01", |facts| facts.biller.role = None),
        ("ENG-09", |facts| facts.practice.setting = None),
        ("ELIG-01", |facts| facts.conditions[0].risk_stated = None),
        ("ELIG-01", |facts| facts.conditions[1].expected_months = None),
        ("ELIG-01", |facts| facts.conditions[1].active = None),
        ("CLAIM-04", |facts| facts.conditions[1].billable = None),
        ("CONSENT-02", |facts| facts.consents[0].documented = None),
        ("CONSENT-02", |facts| facts.consents[0].elements = None),
        ("CONSENT-02", |facts| facts.consents[0].form = None),
        ("CONSENT-03", |facts| facts.consents[0].practitioner = None),
        ("CONSENT-06", |facts| facts.consents[0].given_by = None),
        ("INIT-02", |facts| facts.visits[0].care_management_discussed = None),
        ("INIT-02", |facts| facts.visits[0].practitioner = None),
        ("PLAN-01", |facts| facts.care_plans[0].elements = None),
        ("CLAIM-06", |facts| facts.today = None),
    ];
    for (place, (asked_by, forget)) in forgotten.into_iter().enumerate() {
        let mut facts = whole.clone();
        forget(&mut facts);
        let found = evaluate(&facts, rules);
        assert!(found.lines.is_empty(), "{place} {asked_by}");
        let held: Vec<_> = found.held.iter().map(|held| (held.rule.to_string(), held.answer)).collect();
        assert_eq!(held, [("ENG-09".to_owned(), Answer::Unknown)], "{place} {asked_by}");
        assert_eq!(found.held[0].rule_to_act_on().as_str(), asked_by, "{place}");
    }
    let unknown_performer: [(&str, Forget); 5] = [
        ("TIME-03", |facts| facts.entries[0].role = None),
        ("TIME-03", |facts| facts.entries[0].supervised = None),
        ("TIME-03", |facts| facts.entries[0].credential_active = None),
        ("TIME-04", |facts| facts.entries[0].country = None),
        ("TIME-05", |facts| facts.entries[0].activity = None),
    ];
    for (rule, forget) in unknown_performer {
        let mut facts = whole.clone();
        forget(&mut facts);
        let found = evaluate(&facts, rules);
        assert_eq!(found.held[0].rule.as_str(), "CCM-TIME-01", "{rule}");
        let left_out = &found.left_out[0];
        assert_eq!((left_out.rule.as_str(), left_out.answer), (rule, Answer::Unknown));
    }
}
