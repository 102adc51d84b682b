//! PTP, practitioner pairs: `Column 1`, `Column 2`, a mark for before 1996, effective and deletion date (a star for
//! none), modifier indicator; the header is stacked. CMS cuts the table into several files by column 1: load all
//! of a quarter. Deleted pairs are kept, with their dates.

use app::ports::ReferenceKind;
use ccm::basics::Hcpcs;

use super::super::sheet::{Column, Header, Read, Sheet};
use super::super::{Reading, Tables};
use super::{cell, day};

pub const COLUMNS: &[Column] = &[
    Column::required("Column 1", |text| text == "COLUMN 1"),
    Column::required("Column 2", |text| text == "COLUMN 2"),
    Column::required("Effective Date", |text| text.starts_with("EFFECTIVE DATE")),
    Column::required("Deletion Date", |text| text.starts_with("DELETION DATE")),
    Column::required("Modifier", |text| text.starts_with("MODIFIER")),
];

pub fn read(reading: &Reading, sheet: &Sheet, header: &Header) -> Tables {
    let vintage = super::vintage(reading, sheet, header)?;
    let (mut problems, mut rows) = (Vec::new(), Vec::new());
    let rows_read = sheet.each(header, &mut problems, |row| {
        if row.text("Column 1").is_empty() && row.text("Column 2").is_empty() && rows.is_empty() {
            return Ok(Read::Passed);
        }
        let (column1, column2): (Hcpcs, Hcpcs) = (row.parse("Column 1")?, row.parse("Column 2")?);
        let modifier = row.text("Modifier");
        if !matches!(modifier, "0" | "1" | "9") {
            return Err(row.problem("modifier_is_0_1_or_9", "Modifier"));
        }
        let (from, until) = (day(row, "Effective Date")?, day(row, "Deletion Date")?);
        let Some(from) = from else { return Err(row.problem("a_date_is_expected", "Effective Date")) };
        let knows = reading.wanted.knows;
        if !(knows(&column1) && knows(&column2)) {
            return Ok(Read::Row);
        }
        // CMS deletes a pair that never was on a day before it began, or on the same: it applies on no day.
        if until.is_none_or(|until| from <= until) {
            rows.push(format!("{vintage},{column1},{column2},{modifier},{from},{}", cell(until)));
        }
        Ok(Read::Row)
    });
    rows.dedup();
    super::table(ReferenceKind::Ptp, vintage, rows_read, rows, problems)
}
