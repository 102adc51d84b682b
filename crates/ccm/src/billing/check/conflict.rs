//! CLAIM-07, CCM-ONE-01 and their like: what else is known to be billed for the month.

use super::super::determination::Finding;
use super::super::facts::OtherService;
use super::super::plan::Plan;
use super::super::reason::Reason;
use super::super::scene::Scene;
use super::super::word::RuleId;
use crate::basics::{Answer, Hcpcs};

/// The first service that is known to conflict, else the first that may.
fn none_of<'a>(
    scene: &Scene,
    rule: RuleId,
    services: impl Iterator<Item = &'a OtherService>,
    conflicts: impl Fn(&OtherService) -> Option<bool>,
) -> Finding {
    let mut possible = None;
    for service in services {
        let reason = || Reason::BilledAlready {
            service: service.id.clone(),
            code: service.code.clone(),
            on: service.date,
            by: service.practitioner.clone(),
        };
        match conflicts(service) {
            Some(true) => return scene.finding(rule, Answer::NotMet, reason()),
            None => possible = possible.or_else(|| Some(reason())),
            Some(false) => {}
        }
    }
    match possible {
        Some(reason) => scene.finding(rule, Answer::Unknown, reason),
        None => scene.finding(rule, Answer::Met, Reason::NothingElseBilled),
    }
}

fn in_month<'a>(scene: &Scene<'a>) -> impl Iterator<Item = &'a OtherService> {
    let month = scene.prepared.month;
    scene.facts.other_services.iter().filter(move |service| month.covers(service.date))
}

pub fn not_billed_twice(scene: &Scene, plan: &Plan, rule: RuleId) -> Finding {
    let same = in_month(scene).filter(|service| service.code == plan.service.code);
    none_of(scene, rule, same, |service| scene.is_ours(service.practitioner.as_ref()))
}

pub fn one_practitioner(scene: &Scene, plan: &Plan, rule: RuleId) -> Finding {
    let codes = scene.prepared.program(plan.program).map_or(&[][..], |program| &program.one_practitioner);
    let of_program = in_month(scene).filter(|service| codes.contains(&service.code));
    none_of(scene, rule, of_program, |service| {
        scene.is_ours(service.practitioner.as_ref()).map(|is_ours| !is_ours)
    })
}

pub fn no_own_code_among(scene: &Scene, rule: RuleId, codes: &[Hcpcs]) -> Finding {
    let listed = in_month(scene).filter(|service| codes.contains(&service.code));
    none_of(scene, rule, listed, |service| scene.is_ours(service.practitioner.as_ref()))
}

pub fn never_billed(scene: &Scene, code: &Hcpcs, rule: RuleId) -> Finding {
    let same = scene.facts.other_services.iter().filter(|service| service.code == *code);
    none_of(scene, rule, same, |_| Some(true))
}
