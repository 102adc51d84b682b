//! The switches, with the defaults that the prose prints beside them.

use ccm::billing::facts::{MonthFacts, Setting};

/// `SWITCH name=true|false`.
pub fn flag(facts: &MonthFacts, name: &str, default: bool) -> bool {
    match facts.settings.get(name) {
        Some(Setting::Flag(value)) => *value,
        _ => default,
    }
}

/// `SWITCH name=word`: whether it is set to this word, which is not its default.
pub fn is(facts: &MonthFacts, name: &str, word: &str) -> bool {
    matches!(facts.settings.get(name), Some(Setting::Word(value)) if value.as_str() == word)
}

/// `SWITCH name=number`; `None` where it stands at `none`.
pub fn number(facts: &MonthFacts, name: &str, default: Option<i64>) -> Option<i64> {
    match facts.settings.get(name) {
        Some(Setting::Number(value)) => Some(*value),
        _ => default,
    }
}
