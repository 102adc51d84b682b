//! Section 13: whether the setting's rules are here, which way it bills, and what it pays inside a visit.

use super::super::clinic;
use super::super::determination::Finding;
use super::super::reason::{Reason, ids};
use super::super::scene::Scene;
use super::super::word::Word;
use super::missing;
use crate::basics::{Answer, Hcpcs};
use crate::enrollment::Program;

/// What the setting says of a code: nothing, where it bills like a physician's practice.
pub(in crate::billing) fn setting(
    scene: &Scene,
    program: Program,
    code: &Hcpcs,
    findings: &mut Vec<Finding>,
) {
    let Some(rule) = scene.setting else {
        let reason = match scene.facts.practice.setting {
            None => missing("practice.setting", None),
            Some(of) => Reason::RulesIncomplete { of },
        };
        findings.push(scene.finding(ids::ENG_09, Answer::Unknown, reason));
        return;
    };
    if let Some(switch) = rule.method_switch {
        scene.mark(switch);
        let chosen = scene.prepared.choices.setting(switch).map(ToString::to_string);
        let known = chosen
            .and_then(|word| Word::new(&word).ok())
            .is_some_and(|word| rule.methods.contains_key(&word));
        if !known {
            findings.push(scene.finding(rule.rule, Answer::NotMet, Reason::MethodNotSaid));
        }
    }
    if let Some(rule) = rule.inside_visit_rule.filter(|_| rule.inside_visit.contains(code)) {
        findings.push(scene.finding(rule, Answer::NotMet, Reason::PaidInsideVisit));
    }
    if let Some((rule, answer, reason)) = clinic::election(scene, program) {
        findings.push(scene.finding(rule, answer, reason));
    }
}
