//! Conversion factors in a file of our own making: `effective_from,effective_to,cf_non_qp,cf_qp`, other columns
//! are passed over. For a factor that changes within a year, which the yearly files do not say.

use std::collections::BTreeSet;

use app::ports::{ReferenceKind, ReferenceTable};
use ccm::basics::{Date, Problem};
use rust_decimal::Decimal;

use super::sheet::{Column, Header, Read, Row, Sheet};
use super::{Reading, Tables};

pub const COLUMNS: &[Column] = &[
    Column::required("effective_from", |text| text == "EFFECTIVE FROM"),
    Column::required("effective_to", |text| text == "EFFECTIVE TO"),
    Column::required("cf_non_qp", |text| text == "CF NON QP"),
    Column::required("cf_qp", |text| text == "CF QP"),
];

pub fn read(reading: &Reading, sheet: &Sheet, header: &Header) -> Tables {
    let mut problems = Vec::new();
    let mut spans: Vec<(Date, Date)> = Vec::new();
    let mut rows = Vec::new();
    let rows_read = sheet.each(header, &mut problems, |row| {
        row.whole()?;
        let (from, until): (Date, Date) = (row.parse("effective_from")?, row.parse("effective_to")?);
        if until < from {
            return Err(row.problem("ends_before_it_begins", "effective_to"));
        }
        if spans.iter().any(|&(first, last)| from <= last && first <= until) {
            return Err(row.problem("spans_overlap", "effective_from"));
        }
        spans.push((from, until));
        let own = factor(row, "cf_non_qp")?;
        let qualifying = match row.text("cf_qp") {
            "" => String::new(),
            _ => factor(row, "cf_qp")?,
        };
        rows.push(format!("{from},{until},{own},{qualifying},yes,own file"));
        Ok(Read::Row)
    });
    let bounds: BTreeSet<Date> = spans.iter().flat_map(|&(from, until)| [from, until]).collect();
    let (Some(&from), Some(&until), true) = (bounds.first(), bounds.last(), problems.is_empty()) else {
        problems.extend(spans.is_empty().then(|| reading.problem("no_rows")));
        return Err(problems);
    };
    Ok(vec![ReferenceTable {
        kind: ReferenceKind::ConversionFactors,
        release: format!("{from} to {until}"),
        from,
        until: Some(until),
        rows_read,
        rows,
        is_by_the_way: false,
    }])
}

fn factor(row: &Row, name: &str) -> Result<String, Problem> {
    let factor: Decimal = row.parse(name)?;
    let is_factor = factor > Decimal::ONE && factor < Decimal::ONE_THOUSAND;
    if is_factor { Ok(factor.to_string()) } else { Err(row.problem("wrong_value", name)) }
}
