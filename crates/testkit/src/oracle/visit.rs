//! The initiating visit (INIT).

use ccm::basics::Date;
use ccm::billing::facts::{MonthFacts, VisitFact};
use ccm::enrollment::Program;

use super::calendar::add_months;
use super::identity::{Who, and, any, ask, possible};
use super::scene::Scene;
use super::{Rule, UNKNOWN, published, switch};

/// INIT-02, as far as it is known.
pub fn qualifies(visit: &VisitFact, facts: &MonthFacts) -> Option<bool> {
    let code = visit.code.as_ref().map(|code| published::initiates(code.as_str()));
    let whos = possible(visit.practitioner.as_ref(), visit.same_group, &facts.biller.practitioner);
    let ours = ask(&whos, |who| who == Who::Ours);
    let by_us = if switch::flag(facts, "init_same_group", false) {
        let group = ask(&whos, |who| who != Who::Stranger);
        any([ours, and(group, visit.same_specialty)])
    } else {
        ours
    };
    and(and(code, by_us), visit.care_management_discussed)
}

/// INIT-01 to 03.
pub fn initiating(scene: &Scene, program: Program) -> Option<Rule> {
    let facts = scene.facts;
    let Some(start) = facts.service_start else { return Some(UNKNOWN) };
    let from = add_months(start, -12);
    let to = scene.first_counted_day(program).unwrap_or(facts.month.last_day());
    let inside: Vec<_> = facts.visits.iter().filter(|visit| from <= visit.date && visit.date <= to).collect();
    if inside.is_empty() {
        return Some("INIT-01");
    }
    match any(inside.iter().map(|visit| qualifies(visit, facts))) {
        Some(true) => None,
        Some(false) => Some("INIT-02"),
        None => Some(UNKNOWN),
    }
}

/// INIT-04: PCM asks for a qualifying visit in the year back from the last day of the month.
pub fn repeated(scene: &Scene) -> Option<Rule> {
    let facts = scene.facts;
    if !switch::flag(facts, "pcm_reinit_12_months", true) {
        return None;
    }
    match any(within(facts, 12).map(|visit| qualifies(visit, facts))) {
        Some(true) => None,
        Some(false) => Some("INIT-04"),
        None => Some(UNKNOWN),
    }
}

/// INIT-06: seen by anyone of the practice within three years back from the last day of the month, raised or not.
pub fn established(scene: &Scene) -> Option<Rule> {
    let facts = scene.facts;
    let seen = |visit: &VisitFact| {
        let code = visit.code.as_ref().map(|code| published::initiates(code.as_str()));
        let whos = possible(visit.practitioner.as_ref(), visit.same_group, &facts.biller.practitioner);
        and(code, ask(&whos, |who| who != Who::Stranger))
    };
    match any(within(facts, 36).map(seen)) {
        Some(true) => None,
        Some(false) => Some("INIT-06"),
        None => Some(UNKNOWN),
    }
}

/// The visits of so many months back from the last day of the service month.
fn within(facts: &MonthFacts, months: i64) -> impl Iterator<Item = &VisitFact> {
    let last: Date = facts.month.last_day();
    let from = add_months(last, -months);
    facts.visits.iter().filter(move |visit| from <= visit.date && visit.date <= last)
}
