//! An answer, and what a question takes for one.

use std::str::FromStr;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::basics::Problem;

use super::bank::Words;

/// The longest answer in words.
pub const TEXT_CHARACTERS: usize = 2_000;

/// What a question takes for an answer.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum AnswerKind {
    YesNo,
    /// Within bounds, both included, in a unit; with at most so many decimals.
    Number {
        unit: String,
        least: i64,
        most: i64,
        #[serde(default)]
        decimals: u32,
    },
    Choice {
        options: Vec<Choice>,
    },
    /// 0 to 10.
    Scale,
    Text,
}

/// One of the answers to choose from.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Stable for ever: it is what the record keeps.
    pub word: String,
    pub en: String,
    pub es: String,
    /// What it counts in a score.
    pub points: Option<i64>,
    /// LOINC's answer code, where an instrument has them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

/// An answer as it is kept. It redacts itself.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnswerValue {
    Yes,
    No,
    Number(Decimal),
    /// The word of a choice.
    Choice(String),
    /// 0 to 10.
    Scale(u8),
    Text(String),
}

impl AnswerKind {
    /// Reads what was typed or ticked for a question of this kind; empty text is no answer.
    ///
    /// # Errors
    /// `answer` with what is expected. The text itself is never repeated.
    pub fn read(&self, text: &str) -> Result<Option<AnswerValue>, Problem> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        let value = match self {
            Self::YesNo => match text {
                "yes" => Some(AnswerValue::Yes),
                "no" => Some(AnswerValue::No),
                _ => None,
            },
            Self::Number { .. } => Decimal::from_str(text).ok().map(AnswerValue::Number),
            Self::Choice { .. } => Some(AnswerValue::Choice(text.to_owned())),
            Self::Scale => text.parse().ok().map(AnswerValue::Scale),
            Self::Text => Some(AnswerValue::Text(text.to_owned())),
        };
        match value {
            Some(value) if self.takes(&value) => Ok(Some(value)),
            _ => Err(Problem::new("answer", "").with("expected", self.expected())),
        }
    }

    /// Whether this is an answer to a question of this kind.
    pub fn takes(&self, value: &AnswerValue) -> bool {
        match (self, value) {
            (Self::YesNo, AnswerValue::Yes | AnswerValue::No) => true,
            (Self::Number { least, most, decimals, .. }, AnswerValue::Number(number)) => {
                Decimal::from(*least) <= *number
                    && *number <= Decimal::from(*most)
                    && number.normalize().scale() <= *decimals
            }
            (Self::Choice { options }, AnswerValue::Choice(word)) => {
                options.iter().any(|option| option.word == *word)
            }
            (Self::Scale, AnswerValue::Scale(number)) => *number <= 10,
            (Self::Text, AnswerValue::Text(text)) => {
                !text.trim().is_empty() && text.chars().count() <= TEXT_CHARACTERS
            }
            _ => false,
        }
    }

    /// What is expected, for a problem and beside the field.
    pub fn expected(&self) -> String {
        match self {
            Self::YesNo => "yes or no".to_owned(),
            Self::Number { unit, least, most, decimals: 0 } => {
                format!("a whole number from {least} to {most} ({unit})")
            }
            Self::Number { unit, least, most, decimals } => {
                format!("a number from {least} to {most} ({unit}), at most {decimals} decimals")
            }
            Self::Choice { options } => {
                let words: Vec<&str> = options.iter().map(|option| option.word.as_str()).collect();
                format!("one of {}", words.join(", "))
            }
            Self::Scale => "a whole number from 0 to 10".to_owned(),
            Self::Text => format!("at most {TEXT_CHARACTERS} characters"),
        }
    }

    /// The answer in words: as the note says it in English, as the page shows it in either language.
    pub fn shown(&self, value: &AnswerValue, spanish: bool) -> String {
        match (self, value) {
            (_, AnswerValue::Yes) => (if spanish { "sí" } else { "yes" }).to_owned(),
            (_, AnswerValue::No) => "no".to_owned(),
            (Self::Number { unit, .. }, AnswerValue::Number(number)) => format!("{number} {unit}"),
            (_, AnswerValue::Number(number)) => number.to_string(),
            (Self::Choice { options }, AnswerValue::Choice(word)) => {
                let option = options.iter().find(|option| option.word == *word);
                // A word that the bank no longer offers speaks for itself.
                let text = option.map_or(word, |one| if spanish { &one.es } else { &one.en });
                text.clone()
            }
            (_, AnswerValue::Choice(word)) => word.clone(),
            (_, AnswerValue::Scale(number)) => format!("{number} of 10"),
            (_, AnswerValue::Text(text)) => text.clone(),
        }
    }
}

impl AnswerValue {
    /// As a form's field carries it.
    pub fn form(&self) -> String {
        match self {
            Self::Yes => "yes".to_owned(),
            Self::No => "no".to_owned(),
            Self::Number(number) => number.to_string(),
            Self::Choice(word) => word.clone(),
            Self::Scale(number) => number.to_string(),
            Self::Text(text) => text.clone(),
        }
    }

    /// The number behind it, where it is one.
    pub(crate) fn number(&self) -> Option<Decimal> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Scale(number) => Some(Decimal::from(*number)),
            _ => None,
        }
    }
}

impl Choice {
    pub fn words(&self) -> Words {
        Words { en: self.en.clone(), es: self.es.clone() }
    }
}

impl std::fmt::Debug for AnswerValue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AnswerValue(…)")
    }
}
