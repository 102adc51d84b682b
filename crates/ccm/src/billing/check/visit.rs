//! INIT-01 to INIT-03 and INIT-08: the visit that starts care management.

use super::super::determination::Finding;
use super::super::facts::VisitFact;
use super::super::plan::Plan;
use super::super::reason::{PlanningBar, Reason, VisitLack, ids};
use super::super::requirement::{Seen, Years};
use super::super::scene::Scene;
use super::super::switches::Switch;
use super::super::word::{RuleId, Word};
use crate::basics::dates::months_later;
use crate::basics::{Answer, Date};

/// INIT-02: what a visit lacks. `None`: it qualifies.
fn lack(scene: &Scene, visit: &VisitFact, colleagues_serve: bool) -> Option<(Answer, VisitLack)> {
    let listed = visit.code.as_ref().map(|code| scene.prepared.rules.visit(code).initiating);
    let ours = match scene.is_ours(visit.practitioner.as_ref()) {
        Some(false) if colleagues_serve => match (visit.same_group, visit.same_specialty) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (Some(true), Some(true)) => Some(true),
            _ => None,
        },
        // Ours or a colleague's: either serves.
        None if colleagues_serve && (visit.same_group, visit.same_specialty) == (Some(true), Some(true)) => {
            Some(true)
        }
        ours => ours,
    };
    let asked = [
        (listed, VisitLack::QualifyingCode),
        (ours, VisitLack::OurPractitioner),
        (visit.care_management_discussed, VisitLack::CareManagementTalk),
    ];
    if let Some((_, lack)) = asked.iter().find(|(fact, _)| *fact == Some(false)) {
        return Some((Answer::NotMet, *lack));
    }
    asked.iter().any(|(fact, _)| fact.is_none()).then_some((Answer::Unknown, VisitLack::Facts))
}

pub fn initiating(scene: &Scene, plan: &Plan, rule: RuleId, months: i32) -> Finding {
    let Some(start) = scene.facts.service_start else {
        let reason = Reason::FactMissing { fact: Word::literal("service_start"), of: None };
        return scene.finding(rule, Answer::Unknown, reason);
    };
    let from = months_before(start, months);
    let first_counted = scene.time(plan.program).first.map(|second| scene.prepared.local_day(second));
    let until = first_counted.unwrap_or(scene.prepared.month.last_day());
    let colleagues_serve = scene.prepared.choices.flag(Switch::InitSameGroup);
    let within = |visit: &&VisitFact| from <= visit.date && visit.date <= until;
    let mut refused: Option<(Answer, VisitLack, &VisitFact)> = None;
    let mut serving: Option<&VisitFact> = None;
    for visit in scene.facts.visits.iter().filter(within) {
        if scene.is_ours(visit.practitioner.as_ref()) == Some(false) && visit.same_group == Some(true) {
            scene.mark(Switch::InitSameGroup);
        }
        match lack(scene, visit, colleagues_serve) {
            None if serving.is_none_or(|known| known.date < visit.date) => serving = Some(visit),
            None => {}
            // One that may qualify comes before one that does not, a newer one before an older.
            Some((answer, lack)) => {
                let worth = |answer: Answer, visit: &VisitFact| (answer == Answer::Unknown, visit.date);
                if refused.is_none_or(|(known, _, other)| worth(known, other) <= worth(answer, visit)) {
                    refused = Some((answer, lack, visit));
                }
            }
        }
    }
    if let Some(visit) = serving {
        return scene.finding(rule, Answer::Met, Reason::Visit { visit: visit.id.clone(), on: visit.date });
    }
    if let Some((answer, lacks, visit)) = refused {
        let reason = visit_lacks(visit, lacks, until);
        // CCM and PCM tell a visit that does not qualify from none at all; INIT-07 does not.
        let rule = if rule == ids::INIT_01 { ids::INIT_02 } else { rule };
        return scene.finding(rule, answer, reason);
    }
    let latest = scene.facts.visits.iter().map(|visit| visit.date).max();
    scene.finding(rule, Answer::NotMet, Reason::NoVisit { from, until, latest })
}

/// INIT-04: a visit that qualifies in so many months back from the last day of the month, where the practice asks for it.
pub fn every(scene: &Scene, rule: RuleId, months: i32, switch: Switch) -> Option<Finding> {
    scene.mark(switch);
    if !scene.prepared.choices.flag(switch) {
        return None;
    }
    let until = scene.prepared.month.last_day();
    let from = months_before(until, months);
    let colleagues_serve = scene.prepared.choices.flag(Switch::InitSameGroup);
    let within = scene.facts.visits.iter().filter(|visit| from <= visit.date && visit.date <= until);
    let judged = within.map(|visit| (visit, lack(scene, visit, colleagues_serve)));
    // One that qualifies, else one that may, else the newest.
    let worth = |lack: &Option<(Answer, VisitLack)>| match lack {
        None => 2,
        Some((Answer::Unknown, _)) => 1,
        Some(_) => 0,
    };
    Some(match judged.max_by_key(|(visit, lack)| (worth(lack), visit.date)) {
        None => {
            let latest = scene.facts.visits.iter().map(|visit| visit.date).max();
            scene.finding(rule, Answer::NotMet, Reason::NoVisit { from, until, latest })
        }
        Some((visit, None)) => {
            scene.finding(rule, Answer::Met, Reason::Visit { visit: visit.id.clone(), on: visit.date })
        }
        Some((visit, Some((answer, lacks)))) => {
            let reason = visit_lacks(visit, lacks, until);
            scene.finding(rule, answer, reason)
        }
    })
}

/// INIT-05 and INIT-06: seen by anyone of the practice, with a code that may start care management, raised or not;
/// or managed there not long ago.
pub fn seen(scene: &Scene, rule: RuleId, seen: &Seen) -> Finding {
    let until = scene.prepared.month.last_day();
    let years = match seen.within_years {
        Years::Fixed(years) => years,
        Years::Switch(switch) => {
            scene.mark(switch);
            scene.prepared.choices.number(switch).unwrap_or(0)
        }
    };
    let from = jiff::Span::new().try_years(years);
    let from = from.and_then(|span| until.checked_sub(span)).unwrap_or(Date::MIN);
    let here = |visit: &VisitFact| match scene.is_ours(visit.practitioner.as_ref()) {
        Some(true) => Some(true),
        _ => visit.same_group,
    };
    let within = scene.facts.visits.iter().filter(|visit| from <= visit.date && visit.date <= until);
    let judged = within.map(|visit| {
        let listed = visit.code.as_ref().map(|code| scene.prepared.rules.visit(code).initiating);
        (visit, super::super::scene::all([listed, here(visit)]))
    });
    let best = judged.filter(|(_, answer)| *answer != Answer::NotMet);
    let best = best.max_by_key(|(visit, answer)| (answer.is_met(), visit.date));
    if let Some((visit, Answer::Met)) = best {
        return scene.finding(rule, Answer::Met, Reason::Visit { visit: visit.id.clone(), on: visit.date });
    }
    let managed_from = months_before(until, seen.or_billed_within_months);
    let managed = scene.facts.other_services.iter().find(|service| {
        let ours =
            scene.is_ours(service.practitioner.as_ref()) == Some(true) || service.same_group == Some(true);
        ours && seen.or_billed.contains(&service.code)
            && managed_from <= service.date
            && service.date <= until
    });
    if let Some(service) = managed {
        let reason = Reason::ManagedBefore { code: service.code.clone(), on: service.date };
        return scene.finding(rule, Answer::Met, reason);
    }
    if let Some((visit, answer)) = best {
        let lacks = VisitLack::Facts;
        let reason = visit_lacks(visit, lacks, until);
        return scene.finding(rule, answer, reason);
    }
    let latest = scene.facts.visits.iter().map(|visit| visit.date).max();
    scene.finding(rule, Answer::NotMet, Reason::NoVisit { from, until, latest })
}

fn visit_lacks(visit: &VisitFact, lacks: VisitLack, until: Date) -> Reason {
    Reason::VisitLacks { visit: visit.id.clone(), on: visit.date, lacks, until: Some(until) }
}

/// By dates, so that 29 February goes back to 28 February (INIT-03).
fn months_before(day: Date, months: i32) -> Date {
    months_later(day, -i64::from(months)).unwrap_or(Date::MIN)
}

/// What INIT-08 needs to know of the program that the visit started.
pub(in crate::billing) struct PlanningScene {
    pub has_work: bool,
    pub stopped: bool,
}

/// The visit of the month that asks for G0506: the first that may begin the service, else the first.
pub(in crate::billing) fn planning_visit<'a>(scene: &Scene<'a>) -> Option<&'a VisitFact> {
    let asks =
        |visit: &&VisitFact| visit.extra_planning == Some(true) && scene.prepared.month.covers(visit.date);
    let begins = |visit: &VisitFact| {
        lack(scene, visit, false).is_none()
            && scene.facts.service_start.is_some_and(|start| visit.date <= start)
    };
    scene.facts.visits.iter().filter(asks).min_by_key(|visit| (!begins(visit), visit.date))
}

pub(in crate::billing) fn extra_planning(
    scene: &Scene,
    rule: RuleId,
    visit: &VisitFact,
    program: &PlanningScene,
) -> Finding {
    let finding = |answer, stopped| {
        scene.finding(
            rule,
            answer,
            Reason::ExtraPlanning { visit: visit.id.clone(), on: visit.date, stopped },
        )
    };
    // The planning is the billing practitioner's own: a colleague's visit never serves.
    if let Some((answer, _)) = lack(scene, visit, false) {
        return finding(answer, Some(PlanningBar::VisitDoesNotQualify));
    }
    let Some(start) = scene.facts.service_start else {
        let reason = Reason::FactMissing { fact: Word::literal("service_start"), of: None };
        return scene.finding(rule, Answer::Unknown, reason);
    };
    let bar = match () {
        () if visit.date > start => Some(PlanningBar::AfterServiceStart),
        () if !program.has_work => Some(PlanningBar::NoCcmWork),
        () if program.stopped => Some(PlanningBar::CcmStopped),
        () => None,
    };
    finding(Answer::met_if(bar.is_none()), bar)
}
