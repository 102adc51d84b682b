//! Days worth trying: the first and last of the month, the ones beside it, the day on which the clock changes.

use ccm::basics::{Date, Moment, TimeZone, Timestamp};
use ccm::billing::facts::MonthFacts;
use jiff::Span;
use proptest::prelude::*;

/// A day, told from the month: it moves with the month when that shrinks.
#[derive(Clone, Copy, Debug)]
pub enum Day {
    /// 1 to 31; a short month ends earlier.
    Number(i8),
    Last,
    /// The day on which the clock changes, or the 15th.
    ClockChange,
    /// So many days from the first: -1 is the last day of the month before.
    FromFirst(i32),
    /// So many days from the last.
    FromLast(i32),
}

pub fn day() -> impl Strategy<Value = Day> {
    prop_oneof![
        6 => (2i8..7).prop_map(Day::Number),
        3 => (1i8..=31).prop_map(Day::Number),
        2 => Just(Day::Number(1)),
        2 => Just(Day::Last),
        1 => Just(Day::ClockChange),
        1 => (-3i32..0).prop_map(Day::FromFirst),
        1 => (1i32..3).prop_map(Day::FromLast),
    ]
}

/// The few days on which most things happen, so that they meet.
pub fn busy_day() -> impl Strategy<Value = Day> {
    prop_oneof![3 => (2i8..5).prop_map(Day::Number), 1 => day()]
}

impl Day {
    pub fn date(self, facts: &MonthFacts) -> Date {
        let (first, last) = (facts.month.first_day(), facts.month.last_day());
        match self {
            Self::Number(number) => plus(first, i32::from(number) - 1).min(last),
            Self::Last => last,
            Self::FromFirst(days) => plus(first, days),
            Self::FromLast(days) => plus(last, days),
            Self::ClockChange => {
                let zone = facts.zone.zone();
                let hours = |day: Date| midnight(plus(day, 1), &zone) - midnight(day, &zone);
                (0..i32::from(last.day()))
                    .map(|days| plus(first, days))
                    .find(|day| hours(*day) != 86_400)
                    .unwrap_or(plus(first, 14))
            }
        }
    }
}

pub fn plus(day: Date, days: i32) -> Date {
    day.checked_add(Span::new().days(days)).unwrap_or(day)
}

pub fn plus_months(day: Date, months: i32) -> Date {
    day.checked_add(Span::new().months(months)).unwrap_or(day)
}

/// So many seconds after local midnight, on the clock of instants.
pub fn instant(facts: &MonthFacts, day: Date, seconds: i64) -> Timestamp {
    Timestamp::from_second(midnight(day, &facts.zone.zone()) + seconds).unwrap_or(Timestamp::UNIX_EPOCH)
}

fn midnight(day: Date, zone: &TimeZone) -> i64 {
    Moment::Day(day).earliest(zone).as_second()
}
