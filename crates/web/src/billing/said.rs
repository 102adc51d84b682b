//! Money and states in words.

use ccm::basics::{Cents, Hcpcs};
use ccm::billing::readiness::State;
use ccm::billing::{RuleId, RuleSet};

use crate::ui::{Status, Tone};
use crate::words::Words;

/// `$1,234.56`.
pub(crate) fn dollars(cents: Cents, t: Words) -> String {
    let sign = if cents.0 < 0 { "-" } else { "" };
    let whole = t.number(cents.0.unsigned_abs() / 100);
    format!("{sign}${whole}.{:02}", cents.0.unsigned_abs() % 100)
}

/// A shape of its own for each.
pub(super) fn state(state: State, t: Words) -> Status {
    Status::new(t.say(&format!("month-state-{}", state.word())), tone(state))
}

pub(super) fn tone(state: State) -> Tone {
    match state {
        State::Ready => Tone::Good,
        State::Missing => Tone::Open,
        State::Blocked => Tone::Watch,
        State::Unreachable => Tone::Plain,
    }
}

/// Our own label of a code; a code that only a table knows has none.
pub(super) fn label<'r>(code: &Hcpcs, rules: &'r RuleSet) -> &'r str {
    rules.service(code).map_or("", |service| service.label.as_str())
}

/// A rule as pages show it.
pub(super) struct Ruled {
    pub id: String,
    pub title: String,
    pub action: String,
    pub citation: String,
    /// Still being checked against its source.
    pub is_unverified: bool,
}

impl Ruled {
    /// As [`Ruled::of`], where something stands by it: what is short of time is care's to say, and what is out of reach
    /// asks for nothing.
    pub fn standing(id: RuleId, state: State, is_time: bool, rules: &RuleSet, t: Words) -> Self {
        let mut ruled = Self::of(id, rules);
        match state {
            State::Unreachable => ruled.action = t.say("month-too-late").into_owned(),
            _ if is_time => ruled.action = t.say("month-time-action").into_owned(),
            _ => {}
        }
        ruled
    }

    pub fn of(id: RuleId, rules: &RuleSet) -> Self {
        let rule = rules.rule(id);
        Self {
            id: id.to_string(),
            title: rule.map(|rule| rule.title.clone()).unwrap_or_default(),
            action: rule.map(|rule| rule.action.clone()).unwrap_or_default(),
            citation: rule.map(|rule| rule.cite.join("; ")).unwrap_or_default(),
            is_unverified: rule.is_some_and(|rule| !rule.verified),
        }
    }
}
