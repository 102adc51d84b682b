//! Add-on code edits: the codes to which an add-on may be added on the same day.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Days, Vintages};
use crate::basics::{Date, Hcpcs, Problem};
use crate::billing::files::Files;
use crate::billing::table;

/// Who names an add-on's primary codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AddOnType {
    /// 1: the table, completely.
    Listed,
    /// 2: the contractor.
    Contractor,
    /// 3: the table some, the contractor others.
    ListedAndContractor,
}

/// The primary codes of one add-on on one day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Primaries<'a> {
    edits: &'a [Edit],
    on: Date,
    /// The first day of the table that answered.
    pub vintage: Date,
}

#[derive(Clone, Debug, PartialEq)]
struct Edit {
    /// `None` is CMS's CCCCC: the contractor says which.
    primary: Option<Hcpcs>,
    kind: AddOnType,
    days: Days,
}

impl<'a> Primaries<'a> {
    /// The codes that the table lists.
    pub fn codes(self) -> impl Iterator<Item = &'a Hcpcs> {
        self.in_force().filter_map(|edit| edit.primary.as_ref())
    }

    /// Whether the contractor may name others, so that a code which is not listed is not refused by it.
    pub fn contractor_may_name_others(self) -> bool {
        self.in_force().any(|edit| edit.primary.is_none() || edit.kind != AddOnType::Listed)
    }

    fn in_force(self) -> impl Iterator<Item = &'a Edit> {
        self.edits.iter().filter(move |edit| edit.days.covers(self.on))
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct AddOns(Vintages<BTreeMap<Hcpcs, Vec<Edit>>>);

impl AddOns {
    pub fn read(files: Files, problems: &mut Vec<Problem>) -> Self {
        let mut all = Self::default();
        let header = ["vintage", "addon", "primary", "type", "from", "until"];
        for (name, text) in files.table("edits/addon.csv") {
            let rows = table::read(name, text, &header, problems, |row| {
                let kind = match row.text("type") {
                    "1" => AddOnType::Listed,
                    "2" => AddOnType::Contractor,
                    "3" => AddOnType::ListedAndContractor,
                    _ => return Err(row.problem("type_is_1_2_or_3", "type")),
                };
                let primary = match row.text("primary") {
                    "CCCCC" => None,
                    _ => Some(row.parse("primary")?),
                };
                let key: (Date, Hcpcs) = (row.parse("vintage")?, row.parse("addon")?);
                Ok((key, Edit { primary, kind, days: Days::read(row)? }))
            });
            let mut own: BTreeMap<_, Vec<Edit>> = BTreeMap::new();
            for (key, edit) in rows {
                own.entry(key).or_default().push(edit);
            }
            // A later file of the same vintage says the last word on the add-ons it names.
            for ((vintage, addon), edits) in own {
                all.0.0.entry(vintage).or_default().insert(addon, edits);
            }
        }
        all
    }

    pub fn of(&self, addon: &Hcpcs, on: Date) -> Option<Primaries<'_>> {
        let (vintage, table) = self.0.in_force(on)?;
        let edits = table.get(addon)?;
        edits.iter().any(|edit| edit.days.covers(on)).then_some(Primaries { edits, on, vintage })
    }

    pub fn codes(&self) -> impl Iterator<Item = &Hcpcs> {
        let edits = self.0.0.values().flatten();
        edits.flat_map(|(addon, edits)| {
            std::iter::once(addon).chain(edits.iter().filter_map(|edit| edit.primary.as_ref()))
        })
    }
}
