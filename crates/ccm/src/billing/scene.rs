//! What a question is asked about: the facts, the counted time, and the code under test.

use std::borrow::Cow;
use std::cell::{Cell, OnceCell, RefCell};

use super::counting::{Counted, ProgramTime, bit};
use super::determination::{Finding, Held};
use super::facts::{ConditionFact, Key, MonthFacts, OtherService};
use super::payer::PayerTerms;
use super::plan::Plan;
use super::prepared::Prepared;
use super::reason::{Reason, ids};
use super::requirement::{Conditions, Requirement};
use super::setting::{Mode, SettingRule};
use super::switches::Switch;
use super::word::{RuleId, Word};
use crate::basics::{Answer, Date, Hcpcs};
use crate::enrollment::Program;

/// Everything that a question may look at.
pub(super) struct Scene<'a> {
    pub facts: &'a MonthFacts,
    pub prepared: &'a Prepared<'a>,
    pub counted: &'a Counted,
    /// Switches that decided something, as bits.
    pub switches: Cell<u64>,
    /// Where the practice bills from; `None`: not said, or no rule knows it.
    pub setting: Option<&'a SettingRule>,
    pub mode: Mode,
    /// What the payer asks: of its kind, under its contract. `None`: no rule knows its kind.
    pub payer: Option<Cow<'a, PayerTerms>>,
    /// Codes that are billed already in this answer: a later one may be in conflict with them (ENG-11).
    pub billed: RefCell<Vec<Billed>>,
    /// The conditions as they were first asked for: most questions of a month ask for the same.
    pub listed: OnceCell<(Conditions, Vec<Listed<'a>>)>,
}

/// A condition that a code may rest on, with how sure we are.
pub(super) type Listed<'a> = (&'a ConditionFact, Answer);

/// A code of ours that this month bills.
#[derive(Clone)]
pub(super) struct Billed {
    pub code: Word,
    pub on: Date,
}

/// A code as the matrix has it.
pub(super) fn word(code: &Hcpcs) -> Word {
    code.word()
}

impl<'a> Scene<'a> {
    pub fn time(&self, program: Program) -> ProgramTime {
        self.counted.programs[program as usize]
    }

    /// Reads a switch and notes that the outcome rests on it.
    pub fn mark(&self, switch: Switch) {
        self.switches.set(self.switches.get() | bit(switch));
    }

    #[inline]
    pub fn finding(&self, rule: RuleId, answer: Answer, reason: Reason) -> Finding {
        let (citation, verified) = self.prepared.citation(rule);
        Finding { rule, answer, reason, citation, verified }
    }

    /// The hold that an unmet finding gives: ENG-09 where a fact is missing.
    pub fn held(&self, code: &Hcpcs, finding: &Finding) -> Held {
        let missing = finding.answer == Answer::Unknown;
        let rule = if missing { ids::ENG_09 } else { finding.rule };
        let (citation, verified) = self.prepared.citation(rule);
        Held {
            code: code.clone(),
            rule,
            asked_by: (missing && finding.rule != ids::ENG_09).then_some(finding.rule),
            answer: finding.answer,
            reason: finding.reason.clone(),
            citation,
            verified,
        }
    }

    /// Notes that a code is billed.
    pub fn bill(&self, code: &Hcpcs, on: Date) {
        self.billed.borrow_mut().push(Billed { code: word(code), on });
    }

    /// Whether we billed a service; who is known not to be of our group is not us.
    pub fn is_by_us(&self, service: &OtherService) -> Option<bool> {
        let stranger = (service.same_group == Some(false)).then_some(false);
        self.is_ours(service.practitioner.as_ref()).or(stranger)
    }

    pub fn is_ours(&self, practitioner: Option<&Key>) -> Option<bool> {
        practitioner.map(|practitioner| *practitioner == self.facts.biller.practitioner)
    }

    /// Conditions that the code may rest on, one for each diagnosis code, with how sure we are (ELIG-01).
    pub fn conditions(&self, plan: &Plan) -> Cow<'_, [Listed<'a>]> {
        let asked = plan.version.iter().flat_map(|version| &version.requires).find_map(|asked| match &asked
            .requirement
        {
            Requirement::Conditions(conditions) => Some(conditions),
            _ => None,
        });
        match (asked, plan.level) {
            (Some(asked), _) => self.conditions_like(asked),
            (None, Some(level)) => self.conditions_like(&level.conditions()),
            (None, None) => self.conditions_like(&Conditions::default()),
        }
    }

    pub fn conditions_like(&self, asked: &Conditions) -> Cow<'_, [Listed<'a>]> {
        let (first, list) = self.listed.get_or_init(|| (asked.clone(), self.list(asked)));
        if first == asked { Cow::Borrowed(list) } else { Cow::Owned(self.list(asked)) }
    }

    fn list(&self, asked: &Conditions) -> Vec<Listed<'a>> {
        let begins = |condition: &&ConditionFact| {
            let begins_so = |letters: &Word| condition.icd10.as_str().starts_with(letters.as_str());
            asked.begins_with.is_empty() || asked.begins_with.iter().any(begins_so)
        };
        let mut list: Vec<(&ConditionFact, Answer)> = Vec::with_capacity(self.facts.conditions.len());
        for condition in self.facts.conditions.iter().filter(begins) {
            let answer = match asked.lasting_months {
                None => all([condition.active]),
                Some(months) => {
                    let lasts = condition.expected_months.map(|expected| expected >= months);
                    all([condition.active, lasts, condition.risk_stated])
                }
            };
            match list.iter_mut().find(|(known, _)| known.icd10 == condition.icd10) {
                Some(known) if known.1 == Answer::Met => {}
                Some(known) if answer == Answer::Met || known.1 == Answer::NotMet => {
                    *known = (condition, answer)
                }
                Some(_) => {}
                None => list.push((condition, answer)),
            }
        }
        list
    }
}

/// Met if all are, not met if one is known not to be.
pub(super) fn all<const N: usize>(facts: [Option<bool>; N]) -> Answer {
    if facts.contains(&Some(false)) {
        Answer::NotMet
    } else if facts.contains(&None) {
        Answer::Unknown
    } else {
        Answer::Met
    }
}

/// Whether enough of a list meet: unknown ones might.
pub(super) fn enough(answers: impl Iterator<Item = Answer> + Clone, needed: usize) -> (usize, Answer) {
    let met = answers.clone().filter(|answer| answer.is_met()).count();
    let unknown = answers.filter(|answer| *answer == Answer::Unknown).count();
    let answer = match () {
        () if met >= needed => Answer::Met,
        () if met.saturating_add(unknown) >= needed => Answer::Unknown,
        () => Answer::NotMet,
    };
    (met, answer)
}
