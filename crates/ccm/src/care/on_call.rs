//! Who is on call when (PLAN-03: somebody with the record is there at any hour), and where nobody is.

use jiff::civil::Time;
use serde::{Deserialize, Serialize};

use crate::basics::{Date, PersonId, Problem, ShiftId, TimeZone, Timestamp};

/// The longest stretch of days that is entered at once, and the longest telephone number.
pub const DAYS_AT_ONCE: i32 = 62;
pub const PHONE_CHARACTERS: usize = 40;

/// Who is called first, and who if they are silent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallLine {
    First,
    Backup,
}

impl CallLine {
    pub const ALL: [Self; 2] = [Self::First, Self::Backup];

    pub fn word(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Backup => "backup",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }
}

/// Somebody's hours. Taken back by a row of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shift {
    pub id: ShiftId,
    pub person: PersonId,
    pub line: CallLine,
    pub from: Timestamp,
    /// The first instant that is no longer theirs.
    pub until: Timestamp,
    pub phone: String,
}

/// The same hours on each of some days, as a roster is written. Where the end is not after the beginning it is on the
/// next day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewShifts {
    pub person: PersonId,
    pub line: CallLine,
    pub first: Date,
    pub last: Date,
    pub begins: Time,
    pub ends: Time,
    pub phone: String,
}

impl NewShifts {
    /// What is wrong with it, all at once.
    pub fn check(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        if self.last < self.first {
            problems.push(Problem::new("before_the_first", "last"));
        } else if self.first.until(self.last).map_or(i32::MAX, |span| span.get_days()) >= DAYS_AT_ONCE {
            problems.push(Problem::new("too_many_days", "last").with("days_at_most", DAYS_AT_ONCE));
        }
        match self.phone.trim().chars().count() {
            0 => problems.push(Problem::new("required", "phone")),
            length if length > PHONE_CHARACTERS => {
                problems.push(
                    Problem::new("too_long", "phone")
                        .with("expected", format!("at most {PHONE_CHARACTERS} characters")),
                );
            }
            _ => {}
        }
        problems
    }

    /// The stretches in the practice's zone: as long as its clocks say, also on the night they are set.
    pub fn stretches(&self, zone: &TimeZone) -> Vec<(Timestamp, Timestamp)> {
        let days = self.first.series(jiff::Span::new().days(1)).take_while(|day| *day <= self.last);
        let stretch = |day: Date| {
            let end = if self.ends > self.begins { day } else { day.tomorrow().ok()? };
            let at = |day: Date, time: Time| zone.to_timestamp(day.to_datetime(time)).ok();
            Some((at(day, self.begins)?, at(end, self.ends)?))
        };
        days.filter_map(stretch).collect()
    }
}

/// Who is on call at an instant, first line before backup.
pub fn on_duty(shifts: &[Shift], at: Timestamp) -> Vec<&Shift> {
    let mut found: Vec<&Shift> = shifts.iter().filter(|one| one.from <= at && at < one.until).collect();
    found.sort_by_key(|one| (one.line, one.from, one.id));
    found
}

/// Where nobody has the first line, in order.
pub fn gaps(shifts: &[Shift], from: Timestamp, until: Timestamp) -> Vec<(Timestamp, Timestamp)> {
    let mut first: Vec<(Timestamp, Timestamp)> = shifts
        .iter()
        .filter(|one| one.line == CallLine::First && one.from < until && one.until > from)
        .map(|one| (one.from, one.until))
        .collect();
    first.sort_unstable();
    let (mut gaps, mut covered) = (Vec::new(), from);
    for (begins, ends) in first {
        if begins > covered {
            gaps.push((covered, begins));
        }
        covered = covered.max(ends);
    }
    if covered < until {
        gaps.push((covered, until));
    }
    gaps
}
