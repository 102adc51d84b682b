//! Who qualifies for chronic care management on a day, and what each requirement rests on
//! (ELIG-01, ELIG-05, INIT-01 to 03). It proposes; a clinician confirms.

use serde::Serialize;

use crate::basics::{Answer, Date, Icd10Cm};

/// An active condition of the problem list, as far as this question needs it.
#[derive(Clone, PartialEq, Eq)]
pub struct ConditionEvidence {
    /// Prefixed id of the record.
    pub id: String,
    pub icd10: Icd10Cm,
    /// Chronic by the reference table; `None`: it makes no determination.
    pub chronic: Option<bool>,
    /// Makes nobody a candidate by itself: prediabetes, weight, anemia.
    pub weak: bool,
    /// A clinician of ours confirmed it, for at least a year and with its risk.
    pub confirmed: bool,
}

/// A visit that could open the service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitEvidence {
    pub id: String,
    pub on: Date,
    /// Its code is one that qualifies; `None`: it has no code.
    pub qualifying_code: Option<bool>,
    /// Care management was raised.
    pub discussed: Option<bool>,
}

/// What is asked about one patient.
#[derive(Clone, Default)]
pub struct CandidateFacts {
    pub conditions: Vec<ConditionEvidence>,
    pub visits: Vec<VisitEvidence>,
    /// Part B on the day, original Medicare or by a plan; `None`: no coverage on record.
    pub part_b: Option<bool>,
    pub coverage_id: Option<String>,
    pub alive: bool,
    /// Known to be managed by somebody else this month.
    pub managed_elsewhere: bool,
}

/// One requirement's answer with what it rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Requirement {
    pub rule: &'static str,
    pub kind: &'static str,
    pub answer: Answer,
    /// Prefixed ids of the records it rests on.
    pub evidence: Vec<String>,
    /// What is missing, as numbers and dates.
    pub args: Vec<(&'static str, String)>,
}

/// A patient who may be managed, or why not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Candidate {
    pub answer: Answer,
    pub requirements: Vec<Requirement>,
    /// Conditions for the clinician to confirm, with the kind of risk statement each one needs.
    pub proposals: Vec<Proposal>,
}

/// A risk statement to confirm; words are made at the edge.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Proposal {
    pub condition: String,
    pub icd10: Icd10Cm,
    /// `active, chronic, beside others`: how many other chronic conditions stand beside it.
    pub beside: usize,
}

impl std::fmt::Debug for Proposal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Proposal({})", self.condition)
    }
}

/// The numbers of ELIG-01 and INIT-03, which `rules/` holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EligibilityRule {
    pub conditions_at_least: usize,
    pub look_back_months: i32,
}

/// Judges one patient on a day. `Met` overall: all requirements are met but those that only a clinician's
/// confirmation can settle, which are the proposals.
pub fn judge(facts: &CandidateFacts, on: Date, rule: EligibilityRule) -> Candidate {
    let requirements =
        vec![alive(facts), part_b(facts), conditions(facts, rule), visit(facts, on, rule), elsewhere(facts)];
    let open = |requirement: &&Requirement| requirement.kind != "initiating_visit";
    let answer = if requirements.iter().filter(open).any(|r| r.answer == Answer::NotMet) {
        Answer::NotMet
    } else if requirements.iter().any(|r| r.answer != Answer::Met) {
        Answer::Unknown
    } else {
        Answer::Met
    };
    let chronic: Vec<_> = countable(facts).collect();
    let proposals = chronic
        .iter()
        .filter(|condition| !condition.confirmed)
        .map(|condition| Proposal {
            condition: condition.id.clone(),
            icd10: condition.icd10.clone(),
            beside: chronic.len() - 1,
        })
        .collect();
    Candidate { answer, requirements, proposals }
}

fn countable(facts: &CandidateFacts) -> impl Iterator<Item = &ConditionEvidence> {
    facts.conditions.iter().filter(|one| one.confirmed || one.chronic == Some(true) && !one.weak)
}

fn alive(facts: &CandidateFacts) -> Requirement {
    Requirement {
        rule: "TIME-11",
        kind: "alive",
        answer: Answer::met_if(facts.alive),
        evidence: Vec::new(),
        args: Vec::new(),
    }
}

fn part_b(facts: &CandidateFacts) -> Requirement {
    Requirement {
        rule: "ELIG-05",
        kind: "part_b_active",
        answer: Answer::known(facts.part_b),
        evidence: facts.coverage_id.iter().cloned().collect(),
        args: Vec::new(),
    }
}

/// Distinct categories count: two codes of one disease are one condition.
fn conditions(facts: &CandidateFacts, rule: EligibilityRule) -> Requirement {
    let mut categories: Vec<&str> = countable(facts).map(|one| &one.icd10.as_str()[..3]).collect();
    categories.sort_unstable();
    categories.dedup();
    let undetermined = facts.conditions.iter().filter(|one| one.chronic.is_none() && !one.weak).count();
    let answer = match categories.len() {
        found if found >= rule.conditions_at_least => Answer::Met,
        found if found + undetermined >= rule.conditions_at_least => Answer::Unknown,
        _ => Answer::NotMet,
    };
    Requirement {
        rule: "ELIG-01",
        kind: "chronic_conditions",
        answer,
        evidence: countable(facts).map(|one| one.id.clone()).collect(),
        args: vec![("found", categories.len().to_string()), ("needed", rule.conditions_at_least.to_string())],
    }
}

/// A qualifying visit inside the look-back. `NotMet` asks for a visit, it does not rule the patient out.
fn visit(facts: &CandidateFacts, on: Date, rule: EligibilityRule) -> Requirement {
    // INIT-03: dates are compared, not days counted; 29 February less twelve months is 28 February.
    let first = on.saturating_sub(jiff::Span::new().months(rule.look_back_months));
    let inside = || facts.visits.iter().filter(|visit| first <= visit.on && visit.on <= on);
    let best = inside()
        .filter(|visit| visit.qualifying_code != Some(false) && visit.discussed != Some(false))
        .max_by_key(|visit| (visit.qualifying_code == Some(true), visit.discussed == Some(true), visit.on));
    let answer = match best {
        Some(visit) if visit.qualifying_code == Some(true) && visit.discussed == Some(true) => Answer::Met,
        Some(_) => Answer::Unknown,
        None => Answer::NotMet,
    };
    Requirement {
        rule: if inside().next().is_some() && answer == Answer::NotMet { "INIT-02" } else { "INIT-01" },
        kind: "initiating_visit",
        answer,
        evidence: best.map(|visit| visit.id.clone()).into_iter().collect(),
        args: vec![("on_or_after", first.to_string())],
    }
}

fn elsewhere(facts: &CandidateFacts) -> Requirement {
    Requirement {
        rule: "CCM-ONE-01",
        kind: "not_managed_elsewhere",
        answer: Answer::met_if(!facts.managed_elsewhere),
        evidence: Vec::new(),
        args: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: EligibilityRule = EligibilityRule { conditions_at_least: 2, look_back_months: 12 };

    fn condition(code: &str, chronic: Option<bool>, weak: bool) -> ConditionEvidence {
        ConditionEvidence {
            id: code.to_owned(),
            icd10: code.parse().unwrap(),
            chronic,
            weak,
            confirmed: false,
        }
    }

    fn judged(conditions: Vec<ConditionEvidence>) -> Candidate {
        let facts =
            CandidateFacts { conditions, part_b: Some(true), alive: true, ..CandidateFacts::default() };
        judge(&facts, "2026-09-15".parse().unwrap(), RULE)
    }

    #[test]
    fn prediabetes_weight_and_anemia_make_no_candidate() {
        let weak = vec![
            condition("R73.03", Some(false), true),
            condition("E66.9", Some(true), true),
            condition("D64.9", Some(true), true),
        ];
        assert_eq!(judged(weak).answer, Answer::NotMet);
    }

    #[test]
    fn two_codes_of_one_disease_are_one_condition() {
        let one = vec![condition("E11.22", Some(true), false), condition("E11.9", Some(true), false)];
        assert_eq!(judged(one).answer, Answer::NotMet);
        let two = vec![condition("E11.22", Some(true), false), condition("I10", Some(true), false)];
        let candidate = judged(two);
        assert_eq!(candidate.answer, Answer::Unknown, "the visit is still to come");
        assert_eq!(candidate.proposals.len(), 2);
    }

    #[test]
    fn what_the_table_does_not_settle_is_unknown() {
        let open = vec![condition("I10", Some(true), false), condition("Z99.81", None, false)];
        let requirement = judged(open).requirements.into_iter().find(|r| r.rule == "ELIG-01").unwrap();
        assert_eq!(requirement.answer, Answer::Unknown);
    }
}
