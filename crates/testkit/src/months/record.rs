//! What stands in the chart: consents, visits, conditions, the plan, decision making.

use ccm::basics::Date;
use ccm::billing::facts::*;
use ccm::billing::word::Word;
use ccm::enrollment::Program;
use proptest::prelude::*;

use super::days::{plus, plus_months};
use super::{COLLEAGUE, MomentSpec, OURS, STRANGER, key, moment, mostly, program, word};
use crate::oracle::published;

#[derive(Clone, Debug)]
pub struct Record {
    /// Every program has its consent from before the month.
    consented: bool,
    consents: Vec<Consent>,
    visits: Vec<Visit>,
    conditions: Vec<(&'static str, u16, bool, bool, bool)>,
    plans: Vec<Plan>,
    decisions: Vec<Decision>,
}

#[derive(Clone, Debug)]
struct Consent {
    program: Program,
    /// In the month, or so many months before it.
    at: MomentSpec,
    months_before: i32,
    form: (&'static str, bool),
    content: usize,
    practitioner: &'static str,
    giver: usize,
    revoked: Option<(MomentSpec, i32)>,
}

#[derive(Clone, Debug)]
struct Visit {
    code: &'static str,
    /// Days from the start of the service.
    from_start: i32,
    practitioner: (&'static str, bool),
    same_specialty: bool,
    raised: bool,
    planning: bool,
}

#[derive(Clone, Debug)]
struct Plan {
    /// Days from the last day of the month, then months.
    from_last: i32,
    months: i32,
    complete: bool,
    copied: bool,
    revised: Option<i32>,
    signed_by: Option<&'static str>,
}

#[derive(Clone, Debug)]
struct Decision {
    from_last: i32,
    level: &'static str,
    signed: bool,
    practitioner: &'static str,
}

pub fn record() -> impl Strategy<Value = Record> {
    let usual = ("I10", 12, true, true, true);
    let conditions = prop_oneof![
        6 => Just(vec![("E11.22", 12, true, true, true), usual]),
        1 => Just(vec![("E11.22", 12, true, true, true), usual, ("I50.22", 3, true, true, true)]),
        2 => prop::collection::vec(condition(), 0..4),
    ];
    let visits = prop_oneof![
        5 => Just(vec![Visit::usual()]),
        1 => Just(vec![Visit { planning: true, ..Visit::usual() }]),
        2 => prop::collection::vec(visit(), 0..3),
    ];
    let plans = prop_oneof![6 => Just(vec![Plan::usual()]), 1 => prop::collection::vec(plan(), 0..3)];
    let decisions = prop_oneof![4 => Just(vec![]), 3 => prop::collection::vec(decision(), 1..3)];
    (
        mostly(5, true, [false]),
        prop_oneof![3 => Just(vec![]), 2 => prop::collection::vec(consent(), 1..3)],
        visits,
        conditions,
        plans,
        decisions,
    )
        .prop_map(|(consented, consents, visits, conditions, plans, decisions)| Record {
            consented,
            consents,
            visits,
            conditions,
            plans,
            decisions,
        })
}

fn condition() -> impl Strategy<Value = (&'static str, u16, bool, bool, bool)> {
    (
        prop::sample::select(vec!["I10", "E11.22", "I50.22", "F32.1"]),
        mostly(3, 12, [11, 3, 2, ConditionFact::UNTIL_DEATH]),
        mostly(5, true, [false]),
        mostly(8, true, [false]),
        mostly(8, true, [false]),
    )
}

fn consent() -> impl Strategy<Value = Consent> {
    (
        program(),
        moment(),
        mostly(3, 0, [1, 2, 11, 12, 13]),
        mostly(
            3,
            ("written", true),
            [("verbal", true), ("verbal", false), ("written", false), ("nod", true)],
        ),
        mostly(4, 0usize, [1, 2, 3]),
        mostly(4, OURS, [COLLEAGUE, STRANGER]),
        mostly(5, 0usize, [1, 2]),
        prop_oneof![2 => Just(None), 2 => (moment(), mostly(2, 0, [-1, 1])).prop_map(Some)],
    )
        .prop_map(|(program, at, months_before, form, content, practitioner, giver, revoked)| Consent {
            program,
            at,
            months_before,
            form,
            content,
            practitioner,
            giver,
            revoked,
        })
}

fn visit() -> impl Strategy<Value = Visit> {
    (
        mostly(3, "99214", ["G0439", "99495", "99211", "99284", "99349", "99343", "98966"]),
        mostly(2, 0, [-1, 1, 5, 12, 25, -300, -365, -366, -364, -900, -1095, -1096, -1100]),
        mostly(3, (OURS, true), [(COLLEAGUE, true), (STRANGER, false)]),
        mostly(2, true, [false]),
        mostly(5, true, [false]),
        mostly(3, false, [true]),
    )
        .prop_map(|(code, from_start, practitioner, same_specialty, raised, planning)| Visit {
            code,
            from_start,
            practitioner,
            same_specialty,
            raised,
            planning,
        })
}

fn plan() -> impl Strategy<Value = Plan> {
    (
        mostly(2, -35, [0, -1, 1, -10, -30]),
        mostly(3, 0, [-6, -12, -24]),
        mostly(8, true, [false]),
        mostly(6, true, [false]),
        mostly(3, None, [Some(0), Some(-5), Some(-40), Some(2)]),
        mostly(6, Some(OURS), [None, Some(COLLEAGUE), Some("N1")]),
    )
        .prop_map(|(from_last, months, complete, copied, revised, signed_by)| Plan {
            from_last,
            months,
            complete,
            copied,
            revised,
            signed_by,
        })
}

fn decision() -> impl Strategy<Value = Decision> {
    (
        mostly(3, -3, [0, 1, -27, -30, -31]),
        mostly(4, "moderate", ["high", "low", "none"]),
        mostly(5, true, [false]),
        mostly(6, OURS, [COLLEAGUE]),
    )
        .prop_map(|(from_last, level, signed, practitioner)| Decision {
            from_last,
            level,
            signed,
            practitioner,
        })
}

impl Visit {
    fn usual() -> Self {
        Self {
            code: "99214",
            from_start: 0,
            practitioner: (OURS, true),
            same_specialty: true,
            raised: true,
            planning: false,
        }
    }
}

impl Plan {
    fn usual() -> Self {
        Self { from_last: -35, months: 0, complete: true, copied: true, revised: None, signed_by: Some(OURS) }
    }
}

impl Record {
    pub fn add_to(&self, facts: &mut MonthFacts) {
        let (first, last) = (facts.month.first_day(), facts.month.last_day());
        if self.consented {
            for program in Program::ALL {
                let at = Some(ccm::basics::Moment::Day(plus(first, -40)));
                facts.consents.push(ConsentFact { at, ..sound(program, format!("c-{}", program.word())) });
            }
        }
        for (number, consent) in self.consents.iter().enumerate() {
            let made = consent.fact(facts, number);
            facts.consents.push(made);
        }
        let start = facts.service_start.unwrap_or(first);
        let visit = |(number, visit): (usize, &Visit)| visit.fact(number, start);
        facts.visits = self.visits.iter().enumerate().map(visit).collect();
        let condition = |(number, told): (usize, &(&'static str, u16, bool, bool, bool))| ConditionFact {
            id: key(&format!("d{number}")),
            icd10: told.0.parse().expect("the codes here are codes"),
            expected_months: Some(told.1),
            risk_stated: Some(told.2),
            active: Some(told.3),
            // Of a code, not of an entry: the first one says it for all.
            billable: Some(
                self.conditions.iter().find(|other| other.0 == told.0).is_none_or(|other| other.4),
            ),
        };
        facts.conditions = self.conditions.iter().enumerate().map(condition).collect();
        facts.care_plans =
            self.plans.iter().enumerate().map(|(number, plan)| plan.fact(number, last)).collect();
        let decision = |(number, told): (usize, &Decision)| DecisionMakingFact {
            id: key(&format!("m{number}")),
            date: plus(last, told.from_last),
            level: Some(word(told.level)),
            signed: Some(told.signed),
            practitioner: Some(key(told.practitioner)),
        };
        facts.decision_making = self.decisions.iter().enumerate().map(decision).collect();
    }
}

/// A consent with nothing wrong but that it is not dated.
fn sound(program: Program, id: String) -> ConsentFact {
    ConsentFact {
        id: key(&id),
        program,
        form: Some(word("written")),
        at: None,
        documented: Some(true),
        elements: Some(ConsentElements::Complete(true)),
        practitioner: Some(key(OURS)),
        same_group: Some(true),
        given_by: Some(ConsentGiver::Patient),
        revoked_at: None,
    }
}

impl Consent {
    fn fact(&self, facts: &MonthFacts, number: usize) -> ConsentFact {
        let shifted = |spec: &MomentSpec, months: i32| {
            let mut elsewhere = facts.clone();
            elsewhere.month = ccm::basics::ServiceMonth::of(plus_months(facts.month.first_day(), months));
            spec.of(&elsewhere)
        };
        let at = shifted(&self.at, -self.months_before);
        // Nobody takes back what they have not given.
        let zone = facts.zone.zone();
        let revoked = self.revoked.as_ref().map(|(spec, months)| shifted(spec, *months));
        let revoked = revoked.filter(|end| at.latest(&zone) <= end.earliest(&zone));
        let covered =
            |words: &[&str]| ConsentElements::Covered(words.iter().map(|text| word(text)).collect());
        ConsentFact {
            form: Some(word(self.form.0)),
            at: Some(at),
            documented: Some(self.form.1),
            elements: Some(match self.content {
                0 => ConsentElements::Complete(true),
                1 => covered(published::CONSENT_CONTENT),
                2 => covered(&published::CONSENT_CONTENT[1..]),
                _ => ConsentElements::Complete(false),
            }),
            practitioner: Some(key(self.practitioner)),
            same_group: Some(self.practitioner != STRANGER),
            given_by: Some(match self.giver {
                0 => ConsentGiver::Patient,
                giver => ConsentGiver::Representative { authority_on_record: Some(giver == 1) },
            }),
            revoked_at: revoked,
            ..sound(self.program, format!("c{number}"))
        }
    }
}

impl Visit {
    fn fact(&self, number: usize, start: Date) -> VisitFact {
        VisitFact {
            id: key(&format!("v{number}")),
            code: Some(self.code.parse().expect("the codes here are codes")),
            date: plus(start, self.from_start),
            practitioner: Some(key(self.practitioner.0)),
            same_group: Some(self.practitioner.1),
            same_specialty: Some(self.same_specialty),
            care_management_discussed: Some(self.raised),
            extra_planning: Some(self.planning),
        }
    }
}

impl Plan {
    fn fact(&self, number: usize, last: Date) -> CarePlanFact {
        let date = plus(plus_months(last, self.months), self.from_last);
        let elements = published::PLAN_ELEMENTS.iter().skip(usize::from(!self.complete));
        CarePlanFact {
            id: key(&format!("p{number}")),
            date,
            signed_by: self.signed_by.map(key),
            copy_given: self.copied.then(|| plus(date, 1)),
            revised_on: self.revised.map(|days| plus(last, days)),
            elements: Some(elements.map(|text| word(text)).collect::<Vec<Word>>()),
        }
    }
}
