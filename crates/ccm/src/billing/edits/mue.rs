//! Medically unlikely edits: the most units of a code that one patient's day bears.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::Vintages;
use crate::basics::{Date, Hcpcs, Problem};
use crate::billing::files::Files;
use crate::billing::table;

/// One edit, with the vintage of its table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mue {
    pub units: u32,
    pub mai: Mai,
    /// The first day of the table that answers; later than the day asked for where no table is as old as that.
    pub vintage: Date,
}

/// The MUE adjudication indicator: how a payer applies the edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mai {
    /// 1: to each claim line.
    Line,
    /// 2: to the day, from policy; units above are never paid.
    DayPolicy,
    /// 3: to the day, from clinical experience; units above may be paid on evidence.
    DayClinical,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Mues(Vintages<BTreeMap<Hcpcs, (u32, Mai)>>);

impl Mues {
    pub fn read(files: Files, problems: &mut Vec<Problem>) -> Self {
        let mut all = Self::default();
        for (name, text) in files.table("edits/mue.csv") {
            let mut seen = BTreeSet::new();
            let rows = table::read(name, text, &["vintage", "code", "units", "mai"], problems, |row| {
                let key: (Date, Hcpcs) = (row.parse("vintage")?, row.parse("code")?);
                if !seen.insert(key.clone()) {
                    return Err(row.problem("said_twice", "code"));
                }
                let mai = match row.text("mai") {
                    "1" => Mai::Line,
                    "2" => Mai::DayPolicy,
                    "3" => Mai::DayClinical,
                    _ => return Err(row.problem("mai_is_1_2_or_3", "mai")),
                };
                Ok((key, (row.parse("units")?, mai)))
            });
            for ((vintage, code), edit) in rows {
                all.0.0.entry(vintage).or_default().insert(code, edit);
            }
        }
        all
    }

    pub fn of(&self, code: &Hcpcs, on: Date) -> Option<Mue> {
        let (vintage, table) = self.0.in_force(on)?;
        table.get(code).map(|&(units, mai)| Mue { units, mai, vintage })
    }

    pub fn codes(&self) -> impl Iterator<Item = &Hcpcs> {
        self.0.0.values().flat_map(BTreeMap::keys)
    }
}
