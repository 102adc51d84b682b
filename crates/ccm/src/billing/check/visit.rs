//! INIT-01 to INIT-03 and INIT-08: the visit that starts care management.

use super::super::determination::Finding;
use super::super::facts::VisitFact;
use super::super::plan::Plan;
use super::super::reason::{PlanningBar, Reason, VisitLack, ids};
use super::super::scene::Scene;
use super::super::switches::Switch;
use super::super::word::{RuleId, Word};
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
    // INIT-03: by dates, so that 29 February goes back to 28 February.
    let age = jiff::Span::new().try_months(months);
    let from = age.and_then(|age| start.checked_sub(age)).unwrap_or(Date::MIN);
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
        let reason = Reason::VisitLacks { visit: visit.id.clone(), on: visit.date, lacks };
        return scene.finding(ids::INIT_02, answer, reason);
    }
    let latest = scene.facts.visits.iter().map(|visit| visit.date).max();
    scene.finding(ids::INIT_01, Answer::NotMet, Reason::NoVisit { from, until, latest })
}

/// What INIT-08 needs to know of the program that the visit started.
pub(in crate::billing) struct PlanningScene {
    pub has_work: bool,
    pub stopped: bool,
}

/// The visit of the month that asks for G0506.
pub(in crate::billing) fn planning_visit<'a>(scene: &Scene<'a>) -> Option<&'a VisitFact> {
    let asks =
        |visit: &&VisitFact| visit.extra_planning == Some(true) && scene.prepared.month.covers(visit.date);
    scene.facts.visits.iter().filter(asks).min_by_key(|visit| visit.date)
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
