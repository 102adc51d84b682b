//! TCM-01 to TCM-07: a discharge, and what followed it.

use super::super::determination::Finding;
use super::super::facts::{DepartureKind, TcmFact};
use super::super::plan::{Plan, Subject};
use super::super::reason::Reason;
use super::super::scene::Scene;
use super::super::word::{RuleId, Word};
use super::missing;
use crate::basics::{Answer, Date};

/// A day and so many days; the calendar's end where it has no more.
pub(in crate::billing) fn days_after(day: Date, days: i32) -> Date {
    day.saturating_add(jiff::Span::new().days(i64::from(days)))
}

/// The discharge with its local day, which is day 0.
fn of<'a>(scene: &Scene, plan: &Plan<'a>, rule: RuleId) -> Result<(&'a TcmFact, Date), Box<Finding>> {
    let Subject::Discharge(Some(tcm)) = plan.subject else {
        return Err(Box::new(scene.finding(rule, Answer::Unknown, missing("tcm", None))));
    };
    match tcm.discharge {
        Some(at) => Ok((tcm, at.day(&scene.prepared.clock))),
        None => {
            let reason = missing("tcm.discharge", Some(&tcm.id));
            Err(Box::new(scene.finding(rule, Answer::Unknown, reason)))
        }
    }
}

pub fn discharged(scene: &Scene, plan: &Plan, rule: RuleId, from: &[Word], to: &[Word]) -> Finding {
    let tcm = match of(scene, plan, rule) {
        Ok((tcm, _)) => tcm,
        Err(finding) => return *finding,
    };
    let listed = |word: Option<Word>, words: &[Word]| word.map(|word| words.contains(&word));
    // A place that the rule speaks of on neither side is not known.
    let known = |word: &Word| to.contains(word) || from.contains(word);
    let answer = super::super::scene::all([listed(tcm.from, from), listed(tcm.to.filter(known), to)]);
    scene.finding(rule, answer, Reason::Discharge { from: tcm.from, to: tcm.to })
}

/// TCM-07: death from day 0 to the last of so many days.
pub fn alive(scene: &Scene, plan: &Plan, rule: RuleId, days: i32) -> Finding {
    let left = match of(scene, plan, rule) {
        Ok((_, left)) => left,
        Err(finding) => return *finding,
    };
    let deaths = scene.facts.departures.iter().filter(|end| end.kind == DepartureKind::Death);
    let died = deaths.map(|end| end.at.day(&scene.prepared.clock)).min();
    let within = died.filter(|&died| died < days_after(left, days));
    match within {
        None => scene.finding(rule, Answer::Met, Reason::Alive),
        Some(died) => {
            let day = left.until(died).map_or(0, |span| span.get_days());
            scene.finding(rule, Answer::NotMet, Reason::DiedAfterDischarge { day })
        }
    }
}

/// TCM-02: dated after the discharge day and not after the last business day, or documented attempts.
pub fn contact(scene: &Scene, plan: &Plan, rule: RuleId, business_days: u16, attempts: u16) -> Finding {
    let (tcm, left) = match of(scene, plan, rule) {
        Ok(found) => found,
        Err(finding) => return *finding,
    };
    let by = scene.prepared.rules.holidays().business_day_after(left, business_days);
    let on = tcm.contact_at.map(|at| at.day(&scene.prepared.clock));
    let in_time = on.is_some_and(|on| left < on && on <= by);
    let answer = Answer::met_if(in_time || tcm.failed_attempts >= attempts);
    scene.finding(rule, answer, Reason::FirstContact { on, by, attempts: tcm.failed_attempts })
}

/// TCM-03: the visit from day 0 to the last of so many days, and the decision making; with the last day.
pub(in crate::billing) fn transition_visit(
    scene: &Scene,
    tcm: &TcmFact,
    days: i32,
    levels: &[Word],
) -> (Answer, Option<Date>) {
    let left = tcm.discharge.map(|at| at.day(&scene.prepared.clock));
    let by = left.map(|left| days_after(left, days));
    let in_time = match (tcm.visit_date, left.zip(by)) {
        // No visit yet is a fact.
        (None, _) => Some(false),
        (Some(_), None) => None,
        (Some(visit), Some((left, by))) => Some(left <= visit && visit <= by),
    };
    // Nor is decision making that nobody made.
    let level = tcm.decision_making.is_some_and(|level| levels.contains(&level));
    (super::super::scene::all([in_time, Some(level)]), by)
}

pub fn visit(scene: &Scene, plan: &Plan, rule: RuleId, days: i32, levels: &[Word]) -> Finding {
    let tcm = match of(scene, plan, rule) {
        Ok((tcm, _)) => tcm,
        Err(finding) => return *finding,
    };
    let (answer, by) = transition_visit(scene, tcm, days, levels);
    scene.finding(
        rule,
        answer,
        Reason::TransitionVisit { on: tcm.visit_date, by, level: tcm.decision_making },
    )
}

/// TCM-04: no later than the visit.
pub fn reconciled(scene: &Scene, plan: &Plan, rule: RuleId) -> Finding {
    let tcm = match of(scene, plan, rule) {
        Ok((tcm, _)) => tcm,
        Err(finding) => return *finding,
    };
    let (on, by) = (tcm.medication_reconciliation, tcm.visit_date);
    let in_time = on.zip(by).is_some_and(|(on, by)| on <= by);
    scene.finding(rule, Answer::met_if(in_time), Reason::Reconciled { on, by })
}
