//! The tables of `rules/`: comma-separated, a header, `#` for a remark. No field holds a comma or a quote,
//! so that a biller can read them and a diff shows what changed.

use std::str::FromStr;

use crate::basics::{Date, Problem};

/// One row, with its place for whoever has to mend it.
pub struct Row<'a> {
    pub file: &'a str,
    pub line: usize,
    names: &'a [&'a str],
    cells: Vec<&'a str>,
}

impl<'a> Row<'a> {
    pub fn text(&self, name: &str) -> &'a str {
        let place = self.names.iter().position(|&known| known == name);
        place.and_then(|place| self.cells.get(place)).copied().unwrap_or_default()
    }

    pub fn problem(&self, code: &str, name: &str) -> Problem {
        Problem::new(code, format!("{} line {}: {name}", self.file, self.line)).with("found", self.text(name))
    }

    /// The cell as a value of another type.
    pub fn parse<T: FromStr>(&self, name: &str) -> Result<T, Problem> {
        self.text(name).parse().map_err(|_| self.problem("wrong_value", name))
    }

    /// As [`Row::parse`]; an empty cell is `None`.
    pub fn maybe<T: FromStr>(&self, name: &str) -> Result<Option<T>, Problem> {
        if self.text(name).is_empty() { Ok(None) } else { self.parse(name).map(Some) }
    }

    pub fn yes(&self, name: &str) -> Result<bool, Problem> {
        match self.text(name) {
            "yes" => Ok(true),
            "no" => Ok(false),
            _ => Err(self.problem("yes_or_no", name)),
        }
    }

    /// The columns `from` and `until`, in order.
    pub fn days(&self) -> Result<(Date, Date), Problem> {
        let (from, until): (Date, Date) = (self.parse("from")?, self.parse("until")?);
        if from <= until { Ok((from, until)) } else { Err(self.problem("ends_before_it_begins", "until")) }
    }
}

/// Reads each row with `read`; all problems are collected.
pub fn read<T>(
    file: &str,
    text: &str,
    header: &[&str],
    problems: &mut Vec<Problem>,
    mut read: impl FnMut(&Row) -> Result<T, Problem>,
) -> Vec<T> {
    let mut lines = text
        .lines()
        .enumerate()
        .map(|(place, line)| (place + 1, line.trim_end()))
        .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    let names: Vec<&str> = lines.next().map(|(_, line)| line.split(',').collect()).unwrap_or_default();
    if names != header {
        problems.push(Problem::new("wrong_header", file).with("expected", header.join(",")));
        return Vec::new();
    }
    let mut rows = Vec::new();
    for (line, text) in lines {
        let row = Row { file, line, names: &names, cells: text.split(',').collect() };
        if row.cells.len() != names.len() {
            let problem = Problem::new("wrong_number_of_columns", format!("{file} line {line}"));
            problems.push(problem.with("expected", names.len()).with("found", row.cells.len()));
            continue;
        }
        match read(&row) {
            Ok(value) => rows.push(value),
            Err(problem) => problems.push(problem),
        }
    }
    rows
}
