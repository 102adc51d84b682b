//! MUE, practitioner services: `HCPCS/CPT Code`, `… MUE Values`, `MUE Adjudication Indicator` (a digit and words).

use std::collections::BTreeSet;

use app::ports::ReferenceKind;
use ccm::basics::Hcpcs;

use super::super::sheet::{Column, Header, Read, Sheet};
use super::super::{Reading, Tables};

pub const COLUMNS: &[Column] = &[
    Column::required("HCPCS/CPT Code", |text| text.starts_with("HCPCS") && text.ends_with("CODE")),
    Column::required("MUE Values", |text| text.ends_with("MUE VALUES")),
    Column::required("MUE Adjudication Indicator", |text| text.ends_with("ADJUDICATION INDICATOR")),
];

pub fn read(reading: &Reading, sheet: &Sheet, header: &Header) -> Tables {
    let vintage = super::vintage(reading, sheet, header)?;
    let mut problems = Vec::new();
    // The same columns stand in the tables for hospitals and suppliers.
    if !header.text("MUE Values").contains("PRACTITIONER") {
        problems.push(reading.problem("the_table_for_practitioners_is_expected"));
    }
    let (mut seen, mut rows) = (BTreeSet::new(), Vec::new());
    let rows_read = sheet.each(header, &mut problems, |row| {
        row.whole()?;
        let code: Hcpcs = row.parse("HCPCS/CPT Code")?;
        let units: u32 = row.parse("MUE Values")?;
        let indicator = row.text("MUE Adjudication Indicator");
        let mut letters = indicator.chars();
        let mai = letters.next().filter(|mai| ('1'..='3').contains(mai));
        let (Some(mai), false) = (mai, letters.next().is_some_and(|next| next.is_ascii_digit())) else {
            return Err(row.problem("mai_is_1_2_or_3", "MUE Adjudication Indicator"));
        };
        if !seen.insert(code.clone()) {
            return Err(row.problem("said_twice", "HCPCS/CPT Code"));
        }
        if (reading.wanted.knows)(&code) {
            rows.push(format!("{vintage},{code},{units},{mai}"));
        }
        Ok(Read::Row)
    });
    super::table(ReferenceKind::Mue, vintage, rows_read, rows, problems)
}
