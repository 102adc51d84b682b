//! ELIG-01 to 04, CCM-BILL-01 and APCM-01: is this a patient, and a biller, of the program?

use super::super::determination::Finding;
use super::super::plan::{Plan, level_answer};
use super::super::reason::Reason;
use super::super::requirement::Conditions;
use super::super::scene::{Scene, enough};
use super::super::word::{RuleId, Word};
use super::missing;
use crate::basics::Answer;

pub fn biller(scene: &Scene, rule: RuleId, roles: &[Word]) -> Finding {
    match scene.facts.biller.role {
        None => {
            let reason = missing("biller.role", Some(&scene.facts.biller.practitioner));
            scene.finding(rule, Answer::Unknown, reason)
        }
        Some(role) => scene.finding(rule, Answer::met_if(roles.contains(&role)), Reason::BillerRole { role }),
    }
}

pub fn conditions(scene: &Scene, rule: RuleId, asked: &Conditions) -> Finding {
    let list = scene.conditions_like(asked);
    let (found, answer) = enough(list.iter().map(|(_, answer)| *answer), asked.at_least);
    let keys = |met: bool| {
        let wanted = list.iter().filter(|(_, answer)| answer.is_met() == met);
        wanted.map(|(condition, _)| condition.id.clone()).collect()
    };
    let needed = asked.at_least;
    let reason = Reason::Conditions { found, needed, conditions: keys(true), lacking: keys(false) };
    scene.finding(rule, answer, reason)
}

pub fn need_named(scene: &Scene, rule: RuleId) -> Finding {
    match scene.facts.chi_need_named {
        None => scene.finding(rule, Answer::Unknown, missing("chi_need_named", None)),
        Some(named) => scene.finding(rule, Answer::met_if(named), Reason::NeedNamed { named }),
    }
}

/// APCM-06: the facts set the level; where they are not known, the code waits.
pub fn level(scene: &Scene, plan: &Plan, rule: RuleId) -> Option<Finding> {
    let level = plan.level?;
    let conditions = scene.conditions_like(&level.conditions());
    let met = conditions.iter().filter(|(_, answer)| answer.is_met()).count();
    let reason = Reason::Level { conditions: met, qmb: scene.facts.payer.qmb };
    Some(scene.finding(rule, level_answer(scene, level), reason))
}
