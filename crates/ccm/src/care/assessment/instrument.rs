//! One file of `questionnaires/`: an instrument, or questions of ours that stand in for one that may not be reproduced.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::basics::Date;
use crate::care::interview::{AnswerKind, AnswerValue, AskedOf, Trigger, Words};

use super::rule::Rule;
use super::score::Answers;

/// An instrument in one version.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instrument {
    /// Stable for ever: it is what the record keeps.
    pub id: String,
    /// Its place in lists.
    pub order: u32,
    pub version: u32,
    #[serde(deserialize_with = "crate::care::interview::written::day")]
    pub from: Date,
    pub title: Words,
    pub about: About,
    pub source: String,
    /// Who may use it how.
    pub terms: String,
    /// Codes, scoring and bands were checked against a source.
    pub verified: bool,
    pub wording: Wording,
    pub loinc: Option<Loinc>,
    #[serde(default)]
    pub asked_of: AskedOf,
    /// Read before the first item.
    pub intro: Words,
    pub score: Scoring,
    /// Which way is better for the patient.
    pub better: Better,
    /// The smallest change that matters; absent where no source was found.
    pub change: Option<SmallestChange>,
    /// Instruments that need not be asked besides: this one holds them.
    pub counts_for: Vec<String>,
    /// Kinds of answers, by the name that items use.
    pub answers: BTreeMap<String, AnswerKind>,
    #[serde(rename = "item")]
    pub items: Vec<Item>,
    /// From the lowest score up; each reaches to the next.
    #[serde(rename = "band")]
    pub bands: Vec<Band>,
    #[serde(rename = "rule", default)]
    pub rules: Vec<Rule>,
    #[serde(default)]
    pub due: Vec<Due>,
}

/// What of a person an instrument looks at; the parts of a care plan ask for it by this.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    Mood,
    Function,
    Cognition,
    Caregiver,
    Social,
}

/// Whose words an instrument's items are, in each language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wording {
    pub en: WordingStatus,
    pub es: WordingStatus,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WordingStatus {
    /// The instrument's own.
    Official,
    /// The instrument's own as far as is known; not yet held against its publication.
    OfficialUnchecked,
    /// Ours, after the instrument's topics; not validated.
    Ours,
}

/// LOINC's codes of the whole and of its total.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Loinc {
    pub panel: String,
    pub total: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scoring {
    /// The points together.
    Sum,
    /// Their mean, to one decimal, half up.
    Mean,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Better {
    Lower,
    Higher,
}

/// From so many points on a difference is one.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SmallestChange {
    pub points: i64,
    pub source: String,
    pub verified: bool,
}

/// One question.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Stable for ever. Instruments that share a word share the question.
    pub word: String,
    /// LOINC's code of the question.
    pub code: Option<String>,
    /// How a result names it, in English.
    pub note: String,
    pub en: String,
    pub es: String,
    /// The name of its kind of answers.
    pub answer: String,
    /// Asked only where an earlier item was answered so.
    pub after: Option<Given>,
    /// Not missed where it is left out.
    #[serde(default)]
    pub is_optional: bool,
}

/// An item that was answered in some way.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Given {
    pub item: String,
    pub when: Trigger,
}

/// Scores that mean the same.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// Stable for ever.
    pub word: String,
    /// The lowest whole score of it.
    pub from: i64,
    pub en: String,
    pub es: String,
    pub tone: Tone,
    /// The instrument that is asked next.
    pub leads_to: Option<String>,
}

/// How a band looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    Good,
    Plain,
    Watch,
    Alarm,
}

/// Who is asked how often.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Due {
    /// Beginnings of ICD-10-CM codes; none: everybody.
    pub applies_to: Vec<String>,
    pub every_days: u16,
}

impl Instrument {
    pub fn item(&self, word: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.word == word)
    }

    pub fn band(&self, word: &str) -> Option<&Band> {
        self.bands.iter().find(|band| band.word == word)
    }

    /// What an item takes for an answer; a file without it is refused when it is read.
    pub fn kind(&self, item: &Item) -> &AnswerKind {
        self.answers.get(&item.answer).unwrap_or(&AnswerKind::Text)
    }

    /// What an answer counts; nothing where its item is not scored.
    pub fn points(&self, item: &Item, value: &AnswerValue) -> Option<i64> {
        match (self.kind(item), value) {
            (AnswerKind::Choice { options }, AnswerValue::Choice(word)) => {
                options.iter().find(|option| option.word == *word)?.points
            }
            (AnswerKind::Scale, AnswerValue::Scale(number)) => Some(i64::from(*number)),
            _ => None,
        }
    }

    /// Whether answers to this item count in the score.
    pub fn is_scored(&self, item: &Item) -> bool {
        match self.kind(item) {
            AnswerKind::Choice { options } => options.iter().all(|option| option.points.is_some()),
            AnswerKind::Scale => true,
            _ => false,
        }
    }
}

impl Item {
    /// Whether these answers leave it to be asked, answered or not.
    pub fn is_asked(&self, answers: &Answers) -> bool {
        let after = self.after.as_ref();
        after.is_none_or(|after| answers.get(&after.item).is_some_and(|given| after.when.fits(given)))
    }

    pub fn words(&self, spanish: bool) -> &str {
        if spanish { &self.es } else { &self.en }
    }
}

impl Band {
    pub fn words(&self, spanish: bool) -> &str {
        if spanish { &self.es } else { &self.en }
    }
}
