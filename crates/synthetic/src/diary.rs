//! Who was on which call when. Nobody is in two calls at once unless a story says so.
//!
//! Calls that only need some day are booked here, between 08:30 and noon or between 13:30 and 17:00. The noon
//! hour and the evening are kept free for stories that need an exact time.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::{Date, DateTime};

use crate::dice::Dice;
use crate::patient::workday;
use crate::staff::Who;

/// Minutes of the day.
const OPEN: i32 = 8 * 60 + 30;
const NOON: i32 = 12 * 60;
const AFTER_NOON: i32 = 13 * 60 + 30;
const CLOSE: i32 = 17 * 60;

pub(crate) struct Diary {
    first: Date,
    last: Date,
    /// The first free minute of each person's day.
    free_from: BTreeMap<(Who, Date), i32>,
}

impl Diary {
    /// An empty diary for these days, both included, of one month.
    pub(crate) fn of(first: Date, last: Date) -> Self {
        Self { first, last, free_from: BTreeMap::new() }
    }

    /// The next free time of `who` on or after that day of the month, long enough for `seconds`. When the month is
    /// full from that day on, the search begins again on the first; when all of it is full, the day runs long.
    pub(crate) fn book(&mut self, who: Who, day: i8, seconds: u32, dice: &mut Dice) -> DateTime {
        let wanted =
            workday(self.first.saturating_add(i32::from(day - 1).days()).clamp(self.first, self.last));
        let length = seconds.div_ceil(60) as i32;
        let mut on = wanted;
        for _ in 0..30 {
            if let Some(start) = self.fit(who, on, length, dice) {
                return at(on, start);
            }
            on = workday(on.saturating_add(1.day()));
            if on > self.last {
                on = self.first;
            }
        }
        let start = *self.free_from.get(&(who, wanted)).unwrap_or(&CLOSE);
        self.free_from.insert((who, wanted), start + length + 1);
        at(wanted, start)
    }

    fn fit(&mut self, who: Who, on: Date, length: i32, dice: &mut Dice) -> Option<i32> {
        let free = self.free_from.entry((who, on)).or_insert(OPEN);
        let mut start = *free + dice.between(2, 25);
        if start < AFTER_NOON && start + length > NOON {
            start = AFTER_NOON + dice.between(0, 7);
        }
        if start + length > CLOSE {
            return None;
        }
        *free = start + length;
        Some(start)
    }
}

/// A minute of a day as a local time; a day that runs past midnight stops there.
fn at(on: Date, minute: i32) -> DateTime {
    let minute = minute.min(23 * 60 + 59);
    on.at((minute / 60) as i8, (minute % 60) as i8, 0, 0)
}
