//! The lines beside each other: what a month of one practitioner may hold (interop.md §3, CLAIM-07).

use super::Rulebook;
use crate::basics::Problem;
use crate::billing::Word;
use crate::billing::conflicts::Scope;
use crate::billing::service::guard_units;
use crate::claim::document::Claim;

pub(super) fn check(claim: &Claim, rulebook: &Rulebook<'_>, problems: &mut Vec<Problem>) {
    for (n, line) in claim.lines.iter().enumerate() {
        let path = format!("lines[{n}]");
        // CLAIM-07: further units stand on the one line.
        if claim.lines[..n].iter().any(|earlier| earlier.code == line.code) {
            problems.push(Problem::new("code_repeated", format!("{path}.code")).with("code", &line.code));
        }
        units(claim, n, rulebook, problems);
        base(claim, n, rulebook, problems);
        conflicts(claim, n, rulebook, problems);
    }
}

/// Lines that the matrix keeps apart (ENG-10, section 17): all of one claim are of one practitioner.
fn conflicts(claim: &Claim, n: usize, rulebook: &Rulebook<'_>, problems: &mut Vec<Problem>) {
    let line = &claim.lines[n];
    let Ok(code) = Word::new(line.code.as_str()) else { return };
    for other in claim.lines.iter().filter(|other| other.code != line.code) {
        let Ok(word) = Word::new(other.code.as_str()) else { continue };
        let pair = rulebook.rules.conflicts().find(code, word, Scope::SamePractitioner, line.on);
        if let Some(pair) = pair.filter(|pair| pair.holds(&rulebook.choices)) {
            let problem = Problem::new("codes_exclusive", format!("lines[{n}].code"))
                .with("code", &line.code)
                .with("other", &other.code)
                .with("rule", pair.rule);
            problems.push(problem);
        }
    }
}

fn units(claim: &Claim, n: usize, rulebook: &Rulebook<'_>, problems: &mut Vec<Problem>) {
    let Some((_, Some(version))) = rulebook.lines[n] else { return };
    let found = claim.lines[n].units;
    let most = version.units_max.units(&rulebook.choices);
    let guard = version.units_guard.map(|switch| guard_units(switch, &rulebook.choices));
    let crossed = match guard {
        _ if found > most => Some(("units_above_limit", most)),
        // What is above the practice's guard waits for a person.
        Some(guard) if found > guard => Some(("units_above_guard", guard)),
        _ => None,
    };
    if let Some((code, limit)) = crossed {
        problems
            .push(Problem::new(code, format!("lines[{n}].units")).with("most", limit).with("found", found));
    }
}

/// An add-on stands beside its base, on the same day (CCM-TIME-05, interop.md §3).
fn base(claim: &Claim, n: usize, rulebook: &Rulebook<'_>, problems: &mut Vec<Problem>) {
    let Some((service, _)) = rulebook.lines[n] else { return };
    let Some(first) = service.bases.first() else { return };
    match claim.lines.iter().find(|other| service.bases.contains(&other.code)) {
        None => problems.push(Problem::new("base_missing", format!("lines[{n}].code")).with("base", first)),
        Some(other) if other.on != claim.lines[n].on => {
            let path = format!("lines[{n}].on");
            problems.push(Problem::new("date_differs_from_base", path).with("base", &other.code));
        }
        Some(_) => {}
    }
}
