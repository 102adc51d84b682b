//! The thresholds, and the decision making that complex care asks for (CCM-MDM-01).

use super::super::determination::Finding;
use super::super::facts::DecisionMakingFact;
use super::super::plan::Plan;
use super::super::reason::{Reason, ids};
use super::super::scene::{Scene, all};
use super::super::switches::Switch;
use super::super::word::{RuleId, Word};
use super::{care_plan, missing};
use crate::basics::Answer;
use crate::enrollment::Program;

pub fn at_least(scene: &Scene, plan: &Plan, rule: RuleId) -> Finding {
    let (counted_seconds, needed_seconds) = (plan.seconds, plan.needed_seconds);
    let reason = Reason::Minutes { counted_seconds, needed_seconds };
    scene.finding(rule, Answer::met_if(counted_seconds >= needed_seconds), reason)
}

/// RPM-05: among what was counted; an entry that was left out in full does not serve.
pub(in crate::billing) fn live_contact(scene: &Scene, program: Program, rule: RuleId) -> Finding {
    match scene.time(program).live {
        None => scene.finding(rule, Answer::Unknown, missing("entry.live_contact", None)),
        Some(found) => scene.finding(rule, Answer::met_if(found), Reason::LiveContact { found }),
    }
}

/// COCM-01: the psychiatric consultant's review and the registry; and which month of the episode it is.
pub fn collaborative(scene: &Scene, rule: RuleId) -> Finding {
    let facts = scene.facts.cocm.as_ref();
    let reviewed = facts.and_then(|facts| facts.psychiatric_review);
    let registry = facts.and_then(|facts| facts.registry);
    match (reviewed, registry) {
        (Some(psychiatric_review), Some(registry)) => {
            let both = Answer::met_if(psychiatric_review && registry);
            if both.is_met() && facts.is_some_and(|facts| facts.first_month.is_none()) {
                return scene.finding(ids::COCM_03, Answer::Unknown, missing("cocm.first_month", None));
            }
            scene.finding(rule, both, Reason::Collaborative { psychiatric_review, registry })
        }
        (Some(false), None) | (None, Some(false)) => {
            let reason = Reason::Collaborative {
                psychiatric_review: reviewed.unwrap_or(true),
                registry: registry.unwrap_or(true),
            };
            scene.finding(rule, Answer::NotMet, reason)
        }
        _ => scene.finding(rule, Answer::Unknown, missing("cocm.psychiatric_review", None)),
    }
}

/// The best record that there is: one that serves, else one that may, else the newest.
pub(in crate::billing) fn decision_making(scene: &Scene, rule: RuleId, levels: &[Word]) -> Finding {
    let judged = |record: &DecisionMakingFact| {
        let known_level = record.level.map(|level| levels.contains(&level));
        let in_month = Some(scene.prepared.month.covers(record.date));
        all([in_month, known_level, record.signed, scene.is_ours(record.practitioner.as_ref())])
    };
    let rank = |answer: Answer| match answer {
        Answer::Met => 2,
        Answer::Unknown => 1,
        Answer::NotMet => 0,
    };
    let records = scene.facts.decision_making.iter().map(|record| (record, judged(record)));
    let Some((record, answer)) = records.max_by_key(|(record, answer)| (rank(*answer), record.date)) else {
        return scene.finding(rule, Answer::NotMet, Reason::NoDecisionMaking);
    };
    if answer.is_met() && scene.prepared.choices.flag(Switch::ComplexNeedsRevision) {
        scene.mark(Switch::ComplexNeedsRevision);
        let plan = care_plan::current(scene);
        let worked = plan.is_some_and(|plan| scene.prepared.month.covers(care_plan::last_work(scene, plan)));
        if !worked {
            let reason = Reason::CarePlanNotRevised { plan: plan.map(|plan| plan.id.clone()) };
            return scene.finding(rule, Answer::NotMet, reason);
        }
    }
    let reason = Reason::DecisionMaking {
        record: Box::new(record.id.clone()),
        on: record.date,
        level: record.level,
        signed: record.signed,
        by: record.practitioner.clone().map(Box::new),
    };
    scene.finding(rule, answer, reason)
}

/// CCM-ACT-01. Where the practice does not ask for it, it is a flag ([`super::super::flags`]), not a question.
pub fn contact_and_plan_work(scene: &Scene, plan: &Plan, rule: RuleId, switch: Switch) -> Option<Finding> {
    let time = scene.time(plan.program);
    let lacking = match () {
        () if !time.reached_patient => Some(Reason::PatientNotReached),
        () if !time.plan_work => Some(Reason::NoPlanWork),
        () => None,
    };
    if lacking.is_some() && plan.seconds > 0 {
        scene.mark(switch);
    }
    let reason = lacking.filter(|_| scene.prepared.choices.flag(switch))?;
    Some(scene.finding(rule, Answer::NotMet, reason))
}
