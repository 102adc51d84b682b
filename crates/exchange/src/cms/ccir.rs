//! CCIR, AHRQ's chronic condition indicator: title lines, then code (in single quotes, without its dot), title and
//! flag: 1 chronic, 0 not, 9 no determination. Written from the layout's description; NOT TRIED ON AHRQ'S OWN FILE.

use std::collections::BTreeSet;

use app::ports::{ReferenceKind, ReferenceTable};
use ccm::basics::{Date, Icd10Cm};

use super::sheet::{Column, Header, Read, Sheet};
use super::{Reading, Tables, dates};

pub const COLUMNS: &[Column] = &[
    Column::required("ICD-10-CM CODE", |text| text == "ICD 10 CM CODE"),
    Column::required("CHRONIC INDICATOR", |text| text == "CHRONIC INDICATOR"),
];

pub fn read(reading: &Reading, sheet: &Sheet, header: &Header) -> Tables {
    let year = sheet.titles(header).find_map(dates::year).or_else(|| dates::year(reading.name));
    let fiscal = year.and_then(|year| Date::new(year.checked_sub(1)?, 10, 1).ok());
    let Some(from) = reading.wanted.from.or(fiscal) else {
        return Err(vec![reading.problem("say_from_when")]);
    };
    let mut problems = Vec::new();
    let (mut seen, mut rows) = (BTreeSet::new(), Vec::new());
    let rows_read = sheet.each(header, &mut problems, |row| {
        row.whole()?;
        let unquoted = |name: &str| row.text(name).trim_matches('\'').trim().to_owned();
        let code: Icd10Cm =
            unquoted("ICD-10-CM CODE").parse().map_err(|_| row.problem("icd10cm_shape", "ICD-10-CM CODE"))?;
        let flag = unquoted("CHRONIC INDICATOR");
        if !matches!(flag.as_str(), "0" | "1" | "9") {
            return Err(row.problem("flag_is_0_1_or_9", "CHRONIC INDICATOR"));
        }
        let code = code.without_dot();
        if !seen.insert(code.clone()) {
            return Err(row.problem("said_twice", "ICD-10-CM CODE"));
        }
        rows.push(format!("{code},{flag}"));
        Ok(Read::Row)
    });
    if !problems.is_empty() {
        return Err(problems);
    }
    let until = dates::fiscal_year_end(from);
    let release = until.map_or_else(|| from.to_string(), |until| format!("v{}", until.year()));
    let kind = ReferenceKind::Ccir;
    Ok(vec![ReferenceTable { kind, release, from, until, rows_read, rows, is_by_the_way: false }])
}
