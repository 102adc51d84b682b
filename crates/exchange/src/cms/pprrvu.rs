//! PPRRVU, the relative value file: 31 columns to 2025, 32 from 2026, under ten lines of header. Each row's total
//! is added up again, so that a shifted column is noticed.
//!
//! From 2026 there are two files, alike but for the conversion factor. The one for qualifying participants (`_QPP`)
//! gives its factor alone; the values come from the other (`_nonQPP`).

use std::collections::BTreeSet;

use app::ports::{ReferenceKind, ReferenceTable};
use ccm::basics::{Date, Hcpcs, Problem};
use rust_decimal::Decimal;

use super::sheet::{Column, Header, Read, Row, Sheet};
use super::{Reading, Tables, dates};

pub const COLUMNS: &[Column] = &[
    Column::required("HCPCS", |text| text == "HCPCS"),
    Column::required("MOD", |text| text == "MOD"),
    Column::required("STATUS CODE", |text| text == "STATUS CODE"),
    Column::required("WORK RVU", |text| text == "WORK RVU"),
    Column::required("NON-FAC PE RVU", |text| text == "NON FAC PE RVU"),
    Column::required("NON-FAC NA INDICATOR", |text| text == "NON FAC NA INDICATOR"),
    Column::required("FACILITY PE RVU", |text| text == "FACILITY PE RVU"),
    Column::required("FACILITY NA INDICATOR", |text| text == "FACILITY NA INDICATOR"),
    Column::required("MP RVU", |text| text == "MP RVU"),
    Column::required("NON-FACILITY TOTAL", |text| text == "NON FACILITY TOTAL"),
    Column::required("FACILITY TOTAL", |text| text == "FACILITY TOTAL"),
    Column::required("CONV FACTOR", |text| text == "CONV FACTOR"),
    Column::optional("PRIC IND", |text| text == "PRIC IND"),
];

/// Status codes whose units are paid: active, restricted, and injections.
const PAID: [&str; 3] = ["A", "R", "T"];
const MONTHS: [(&str, &str, i8); 4] =
    [("JANUARY", "Jan", 1), ("APRIL", "Apr", 4), ("JULY", "Jul", 7), ("OCTOBER", "Oct", 10)];

pub fn read(reading: &Reading, sheet: &Sheet, header: &Header) -> Tables {
    let Some((release, released)) = sheet.titles(header).find_map(release) else {
        return Err(vec![reading.problem("title_without_year_and_release")]);
    };
    let year = released.year();
    let first_of = |month| Date::new(year, month, 1).ok();
    let (Some(from), Some(until)) = (reading.wanted.from.or(first_of(1)), Date::new(year, 12, 31).ok())
    else {
        return Err(vec![reading.problem("title_without_year_and_release")]);
    };
    if from > until || from.year() != year {
        return Err(vec![reading.problem("from_lies_in_another_year").with("found", from)]);
    }
    let mut problems = Vec::new();
    let (mut seen, mut factors, mut rows) = (BTreeSet::new(), BTreeSet::new(), Vec::new());
    let rows_read = sheet.each(header, &mut problems, |row| {
        row.whole()?;
        let values = Values::of(row)?;
        if !seen.insert((values.code.clone(), row.text("MOD").to_owned())) {
            return Err(row.problem("said_twice", "HCPCS"));
        }
        factors.extend(Some(values.factor).filter(|factor| !factor.is_zero()));
        let is_paid = PAID.contains(&row.text("STATUS CODE"));
        if is_paid && row.text("MOD").is_empty() && (reading.wanted.knows)(&values.code) {
            rows.push(values.line(from, until, released, &release));
        }
        Ok(Read::Row)
    });
    if rows_read == 0 && problems.is_empty() {
        return Err(vec![reading.problem("no_rows")]);
    }
    if factors.len() != 1 {
        let found = factors.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        problems.push(reading.problem("one_conversion_factor_is_expected").with("found", found));
    }
    let participants = Participants::of(reading.name, header.has("PRIC IND"));
    if participants.is_none() {
        problems.push(reading.problem("keep_qpp_or_nonqpp_in_the_name"));
    }
    let (Some(factor), Some(participants), true) = (factors.first(), participants, problems.is_empty())
    else {
        return Err(problems);
    };
    let factors = match participants {
        Participants::All => format!("{factor},"),
        Participants::NonQualifying => format!("{factor},unknown"),
        Participants::Qualifying => format!("unknown,{factor}"),
    };
    let table = |kind, rows, is_by_the_way| ReferenceTable {
        kind,
        release: release.clone(),
        from,
        until: Some(until),
        rows_read,
        rows,
        is_by_the_way,
    };
    let factor_row = format!("{from},{until},{factors},yes,{release}");
    let mut tables = vec![table(ReferenceKind::ConversionFactors, vec![factor_row], true)];
    if participants != Participants::Qualifying {
        tables.insert(0, table(ReferenceKind::Fees, rows, false));
    }
    Ok(tables)
}

/// Whose factor a file has.
#[derive(Clone, Copy, PartialEq)]
enum Participants {
    All,
    NonQualifying,
    Qualifying,
}

impl Participants {
    /// The files of 2026, those with the pricing indicator, say it in their names alone.
    fn of(name: &str, has_two_factors: bool) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        match (name.contains("nonqp"), name.contains("qp")) {
            (true, _) => Some(Self::NonQualifying),
            (false, true) => Some(Self::Qualifying),
            (false, false) => (!has_two_factors).then_some(Self::All),
        }
    }
}

/// `2026 National Physician Fee Schedule Relative Value File January Release`, as a name and a first day.
fn release(title: &str) -> Option<(String, Date)> {
    let upper = title.to_uppercase();
    upper.contains("RELATIVE VALUE FILE").then_some(())?;
    let year = dates::year(&upper)?;
    let (_, short, month) = MONTHS.into_iter().find(|(month, _, _)| upper.contains(month))?;
    Some((format!("RVU{:02}-{short}", year % 100), Date::new(year, month, 1).ok()?))
}

struct Values {
    code: Hcpcs,
    work: Decimal,
    pe_nonfacility: Option<Decimal>,
    pe_facility: Option<Decimal>,
    mp: Decimal,
    factor: Decimal,
}

impl Values {
    fn of(row: &Row) -> Result<Self, Problem> {
        let (work, mp): (Decimal, Decimal) = (row.parse("WORK RVU")?, row.parse("MP RVU")?);
        // NA: the number is a copy of the other setting's, and no price.
        let pe = |number: &str, indicator: &str, total: &str| {
            let pe: Decimal = row.parse(number)?;
            let sum = work.checked_add(pe).and_then(|sum| sum.checked_add(mp));
            let total_is: Decimal = row.parse(total)?;
            let apart = sum.and_then(|sum| sum.checked_sub(total_is));
            if apart.is_none_or(|apart| apart.abs() > Decimal::new(1, 2)) {
                return Err(row.problem("total_does_not_add_up", total));
            }
            match row.text(indicator) {
                "" => Ok(Some(pe)),
                "NA" => Ok(None),
                _ => Err(row.problem("na_or_nothing", indicator)),
            }
        };
        Ok(Self {
            code: row.parse("HCPCS")?,
            work,
            pe_nonfacility: pe("NON-FAC PE RVU", "NON-FAC NA INDICATOR", "NON-FACILITY TOTAL")?,
            pe_facility: pe("FACILITY PE RVU", "FACILITY NA INDICATOR", "FACILITY TOTAL")?,
            mp,
            factor: row.parse("CONV FACTOR")?,
        })
    }

    fn line(&self, from: Date, until: Date, released: Date, release: &str) -> String {
        let pe = |pe: Option<Decimal>| pe.map_or_else(String::new, |pe| pe.normalize().to_string());
        let Self { code, work, mp, .. } = self;
        let (work, mp) = (work.normalize(), mp.normalize());
        let (nonfacility, facility) = (pe(self.pe_nonfacility), pe(self.pe_facility));
        format!("{code},{from},{until},{released},{work},{nonfacility},{facility},{mp},yes,{release}")
    }
}
