//! How far is a month, on any day of it: what is ready, what is missing, what stands in the way, what can no longer be
//! had?
//!
//! Not a second evaluator. The month is cut off at the day ([`as_of`]), programs with an enrollment are put to the test
//! beside those with work, and the one evaluator judges it; each question that was not met is then asked whether it can
//! still be met ([`standing`]). How much time can still count is found by putting the rest of the month into the
//! ledger as one supposed entry ([`room`]).

mod as_of;
mod device;
mod room;
mod standing;
pub(super) mod suppose;
mod ways;

use serde::{Deserialize, Serialize};

use self::room::Rooms;
use self::standing::{Frame, Standing};
use super::determination::{Considered, Determination, Finding, Held, Outcome};
use super::facts::MonthFacts;
use super::prepared::Prepared;
use super::reason::{Reason, ids};
use super::ruleset::RuleSet;
use super::word::{RuleId, Word};
use crate::basics::{Answer, Date, Hcpcs, Moment, ServiceMonth};
use crate::enrollment::Program;

pub use ways::{Measure, Performer, Way};

/// A month on a day. Computed when asked for, never stored.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Readiness {
    pub month: ServiceMonth,
    /// What happened later is left aside; of a day alone, the whole day is known and may still be used.
    pub as_of: Moment,
    /// Every code that came into question, in the order of ENG-11.
    pub codes: Vec<CodeReadiness>,
    /// How the next codes would be reached.
    pub ways: Vec<Way>,
    /// Whether the payer has said by then whom it covers in this month (ELIG-05); `None`: it is not asked here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cover_confirmed: Option<bool>,
}

/// The better comes first: of several gaps the last one counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It would be billed as things stand.
    Ready,
    /// Work or a record is missing, and can still be had.
    Missing,
    /// A fact on record stands in the way; no work of ours mends it, only settling it does.
    Blocked,
    /// It cannot be had for this month any more.
    Unreachable,
}

impl State {
    pub const ALL: [Self; 4] = [Self::Ready, Self::Missing, Self::Blocked, Self::Unreachable];

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }

    pub fn word(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Missing => "missing",
            Self::Blocked => "blocked",
            Self::Unreachable => "unreachable",
        }
    }
}

/// One code of the month.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CodeReadiness {
    pub code: Hcpcs,
    /// `None`: a code that was asked for and of which only the matrix knows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub program: Option<Program>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub track: Option<Word>,
    pub state: State,
    /// Units that are ready.
    pub units: u32,
    /// Everything between the code and its line, in the order in which it is asked.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub gaps: Vec<Gap>,
    /// The one thing to do next; nothing for what is ready or out of reach.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<NextStep>,
}

/// A question that is not met, and whether it still can be.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Gap {
    pub rule: RuleId,
    /// `Unknown`: a fact is missing that the rule needs.
    pub answer: Answer,
    /// Its keys are the evidence.
    pub reason: Reason,
    pub state: State,
    /// The last day on which it can be mended; `None`: any day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<Date>,
    /// Time still to be worked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing_seconds: Option<u64>,
    /// Days of data still to come.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing_days: Option<u16>,
    /// The rule by which the days that are left do not count, or not yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kept_by: Option<RuleId>,
}

/// The `action` of a rule in `rules.toml`, and until when.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NextStep {
    pub rule: RuleId,
    pub action: Box<str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<Date>,
    /// Whole days after this one until then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days_left: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing_seconds: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing_days: Option<u16>,
}

/// A month's readiness. Pure: the same facts, rules and day give the same answer.
///
/// For many patients of one practice, prepare the rules once with [`RuleSet::for_month`].
pub fn readiness(facts: &MonthFacts, rules: &RuleSet, as_of: Moment) -> Readiness {
    rules.for_month(facts.month, &facts.zone, &facts.settings).readiness(facts, as_of)
}

impl Prepared<'_> {
    /// As [`readiness`].
    pub fn readiness(&self, facts: &MonthFacts, as_of: Moment) -> Readiness {
        let mut facts = as_of::cut(facts, as_of, &self.clock);
        suppose::ask_for_enrolled(&mut facts, self.rules);
        let month = self.evaluate(&facts);
        let asking = Asking { facts: &facts, prepared: self, month: &month, as_of, rooms: Rooms::default() };
        let mut codes: Vec<CodeReadiness> = Vec::new();
        for item in month.considered.iter().filter(|item| item.outcome != Outcome::NotChosen) {
            codes.push(asking.code(item));
        }
        for held in &month.held {
            codes.extend(asking.beside(held, &codes));
        }
        let unasked = month.lines.iter().filter(|line| !codes.iter().any(|known| known.code == line.code));
        let unasked: Vec<CodeReadiness> = unasked
            .map(|line| CodeReadiness {
                code: line.code.clone(),
                program: self.rules.service(&line.code).map(|service| service.program),
                track: None,
                state: State::Ready,
                units: line.units,
                gaps: Vec::new(),
                next: None,
            })
            .collect();
        codes.extend(unasked);
        settle_bases(&mut codes);
        for code in &mut codes {
            code.next = asking.next_step(code);
        }
        let ways = asking.ways(&codes);
        let cover_confirmed = facts.payer.confirmed.as_ref().map(|confirmed| confirmed.on.is_some());
        Readiness { month: self.month, as_of, codes, ways, cover_confirmed }
    }
}

/// What readiness asks of a month that has been judged.
struct Asking<'a> {
    facts: &'a MonthFacts,
    prepared: &'a Prepared<'a>,
    month: &'a Determination,
    as_of: Moment,
    rooms: Rooms,
}

impl Asking<'_> {
    fn today(&self) -> Date {
        self.as_of.day(&self.prepared.clock)
    }

    fn code(&self, item: &Considered) -> CodeReadiness {
        let unmet: Vec<&Finding> = item.findings.iter().filter(|finding| !finding.answer.is_met()).collect();
        let frame = Frame::of(self, &item.findings);
        let gaps: Vec<Gap> = match item.outcome {
            Outcome::Billed { .. } => Vec::new(),
            _ => unmet.into_iter().map(|finding| self.gap(finding, item.program, &frame)).collect(),
        };
        let units = match item.outcome {
            Outcome::Billed { units } => units,
            _ => 0,
        };
        CodeReadiness {
            code: item.code.clone(),
            program: Some(item.program),
            track: item.track,
            state: worst(&gaps),
            units,
            gaps,
            next: None,
        }
    }

    /// A hold that no question of a plan gave: units above a guard, a code that only the matrix knows.
    fn beside(&self, held: &Held, known: &[CodeReadiness]) -> Option<CodeReadiness> {
        let is_known = known.iter().any(|row| row.code == held.code && row.state != State::Ready);
        // A gate's hold may bear the name of another code of the program (ENG-07).
        let by_gate = known.iter().any(|row| {
            row.gaps.iter().any(|gap| gap.rule == held.rule_to_act_on() && gap.reason == held.reason)
        });
        if is_known || by_gate {
            return None;
        }
        let service = self.prepared.rules.service(&held.code);
        let finding = Finding {
            rule: held.rule_to_act_on(),
            answer: held.answer,
            reason: held.reason.clone(),
            citation: held.citation.clone(),
            verified: held.verified,
        };
        let program = service.map(|service| service.program);
        let frame = Frame::of(self, &[]);
        let gap = self.gap(&finding, program.unwrap_or(Program::Ccm), &frame);
        Some(CodeReadiness {
            code: held.code.clone(),
            program,
            track: None,
            state: gap.state,
            units: 0,
            gaps: vec![gap],
            next: None,
        })
    }

    fn gap(&self, finding: &Finding, program: Program, frame: &Frame) -> Gap {
        let mut gap = Gap {
            rule: finding.rule,
            answer: finding.answer,
            reason: finding.reason.clone(),
            state: State::Missing,
            by: None,
            missing_seconds: None,
            missing_days: None,
            kept_by: None,
        };
        match standing::of(finding, frame) {
            Standing::Blocked => gap.state = State::Blocked,
            Standing::Gone => gap.state = State::Unreachable,
            Standing::Open { by } => {
                gap.by = by;
                if by.is_some_and(|by| by < frame.today) {
                    gap.state = State::Unreachable;
                }
            }
        }
        match finding.reason {
            Reason::Minutes { counted_seconds, needed_seconds } => {
                let missing = needed_seconds.saturating_sub(counted_seconds);
                let room = self.rooms.of(self, program);
                gap.missing_seconds = Some(missing);
                gap.kept_by = room.kept_by;
                if missing > room.seconds {
                    gap.state = State::Unreachable;
                    gap.kept_by = room.kept_by.or(Some(ids::TIME_10));
                }
            }
            Reason::DeviceDays { days, needed, .. } => {
                let missing = needed.saturating_sub(days);
                gap.missing_days = Some(missing);
                if !frame.has_days_for(missing) {
                    gap.state = State::Unreachable;
                }
            }
            _ => {}
        }
        gap
    }

    /// What is due before the month's end comes first, then whatever is asked first.
    fn next_step(&self, code: &CodeReadiness) -> Option<NextStep> {
        let end = self.prepared.month.last_day();
        let gap = match code.state {
            State::Ready | State::Unreachable => None,
            State::Blocked => code.gaps.iter().find(|gap| gap.state == State::Blocked),
            State::Missing => {
                code.gaps.iter().min_by_key(|gap| gap.by.filter(|by| *by < end).unwrap_or(Date::MAX))
            }
        }?;
        let action = self.prepared.rules.rule(gap.rule).map_or("", |rule| rule.action.as_str());
        let days_left = gap.by.and_then(|by| self.today().until(by).ok()).map(|span| span.get_days());
        Some(NextStep {
            rule: gap.rule,
            action: action.into(),
            by: gap.by,
            days_left,
            missing_seconds: gap.missing_seconds,
            missing_days: gap.missing_days,
        })
    }
}

fn worst(gaps: &[Gap]) -> State {
    gaps.iter().map(|gap| gap.state).max().unwrap_or(State::Ready)
}

/// An add-on that waits for its base stands where its base stands (CONC-22).
fn settle_bases(codes: &mut [CodeReadiness]) {
    let states: Vec<(Hcpcs, State)> = codes.iter().map(|row| (row.code.clone(), row.state)).collect();
    for row in codes.iter_mut() {
        for gap in &mut row.gaps {
            let Reason::BaseNotBilled { among } = &gap.reason else { continue };
            let base = states.iter().filter(|(code, _)| among.contains(code)).map(|(_, state)| *state).min();
            gap.state = base.map_or(State::Blocked, |state| state.max(State::Missing));
        }
        if row.state != State::Ready {
            row.state = worst(&row.gaps);
        }
    }
}
