//! What a practice may choose, and the facts as they would be if it did.

use serde::Serialize;

use crate::basics::{Hcpcs, Moment};
use crate::billing::facts::{MonthFacts, RequestedCode, Setting};
use crate::billing::readiness::suppose;
use crate::billing::ruleset::RuleSet;
use crate::billing::word::{RuleId, Word};
use crate::enrollment::Program;

/// One thing chosen otherwise than it stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Choice {
    /// A switch set otherwise, with what that risks.
    Switch { name: Box<str>, value: Setting, rule: RuleId, risks: Box<str> },
    /// The track is declared (CCM-SEL-01).
    Declare { track: Word },
    /// The patient is enrolled for the month.
    Enroll { program: Program },
    /// The patient would consent from the month's first day: it has not been given.
    Consent { program: Program },
    /// A code is asked for by name.
    Request { code: Hcpcs },
    /// Nothing of the program is claimed.
    Leave { program: Program },
}

impl Choice {
    pub fn is_switch(&self) -> bool {
        matches!(self, Self::Switch { .. })
    }
}

/// The facts as they would be, and the programs that are left.
pub(super) fn apply<'a>(
    facts: &MonthFacts,
    rules: &RuleSet,
    choices: impl IntoIterator<Item = &'a Choice>,
) -> (MonthFacts, Vec<Program>) {
    let mut facts = facts.clone();
    let mut left = Vec::new();
    for choice in choices {
        match choice {
            Choice::Switch { name, value, .. } => {
                facts.settings.insert(name.clone(), value.clone());
            }
            Choice::Declare { track } => facts.declared_track = Some(*track),
            Choice::Enroll { program } => facts.enrolled.push(*program),
            Choice::Consent { program } => {
                let at = Moment::Day(facts.month.previous().last_day());
                let consent = suppose::consent(&facts, rules, *program, at);
                facts.consents.push(consent);
            }
            Choice::Request { code } => {
                facts.requested.push(RequestedCode { code: code.clone(), practitioner: None });
            }
            Choice::Leave { program } => left.push(*program),
        }
    }
    (facts, left)
}
