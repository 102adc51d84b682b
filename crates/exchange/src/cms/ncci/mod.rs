//! The NCCI edits for practitioners: units of a day, pairs, add-ons. Written from the layouts' description; NOT
//! TRIED ON CMS'S OWN FILES.

pub mod add_on;
pub mod mue;
pub mod ptp;

use app::ports::{ReferenceKind, ReferenceTable};
use ccm::basics::{Date, Problem};

use super::sheet::{Header, Row, Sheet};
use super::{Reading, Tables, dates};

/// The day from which a table is in force: as asked, as a title says, or as the file's name does.
fn vintage(reading: &Reading, sheet: &Sheet, header: &Header) -> Result<Date, Vec<Problem>> {
    let titled = || sheet.titles(header).find_map(dates::effective);
    let day = reading.wanted.from.or_else(titled).or_else(|| dates::effective(reading.name));
    day.ok_or_else(|| vec![reading.problem("say_from_when")])
}

/// The table, unless there are problems.
fn table(
    kind: ReferenceKind,
    from: Date,
    rows_read: u64,
    rows: Vec<String>,
    problems: Vec<Problem>,
) -> Tables {
    if !problems.is_empty() {
        return Err(problems);
    }
    let release = from.to_string();
    Ok(vec![ReferenceTable { kind, release, from, until: None, rows_read, rows, is_by_the_way: false }])
}

/// A day that may be missing: an empty cell, or a star for "no data".
fn day(row: &Row, name: &str) -> Result<Option<Date>, Problem> {
    match row.text(name) {
        "" | "*" => Ok(None),
        text => dates::parse(text).map(Some).ok_or_else(|| row.problem("a_date_is_expected", name)),
    }
}

/// A date or nothing, as our tables have it.
fn cell(day: Option<Date>) -> String {
    day.map_or_else(String::new, |day| day.to_string())
}
