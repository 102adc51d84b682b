//! A form as it was typed, read field by field into the domain's types with all problems at once.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::str::FromStr;

use ccm::access::CommandId;
use ccm::basics::{Cents, Date, Problem};
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

    /// What a form's hidden field names the request.
    pub fn command(&mut self) -> Option<CommandId> {
        let read = CommandId::new(self.typed.text("command_id"));
        read.map_err(|problem| self.problems.push(problem)).ok()
    }

    /// An amount as people write it.
    pub fn dollars(&mut self, name: &str) -> Option<Cents> {
        let text = self.text(name);
        let cents = dollars(&text);
        if cents.is_none() && !text.is_empty() {
            self.wrong("amount", name);
        }
        cents
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

/// `62.50`, `$62.50`, `1,062`: no more than two places behind the point.
fn dollars(text: &str) -> Option<Cents> {
    let plain: String = text.trim_start_matches('$').chars().filter(|c| *c != ',').collect();
    let (whole, part) = plain.split_once('.').unwrap_or((&plain, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || part.len() > 2 || !digits(whole) || !digits(part) {
        return None;
    }
    let cents = whole.parse::<i64>().ok()?.checked_mul(100)?;
    let part = format!("{part:0<2}").parse::<i64>().ok()?;
    cents.checked_add(part).map(Cents)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dollars_are_read_as_people_write_them() {
        for (text, cents) in [("62.50", 6_250), ("$62.5", 6_250), ("1,062", 106_200), ("0.07", 7)] {
            assert_eq!(dollars(text), Some(Cents(cents)), "{text}");
        }
        for text in ["", "$", "1.005", "-3", "1e3", "٣", "99999999999999999999"] {
            assert_eq!(dollars(text), None, "{text}");
        }
    }
}
