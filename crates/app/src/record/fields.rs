//! Reading one line: typed fields out of a JSON object, every problem noted, nothing left unread.

use std::str::FromStr;

use ccm::basics::{CodeError, Date, Moment, Problem, ServiceMonth, TimeZone, Timestamp};
use serde_json::{Map, Value};

const A_MOMENT: &str = "a date, or a time such as 2026-09-03T09:30";
const NOT_AFTER_NOW: &str = "a time not after now";

/// The fields of one line. A field that cannot be read notes a problem and answers `None`.
pub struct Fields<'a> {
    line: String,
    left: Map<String, Value>,
    zone: &'a TimeZone,
    now: Timestamp,
    pub problems: Vec<Problem>,
}

impl<'a> Fields<'a> {
    pub fn new(line: String, object: Map<String, Value>, zone: &'a TimeZone, now: Timestamp) -> Self {
        Self { line, left: object, zone, now, problems: Vec::new() }
    }

    pub fn zone(&self) -> &'a TimeZone {
        self.zone
    }

    fn path(&self, name: &str) -> String {
        format!("{}: {name}", self.line)
    }

    /// Notes a problem with a field.
    pub fn wrong(&mut self, code: &str, name: &str, expected: &str) {
        let problem = Problem::new(code, self.path(name)).with("expected", expected);
        self.problems.push(problem);
    }

    pub fn has(&self, name: &str) -> bool {
        self.left.get(name).is_some_and(|value| !value.is_null())
    }

    /// A value that may be absent; JSON's null is absent.
    fn take(&mut self, name: &str) -> Option<Value> {
        self.left.remove(name).filter(|value| !value.is_null() && value.as_str() != Some(""))
    }

    fn required<T>(&mut self, name: &str, value: Option<T>, was_there: bool) -> Option<T> {
        if value.is_none() && !was_there {
            self.wrong("required", name, "a value");
        }
        value
    }

    pub fn optional_text(&mut self, name: &str) -> Option<String> {
        match self.take(name)? {
            Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
            Value::Number(number) => Some(number.to_string()),
            _ => {
                self.wrong("wrong_type", name, "a text");
                None
            }
        }
    }

    pub fn text(&mut self, name: &str) -> Option<String> {
        let there = self.has(name);
        let value = self.optional_text(name);
        self.required(name, value, there)
    }

    pub fn optional_flag(&mut self, name: &str) -> Option<bool> {
        match self.take(name)? {
            Value::Bool(flag) => Some(flag),
            Value::String(text) if text == "true" => Some(true),
            Value::String(text) if text == "false" => Some(false),
            _ => {
                self.wrong("wrong_type", name, "true or false");
                None
            }
        }
    }

    pub fn flag(&mut self, name: &str) -> Option<bool> {
        let there = self.has(name);
        let value = self.optional_flag(name);
        self.required(name, value, there)
    }

    pub fn optional_number(&mut self, name: &str) -> Option<i64> {
        let number = match self.take(name)? {
            Value::Number(number) => number.as_i64(),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        };
        if number.is_none_or(|number| number < 0) {
            self.wrong("wrong_type", name, "a whole number, 0 or more");
        }
        number.filter(|number| *number >= 0)
    }

    pub fn number(&mut self, name: &str) -> Option<i64> {
        let there = self.has(name);
        let value = self.optional_number(name);
        self.required(name, value, there)
    }

    /// One of a list of words.
    pub fn optional_word(&mut self, name: &str, words: &[&str]) -> Option<String> {
        let text = self.optional_text(name)?;
        if !words.contains(&text.as_str()) {
            self.wrong("unknown_word", name, &words.join(", "));
            return None;
        }
        Some(text)
    }

    pub fn word(&mut self, name: &str, words: &[&str]) -> Option<String> {
        let there = self.has(name);
        let value = self.optional_word(name, words);
        self.required(name, value, there)
    }

    /// A text that checks itself: an ICD-10-CM code, an NPI.
    pub fn code<T: FromStr<Err = CodeError>>(&mut self, name: &str) -> Option<T> {
        let text = self.text(name)?;
        text.parse().map_err(|error: CodeError| self.wrong(error.code(), name, &error.to_string())).ok()
    }

    fn parsed<T>(&mut self, name: &str, expected: &str, read: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let text = self.optional_text(name)?;
        let value = read(&text);
        if value.is_none() {
            self.wrong("wrong_type", name, expected);
        }
        value
    }

    /// A day that has begun.
    pub fn date(&mut self, name: &str) -> Option<Date> {
        let there = self.has(name);
        let day = self.optional_date(name);
        self.required(name, day, there)
    }

    pub fn optional_date(&mut self, name: &str) -> Option<Date> {
        let day = self.optional_any_date(name);
        let today = self.zone.to_datetime(self.now).date();
        if day.is_some_and(|day| day > today) {
            self.wrong("in_future", name, "a day not after today");
        }
        day
    }

    fn optional_any_date(&mut self, name: &str) -> Option<Date> {
        self.parsed(name, "a date such as 2026-09-03", |text| text.parse::<Date>().ok())
    }

    /// First and last day of a stretch that may reach into the future.
    pub fn days(&mut self, first: &str, last: &str) -> Option<(Date, Date)> {
        let mut day = |name| {
            let there = self.has(name);
            let day = self.optional_any_date(name);
            self.required(name, day, there)
        };
        let (from, until) = (day(first), day(last));
        if from.zip(until).is_some_and(|(from, until)| until < from) {
            self.wrong("ends_before_it_begins", last, "a last day not before the first");
            return None;
        }
        from.zip(until)
    }

    pub fn optional_month(&mut self, name: &str) -> Option<ServiceMonth> {
        self.parsed(name, "a month such as 2026-09", |text| text.parse().ok())
    }

    pub fn month(&mut self, name: &str) -> Option<ServiceMonth> {
        let there = self.has(name);
        let month = self.optional_month(name);
        self.required(name, month, there)
    }

    pub fn optional_moment(&mut self, name: &str) -> Option<Moment> {
        let zone = self.zone;
        let moment = self.parsed(name, A_MOMENT, |text| Moment::parse(text, zone).ok());
        if moment.is_some_and(|moment| moment.earliest(zone) > self.now) {
            self.wrong("in_future", name, NOT_AFTER_NOW);
        }
        moment
    }

    /// A list of moments, as [`Fields::list`] reads lists.
    pub fn moments(&mut self, name: &str) -> Vec<Moment> {
        let mut moments = Vec::new();
        for text in self.list(name) {
            match Moment::parse(&text, self.zone) {
                Err(_) => self.wrong("wrong_type", name, A_MOMENT),
                Ok(moment) if moment.earliest(self.zone) > self.now => {
                    self.wrong("in_future", name, NOT_AFTER_NOW)
                }
                Ok(moment) => moments.push(moment),
            }
        }
        moments
    }

    pub fn moment(&mut self, name: &str) -> Option<Moment> {
        let there = self.has(name);
        let value = self.optional_moment(name);
        self.required(name, value, there)
    }

    /// A moment whose clock time is known.
    pub fn instant(&mut self, name: &str) -> Option<Timestamp> {
        match self.moment(name)? {
            Moment::Instant(at) => Some(at),
            Moment::Day(_) => {
                self.wrong("time_needed", name, "a time such as 2026-09-03T09:30");
                None
            }
        }
    }

    pub fn optional_instant(&mut self, name: &str) -> Option<Timestamp> {
        if self.has(name) { self.instant(name) } else { None }
    }

    /// A list of texts; from a CSV column, parted by `|`.
    pub fn list(&mut self, name: &str) -> Vec<String> {
        match self.take(name) {
            None => Vec::new(),
            Some(Value::String(text)) => {
                text.split('|').map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
            }
            Some(Value::Array(items)) if items.iter().all(Value::is_string) => {
                items.iter().filter_map(Value::as_str).map(str::to_owned).collect()
            }
            Some(_) => {
                self.wrong("wrong_type", name, "a list of texts");
                Vec::new()
            }
        }
    }

    /// An object of texts.
    pub fn texts(&mut self, name: &str) -> std::collections::BTreeMap<String, String> {
        match self.take(name) {
            None => std::collections::BTreeMap::new(),
            Some(Value::Object(map)) if map.values().all(Value::is_string) => {
                map.into_iter().filter_map(|(key, value)| Some((key, value.as_str()?.to_owned()))).collect()
            }
            // From a CSV column: element names alone.
            Some(Value::String(text)) => {
                text.split('|').map(|part| (part.trim().to_owned(), String::new())).collect()
            }
            Some(_) => {
                self.wrong("wrong_type", name, "an object of texts");
                std::collections::BTreeMap::new()
            }
        }
    }

    /// What was not read is not known: every such key is a problem.
    pub fn finish(mut self) -> Vec<Problem> {
        let unknown: Vec<String> = self
            .left
            .iter()
            .filter(|(_, value)| !value.is_null() && value.as_str() != Some(""))
            .map(|(key, _)| key.clone())
            .collect();
        for key in unknown {
            // A key of a file is not a person's data, but a mistyped one may be: only its length is told when it is odd.
            let shown = if key.len() <= 40 && key.bytes().all(|b| b.is_ascii_lowercase() || b == b'_') {
                key
            } else {
                format!("({} characters)", key.len())
            };
            let problem = Problem::new("unknown_key", self.path(&shown));
            self.problems.push(problem);
        }
        self.problems
    }
}
