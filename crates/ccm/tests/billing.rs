//! The rules, their cases, and what must hold of any month.

use ccm::billing::cases::{CaseOutcome, CaseReport, Selection, run_cases};
use ccm::billing::{RuleSet, embedded};

fn assert_passes(name: &str, report: &CaseReport) {
    for case in &report.cases {
        match &case.outcome {
            CaseOutcome::Passed => {}
            CaseOutcome::Failed { differences } => {
                for difference in differences {
                    let (at, expected, found) = (&difference.at, &difference.expected, &difference.found);
                    println!("{name} {} ({}): {at}: expected {expected}; found {found}", case.id, case.title);
                }
            }
            CaseOutcome::Unreadable { problems } => println!("{name} {}: {problems:?}", case.id),
        }
    }
    println!("{name}: {} passed, {} failed, {} skipped", report.passed, report.failed, report.skipped);
    assert_eq!(report.failed, 0, "{name}");
}

/// A file of the shared folder beside the workspace; a plain notice where it is not there.
fn shared(path: &str) -> Option<String> {
    let place = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared").join(path);
    let text = std::fs::read_to_string(&place).ok();
    if text.is_none() {
        println!("skipped: ../shared/{path} is not here");
    }
    text
}

#[test]
fn the_shared_cases_of_our_groups_pass() {
    let Some(text) = shared("spec/billing-cases.jsonl") else { return };
    let report = run_cases(&text, RuleSet::embedded(), Selection::CompleteGroups);
    assert_passes("billing-cases.jsonl", &report);
    assert_eq!(report.passed, 45);
}

#[test]
fn our_own_cases_pass() {
    for (name, text) in embedded::CASES {
        assert_passes(name, &run_cases(text, RuleSet::embedded(), Selection::All));
    }
}
