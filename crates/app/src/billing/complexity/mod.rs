//! How complex were the month's decisions? The facts beside the question, the practitioner's word, and asking for it.

mod attest;
mod view;

pub use attest::{NewAttestation, ask_attestation, attest};
pub use view::{AttestationView, ComplexityView, LevelView, complexity};

use ccm::basics::*;
use ccm::billing::requirement::Requirement;
use ccm::billing::{RuleId, RuleSet};

/// What the month's rules ask of decision making: the levels that serve, and the rules that ask.
pub(crate) fn asked(rules: &RuleSet, month: ServiceMonth) -> (Vec<String>, Vec<RuleId>) {
    let day = month.last_day();
    let versions = rules.services().flat_map(|service| &service.versions);
    let (mut levels, mut ids) = (Vec::new(), Vec::new());
    for one in versions.filter(|one| one.from <= day && day <= one.until).flat_map(|one| &one.requires) {
        if let Requirement::DecisionMaking(words) = &one.requirement {
            levels.extend(words.iter().map(ToString::to_string));
            ids.push(one.rule);
        }
    }
    levels.sort_unstable();
    levels.dedup();
    ids.sort_unstable();
    ids.dedup();
    (levels, ids)
}
