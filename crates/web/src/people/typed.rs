//! A form as it was typed, read field by field into the domain's types with all problems at once.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::str::FromStr;

use ccm::basics::{Date, Problem};
use serde::Deserialize;

use crate::ui::{Choice, Entry};
use crate::words::Words;

/// What was typed, by the fields' names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Typed(BTreeMap<String, String>);

impl From<BTreeMap<String, String>> for Typed {
    fn from(fields: BTreeMap<String, String>) -> Self {
        Self(fields)
    }
}

impl FromIterator<(String, String)> for Typed {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(fields: I) -> Self {
        Self(fields.into_iter().collect())
    }
}

impl Typed {
    /// What stands there before anybody types.
    pub fn of<const N: usize>(fields: [(&str, String); N]) -> Self {
        Self(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    }

    /// Names and values as they came.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Without blanks around it.
    pub fn text(&self, name: &str) -> &str {
        self.0.get(name).map(|text| text.trim()).unwrap_or_default()
    }

    /// The field ready to be shown again.
    pub fn entry(&self, name: impl Into<Cow<'static, str>>, problems: &[Problem], words: Words) -> Entry {
        let name = name.into();
        let value = self.text(&name).to_owned();
        Entry::new(name, value).with(problems, words)
    }

    /// Choices of a field, with the one that was chosen.
    pub fn choices<'a>(
        &self,
        name: &str,
        among: impl IntoIterator<Item = (String, Cow<'a, str>)>,
    ) -> Vec<Choice> {
        let chosen = self.text(name);
        let choice = |(value, label): (String, Cow<'a, str>)| Choice {
            is_chosen: value == chosen,
            label: label.into_owned(),
            value,
        };
        among.into_iter().map(choice).collect()
    }
}

/// Reads fields, and keeps what is wrong with them.
pub struct Reader<'a> {
    typed: &'a Typed,
    pub problems: Vec<Problem>,
}

impl<'a> Reader<'a> {
    pub fn of(typed: &'a Typed) -> Self {
        Self { typed, problems: Vec::new() }
    }

    pub fn wrong(&mut self, code: &str, name: &str) {
        self.problems.push(Problem::new(code, name));
    }

    pub fn text(&mut self, name: &str) -> String {
        let text = self.typed.text(name);
        if text.is_empty() {
            self.wrong("required", name);
        }
        text.to_owned()
    }

    pub fn optional(&self, name: &str) -> Option<String> {
        Some(self.typed.text(name)).filter(|text| !text.is_empty()).map(str::to_owned)
    }

    /// `code` is what is wrong with a text that cannot be read.
    pub fn parsed<T: FromStr>(&mut self, name: &str, code: &str) -> Option<T> {
        let text = self.typed.text(name);
        if text.is_empty() {
            self.wrong("required", name);
            return None;
        }
        let read = text.parse().ok();
        if read.is_none() {
            self.wrong(code, name);
        }
        read
    }

    pub fn parsed_or_none<T: FromStr>(&mut self, name: &str, code: &str) -> Option<T> {
        if self.typed.text(name).is_empty() { None } else { self.parsed(name, code) }
    }

    pub fn date(&mut self, name: &str) -> Date {
        self.parsed(name, "date").unwrap_or(Date::ZERO)
    }

    pub fn date_or_none(&mut self, name: &str) -> Option<Date> {
        self.parsed_or_none(name, "date")
    }

    /// `read`, where nothing is wrong.
    ///
    /// # Errors
    /// Everything that is.
    pub fn done<T>(self, read: T) -> Result<T, Vec<Problem>> {
        if self.problems.is_empty() { Ok(read) } else { Err(self.problems) }
    }
}
