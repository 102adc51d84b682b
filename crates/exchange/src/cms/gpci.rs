//! GPCI, the indices of the localities: seven columns to 2025, eight from 2026 (work without and with the floor of
//! 1.0). Foot notes follow; a name that carries stars must find its foot note, or the file was cut.

use std::collections::BTreeSet;

use app::ports::{ReferenceKind, ReferenceTable};
use ccm::basics::Date;
use rust_decimal::Decimal;

use super::sheet::{Column, Header, Read, Sheet};
use super::{Reading, Tables, dates};

pub const COLUMNS: &[Column] = &[
    Column::required("MAC", |text| text.contains("ADMINISTRATIVE CONTRACTOR")),
    Column::required("Locality Number", |text| text == "LOCALITY NUMBER"),
    Column::required("Locality Name", |text| text == "LOCALITY NAME"),
    Column::optional("PW GPCI", |text| text.contains("PW GPCI") && !text.contains("WITH 1 0 FLOOR")),
    Column::optional("PW GPCI with floor", |text| text.contains("PW GPCI WITH 1 0 FLOOR")),
    Column::required("PE GPCI", |text| text.ends_with("PE GPCI")),
    Column::required("MP GPCI", |text| text.ends_with("MP GPCI")),
];

pub fn read(reading: &Reading, sheet: &Sheet, header: &Header) -> Tables {
    if !header.has("PW GPCI") && !header.has("PW GPCI with floor") {
        return Err(vec![reading.problem("header_not_found").with("expected", "PW GPCI")]);
    }
    let year = dates::year(header.text("PE GPCI"));
    let days = year.and_then(|year| Some((Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?)));
    let Some((first, until)) = days else {
        return Err(vec![reading.problem("header_without_a_year")]);
    };
    let from = reading.wanted.from.unwrap_or(first);
    if !(first..=until).contains(&from) {
        return Err(vec![reading.problem("from_lies_in_another_year").with("found", from)]);
    }
    let mut problems = Vec::new();
    let (mut seen, mut rows) = (BTreeSet::new(), Vec::new());
    let (mut stars, mut notes, mut in_notes) = (0, 0, false);
    let rows_read = sheet.each(header, &mut problems, |row| {
        let mac = row.text("MAC");
        let is_row = mac.len() == 5 && mac.bytes().all(|byte| byte.is_ascii_digit());
        if !is_row && row.text("PE GPCI").is_empty() && row.text("MP GPCI").is_empty() {
            in_notes = true;
            notes = notes.max(row.first().chars().take_while(|&c| c == '*').count());
            return Ok(Read::Passed);
        }
        row.whole()?;
        if !is_row || in_notes {
            return Err(row.problem("a_contractor_of_five_digits_is_expected", "MAC"));
        }
        let locality = row.text("Locality Number");
        if locality.len() != 2 || !locality.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(row.problem("a_locality_of_two_digits_is_expected", "Locality Number"));
        }
        if !seen.insert((mac.to_owned(), locality.to_owned())) {
            return Err(row.problem("said_twice", "Locality Number"));
        }
        let name = row.text("Locality Name");
        stars = stars.max(name.chars().rev().take_while(|&c| c == '*').count());
        let index = |name: &str| match (row.text(name), header.has(name)) {
            (_, false) => Ok(String::new()),
            (text, true) => {
                let is_index = |index: &Decimal| *index > Decimal::ZERO && *index < Decimal::TEN;
                let index = text.parse().ok().filter(is_index);
                index
                    .map(|index: Decimal| index.to_string())
                    .ok_or_else(|| row.problem("an_index_is_expected", name))
            }
        };
        let (work, floor) = (index("PW GPCI")?, index("PW GPCI with floor")?);
        let (pe, mp) = (index("PE GPCI")?, index("MP GPCI")?);
        let source = format!("GPCI{}", first.year());
        rows.push(format!("{mac},{locality},{from},{until},{work},{floor},{pe},{mp},{source}"));
        Ok(Read::Row)
    });
    if notes < stars {
        problems.push(reading.problem("foot_notes_are_missing"));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let release = format!("GPCI{}", first.year());
    let kind = ReferenceKind::Localities;
    let table =
        ReferenceTable { kind, release, from, until: Some(until), rows_read, rows, is_by_the_way: false };
    Ok(vec![table])
}
