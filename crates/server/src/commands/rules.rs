//! `perennial rules cases|list|show|switches`

use std::process::ExitCode;

use anyhow::{Context, Result};
use ccm::basics::Hcpcs;
use ccm::billing::cases::{CaseOutcome, CaseResult, run_cases};

use crate::config::{PlaceOptions, RulesCommand};
use crate::{print, wiring};

pub fn run(command: RulesCommand, options: &PlaceOptions) -> Result<ExitCode> {
    let rules = wiring::rules(options.rules.as_deref())?;
    match command {
        RulesCommand::Cases { files, all } => {
            let (mut passed, mut failed) = (0, 0);
            for file in &files {
                let text = std::fs::read_to_string(file)
                    .with_context(|| format!("{} cannot be read", file.display()))?;
                let report = run_cases(&text, &rules, all);
                passed += report.passed;
                failed += report.failed;
                if options.json {
                    print::json(&report)?;
                } else {
                    report.cases.iter().for_each(print_case);
                }
            }
            if !options.json {
                println!("{passed} passed, {failed} failed");
            }
            return Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE });
        }
        RulesCommand::List { on } => {
            for line in ccm::billing::words::list(&rules, on) {
                println!("{line}");
            }
        }
        RulesCommand::Show { code, on } => {
            let code: Hcpcs = code.parse()?;
            for line in ccm::billing::words::show(&rules, &code, on).context("no rule speaks of that code")? {
                println!("{line}");
            }
        }
        RulesCommand::Switches => {
            for line in ccm::billing::words::switches(&rules) {
                println!("{line}");
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Nothing for a case that passes; every difference of one that does not.
fn print_case(case: &CaseResult) {
    match &case.outcome {
        CaseOutcome::Passed => {}
        CaseOutcome::Failed { differences } => {
            println!("{} {}", case.id, case.title);
            for one in differences {
                println!("  {}: expected {}, found {}", one.at, one.expected, one.found);
            }
        }
        CaseOutcome::Unreadable { problems } => {
            println!("{} cannot be read", case.id);
            for problem in problems {
                println!("  {problem}");
            }
        }
    }
}
