//! Each line and each diagnosis by itself.

use super::{Rulebook, ScrubContext};
use crate::basics::{Date, Problem};
use crate::billing::Requirement;
use crate::claim::document::{
    Claim, ClaimLine, MOST_CHARGE, MOST_DIAGNOSES, MOST_LINES, MOST_MODIFIERS, MOST_POINTERS,
};

pub(super) fn check(
    claim: &Claim,
    context: &ScrubContext<'_>,
    rulebook: &Rulebook<'_>,
    problems: &mut Vec<Problem>,
) {
    diagnoses(claim, context, problems);
    count("lines", claim.lines.len(), 1, MOST_LINES, problems);
    for (n, line) in claim.lines.iter().enumerate() {
        let path = format!("lines[{n}]");
        amounts(&path, line, problems);
        modifiers(&path, line, problems);
        pointers(&path, line, claim.diagnoses.len(), problems);
        if !claim.month.covers(line.on) {
            problems.push(Problem::new("outside_month", format!("{path}.on")).with("month", claim.month));
        }
        if line.on > context.file_date {
            problems.push(Problem::new("after_file_date", format!("{path}.on")));
        }
        code(&path, line, n, rulebook, problems);
        for version in rulebook.versions(n) {
            for asked in &version.requires {
                if let Requirement::Diagnoses { at_least, at_most } = asked.requirement {
                    count(&format!("{path}.pointers"), line.pointers.len(), at_least, at_most, problems);
                }
            }
        }
    }
}

/// CLAIM-04: of highest specificity on the day of service, none twice.
fn diagnoses(claim: &Claim, context: &ScrubContext<'_>, problems: &mut Vec<Problem>) {
    count("diagnoses", claim.diagnoses.len(), 1, MOST_DIAGNOSES, problems);
    let mut days: Vec<Date> = claim.lines.iter().map(|line| line.on).collect();
    days.sort_unstable();
    days.dedup();
    for (n, code) in claim.diagnoses.iter().enumerate() {
        if claim.diagnoses[..n].contains(code) {
            problems.push(Problem::new("repeated", format!("diagnoses[{n}]")));
        }
        if let Some(day) = days.iter().find(|day| context.catalog.look_up(code, **day).chronic.is_none()) {
            problems.push(Problem::new("diagnosis_not_billable", format!("diagnoses[{n}]")).with("on", day));
        }
    }
}

fn amounts(path: &str, line: &ClaimLine, problems: &mut Vec<Problem>) {
    if line.units == 0 {
        problems.push(Problem::new("units", format!("{path}.units")).with("least", 1));
    }
    if line.charge.0 <= 0 {
        problems.push(Problem::new("charge", format!("{path}.charge")).with("least_cents", 1));
    }
    if line.charge > MOST_CHARGE {
        problems.push(Problem::new("charge", format!("{path}.charge")).with("most_cents", MOST_CHARGE.0));
    }
}

fn modifiers(path: &str, line: &ClaimLine, problems: &mut Vec<Problem>) {
    count(&format!("{path}.modifiers"), line.modifiers.len(), 0, MOST_MODIFIERS, problems);
    for (n, modifier) in line.modifiers.iter().enumerate() {
        let place = format!("{path}.modifiers[{n}]");
        if modifier.len() != 2 || !modifier.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()) {
            problems.push(Problem::new("modifier_shape", place).with("expected", "two of A-Z 0-9"));
        } else if line.modifiers[..n].contains(modifier) {
            problems.push(Problem::new("repeated", place));
        }
    }
}

fn pointers(path: &str, line: &ClaimLine, diagnoses: usize, problems: &mut Vec<Problem>) {
    count(&format!("{path}.pointers"), line.pointers.len(), 1, MOST_POINTERS, problems);
    for (n, pointer) in line.pointers.iter().enumerate() {
        let place = format!("{path}.pointers[{n}]");
        if *pointer == 0 || usize::from(*pointer) > diagnoses {
            problems.push(Problem::new("points_nowhere", place).with("diagnoses", diagnoses));
        } else if line.pointers[..n].contains(pointer) {
            problems.push(Problem::new("repeated", place));
        }
    }
}

/// A code that our rules know whole, in force in the month and on the day (ENG-01, ENG-02).
fn code(path: &str, line: &ClaimLine, n: usize, rulebook: &Rulebook<'_>, problems: &mut Vec<Problem>) {
    let wrong = match rulebook.lines[n] {
        None => Some("code_unknown"),
        Some((_, None)) => Some("code_not_in_force"),
        Some((service, _)) if !service.in_force(line.on) => Some("code_not_in_force"),
        Some((service, _)) if !service.complete => Some("rules_incomplete"),
        Some(_) => None,
    };
    if let Some(wrong) = wrong {
        problems.push(Problem::new(wrong, format!("{path}.code")).with("code", &line.code));
    }
}

fn count(path: &str, found: usize, least: usize, most: usize, problems: &mut Vec<Problem>) {
    // The format and a rule may say the same of one place: once is enough.
    let is_told = || problems.iter().any(|told| told.code == "count" && told.path == path);
    if !(least..=most).contains(&found) && !is_told() {
        problems
            .push(Problem::new("count", path).with("least", least).with("most", most).with("found", found));
    }
}
