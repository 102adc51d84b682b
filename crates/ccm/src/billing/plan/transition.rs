//! Transitional care: the code that the visit and the decision making give (TCM-03).

use super::{Plan, Subject, requests};
use crate::billing::check;
use crate::billing::facts::TcmFact;
use crate::billing::program::ProgramRule;
use crate::billing::requirement::Requirement;
use crate::billing::scene::Scene;
use crate::billing::service::Version;
use crate::billing::switches::Switch;
use crate::enrollment::Program;

pub(super) fn plan<'a>(scene: &Scene<'a>, program: Program, rule: &'a ProgramRule) -> Option<Plan<'a>> {
    let tcm = scene.facts.tcm.as_ref();
    let by_name = requests(scene.facts, program, scene).next().is_some();
    if tcm.is_none() && !by_name {
        return None;
    }
    let services = || rule.transition.iter().filter_map(|code| scene.prepared.service(code));
    let longest_wait = services().filter_map(|(_, version)| longest_wait(version?)).max().unwrap_or(0);
    let is_asked = tcm.map_or(by_name, |tcm| is_of_month(scene, tcm, longest_wait));
    if !is_asked {
        return None;
    }
    scene.mark(Switch::TransitionDateOfService);
    let given = |version: &Version| {
        version.requires.iter().any(|asked| match &asked.requirement {
            Requirement::TransitionVisit { days, levels } => {
                tcm.is_some_and(|tcm| check::transition_visit(scene, tcm, *days, levels).0.is_met())
            }
            _ => false,
        })
    };
    let service =
        services().find(|(_, version)| version.is_some_and(given)).or_else(|| services().next_back())?;
    let on = tcm.and_then(|tcm| tcm.visit_date).unwrap_or_else(|| super::last_day(scene));
    Some(Plan::without_minutes(program, service, on, Subject::Discharge(tcm)))
}

/// TCM-05: it belongs to the month of its visit. Without one, to the months in which one could have been.
fn is_of_month(scene: &Scene, tcm: &TcmFact, longest_wait: i32) -> bool {
    let month = scene.prepared.month;
    match (tcm.visit_date, tcm.discharge) {
        (Some(visit), _) => month.covers(visit),
        (None, None) => true,
        (None, Some(at)) => {
            let left = at.day(&scene.prepared.clock);
            let last = check::days_after(left, longest_wait);
            left <= month.last_day() && month.first_day() <= last
        }
    }
}

/// Days in which the visit must be.
fn longest_wait(version: &Version) -> Option<i32> {
    version.requires.iter().find_map(|asked| match asked.requirement {
        Requirement::TransitionVisit { days, .. } => Some(days),
        _ => None,
    })
}
