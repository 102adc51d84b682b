//! Procedure-to-procedure edits: of two codes on one day column 1 is paid and column 2 is not.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Days, Vintages};
use crate::basics::{Date, Hcpcs, Problem};
use crate::billing::files::Files;
use crate::billing::table;

/// What the pair tables say of column 2 beside column 1. `vintage` is the first day of the table that answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "answer")]
pub enum PairAnswer {
    /// An edit is in force: column 2 is denied.
    Bars { modifier: ModifierIndicator, vintage: Date },
    /// The table is as new as both codes and has no edit in force.
    Free { vintage: Date },
    /// The newest table that could answer is older than `code`, and so silent about it. Somebody must look.
    TooOld { vintage: Date, code: Hcpcs },
    /// The rule set has no pair table at all.
    NoTable,
}

/// Whether an NCCI modifier lets both codes of a pair through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ModifierIndicator {
    /// 0
    Never,
    /// 1
    Allowed,
}

/// Column 1 to column 2 to its edits; an edit may have been deleted and made again.
type Table = BTreeMap<Hcpcs, BTreeMap<Hcpcs, Vec<Edit>>>;

#[derive(Clone, Copy, Debug, PartialEq)]
struct Edit {
    /// `None` is CMS's 9: the edit never applied.
    modifier: Option<ModifierIndicator>,
    days: Days,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Pairs(Vintages<Table>);

impl Pairs {
    pub fn read(files: Files, problems: &mut Vec<Problem>) -> Self {
        let mut all = Self::default();
        let header = ["vintage", "column1", "column2", "modifier", "from", "until"];
        for (name, text) in files.table("edits/ptp.csv") {
            let rows = table::read(name, text, &header, problems, |row| {
                let modifier = match row.text("modifier") {
                    "0" => Some(ModifierIndicator::Never),
                    "1" => Some(ModifierIndicator::Allowed),
                    "9" => None,
                    _ => return Err(row.problem("modifier_is_0_1_or_9", "modifier")),
                };
                let key: (Date, Hcpcs, Hcpcs) =
                    (row.parse("vintage")?, row.parse("column1")?, row.parse("column2")?);
                Ok((key, Edit { modifier, days: Days::read(row)? }))
            });
            let mut own: BTreeMap<_, Vec<Edit>> = BTreeMap::new();
            for (key, edit) in rows {
                own.entry(key).or_default().push(edit);
            }
            // A later file of the same vintage says the last word on the pairs it names.
            for ((vintage, column1, column2), edits) in own {
                let table = all.0.0.entry(vintage).or_default();
                table.entry(column1).or_default().insert(column2, edits);
            }
        }
        all
    }

    pub fn of(
        &self,
        column1: &Hcpcs,
        column2: &Hcpcs,
        on: Date,
        first_day: impl Fn(&Hcpcs) -> Option<Date>,
    ) -> PairAnswer {
        // CMS's tables keep deleted pairs and come in parts by column 1. So a table without any pair of a
        // column 1 is one whose part was not loaded, and leaves the answer to the next.
        let knows = |(_, table): &(Date, &Table)| table.contains_key(column1);
        let Some((vintage, table)) = self.0.asked(on).find(knows).or_else(|| self.0.in_force(on)) else {
            return PairAnswer::NoTable;
        };
        let newer = |code: &&Hcpcs| first_day(code).is_some_and(|first| first > vintage);
        if let Some(code) = [column1, column2].into_iter().find(newer) {
            return PairAnswer::TooOld { vintage, code: code.clone() };
        }
        let edits = table.get(column1).and_then(|row| row.get(column2)).map_or(&[][..], Vec::as_slice);
        let in_force = edits.iter().filter(|edit| edit.days.covers(on)).find_map(|edit| edit.modifier);
        match in_force {
            Some(modifier) => PairAnswer::Bars { modifier, vintage },
            None => PairAnswer::Free { vintage },
        }
    }

    pub fn codes(&self) -> impl Iterator<Item = &Hcpcs> {
        let rows = self.0.0.values().flatten();
        rows.flat_map(|(column1, row)| std::iter::once(column1).chain(row.keys()))
    }
}
