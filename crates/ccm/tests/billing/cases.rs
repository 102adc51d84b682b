//! Worked months: the shared ones, our own, and the runner itself.

use std::collections::BTreeSet;

use ccm::basics::Answer;
use ccm::billing::cases::CaseReport;
use ccm::billing::{Determination, MonthFacts, RuleSet, embedded, evaluate, run_cases, words};

use super::{facts_of, own_cases, shared};

fn assert_passes(name: &str, report: &CaseReport) {
    for line in report.lines() {
        println!("{name}: {line}");
    }
    println!("{name}: {} passed, {} failed, {} skipped", report.passed, report.failed, report.skipped);
    assert_eq!(report.failed, 0, "{name}");
}

#[test]
fn the_shared_cases_of_our_groups_pass() {
    let Some(text) = shared("spec/billing-cases.jsonl") else { return };
    let report = run_cases(&text, RuleSet::embedded(), false);
    assert_passes("billing-cases.jsonl", &report);
    assert_eq!(report.passed, 63);
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
