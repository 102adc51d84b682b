//! Eligibility (ELIG) and the care plan (PLAN).

use ccm::basics::Date;
use ccm::billing::facts::{CarePlanFact, ConditionFact, MonthFacts};

use super::calendar::add_months;
use super::{Rule, UNKNOWN, identity, published, switch};

/// FQ-02 comes first: it asks what kind of practice this is.
pub fn setting(facts: &MonthFacts) -> Option<Rule> {
    facts.practice.setting.is_none().then_some(UNKNOWN)
}

/// ELIG-05.
pub fn part_b(facts: &MonthFacts) -> Option<Rule> {
    match facts.payer.part_b_active {
        _ if facts.payer.kind.is_none() => Some(UNKNOWN),
        Some(true) => None,
        Some(false) => Some("ELIG-05"),
        None => Some(UNKNOWN),
    }
}

/// CCM-BILL-01, of every program: our practitioner is a biller of CCM-BILL-01 (section 21).
pub fn biller(facts: &MonthFacts) -> Option<Rule> {
    let role = facts.biller.role.as_ref();
    match role.map(|role| published::BILLERS.contains(&role.as_str())) {
        Some(true) => None,
        Some(false) => Some("CCM-BILL-01"),
        None => Some(UNKNOWN),
    }
}

/// A condition that lasts so long, is active and has its risk stated; as far as that is known.
fn qualifies(condition: &ConditionFact, months: u16) -> Option<bool> {
    let lasts = condition.expected_months.map(|expected| expected >= months);
    identity::and(identity::and(condition.active, lasts), condition.risk_stated)
}

/// So many different conditions that pass a test: enough, not enough, or not known.
fn enough(
    conditions: &[ConditionFact],
    count: usize,
    test: impl Fn(&ConditionFact) -> Option<bool>,
) -> Option<bool> {
    let codes = |sure: bool| {
        let passed = conditions.iter().filter(|condition| match test(condition) {
            Some(passed) => passed,
            None => !sure,
        });
        passed.map(|condition| condition.icd10.as_str()).collect::<std::collections::BTreeSet<_>>().len()
    };
    if codes(true) >= count {
        Some(true)
    } else if codes(false) >= count {
        None
    } else {
        Some(false)
    }
}

fn answer(met: Option<bool>, rule: Rule) -> Option<Rule> {
    match met {
        Some(true) => None,
        Some(false) => Some(rule),
        None => Some(UNKNOWN),
    }
}

/// ELIG-01: two chronic conditions. ELIG-02: one.
pub fn conditions(facts: &MonthFacts, count: usize, months: u16, rule: Rule) -> Option<Rule> {
    answer(enough(&facts.conditions, count, |condition| qualifies(condition, months)), rule)
}

/// CLAIM-04: so many of them must be codes that a claim may carry.
pub fn diagnoses(facts: &MonthFacts, count: usize, months: u16) -> Option<Rule> {
    let test = |condition: &ConditionFact| identity::and(qualifies(condition, months), condition.billable);
    answer(enough(&facts.conditions, count, test), "CLAIM-04")
}

/// PLAN-01, 02, 04 and 05, in that order.
pub fn plan(facts: &MonthFacts) -> Option<Rule> {
    let last = facts.month.last_day();
    let Some(plan) = plan_in_force(facts) else { return Some("PLAN-01") };
    let complete = plan.elements.as_ref().map(|elements| {
        published::PLAN_ELEMENTS.iter().all(|needed| elements.iter().any(|word| word.as_str() == *needed))
    });
    let months = switch::number(facts, "plan_review_months", Some(12)).unwrap_or(12);
    let fresh = |day: Date| add_months(last, -months) <= day && day <= last;
    answer(complete, "PLAN-01")
        .or_else(|| plan.copy_given.is_none().then_some("PLAN-02"))
        .or_else(|| (!fresh(plan.date) && !plan.revised_on.is_some_and(fresh)).then_some("PLAN-04"))
        .or_else(|| (plan.signed_by.as_ref() != Some(&facts.biller.practitioner)).then_some("PLAN-05"))
}

/// The newest version dated on or before the last day of the month.
pub fn plan_in_force(facts: &MonthFacts) -> Option<&CarePlanFact> {
    let last = facts.month.last_day();
    facts.care_plans.iter().filter(|plan| plan.date <= last).max_by_key(|plan| plan.date)
}
