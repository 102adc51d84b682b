//! Geographic practice cost indices of the fee schedule's localities, by date of service (PAY-01), and the floor
//! under the work index, which comes and goes by law (PAY-04).

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::facts::Gpci;
use super::files::Files;
use super::table;
use crate::basics::{Date, Problem};

/// All localities, in all years.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Localities {
    /// By contractor and locality; of several rows for a day the last counts.
    rows: BTreeMap<(String, String), Vec<Indices>>,
    floors: Vec<WorkFloor>,
}

#[derive(Clone, Debug, PartialEq)]
struct Indices {
    from: Date,
    until: Date,
    /// Either may be missing, never both.
    work: Option<Decimal>,
    work_floor: Option<Decimal>,
    pe: Decimal,
    mp: Decimal,
}

/// Whether the floor is law in these days.
#[derive(Clone, Debug, PartialEq)]
pub struct WorkFloor {
    pub from: Date,
    pub until: Date,
    pub applies: bool,
    pub verified: bool,
}

impl Localities {
    /// The indices of a locality on a date of service, the work index with or without its floor as the law of the
    /// day has it; where CMS published one of the two alone, that one. `None`: no table for the day, or no such
    /// locality in it.
    pub fn gpci(&self, mac: &str, locality: &str, on: Date) -> Option<Gpci> {
        let rows = self.rows.get(&(mac.to_owned(), locality.to_owned()))?;
        let row = rows.iter().rev().find(|row| row.from <= on && on <= row.until)?;
        let is_floored = self.floor(on).is_some_and(|floor| floor.applies);
        let (first, second) =
            if is_floored { (row.work_floor, row.work) } else { (row.work, row.work_floor) };
        Some(Gpci { work: first.or(second)?, pe: row.pe, mp: row.mp })
    }

    /// What is known of the floor on a day; `None` where the table of floors ends before it.
    pub fn floor(&self, on: Date) -> Option<&WorkFloor> {
        self.floors.iter().find(|row| row.from <= on && on <= row.until)
    }

    /// The floor in the order of time.
    pub fn floors(&self) -> impl Iterator<Item = &WorkFloor> {
        self.floors.iter()
    }

    /// Reads `localities.csv` with what continues it, and `work_floor.csv`.
    pub(super) fn read(files: Files, problems: &mut Vec<Problem>) -> Self {
        let mut all = Self::default();
        let header = ["mac", "locality", "from", "until", "work", "work_floor", "pe", "mp", "source"];
        for (name, text) in files.table("localities.csv") {
            let rows = table::read(name, text, &header, problems, |row| {
                let (from, until) = row.days()?;
                let indices = Indices {
                    from,
                    until,
                    work: row.maybe("work")?,
                    work_floor: row.maybe("work_floor")?,
                    pe: row.parse("pe")?,
                    mp: row.parse("mp")?,
                };
                if indices.work.is_none() && indices.work_floor.is_none() {
                    return Err(row.problem("wrong_value", "work"));
                }
                Ok(((row.text("mac").to_owned(), row.text("locality").to_owned()), indices))
            });
            for (key, indices) in rows {
                all.rows.entry(key).or_default().push(indices);
            }
        }
        let header = ["from", "until", "applies", "verified", "source"];
        let text = files.text("work_floor.csv");
        all.floors = table::read("work_floor.csv", text, &header, problems, |row| {
            let (from, until) = row.days()?;
            Ok(WorkFloor { from, until, applies: row.yes("applies")?, verified: row.yes("verified")? })
        });
        all
    }
}
