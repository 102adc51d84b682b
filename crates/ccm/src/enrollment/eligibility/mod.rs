//! Who qualifies for a program on a day, and what each requirement rests on (ELIG-01 to 05, INIT-01 to 07, TCM-01,
//! APCM-01). What a program asks comes from `rules/`; it proposes, a clinician confirms.

mod answers;
mod asked;

use serde::Serialize;

use self::answers::{INITIATING_VISIT, alive, answer};
pub use self::asked::{Asked, ConditionsAsked, EligibilityRule, LevelAsked, Question};
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
    /// A clinician of ours confirmed it, with its risk, for so many months.
    pub confirmed_months: Option<u16>,
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

/// A patient who left a facility.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DischargeEvidence {
    pub id: String,
    pub on: Date,
    /// Out of what kind of stay, and where to, as words of the rules; `None`: not known.
    pub from: String,
    pub to: Option<String>,
}

/// What is asked about one patient.
#[derive(Clone, Default)]
pub struct CandidateFacts {
    pub conditions: Vec<ConditionEvidence>,
    pub visits: Vec<VisitEvidence>,
    pub discharges: Vec<DischargeEvidence>,
    /// The newest word on a need that limits care, with its record.
    pub need_named: Option<(String, bool)>,
    /// Part B on the day, original Medicare or by a plan; `None`: no coverage on record.
    pub part_b: Option<bool>,
    pub coverage_id: Option<String>,
    /// Qualified Medicare Beneficiary on the day.
    pub qmb: Option<bool>,
    pub alive: bool,
    /// Known to be managed by somebody else this month.
    pub managed_elsewhere: bool,
}

/// One requirement's answer with what it rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Requirement {
    pub rule: String,
    pub kind: &'static str,
    pub answer: Answer,
    /// Prefixed ids of the records it rests on.
    pub evidence: Vec<String>,
    /// What is missing, as numbers, dates and codes.
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
    /// `active, chronic, beside others`: how many other conditions that count stand beside it.
    pub beside: usize,
}

impl std::fmt::Debug for Proposal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Proposal({})", self.condition)
    }
}

/// Judges one patient on a day. `Met` overall: all requirements are met but those that only a clinician's
/// confirmation can settle, which are the proposals. A missing visit rules nobody out: it can be made.
pub fn judge(facts: &CandidateFacts, on: Date, rule: &EligibilityRule) -> Candidate {
    let requirements: Vec<Requirement> =
        std::iter::once(alive(facts)).chain(rule.asks.iter().map(|asked| answer(facts, on, asked))).collect();
    let open = |requirement: &&Requirement| requirement.kind != INITIATING_VISIT;
    let answer = if requirements.iter().filter(open).any(|r| r.answer == Answer::NotMet) {
        Answer::NotMet
    } else if requirements.iter().any(|r| r.answer != Answer::Met) {
        Answer::Unknown
    } else {
        Answer::Met
    };
    // Only conditions that must last need a statement of their risk.
    let lasting = rule.conditions().filter(|asked| asked.lasting_months.is_some());
    let counted: Vec<_> = lasting.map(|asked| asked.countable(facts).collect()).unwrap_or_default();
    let proposals = counted
        .iter()
        .filter(|condition: &&&ConditionEvidence| condition.confirmed_months.is_none())
        .map(|condition| Proposal {
            condition: condition.id.clone(),
            icd10: condition.icd10.clone(),
            beside: counted.len() - 1,
        })
        .collect();
    Candidate { answer, requirements, proposals }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lasting(at_least: usize) -> ConditionsAsked {
        ConditionsAsked { at_least, lasting_months: Some(12), begins_with: Vec::new() }
    }

    fn asks(asks: Vec<(&str, Question)>) -> EligibilityRule {
        let asks = asks.into_iter().map(|(rule, question)| Asked { rule: rule.to_owned(), question });
        EligibilityRule { asks: asks.collect() }
    }

    fn chronic_care() -> EligibilityRule {
        asks(vec![
            ("ELIG-05", Question::PartB),
            ("ELIG-01", Question::Conditions(lasting(2))),
            ("INIT-01", Question::InitiatingVisit { within_months: 12 }),
        ])
    }

    fn condition(code: &str, chronic: Option<bool>, weak: bool) -> ConditionEvidence {
        let id = code.to_owned();
        ConditionEvidence { id, icd10: code.parse().unwrap(), chronic, weak, confirmed_months: None }
    }

    fn with(conditions: Vec<ConditionEvidence>) -> CandidateFacts {
        CandidateFacts { conditions, part_b: Some(true), alive: true, ..CandidateFacts::default() }
    }

    fn judged(facts: &CandidateFacts, rule: &EligibilityRule) -> Candidate {
        judge(facts, "2026-09-15".parse().unwrap(), rule)
    }

    fn asked<'a>(candidate: &'a Candidate, rule: &str) -> &'a Requirement {
        candidate.requirements.iter().find(|one| one.rule == rule).unwrap()
    }

    #[test]
    fn prediabetes_weight_and_anemia_make_no_candidate() {
        let weak = vec![
            condition("R73.03", Some(false), true),
            condition("E66.9", Some(true), true),
            condition("D64.9", Some(true), true),
        ];
        assert_eq!(judged(&with(weak), &chronic_care()).answer, Answer::NotMet);
    }

    #[test]
    fn two_codes_of_one_disease_are_one_condition() {
        let one = vec![condition("E11.22", Some(true), false), condition("E11.9", Some(true), false)];
        assert_eq!(judged(&with(one), &chronic_care()).answer, Answer::NotMet);
        let two = vec![condition("E11.22", Some(true), false), condition("I10", Some(true), false)];
        let candidate = judged(&with(two), &chronic_care());
        assert_eq!(candidate.answer, Answer::Unknown, "the visit is still to come");
        assert_eq!(candidate.proposals.len(), 2);
    }

    #[test]
    fn what_the_table_does_not_settle_is_unknown() {
        let open = vec![condition("I10", Some(true), false), condition("Z99.81", None, false)];
        let candidate = judged(&with(open), &chronic_care());
        assert_eq!(asked(&candidate, "ELIG-01").answer, Answer::Unknown);
    }

    #[test]
    fn a_condition_counts_for_as_long_as_the_clinician_said() {
        let said = |months| ConditionEvidence {
            confirmed_months: Some(months),
            ..condition("S72.001D", Some(false), false)
        };
        let months = |asked| {
            let conditions = ConditionsAsked { lasting_months: Some(asked), ..lasting(1) };
            asks(vec![("ELIG-02", Question::Conditions(conditions))])
        };
        assert_eq!(judged(&with(vec![said(6)]), &months(3)).answer, Answer::Met);
        assert_eq!(judged(&with(vec![said(6)]), &months(12)).answer, Answer::NotMet);
    }

    #[test]
    fn behavioral_care_counts_active_conditions_that_begin_with_f() {
        let begins = ConditionsAsked { at_least: 1, lasting_months: None, begins_with: vec!["F".into()] };
        let rule = asks(vec![("ELIG-03", Question::Conditions(begins))]);
        let candidate = judged(&with(vec![condition("F32.1", None, false)]), &rule);
        assert_eq!((candidate.answer, candidate.proposals.len()), (Answer::Met, 0));
        assert_eq!(judged(&with(vec![condition("I10", Some(true), false)]), &rule).answer, Answer::NotMet);
    }

    #[test]
    fn the_level_is_what_conditions_and_status_give() {
        let code = |text: &str| text.parse().unwrap();
        let levels = vec![
            LevelAsked { code: code("G0558"), conditions: lasting(2), qmb: true },
            LevelAsked { code: code("G0557"), conditions: lasting(2), qmb: false },
            LevelAsked { code: code("G0556"), conditions: ConditionsAsked::default(), qmb: false },
        ];
        let rule = asks(vec![("APCM-01", Question::Level(levels))]);
        let given = |codes: &[&str], qmb| {
            let conditions = codes.iter().map(|code| condition(code, Some(true), false)).collect();
            let candidate = judged(&CandidateFacts { qmb, ..with(conditions) }, &rule);
            asked(&candidate, "APCM-01").args[0].1.clone()
        };
        assert_eq!(given(&["E11.9", "I10"], Some(true)), "G0558");
        assert_eq!(given(&["E11.9", "I10"], None), "G0557");
        assert_eq!(given(&["I10"], Some(true)), "G0556");
    }

    #[test]
    fn a_discharge_counts_while_a_visit_is_in_time() {
        let words = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>();
        let question =
            Question::Discharge { from: words(&["inpatient"]), to: words(&["home"]), within_days: 14 };
        let rule = asks(vec![("TCM-01", question)]);
        let left = |on: &str, to: Option<&str>| {
            let (id, from) = ("sty".to_owned(), "inpatient".to_owned());
            let discharge =
                DischargeEvidence { id, on: on.parse().unwrap(), from, to: to.map(str::to_owned) };
            judged(&CandidateFacts { discharges: vec![discharge], ..with(Vec::new()) }, &rule).answer
        };
        assert_eq!(left("2026-09-01", Some("home")), Answer::Met);
        assert_eq!(left("2026-08-31", Some("home")), Answer::NotMet);
        assert_eq!(left("2026-09-10", None), Answer::Unknown, "where to is still to be asked");
        assert_eq!(left("2026-09-10", Some("snf")), Answer::NotMet);
    }

    #[test]
    fn a_visit_that_does_not_qualify_is_told_apart_from_none() {
        let visit = |code| VisitEvidence {
            id: "vis".into(),
            on: "2026-05-05".parse().unwrap(),
            qualifying_code: Some(code),
            discussed: None,
        };
        let facts = CandidateFacts { visits: vec![visit(false)], ..with(Vec::new()) };
        assert_eq!(asked(&judged(&facts, &chronic_care()), "INIT-02").answer, Answer::NotMet);
        let seen = asks(vec![("INIT-06", Question::Seen { within_months: 36 })]);
        assert_eq!(judged(&facts, &seen).answer, Answer::NotMet);
        let facts = CandidateFacts { visits: vec![visit(true)], ..with(Vec::new()) };
        assert_eq!(judged(&facts, &seen).answer, Answer::Met);
    }
}
