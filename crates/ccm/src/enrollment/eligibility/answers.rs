//! How each question is answered of one patient, and by which records.

use super::{
    Asked, CandidateFacts, ConditionEvidence, ConditionsAsked, DischargeEvidence, LevelAsked, Question,
    Requirement,
};
use crate::basics::{Answer, Date};

pub(super) const INITIATING_VISIT: &str = "initiating_visit";

fn requirement(kind: &'static str, answer: Answer) -> Requirement {
    Requirement { rule: String::new(), kind, answer, evidence: Vec::new(), args: Vec::new() }
}

pub(super) fn alive(facts: &CandidateFacts) -> Requirement {
    Requirement { rule: "TIME-11".to_owned(), ..requirement("alive", Answer::met_if(facts.alive)) }
}

pub(super) fn answer(facts: &CandidateFacts, on: Date, asked: &Asked) -> Requirement {
    let mut answered = answer_to(facts, on, &asked.question);
    if answered.rule.is_empty() || asked.rule != "INIT-01" {
        answered.rule.clone_from(&asked.rule);
    }
    answered
}

fn answer_to(facts: &CandidateFacts, on: Date, question: &Question) -> Requirement {
    match question {
        Question::PartB => Requirement {
            evidence: facts.coverage_id.iter().cloned().collect(),
            ..requirement("part_b_active", Answer::known(facts.part_b))
        },
        Question::Conditions(asked) => conditions(facts, asked),
        Question::InitiatingVisit { within_months } => initiating_visit(facts, on, *within_months),
        Question::Seen { within_months } => seen(facts, on, *within_months),
        Question::NeedNamed => Requirement {
            evidence: facts.need_named.iter().map(|(id, _)| id.clone()).collect(),
            ..requirement("need_named", Answer::known(facts.need_named.as_ref().map(|(_, named)| *named)))
        },
        Question::Discharge { from, to, within_days } => discharge(facts, on, from, to, *within_days),
        Question::Level(levels) => level(facts, levels),
        Question::NotManagedElsewhere => {
            requirement("not_managed_elsewhere", Answer::met_if(!facts.managed_elsewhere))
        }
    }
}

impl ConditionsAsked {
    pub(super) fn countable<'a>(
        &self,
        facts: &'a CandidateFacts,
    ) -> impl Iterator<Item = &'a ConditionEvidence> {
        let this = self.clone();
        facts.conditions.iter().filter(move |one| {
            this.has_beginning(one)
                && this.lasting_months.is_none_or(|months| {
                    one.confirmed_months.map_or(one.chronic == Some(true) && !one.weak, |said| said >= months)
                })
        })
    }

    fn has_beginning(&self, one: &ConditionEvidence) -> bool {
        self.begins_with.is_empty()
            || self.begins_with.iter().any(|start| one.icd10.as_str().starts_with(start))
    }

    /// Distinct categories count: two codes of one disease are one condition.
    fn categories(&self, facts: &CandidateFacts) -> usize {
        let mut categories: Vec<&str> = self.countable(facts).map(|one| &one.icd10.as_str()[..3]).collect();
        categories.sort_unstable();
        categories.dedup();
        categories.len()
    }
}

fn conditions(facts: &CandidateFacts, asked: &ConditionsAsked) -> Requirement {
    let found = asked.categories(facts);
    let open = |one: &&ConditionEvidence| {
        one.chronic.is_none() && !one.weak && one.confirmed_months.is_none() && asked.has_beginning(one)
    };
    let undetermined = facts.conditions.iter().filter(open).count();
    let answer = match found {
        found if found >= asked.at_least => Answer::Met,
        found if asked.lasting_months.is_some() && found + undetermined >= asked.at_least => Answer::Unknown,
        _ => Answer::NotMet,
    };
    let kind = if asked.lasting_months.is_some() { "chronic_conditions" } else { "active_conditions" };
    Requirement {
        evidence: asked.countable(facts).map(|one| one.id.clone()).collect(),
        args: vec![("found", found.to_string()), ("needed", asked.at_least.to_string())],
        ..requirement(kind, answer)
    }
}

/// INIT-03: dates are compared, not days counted; 29 February less twelve months is 28 February.
fn first_day(on: Date, months: i32) -> Date {
    on.saturating_sub(jiff::Span::new().months(months))
}

/// A qualifying visit inside the look-back. `NotMet` asks for a visit, it does not rule the patient out.
fn initiating_visit(facts: &CandidateFacts, on: Date, months: i32) -> Requirement {
    let first = first_day(on, months);
    let inside = || facts.visits.iter().filter(|visit| first <= visit.on && visit.on <= on);
    let best = inside()
        .filter(|visit| visit.qualifying_code != Some(false) && visit.discussed != Some(false))
        .max_by_key(|visit| (visit.qualifying_code == Some(true), visit.discussed == Some(true), visit.on));
    let answer = match best {
        Some(visit) if visit.qualifying_code == Some(true) && visit.discussed == Some(true) => Answer::Met,
        Some(_) => Answer::Unknown,
        None => Answer::NotMet,
    };
    // INIT-02: there was one, and it does not qualify.
    let unfit = answer == Answer::NotMet && inside().next().is_some();
    Requirement {
        rule: if unfit { "INIT-02".to_owned() } else { String::new() },
        evidence: best.map(|visit| visit.id.clone()).into_iter().collect(),
        args: vec![("on_or_after", first.to_string())],
        ..requirement(INITIATING_VISIT, answer)
    }
}

/// Seen by anybody of the practice, whatever was talked about (INIT-05, INIT-06).
fn seen(facts: &CandidateFacts, on: Date, months: i32) -> Requirement {
    let first = first_day(on, months);
    let inside = facts.visits.iter().filter(|visit| first <= visit.on && visit.on <= on);
    let best = inside
        .filter(|visit| visit.qualifying_code != Some(false))
        .max_by_key(|visit| (visit.qualifying_code == Some(true), visit.on));
    let answer = match best {
        Some(visit) => Answer::known(visit.qualifying_code),
        None => Answer::NotMet,
    };
    Requirement {
        evidence: best.map(|visit| visit.id.clone()).into_iter().collect(),
        args: vec![("on_or_after", first.to_string())],
        ..requirement("seen", answer)
    }
}

fn discharge(facts: &CandidateFacts, on: Date, from: &[String], to: &[String], days: i32) -> Requirement {
    let first = on.saturating_sub(jiff::Span::new().days(i64::from(days)));
    let inside = facts.discharges.iter().filter(|one| first <= one.on && one.on <= on);
    let allowed = |one: &DischargeEvidence| {
        let home = one.to.as_ref().map(|word| to.contains(word));
        if from.contains(&one.from) { home } else { Some(false) }
    };
    let best = inside
        .filter(|one| allowed(one) != Some(false))
        .max_by_key(|one| (allowed(one) == Some(true), one.on));
    let answer = best.map_or(Answer::NotMet, |one| Answer::known(allowed(one)));
    Requirement {
        evidence: best.map(|one| one.id.clone()).into_iter().collect(),
        args: vec![("on_or_after", first.to_string())],
        ..requirement("discharged", answer)
    }
}

/// The first level whose conditions and status are there (APCM-06).
fn level(facts: &CandidateFacts, levels: &[LevelAsked]) -> Requirement {
    let is_met = |level: &&LevelAsked| {
        level.conditions.categories(facts) >= level.conditions.at_least
            && (!level.qmb || facts.qmb == Some(true))
    };
    let Some(level) = levels.iter().find(is_met) else { return requirement("level", Answer::NotMet) };
    let counted = level.conditions.countable(facts).filter(|_| level.conditions.at_least > 0);
    Requirement {
        evidence: counted.map(|one| one.id.clone()).collect(),
        args: vec![("code", level.code.to_string())],
        ..requirement("level", Answer::Met)
    }
}
