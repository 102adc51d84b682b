//! What else would this month allow? Every combination of codes that the practice could choose, with what it would pay
//! and what the patient would owe, and for each code that is refused the rule.
//!
//! Only what the practice may choose is varied: the declared track, an enrollment, a code asked for by name, a program
//! left unclaimed, a switch with its risk. Each variation is judged by the one evaluator. The answer informs and never
//! picks: combinations stand in the order in which they were tried, whatever they pay (CCM-SEL-01).

mod choice;
mod money;
mod search;
mod side;

use serde::Serialize;

use super::determination::{Determination, Outcome};
use super::facts::MonthFacts;
use super::prepared::Prepared;
use super::readiness::suppose;
use super::reason::{Reason, ids};
use super::ruleset::RuleSet;
use super::word::RuleId;
use crate::basics::{Answer, Cents, Date, Hcpcs, ServiceMonth};
use crate::enrollment::Program;

pub use choice::Choice;
pub use money::Share;
pub use side::SideBySide;

/// A month's other possibilities. Computed when asked for, never stored.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WhatIf {
    pub month: ServiceMonth,
    /// The month as it stands first, then as they were tried; not by amount. One that another holds whole is left out.
    pub combinations: Vec<Combination>,
    /// Codes that no combination bills, each with the rule that says no.
    pub refused: Vec<Refused>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ccm_against_apcm: Option<SideBySide>,
    /// Variations that were judged.
    pub evaluations: usize,
    /// Whether all were; there is a limit.
    pub is_complete: bool,
}

/// Codes that may share the month.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Combination {
    /// What the practice would choose; nothing for the month as it stands.
    pub choices: Vec<Choice>,
    pub lines: Vec<Priced>,
    /// Of all lines; `None` where an amount is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allowed: Option<Cents>,
    /// Whether the amounts are the locality's own; if not, the nation's.
    pub is_local: bool,
    pub patient: Share,
    pub refused: Vec<Refused>,
    /// Rules still being checked that it rests on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unverified: Vec<RuleId>,
}

/// A line with its amount.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Priced {
    pub code: Hcpcs,
    pub units: u32,
    pub date_of_service: Date,
    /// For all units.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allowed: Option<Cents>,
}

/// A code that is not billed, and the rule.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Refused {
    pub code: Hcpcs,
    pub rule: RuleId,
    pub answer: Answer,
    pub reason: Reason,
}

/// What else a month would allow. Pure.
pub fn what_if(facts: &MonthFacts, rules: &RuleSet) -> WhatIf {
    rules.for_month(facts.month, &facts.zone, &facts.settings).what_if(facts)
}

impl Prepared<'_> {
    /// As [`what_if`].
    pub fn what_if(&self, facts: &MonthFacts) -> WhatIf {
        let mut facts = facts.clone();
        suppose::ask_for_enrolled(&mut facts, self.rules);
        let found = search::all(&facts, self);
        let mut combinations: Vec<Combination> = Vec::new();
        let mut refused: Vec<Refused> = Vec::new();
        for (choices, month) in &found.judged {
            let one = combination(choices.iter().cloned().collect(), month, &facts);
            for item in &one.refused {
                let known = |other: &Refused| (&other.code, other.rule) == (&item.code, item.rule);
                if !refused.iter().any(known) {
                    refused.push(item.clone());
                }
            }
            if !combinations.iter().any(|known| known.units() == one.units()) {
                combinations.push(one);
            }
        }
        let combinations = without_parts(combinations);
        refused.retain(|item| !combinations.iter().any(|one| one.bills(&item.code)));
        let (side_by_side, more) = side::by_side(&facts, self);
        WhatIf {
            month: self.month,
            combinations,
            refused,
            ccm_against_apcm: side_by_side,
            evaluations: found.judged.len() + more,
            is_complete: found.is_complete,
        }
    }
}

fn combination(choices: Vec<Choice>, month: &Determination, facts: &MonthFacts) -> Combination {
    let lines: Vec<Priced> = month
        .lines
        .iter()
        .map(|line| Priced {
            code: line.code.clone(),
            units: line.units,
            date_of_service: line.date_of_service,
            allowed: line.allowed,
        })
        .collect();
    let mut unverified: Vec<RuleId> =
        month.lines.iter().flat_map(|line| line.unverified.iter().copied()).collect();
    unverified.sort_unstable();
    unverified.dedup();
    let left = facts.payer.confirmed.as_ref().and_then(|confirmed| confirmed.deductible_left);
    let all: Option<Vec<Cents>> = lines.iter().map(|line| line.allowed).collect();
    Combination {
        allowed: all.and_then(Cents::sum),
        is_local: facts.payer.gpci.is_some(),
        patient: money::share(&month.lines, left),
        refused: refused(month),
        unverified,
        choices,
        lines,
    }
}

/// The holds, and the codes that were considered and not chosen, each by its first rule that says no.
fn refused(month: &Determination) -> Vec<Refused> {
    let held = month.held.iter().map(|held| Refused {
        code: held.code.clone(),
        rule: held.rule_to_act_on(),
        answer: held.answer,
        reason: held.reason.clone(),
    });
    let mut refused: Vec<Refused> = held.collect();
    for item in month.considered.iter().filter(|item| item.outcome == Outcome::NotChosen) {
        let is_billed = month.lines.iter().any(|line| line.code == item.code);
        if is_billed || refused.iter().any(|known| known.code == item.code) {
            continue;
        }
        let unmet = item.findings.iter().find(|finding| !finding.answer.is_met());
        let (rule, answer, reason) = match unmet {
            Some(finding) => (finding.rule, finding.answer, finding.reason.clone()),
            // Its minutes are there, and another track has them: one track a month.
            None => {
                let of_program = month.considered.iter().filter(|other| other.program == item.program);
                let used = of_program.filter(|other| matches!(other.outcome, Outcome::Billed { .. }));
                let used = used.filter_map(|other| other.track).next();
                (ids::CCM_SEL_01, Answer::NotMet, Reason::Track { declared: item.track, used })
            }
        };
        refused.push(Refused { code: item.code.clone(), rule, answer, reason });
    }
    refused
}

impl Combination {
    /// Codes and units, in order.
    fn units(&self) -> Vec<(&Hcpcs, u32)> {
        let mut units: Vec<(&Hcpcs, u32)> = self.lines.iter().map(|line| (&line.code, line.units)).collect();
        units.sort_unstable();
        units
    }

    fn bills(&self, code: &Hcpcs) -> bool {
        self.lines.iter().any(|line| line.code == *code)
    }

    /// Whether it is only a part of another, which asks for no more switches.
    fn is_part_of(&self, other: &Self) -> bool {
        let units = other.units();
        let holds =
            |line: &Priced| units.iter().any(|(code, most)| **code == line.code && line.units <= *most);
        let switches =
            |one: &Self| one.choices.iter().filter(|choice| choice.is_switch()).cloned().collect::<Vec<_>>();
        let (own, others) = (switches(self), switches(other));
        self.units() != units
            && self.lines.iter().all(holds)
            && others.iter().all(|choice| own.contains(choice))
    }
}

/// Any line may be left unbilled: what another combination holds whole is no possibility of its own. The month as it
/// stands always is.
fn without_parts(all: Vec<Combination>) -> Vec<Combination> {
    let is_part =
        |one: &Combination| !one.choices.is_empty() && all.iter().any(|other| one.is_part_of(other));
    let parts: Vec<bool> = all.iter().map(is_part).collect();
    all.into_iter().zip(parts).filter(|(_, part)| !part).map(|(one, _)| one).collect()
}

/// Programs that only an enrollment brings up: levels without minutes (APCM).
fn by_enrollment(rules: &RuleSet) -> impl Iterator<Item = Program> + '_ {
    let listed = rules.programs().program.iter().filter(|(_, rule)| !rule.level.is_empty());
    listed.map(|(program, _)| *program)
}
