//! CLAIM-04 and CLAIM-06: can the line be sent?

use super::super::determination::Finding;
use super::super::plan::Plan;
use super::super::reason::Reason;
use super::super::scene::{Scene, all, enough};
use super::super::word::{RuleId, Word};
use crate::basics::dates::months_later;
use crate::basics::{Answer, Date};

/// 42 CFR 424.44: within one calendar year after the date of service, or in the days that a contract gives.
pub fn filed(scene: &Scene, rule: RuleId, on: Date, months: i32) -> Finding {
    let Some(today) = scene.facts.today else {
        let reason = Reason::FactMissing { fact: Word::literal("today"), of: None };
        return scene.finding(rule, Answer::Unknown, reason);
    };
    let by_contract = scene.payer.as_ref().and_then(|terms| terms.filing_days);
    let last_day = match by_contract {
        Some(days) => jiff::Span::new().try_days(days).and_then(|days| on.checked_add(days)).ok(),
        None => months_later(on, i64::from(months)),
    };
    let last_day = last_day.unwrap_or(Date::MAX);
    scene.finding(rule, Answer::met_if(today <= last_day), Reason::Filing { today, last_day })
}

pub fn diagnoses(scene: &Scene, plan: &Plan, rule: RuleId, needed: usize) -> Finding {
    let listed = scene.conditions(plan);
    let possible = listed.iter().filter(|(_, answer)| *answer != Answer::NotMet);
    let list = possible.map(|(condition, answer)| {
        let known = (*answer != Answer::Unknown).then_some(true);
        (condition, all([known, condition.billable]))
    });
    let (found, answer) = enough(list.clone().map(|(_, answer)| answer), needed);
    let met = list.filter(|(_, answer)| answer.is_met());
    let conditions = met.map(|(condition, _)| condition.id.clone()).collect();
    scene.finding(rule, answer, Reason::Diagnoses { found, needed, conditions })
}
