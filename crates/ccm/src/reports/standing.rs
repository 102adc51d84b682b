//! Where every code of a patient's month stands, in a row that a list can be made of.
//!
//! The same answer as [`readiness`](crate::billing::readiness), without its evidence: what a board counts, and the one
//! thing that a row says.

use serde::{Deserialize, Serialize};

use crate::basics::{Cents, Date, Hcpcs, Moment};
use crate::billing::readiness::{CodeReadiness, State};
use crate::billing::{MonthFacts, Prepared, RuleId};

/// One code of a patient's month.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CodeStanding {
    pub code: Hcpcs,
    pub state: State,
    /// Units that are ready; of any other state the one unit that it is about.
    pub units: u32,
    /// What one unit is worth on the month's last day; `None`: not known.
    pub amount: Option<Cents>,
    /// The rule to act on; of what is out of reach, the rule that put it there. `None`: it is ready.
    pub rule: Option<RuleId>,
    pub by: Option<Date>,
    pub missing_seconds: Option<u64>,
    pub missing_days: Option<u16>,
}

/// Every code that came into question, in the order of ENG-11.
pub fn standings(prepared: &Prepared<'_>, facts: &MonthFacts, as_of: Moment) -> Vec<CodeStanding> {
    let last_day = facts.month.last_day();
    let readiness = prepared.readiness(facts, as_of);
    readiness
        .codes
        .into_iter()
        .map(|code| CodeStanding {
            amount: prepared.expected_for(facts, &code.code, last_day),
            ..CodeStanding::of(code)
        })
        .collect()
}

/// The best of several: whoever can be billed for anything is ready. `None`: nothing came into question.
pub fn best(standings: &[CodeStanding]) -> Option<State> {
    standings.iter().map(|one| one.state).min()
}

impl CodeStanding {
    fn of(code: CodeReadiness) -> Self {
        let gap = code.gaps.iter().find(|gap| gap.state == code.state);
        let (rule, by, missing_seconds, missing_days) = match (&code.next, gap) {
            (Some(next), _) => (Some(next.rule), next.by, next.missing_seconds, next.missing_days),
            (None, Some(gap)) => (Some(gap.rule), gap.by, gap.missing_seconds, gap.missing_days),
            (None, None) => (None, None, None, None),
        };
        Self {
            units: if code.state == State::Ready { code.units } else { 1 },
            code: code.code,
            state: code.state,
            amount: None,
            rule,
            by,
            missing_seconds,
            missing_days,
        }
    }
}

/// How many codes of a month stand somewhere by one rule, and what they come to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StandingCount {
    pub code: Hcpcs,
    pub state: State,
    /// `None`: ready.
    pub rule: Option<RuleId>,
    pub patients: u64,
    pub units: u64,
    /// For all units whose amount is known.
    pub expected: Cents,
    /// Patients whose amount is not.
    pub unpriced: u64,
    pub missing_seconds: u64,
}
