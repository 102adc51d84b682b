//! Chronic care by its minutes against advanced primary care by its level: the same month, both ways, side by side.

use serde::Serialize;

use super::choice::{Choice, apply};
use super::{Combination, combination};
use crate::billing::determination::Determination;
use crate::billing::facts::MonthFacts;
use crate::billing::prepared::Prepared;
use crate::billing::reason::Reason;
use crate::enrollment::Program;

/// Both ways of a month. They change by whole months (APCM-07).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SideBySide {
    /// Without APCM.
    pub ccm: Combination,
    /// With APCM; where the patient has not consented to it, as if they had, and the choices say so.
    pub apcm: Combination,
}

/// `None` for a month that neither asks for. With the number of evaluations it took.
pub(super) fn by_side(facts: &MonthFacts, prepared: &Prepared) -> (Option<SideBySide>, usize) {
    let is_enrolled = facts.enrolled.contains(&Program::Apcm);
    let worked = facts.entries.iter().any(|entry| entry.program == Program::Ccm);
    if !(is_enrolled || worked || facts.enrolled.contains(&Program::Ccm)) {
        return (None, 0);
    }
    let judge = |choices: &[Choice]| {
        let (varied, left) = apply(facts, prepared.rules, choices);
        prepared.evaluate_leaving(&varied, &left)
    };
    let without: Vec<Choice> =
        is_enrolled.then_some(Choice::Leave { program: Program::Apcm }).into_iter().collect();
    let ccm = combination(without.clone(), &judge(&without), facts);
    let mut with: Vec<Choice> =
        (!is_enrolled).then_some(Choice::Enroll { program: Program::Apcm }).into_iter().collect();
    let mut month = judge(&with);
    let mut evaluations = 2;
    if waits_for_consent(&month) {
        with.push(Choice::Consent { program: Program::Apcm });
        month = judge(&with);
        evaluations += 1;
    }
    (Some(SideBySide { ccm, apcm: combination(with, &month, facts) }), evaluations)
}

fn waits_for_consent(month: &Determination) -> bool {
    let of_apcm = month.considered.iter().filter(|item| item.program == Program::Apcm);
    of_apcm.flat_map(|item| &item.findings).any(|finding| {
        !finding.answer.is_met()
            && matches!(finding.reason, Reason::NoConsent { .. } | Reason::ConsentAfterMonth { .. })
    })
}
