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
) -> impl Iterator<Item = Finding> + use<> {
    let Some(rule) = scene.setting else {
        let reason = match scene.facts.practice.setting {
            None => missing("practice.setting", None),
            Some(of) => Reason::RulesIncomplete { of },
        };
        let finding = scene.finding(ids::ENG_09, Answer::Unknown, reason);
        return [Some(finding), None, None].into_iter().flatten();
    };
    let method = rule.method_switch.and_then(|switch| {
        scene.mark(switch);
        let chosen = scene.prepared.choices.setting(switch).map(ToString::to_string);
        let known = chosen
            .and_then(|word| Word::new(&word).ok())
            .is_some_and(|word| rule.methods.contains_key(&word));
        (!known).then(|| scene.finding(rule.rule, Answer::NotMet, Reason::MethodNotSaid))
    });
    let inside = rule.inside_visit_rule.filter(|_| rule.inside_visit.contains(code));
    let inside = inside.map(|rule| scene.finding(rule, Answer::NotMet, Reason::PaidInsideVisit));
    let election = clinic::election(scene, program);
    let election = election.map(|(rule, answer, reason)| scene.finding(rule, answer, reason));
    [method, inside, election].into_iter().flatten()
}
