//! ELIG-01, ELIG-05 and CCM-BILL-01: is this a patient, a payer and a biller of the program?

use super::super::determination::Finding;
use super::super::plan::Plan;
use super::super::reason::Reason;
use super::super::scene::{Scene, enough};
use super::super::word::{RuleId, Word};
use crate::basics::Answer;

/// A payer whose rules are not written yet is Unknown: work to do, for us.
pub fn part_b(scene: &Scene, rule: RuleId) -> Finding {
    let payer = &scene.facts.payer;
    let missing = |fact| Reason::FactMissing { fact: Word::literal(fact), of: None };
    let (answer, reason) = match (payer.kind, payer.part_b_active) {
        (None, _) => (Answer::Unknown, missing("payer.kind")),
        (Some(kind), _) if !scene.prepared.rules.content.programs.payers_complete.contains(&kind) => {
            (Answer::Unknown, Reason::RulesIncomplete { of: kind })
        }
        (Some(_), None) => (Answer::Unknown, missing("payer.part_b_active")),
        (Some(payer), Some(part_b_active)) => {
            (Answer::met_if(part_b_active), Reason::Coverage { payer, part_b_active })
        }
    };
    scene.finding(rule, answer, reason)
}

pub fn biller(scene: &Scene, rule: RuleId, roles: &[Word]) -> Finding {
    match scene.facts.biller.role {
        None => {
            let of = Some(scene.facts.biller.practitioner.clone());
            let reason = Reason::FactMissing { fact: Word::literal("biller.role"), of };
            scene.finding(rule, Answer::Unknown, reason)
        }
        Some(role) => scene.finding(rule, Answer::met_if(roles.contains(&role)), Reason::BillerRole { role }),
    }
}

pub fn conditions(scene: &Scene, plan: &Plan, rule: RuleId, needed: usize) -> Finding {
    let list = scene.conditions(plan);
    let (found, answer) = enough(list.iter().map(|(_, answer)| *answer), needed);
    let keys = |met: bool| {
        let wanted = list.iter().filter(|(_, answer)| answer.is_met() == met);
        wanted.map(|(condition, _)| condition.id.clone()).collect()
    };
    scene.finding(
        rule,
        answer,
        Reason::Conditions { found, needed, conditions: keys(true), lacking: keys(false) },
    )
}
