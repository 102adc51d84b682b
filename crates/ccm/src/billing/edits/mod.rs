//! The NCCI edits: how many units of a code a day bears ([`mue`]), which pairs exclude each other ([`pair`]),
//! what an add-on may be added to ([`add_on`]).
//!
//! Each table has a vintage, the day from which CMS put it in force, and every answer names it. The newest table
//! that was in force on a day answers for it; for a day before all of them the oldest does, and its vintage, later
//! than the day, shows it. What is built in are extracts: care-management codes and their neighbors.

pub mod add_on;
pub mod mue;
pub mod pair;

pub use add_on::{AddOnType, Primaries};
pub use mue::{Mai, Mue};
pub use pair::{ModifierIndicator, PairAnswer};

use std::collections::BTreeMap;

use super::files::Files;
use super::table::Row;
use crate::basics::{Date, Hcpcs, Problem};

/// All three kinds of edit, in all vintages.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Edits {
    mues: mue::Mues,
    pairs: pair::Pairs,
    add_ons: add_on::AddOns,
}

impl Edits {
    /// Reads the tables of `edits/` and what continues them.
    pub(super) fn read(files: Files, problems: &mut Vec<Problem>) -> Self {
        Self {
            mues: mue::Mues::read(files, problems),
            pairs: pair::Pairs::read(files, problems),
            add_ons: add_on::AddOns::read(files, problems),
        }
    }

    /// The most units of a code that one patient's day bears; `None` where none is published.
    pub fn mue(&self, code: &Hcpcs, on: Date) -> Option<Mue> {
        self.mues.of(code, on)
    }

    /// Whether `column2` is denied beside `column1` on a day. The order matters: ask for both.
    ///
    /// `first_day` tells a code's first day where it is known. A table older than one of the two codes is not
    /// applied to them: the answer is [`PairAnswer::TooOld`].
    pub fn pair(
        &self,
        column1: &Hcpcs,
        column2: &Hcpcs,
        on: Date,
        first_day: impl Fn(&Hcpcs) -> Option<Date>,
    ) -> PairAnswer {
        self.pairs.of(column1, column2, on, first_day)
    }

    /// What an add-on may be added to on a day; `None` where no edit speaks of it.
    pub fn primaries(&self, addon: &Hcpcs, on: Date) -> Option<Primaries<'_>> {
        self.add_ons.of(addon, on)
    }

    /// Every code that the tables name.
    pub fn codes(&self) -> impl Iterator<Item = &Hcpcs> {
        self.mues.codes().chain(self.pairs.codes()).chain(self.add_ons.codes())
    }
}

/// Tables of one kind by vintage.
#[derive(Clone, Debug, PartialEq)]
struct Vintages<T>(BTreeMap<Date, T>);

impl<T> Default for Vintages<T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<T> Vintages<T> {
    /// In the order in which they are asked for a day: those in force from the newest back, then later ones.
    fn asked(&self, on: Date) -> impl Iterator<Item = (Date, &T)> {
        let after = (std::ops::Bound::Excluded(on), std::ops::Bound::Unbounded);
        self.0.range(..=on).rev().chain(self.0.range(after)).map(|(vintage, table)| (*vintage, table))
    }

    fn in_force(&self, on: Date) -> Option<(Date, &T)> {
        self.asked(on).next()
    }
}

/// The columns `from` and `until`, either of which may be empty.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Days {
    from: Option<Date>,
    until: Option<Date>,
}

impl Days {
    fn read(row: &Row) -> Result<Self, Problem> {
        let days = Self { from: row.maybe("from")?, until: row.maybe("until")? };
        match (days.from, days.until) {
            (Some(from), Some(until)) if until < from => Err(row.problem("ends_before_it_begins", "until")),
            _ => Ok(days),
        }
    }

    fn covers(self, on: Date) -> bool {
        self.from.is_none_or(|from| from <= on) && self.until.is_none_or(|until| on <= until)
    }
}
