//! The add-on code file: `Add-On_Code`, `AOC_Edit_Type`, `Primary_Code`, dates as year and day of the year. A row
//! ends with the first of three days: the add-on's, the primary's, its own.

use app::ports::ReferenceKind;
use ccm::basics::Hcpcs;

use super::super::sheet::{Column, Header, Read, Sheet};
use super::super::{Reading, Tables};
use super::{cell, day};

pub const COLUMNS: &[Column] = &[
    Column::required("Add-On_Code", |text| text == "ADD ON CODE"),
    Column::required("AOC_Edit_Type", |text| text.ends_with("EDIT TYPE")),
    Column::required("Primary_Code", |text| text == "PRIMARY CODE"),
    Column::required("AOC_Edit_EffDT", |text| text.ends_with("EDIT EFFDT")),
    Column::required("AOC_Edit_DelDT", |text| text.ends_with("EDIT DELDT")),
    Column::optional("AOC_DelDT", |text| text == "AOC DELDT"),
    Column::optional("Primary_Code_DelDT", |text| text == "PRIMARY CODE DELDT"),
];

pub fn read(reading: &Reading, sheet: &Sheet, header: &Header) -> Tables {
    let vintage = super::vintage(reading, sheet, header)?;
    let (mut problems, mut rows) = (Vec::new(), Vec::new());
    let rows_read = sheet.each(header, &mut problems, |row| {
        row.whole()?;
        let addon: Hcpcs = row.parse("Add-On_Code")?;
        let kind = row.text("AOC_Edit_Type");
        if !matches!(kind, "1" | "2" | "3") {
            return Err(row.problem("type_is_1_2_or_3", "AOC_Edit_Type"));
        }
        let primary = row.text("Primary_Code");
        let known_primary = match primary {
            "CCCCC" => true,
            _ => (reading.wanted.knows)(&row.parse("Primary_Code")?),
        };
        let from = day(row, "AOC_Edit_EffDT")?;
        if from.is_none() {
            return Err(row.problem("a_date_is_expected", "AOC_Edit_EffDT"));
        }
        let ends = ["AOC_Edit_DelDT", "AOC_DelDT", "Primary_Code_DelDT"].map(|name| day(row, name));
        let ends = ends.into_iter().collect::<Result<Vec<_>, _>>()?;
        let until = ends.into_iter().flatten().min();
        if (reading.wanted.knows)(&addon) && known_primary && until.is_none_or(|until| from <= Some(until)) {
            rows.push(format!("{vintage},{addon},{primary},{kind},{},{}", cell(from), cell(until)));
        }
        Ok(Read::Row)
    });
    super::table(ReferenceKind::AddOn, vintage, rows_read, rows, problems)
}
