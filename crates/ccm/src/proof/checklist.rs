//! What a contractor's reviewer looks for, in the order in which they look: read from `proof/checklist.toml`.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::basics::{Date, Problem};
use crate::billing::RuleId;

const FILE: &str = include_str!("../../../../proof/checklist.toml");

/// The items in their order, with where they come from.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checklist {
    pub version: String,
    pub title: String,
    pub source: String,
    /// The day on which somebody held it against its source last.
    pub checked: toml::value::Datetime,
    pub verified: bool,
    #[serde(rename = "item")]
    pub items: Vec<Item>,
}

/// One thing that a reviewer looks for.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Stable for ever: `initiating_visit`.
    pub word: String,
    /// In our words.
    pub title: String,
    pub asks: String,
    /// Where in the pack the answer lies.
    pub part: Part,
    pub question: Question,
    /// Findings of these rules belong to it; where no billed code asked any of them, the item is not required.
    #[serde(default)]
    pub rules: Vec<RuleId>,
    /// Modifiers that say the practice expected a denial.
    #[serde(default)]
    pub modifiers: Vec<String>,
    pub cite: String,
    pub remedy: Remedy,
}

/// A part of the pack, by the name that its JSON gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    Claim,
    CarePlan,
    Conditions,
    InitiatingVisit,
    Consent,
    TimeLog,
    Supervision,
}

impl Part {
    pub fn word(self) -> &'static str {
        match self {
            Self::Claim => "claim",
            Self::CarePlan => "care_plan",
            Self::Conditions => "conditions",
            Self::InitiatingVisit => "initiating_visit",
            Self::Consent => "consent",
            Self::TimeLog => "time_log",
            Self::Supervision => "supervision",
        }
    }
}

/// What is asked of the record beside the rules' findings. It grows only when a reviewer asks a new kind of question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// Nothing beside them.
    Rules,
    Beneficiary,
    Signature,
    Risk,
    Consent,
    PlanGiven,
    Time,
    Waiver,
    Supervision,
    Claim,
    Payment,
}

/// What mends a gap once the claim has gone out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Remedy {
    /// The practitioner says in writing whose signature it is.
    Attest,
    /// What is missing may be found and added to the record; else the money goes back.
    CorrectOrRefund,
    Refund,
    /// The claim as a whole must not stand.
    Void,
}

impl Checklist {
    /// The checklist that the program was built with.
    ///
    /// # Panics
    /// Never in a program whose tests have run: they read the same file.
    pub fn embedded() -> &'static Self {
        static LIST: LazyLock<Checklist> = LazyLock::new(|| {
            Checklist::read(FILE).unwrap_or_else(|problems| panic!("the checklist is wrong: {problems:?}"))
        });
        &LIST
    }

    /// # Errors
    /// What is wrong with it, all at once.
    pub fn read(text: &str) -> Result<Self, Vec<Problem>> {
        let wrong = |error: toml::de::Error| {
            vec![Problem::new("not_readable", "checklist").with("found", error.message())]
        };
        let list: Self = toml::from_str(text).map_err(wrong)?;
        let mut problems = Vec::new();
        if list.items.is_empty() || list.source.trim().is_empty() {
            problems.push(Problem::new("required", "checklist"));
        }
        if list.checked_on().is_none() {
            problems.push(Problem::new("wrong_type", "checked"));
        }
        for (place, item) in list.items.iter().enumerate() {
            let path = format!("item[{place}]");
            if list.items[..place].iter().any(|before| before.word == item.word) {
                problems.push(Problem::new("duplicate", path.clone()));
            }
            if item.question == Question::Rules && item.rules.is_empty() {
                problems.push(Problem::new("required", format!("{path}.rules")));
            }
            if [&item.title, &item.asks, &item.cite].iter().any(|text| text.trim().is_empty()) {
                problems.push(Problem::new("required", path));
            }
        }
        if problems.is_empty() { Ok(list) } else { Err(problems) }
    }

    pub fn checked_on(&self) -> Option<Date> {
        self.checked.date.and_then(|_| self.checked.to_string().parse().ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_checklist_reads_and_has_every_question_once() {
        let list = Checklist::embedded();
        assert_eq!(list.items.first().map(|item| item.word.as_str()), Some("beneficiary"));
        assert_eq!(list.items.last().map(|item| item.question), Some(Question::Payment));
        assert!(list.checked_on().is_some());
        let rules = crate::billing::RuleSet::embedded();
        for rule in list.items.iter().flat_map(|item| &item.rules) {
            assert!(rules.rule(*rule).is_some(), "{rule} is no rule of ours");
        }
    }

    #[test]
    fn a_wrong_checklist_tells_everything_at_once() {
        let item = "[[item]]\nword='a'\ntitle=''\nasks='b'\npart='claim'\nquestion='rules'\ncite='c'\nremedy='refund'\n";
        let text =
            format!("version='1'\ntitle='t'\nsource=''\nchecked=2026-11-23\nverified=true\n{item}{item}");
        assert_eq!(Checklist::read(&text).unwrap_err().len(), 6);
    }
}
