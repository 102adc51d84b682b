//! The lines beside each other: what a month of one practitioner may hold (interop.md §3, CLAIM-07).

use super::Rulebook;
use crate::basics::Problem;
use crate::billing::Requirement;
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
        let exclusive = rulebook.versions(n).flat_map(|version| &version.requires).filter_map(|asked| {
            let Requirement::NoOwnCodeAmong(codes) = &asked.requirement else { return None };
            Some((asked.rule, codes))
        });
        for (rule, codes) in exclusive {
            for other in claim.lines.iter().filter(|other| codes.contains(&other.code)) {
                let problem = Problem::new("codes_exclusive", format!("{path}.code"))
                    .with("code", &line.code)
                    .with("other", &other.code)
                    .with("rule", rule);
                problems.push(problem);
            }
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
    let Some(base) = &service.base else { return };
    match claim.lines.iter().find(|other| other.code == *base) {
        None => problems.push(Problem::new("base_missing", format!("lines[{n}].code")).with("base", base)),
        Some(other) if other.on != claim.lines[n].on => {
            problems
                .push(Problem::new("date_differs_from_base", format!("lines[{n}].on")).with("base", base));
        }
        Some(_) => {}
    }
}
