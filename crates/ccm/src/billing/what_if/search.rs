//! The variations: from the month as it stands, one choice more at a time, as each answer suggests the next.

use std::collections::{BTreeSet, VecDeque};

use super::by_enrollment;
use super::choice::{Choice, apply};
use crate::basics::Hcpcs;
use crate::billing::determination::{Determination, Outcome};
use crate::billing::facts::{MonthFacts, Setting};
use crate::billing::prepared::Prepared;
use crate::billing::reason::Reason;
use crate::billing::requirement::Requirement;
use crate::billing::scene::word;
use crate::billing::switches::Switch;
use crate::enrollment::Program;

/// Variations judged at most.
const MOST: usize = 64;
/// Choices made at once at most.
const DEEPEST: usize = 4;

pub(super) struct Found {
    pub judged: Vec<(BTreeSet<Choice>, Determination)>,
    pub is_complete: bool,
}

/// Breadth first, so that what needs fewer choices comes first.
pub(super) fn all(facts: &MonthFacts, prepared: &Prepared) -> Found {
    let mut waiting = VecDeque::from([BTreeSet::new()]);
    let mut seen: BTreeSet<BTreeSet<Choice>> = BTreeSet::new();
    let mut judged: Vec<(BTreeSet<Choice>, Determination)> = Vec::new();
    while let Some(choices) = waiting.pop_front() {
        if !seen.insert(choices.clone()) {
            continue;
        }
        if judged.len() == MOST {
            return Found { judged, is_complete: false };
        }
        let (varied, left) = apply(facts, prepared.rules, &choices);
        let month = prepared.evaluate_leaving(&varied, &left);
        if choices.len() < DEEPEST {
            let search = Search { facts: &varied, prepared, month: &month, choices: &choices };
            for next in search.next() {
                let mut more = choices.clone();
                more.insert(next);
                waiting.push_back(more);
            }
        }
        judged.push((choices, month));
    }
    Found { judged, is_complete: true }
}

struct Search<'a> {
    facts: &'a MonthFacts,
    prepared: &'a Prepared<'a>,
    month: &'a Determination,
    choices: &'a BTreeSet<Choice>,
}

impl Search<'_> {
    /// What an answer suggests to try beside what was chosen.
    fn next(&self) -> Vec<Choice> {
        let mut next = Vec::new();
        next.extend(self.tracks());
        next.extend(self.leave());
        next.extend(self.enroll());
        next.extend(self.requests());
        // A switch is turned alone, or under others' choices: its risk is its own.
        if self.choices.is_empty() {
            next.extend(self.switches());
        }
        next
    }

    fn has(&self, kind: impl Fn(&Choice) -> bool) -> bool {
        self.choices.iter().any(kind)
    }

    /// Tracks whose minutes are there and which were not used.
    fn tracks(&self) -> Vec<Choice> {
        if self.has(|choice| matches!(choice, Choice::Declare { .. })) {
            return Vec::new();
        }
        let declares = |program| self.prepared.program(program).is_some_and(|rule| rule.declares);
        let reached = self.month.considered.iter().filter(|item| {
            item.outcome == Outcome::NotChosen && declares(item.program) && {
                let mut minutes = item.findings.iter();
                minutes.any(|one| one.answer.is_met() && matches!(one.reason, Reason::Minutes { .. }))
            }
        });
        let tracks = reached.filter_map(|item| item.track);
        tracks
            .filter(|track| self.facts.declared_track != Some(*track))
            .map(|track| Choice::Declare { track })
            .collect()
    }

    /// Programs whose billed codes keep another code of ours away (ENG-11).
    fn leave(&self) -> Vec<Choice> {
        let reasons = self.month.considered.iter().flat_map(|item| &item.findings);
        let in_the_way = reasons.filter_map(|finding| match &finding.reason {
            Reason::Conflict { code, service: None, .. } if !finding.answer.is_met() => Some(*code),
            _ => None,
        });
        let line = |code| self.month.lines.iter().find(|line| word(&line.code) == code);
        in_the_way.filter_map(line).map(|line| Choice::Leave { program: line.program }).collect()
    }

    fn enroll(&self) -> Vec<Choice> {
        let in_force = |program: &Program| {
            let levels = self.prepared.program(*program).map_or(&[][..], |rule| &rule.level);
            levels.iter().any(|level| matches!(self.prepared.service(&level.base), Some((_, Some(_)))))
        };
        let new = |program: &Program| {
            !self.facts.enrolled.contains(program)
                && !self.choices.contains(&Choice::Leave { program: *program })
        };
        by_enrollment(self.prepared.rules)
            .filter(in_force)
            .filter(new)
            .map(|program| Choice::Enroll { program })
            .collect()
    }

    /// Codes that nothing but their name brings up: what goes with a billed base, and tracks that wait to be asked for.
    fn requests(&self) -> Vec<Choice> {
        let rules = self.prepared.rules;
        let billed = |codes: &[Hcpcs]| self.month.lines.iter().any(|line| codes.contains(&line.code));
        let is_at_work = |program| {
            self.facts.enrolled.contains(&program)
                || self.month.considered.iter().any(|item| item.program == program)
        };
        let beside_base = rules.services().filter(|service| {
            let version = service.version(self.prepared.month);
            let mut requires = version.iter().flat_map(|version| &version.requires);
            is_at_work(service.program)
                && requires.any(|asked| matches!(&asked.requirement, Requirement::BaseBilledAmong(codes) if billed(codes)))
        });
        let by_track = rules.programs().program.iter().filter(|(program, _)| is_at_work(**program));
        let by_track = by_track.flat_map(|(_, rule)| &rule.track).filter(|track| track.only_if_requested);
        let codes = beside_base.map(|service| &service.code).chain(by_track.map(|track| &track.base));
        let asked = |code: &&Hcpcs| self.facts.requested.iter().any(|request| request.code == **code);
        codes.filter(|code| !asked(code)).map(|code| Choice::Request { code: code.clone() }).collect()
    }

    /// Switches on which the month rests, and a clinic's election, each at its other values.
    fn switches(&self) -> Vec<Choice> {
        let rules = self.prepared.rules;
        let (first, last) = (self.prepared.month.first_day(), self.prepared.month.last_day());
        let election = rules.content.settings.single_of(self.facts);
        let election = election.filter(|single| single.elected_from <= first && last <= single.until);
        let used = self.month.switches.iter().filter_map(|used| Switch::from_name(used.name.as_str()));
        let switches: BTreeSet<Switch> = used.chain(election.map(|single| single.election)).collect();
        let mut choices = Vec::new();
        for switch in switches {
            let Some(rule) = rules.switches().rule(switch) else { continue };
            let now = self.prepared.choices.setting(switch);
            // "number" stands for any number, and "unset" for none of the readings.
            let is_reading = |value: &&Setting| match value {
                Setting::Word(word) => !matches!(word.as_str(), "number" | "unset"),
                Setting::Flag(_) | Setting::Number(_) => true,
            };
            for value in rule.values.iter().filter(is_reading).filter(|value| Some(*value) != now) {
                choices.push(Choice::Switch {
                    name: switch.name().into(),
                    value: value.clone(),
                    rule: rule.rule,
                    risks: rule.risks.as_str().into(),
                });
            }
        }
        choices
    }
}
