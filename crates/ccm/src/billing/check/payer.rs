//! ELIG-05 and PAYER-01: is there cover, and what does the payer ask beside?

use super::super::determination::Finding;
use super::super::plan::{Plan, last_covered_day};
use super::super::reason::{Reason, ids};
use super::super::scene::Scene;
use super::super::word::RuleId;
use super::missing;
use crate::basics::{Answer, Hcpcs};

/// A payer whose kind no rule knows is Unknown: work to do, for us.
pub fn coverage(scene: &Scene, plan: &Plan, rule: RuleId) -> Finding {
    let facts = &scene.facts.payer;
    let Some(kind) = facts.kind else {
        return scene.finding(rule, Answer::Unknown, missing("payer.kind", None));
    };
    let Some(terms) = &scene.payer else {
        return scene.finding(rule, Answer::Unknown, Reason::RulesIncomplete { of: kind });
    };
    // A code with a date of its own may lie after death or the end of the cover.
    if last_covered_day(scene).is_some_and(|last| plan.date_of_service > last) {
        return scene.finding(rule, Answer::NotMet, Reason::CoverageEnded { payer: kind });
    }
    if let Some(said) = facts.confirmed.as_ref().and_then(|confirmed| confirmed.question) {
        let reason = Reason::CoverageQuestioned { payer: kind, said: Some(said) };
        return scene.finding(rule, Answer::Unknown, reason);
    }
    if terms.asks_part_b != Some(false) {
        return match facts.part_b_active {
            None => scene.finding(rule, Answer::Unknown, missing("payer.part_b_active", None)),
            Some(part_b_active) => {
                let reason = Reason::Coverage { payer: kind, part_b_active };
                scene.finding(rule, Answer::met_if(part_b_active), reason)
            }
        };
    }
    match facts.coverage_active {
        None => scene.finding(rule, Answer::Unknown, missing("payer.coverage_active", None)),
        Some(true) => scene.finding(rule, Answer::Met, Reason::Coverage { payer: kind, part_b_active: true }),
        Some(false) => scene.finding(rule, Answer::NotMet, Reason::CoverageEnded { payer: kind }),
    }
}

/// What the payer asks beside: a contract, cover of the code, its word beforehand.
pub fn terms(scene: &Scene, code: &Hcpcs) -> Option<Finding> {
    let (terms, kind) = (scene.payer.as_ref()?, scene.facts.payer.kind?);
    if terms.needs_contract == Some(true) {
        let reason = Reason::ContractMissing { payer: kind };
        return Some(scene.finding(ids::PAYER_01, Answer::Unknown, reason));
    }
    if !terms.covers(code) {
        return Some(scene.finding(ids::PAYER_01, Answer::NotMet, Reason::NotCovered { payer: kind }));
    }
    if !terms.asks_authorization(code) {
        return None;
    }
    let month = scene.prepared.month;
    let serves = scene.facts.payer.authorizations.iter().find(|given| {
        given.code == *code && given.from <= month.last_day() && month.first_day() <= given.until
    });
    Some(match serves {
        Some(given) => {
            let reason = Reason::Authorized { authorization: given.id.clone() };
            scene.finding(ids::PAYER_01, Answer::Met, reason)
        }
        None => {
            let reason = Reason::AuthorizationMissing { payer: kind };
            scene.finding(ids::PAYER_01, Answer::NotMet, reason)
        }
    })
}
