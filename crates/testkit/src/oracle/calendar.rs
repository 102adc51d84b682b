//! The month as the practice's wall calendar has it: its seconds, its days, and what a moment means (ENG-03).

use ccm::basics::{Date, Moment, ServiceMonth, TimeZone, Timestamp};
use ccm::billing::facts::MonthFacts;
use jiff::Span;

/// Seconds since 1970; whole ones are all that the evaluator knows.
pub type Second = i64;

pub struct Calendar {
    pub month: ServiceMonth,
    pub zone: TimeZone,
    /// The first second of the month, and the first after it.
    pub start: Second,
    pub end: Second,
    /// The first second of each day of the month, in order.
    days: Vec<Second>,
}

impl Calendar {
    pub fn of(facts: &MonthFacts) -> Self {
        let (month, zone) = (facts.month, facts.zone.zone());
        let first = |day: Date| first_second(day, &zone);
        let days = std::iter::successors(Some(month.first_day()), |day| day.tomorrow().ok())
            .take_while(|day| month.covers(*day))
            .map(first)
            .collect();
        let (start, end) = (first(month.first_day()), first(month.next().first_day()));
        Self { month, zone, start, end, days }
    }

    pub fn holds(&self, second: Second) -> bool {
        self.start <= second && second < self.end
    }

    /// The local day of a second of the month, 0 for the first.
    pub fn day_number(&self, second: Second) -> usize {
        self.days.iter().rposition(|&start| start <= second).unwrap_or(0)
    }

    pub fn date(&self, second: Second) -> Date {
        let start = self.month.first_day();
        add_days(start, self.day_number(second) as i64)
    }

    /// From when on a thing holds that began at a moment; a bare day began with its first second.
    pub fn begins(&self, moment: Moment) -> Second {
        match moment {
            Moment::Day(day) => first_second(day, &self.zone),
            Moment::Instant(at) => at.as_second(),
        }
    }

    /// The same, where the cautious reading of a bare day is that it began with the day's end.
    pub fn surely_begun(&self, moment: Moment) -> Second {
        match moment {
            Moment::Day(day) => first_second(add_days(day, 1), &self.zone),
            Moment::Instant(at) => at.as_second(),
        }
    }

    pub fn day_of(&self, moment: Moment) -> Date {
        match moment {
            Moment::Day(day) => day,
            Moment::Instant(at) => self.zone.to_datetime(at).date(),
        }
    }

    pub fn day_at(&self, second: Second) -> Date {
        Timestamp::from_second(second).map_or(Date::MIN, |at| self.zone.to_datetime(at).date())
    }

    /// The first second of a day.
    pub fn midnight(&self, day: Date) -> Second {
        first_second(day, &self.zone)
    }
}

/// The first second of a day: the wall clock's midnight, or the first that exists after it.
fn first_second(day: Date, zone: &TimeZone) -> Second {
    let start = day.to_zoned(zone.clone()).and_then(|zoned| zoned.start_of_day());
    start.map_or(Second::MAX, |zoned| zoned.timestamp().as_second())
}

pub fn add_days(day: Date, count: i64) -> Date {
    day.checked_add(Span::new().days(count)).unwrap_or(Date::MAX)
}

/// The same date so many months on; 29 February becomes 28 February (INIT-03).
pub fn add_months(day: Date, count: i64) -> Date {
    day.checked_add(Span::new().months(count)).unwrap_or(if count < 0 { Date::MIN } else { Date::MAX })
}
