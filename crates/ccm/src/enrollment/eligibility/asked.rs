//! What a program asks of its patients, as `rules/` says it.

use crate::basics::Hcpcs;

/// What a program asks of its patients on a day, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EligibilityRule {
    pub asks: Vec<Asked>,
}

/// A question under the rule that asks it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    pub rule: String,
    pub question: Question,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    PartB,
    Conditions(ConditionsAsked),
    /// A visit that may open the service.
    InitiatingVisit {
        within_months: i32,
    },
    /// Established with the practice.
    Seen {
        within_months: i32,
    },
    NeedNamed,
    /// A visit after it is still in time for so many days.
    Discharge {
        from: Vec<String>,
        to: Vec<String>,
        within_days: i32,
    },
    /// The highest level first; the last asks for nothing.
    Level(Vec<LevelAsked>),
    NotManagedElsewhere,
}

/// Which conditions count, and how many.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConditionsAsked {
    pub at_least: usize,
    /// Chronic, or confirmed to last so long; `None`: active is enough.
    pub lasting_months: Option<u16>,
    /// Codes that begin so; empty: all.
    pub begins_with: Vec<String>,
}

/// A code that conditions and status give (APCM-01).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LevelAsked {
    pub code: Hcpcs,
    pub conditions: ConditionsAsked,
    pub qmb: bool,
}

impl EligibilityRule {
    /// How far back its questions look for a visit, in months.
    pub fn look_back_months(&self) -> i32 {
        let months = self.asks.iter().map(|asked| match asked.question {
            Question::InitiatingVisit { within_months } | Question::Seen { within_months } => within_months,
            _ => 0,
        });
        months.max().unwrap_or(0)
    }

    /// The conditions that it counts: for a level, those of the highest.
    pub(super) fn conditions(&self) -> Option<&ConditionsAsked> {
        self.asks.iter().find_map(|asked| match &asked.question {
            Question::Conditions(conditions) => Some(conditions),
            Question::Level(levels) => levels.first().map(|level| &level.conditions),
            _ => None,
        })
    }
}
