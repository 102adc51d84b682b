//! Runs a file of cases: each line read, evaluated, compared.

use serde::{Deserialize, Serialize};

use super::compare::{Difference, compare};
use super::format::Case;
use super::load::facts;
use super::neutral::Neutral;
use crate::basics::Problem;
use crate::billing::{RuleSet, evaluate};

/// What came of a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CaseReport {
    pub schema: u16,
    /// Hash of the rule set.
    pub rules: Box<str>,
    pub passed: usize,
    pub failed: usize,
    pub skipped: usize,
    /// In the order of the file; skipped ones are not listed.
    pub cases: Vec<CaseResult>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CaseResult {
    /// `line 12` where the line could not be read.
    pub id: String,
    pub title: String,
    #[serde(flatten)]
    pub outcome: CaseOutcome,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum CaseOutcome {
    Passed,
    Failed {
        differences: Vec<Difference>,
    },
    /// The line is not a case.
    Unreadable {
        problems: Vec<Problem>,
    },
}

impl CaseReport {
    /// Each difference, and what could not be read, for a person. Passed cases say nothing.
    pub fn lines(&self) -> Vec<String> {
        let mut text = Vec::new();
        for case in &self.cases {
            match &case.outcome {
                CaseOutcome::Passed => {}
                CaseOutcome::Failed { differences } => {
                    text.push(format!("{} {}", case.id, case.title));
                    text.extend(differences.iter().map(|difference| {
                        let Difference { at, expected, found } = difference;
                        format!("  {at}: expected {expected}; found {found}")
                    }));
                }
                CaseOutcome::Unreadable { problems } => {
                    text.push(format!("{} {} cannot be read", case.id, case.title));
                    text.extend(problems.iter().map(|problem| format!("  {problem}")));
                }
            }
        }
        text
    }
}

/// Each line of a case file that is not blank, read strictly, with its number.
pub fn read(text: &str) -> impl Iterator<Item = (usize, Result<Case, Problem>)> + '_ {
    text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).map(|(place, line)| {
        let case = serde_json::from_str(line)
            .map_err(|error| Problem::new("not_a_case", format!("line {}", place + 1)).with("reason", error));
        (place + 1, case)
    })
}

/// Runs the cases whose rules are all of groups that are complete here; with `all`, the others too.
pub fn run_cases(text: &str, rules: &RuleSet, all: bool) -> CaseReport {
    let mut report = CaseReport {
        schema: 1,
        rules: rules.hash().into(),
        passed: 0,
        failed: 0,
        skipped: 0,
        cases: Vec::new(),
    };
    let neutral = Neutral::embedded();
    for (line, case) in read(text) {
        let (id, title, outcome) = match (case, &neutral) {
            (Err(problem), _) => {
                (format!("line {line}"), String::new(), CaseOutcome::Unreadable { problems: vec![problem] })
            }
            (Ok(case), Err(problem)) => {
                (case.id, case.title, CaseOutcome::Unreadable { problems: vec![problem.clone()] })
            }
            (Ok(case), Ok(neutral)) => {
                let ours = case.rule_ids.iter().all(|id| rules.is_complete_for(id));
                if !all && !ours {
                    report.skipped += 1;
                    continue;
                }
                let outcome = run(&case, neutral, rules);
                (case.id, case.title, outcome)
            }
        };
        if outcome == CaseOutcome::Passed {
            report.passed += 1;
        } else {
            report.failed += 1;
        }
        report.cases.push(CaseResult { id, title, outcome });
    }
    report
}

fn run(case: &Case, neutral: &Neutral, rules: &RuleSet) -> CaseOutcome {
    match facts(case, neutral, rules) {
        Err(problems) => CaseOutcome::Unreadable { problems },
        Ok(facts) => {
            let differences = compare(case, &evaluate(&facts, rules), rules);
            if differences.is_empty() { CaseOutcome::Passed } else { CaseOutcome::Failed { differences } }
        }
    }
}
