//! PLAN-01 to PLAN-05, of the newest version dated on or before the last day of the month.

use super::super::determination::Finding;
use super::super::facts::CarePlanFact;
use super::super::reason::Reason;
use super::super::scene::Scene;
use super::super::switches::Switch;
use super::super::word::{RuleId, Word};
use crate::basics::dates::months_later;
use crate::basics::{Answer, Date};

pub(in crate::billing) fn current<'a>(scene: &Scene<'a>) -> Option<&'a CarePlanFact> {
    let in_time = |plan: &&CarePlanFact| plan.date <= scene.prepared.month.last_day();
    // Of two versions of one day the later in the list is the newer.
    scene.facts.care_plans.iter().filter(in_time).max_by_key(|plan| plan.date)
}

/// The last day on which it was made or revised, up to the end of the month.
pub(in crate::billing) fn last_work(scene: &Scene, plan: &CarePlanFact) -> Date {
    let last_day = scene.prepared.month.last_day();
    plan.revised_on.filter(|&day| day <= last_day).map_or(plan.date, |day| day.max(plan.date))
}

fn none(scene: &Scene, rule: RuleId) -> Finding {
    scene.finding(rule, Answer::NotMet, Reason::NoCarePlan { by: scene.prepared.month.last_day() })
}

pub fn on_file(scene: &Scene, rule: RuleId) -> Finding {
    let Some(plan) = current(scene) else { return none(scene, rule) };
    let Some(elements) = &plan.elements else {
        let reason =
            Reason::FactMissing { fact: Word::literal("care_plan.elements"), of: Some(plan.id.clone()) };
        return scene.finding(rule, Answer::Unknown, reason);
    };
    let needed = &scene.prepared.rules.content.programs.plan_elements;
    // Most plans name them in our order.
    let has = |place: usize, word: &Word| elements.get(place) == Some(word) || elements.contains(word);
    let missing: Vec<Word> =
        needed.iter().enumerate().filter(|(place, word)| !has(*place, word)).map(|(_, word)| *word).collect();
    if missing.is_empty() {
        let reason = Reason::CarePlan { plan: plan.id.clone(), on: plan.date };
        return scene.finding(rule, Answer::Met, reason);
    }
    scene.finding(rule, Answer::NotMet, Reason::CarePlanLacks { plan: plan.id.clone(), missing })
}

pub fn copy_given(scene: &Scene, rule: RuleId) -> Finding {
    let Some(plan) = current(scene) else { return none(scene, rule) };
    let reason = Reason::CarePlanCopy { plan: plan.id.clone(), on: plan.copy_given };
    scene.finding(rule, Answer::met_if(plan.copy_given.is_some()), reason)
}

pub fn reviewed(scene: &Scene, rule: RuleId, switch: Switch) -> Finding {
    let Some(plan) = current(scene) else { return none(scene, rule) };
    scene.mark(switch);
    let months = scene.prepared.choices.number(switch).unwrap_or(0);
    let last_day = scene.prepared.month.last_day();
    let earliest = months.checked_neg().and_then(|months| months_later(last_day, months));
    let not_before = earliest.unwrap_or(Date::MIN);
    let on = last_work(scene, plan);
    let reason = Reason::CarePlanReviewed { plan: plan.id.clone(), on, not_before };
    scene.finding(rule, Answer::met_if(on >= not_before), reason)
}

pub fn signed(scene: &Scene, rule: RuleId) -> Finding {
    let Some(plan) = current(scene) else { return none(scene, rule) };
    let ours = scene.is_ours(plan.signed_by.as_ref()) == Some(true);
    let reason = Reason::CarePlanSigned { plan: plan.id.clone(), by: plan.signed_by.clone() };
    scene.finding(rule, Answer::met_if(ours), reason)
}
