//! X12 text put together: envelopes, counts and numbers, and data that cannot hold a delimiter.

use jiff::civil::{Date, DateTime};

use super::wire::Delimiters;

/// Joins components until the pen knows the delimiter.
pub(super) const PART: char = '\u{1f}';
/// Joins repetitions likewise.
pub(super) const AGAIN: char = '\u{1e}';

/// `HC:99490:25`, whatever the component separator will be. Empty parts at the end are left out.
pub(super) fn composite(parts: &[&str]) -> String {
    let filled = parts.iter().rposition(|part| !part.is_empty()).map_or(0, |last| last + 1);
    parts.iter().take(filled).copied().collect::<Vec<_>>().join(&PART.to_string())
}

pub(super) fn day(date: Date) -> String {
    format!("{:04}{:02}{:02}", date.year(), date.month(), date.day())
}

pub(super) fn hour(at: DateTime) -> String {
    format!("{:02}{:02}", at.hour(), at.minute())
}

/// Both ends of an interchange, as its ISA names them: qualifier and id.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Ends {
    pub from: (String, String),
    pub to: (String, String),
    /// `T` or `P`: an answer is of the kind of what it answers.
    pub usage: String,
}

/// Writes one interchange.
pub(super) struct Pen {
    delimiters: Delimiters,
    out: String,
    at: DateTime,
    interchange: u32,
    group: u32,
    groups: usize,
    sets: usize,
    segments: usize,
}

impl Pen {
    pub fn open(delimiters: Delimiters, ends: &Ends, at: DateTime, number: u32) -> Self {
        let mut pen = Self {
            delimiters,
            out: String::new(),
            at,
            interchange: number,
            group: 0,
            groups: 0,
            sets: 0,
            segments: 0,
        };
        let pad = |text: &str, width: usize| format!("{text:<width$.width$}");
        let header = [
            "00".to_owned(),
            pad("", 10),
            "00".to_owned(),
            pad("", 10),
            pad(&ends.from.0, 2),
            pad(&ends.from.1, 15),
            pad(&ends.to.0, 2),
            pad(&ends.to.1, 15),
            day(at.date()).split_off(2),
            hour(at),
            delimiters.repetition.to_string(),
            "00501".to_owned(),
            format!("{number:09}"),
            "0".to_owned(),
            pad(&ends.usage, 1),
            delimiters.component.to_string(),
        ];
        pen.out.push_str("ISA");
        for element in header {
            pen.out.push(delimiters.element);
            pen.out.push_str(&element);
        }
        pen.end_segment();
        pen
    }

    /// GS with the application codes of both sides, and its number.
    pub fn group(&mut self, kind: &str, from: &str, to: &str, version: &str, number: u32) {
        let (day, hour) = (day(self.at.date()), hour(self.at));
        (self.group, self.sets) = (number, 0);
        self.groups += 1;
        self.segment("GS", &[kind, from, to, &day, &hour, &number.to_string(), "X", version]);
    }

    pub fn end_group(&mut self) {
        let (sets, number) = (self.sets.to_string(), self.group.to_string());
        self.segment("GE", &[&sets, &number]);
    }

    /// ST, numbered within its group.
    pub fn set(&mut self, kind: &str, version: &str) {
        self.sets += 1;
        self.segments = 0;
        let number = format!("{:04}", self.sets);
        self.segment("ST", &[kind, &number, version]);
    }

    pub fn end_set(&mut self) {
        let (count, number) = ((self.segments + 1).to_string(), format!("{:04}", self.sets));
        self.segment("SE", &[&count, &number]);
    }

    /// One segment; empty elements at its end are left out.
    pub fn segment(&mut self, id: &str, elements: &[&str]) {
        let filled = elements.iter().rposition(|element| !element.is_empty()).map_or(0, |last| last + 1);
        self.out.push_str(id);
        for element in elements.iter().take(filled) {
            self.out.push(self.delimiters.element);
            self.data(element);
        }
        self.end_segment();
    }

    pub fn close(mut self) -> String {
        let (groups, number) = (self.groups.to_string(), format!("{:09}", self.interchange));
        self.segment("IEA", &[&groups, &number]);
        self.out
    }

    fn data(&mut self, text: &str) {
        let cuts = self.delimiters;
        for letter in text.chars() {
            self.out.push(match letter {
                PART => cuts.component,
                AGAIN => cuts.repetition,
                cut if [cuts.element, cuts.repetition, cuts.component, cuts.segment].contains(&cut) => ' ',
                plain => plain,
            });
        }
    }

    fn end_segment(&mut self) {
        self.segments += 1;
        self.out.push(self.delimiters.segment);
        if self.delimiters.breaks_lines {
            self.out.push_str("\r\n");
        }
    }
}
