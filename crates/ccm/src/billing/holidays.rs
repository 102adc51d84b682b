//! Business days (TCM-02): not Saturdays, Sundays and the legal public holidays, `rules/holidays.toml`.

use jiff::civil::Weekday;
use serde::Deserialize;

use crate::basics::{Date, Problem};

/// The legal public holidays, by the rule that gives their day in any year.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Holidays(Vec<Holiday>);

#[derive(Clone, Debug, PartialEq)]
struct Holiday {
    name: Box<str>,
    month: i8,
    on: On,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum On {
    Day(i8),
    /// Which of the month's such weekdays; -1 is the last.
    Nth(i8, Weekday),
}

impl Holiday {
    fn in_year(&self, year: i16) -> Option<Date> {
        match self.on {
            On::Day(day) => Date::new(year, self.month, day).ok(),
            On::Nth(nth, weekday) => {
                Date::new(year, self.month, 1).ok()?.nth_weekday_of_month(nth, weekday).ok()
            }
        }
    }

    /// The day on which offices are closed for it.
    fn observed_in(&self, year: i16) -> Option<Date> {
        let day = self.in_year(year)?;
        match (self.on, day.weekday()) {
            (On::Day(_), Weekday::Saturday) => day.yesterday().ok(),
            (On::Day(_), Weekday::Sunday) => day.tomorrow().ok(),
            _ => Some(day),
        }
    }
}

impl Holidays {
    pub fn is_business_day(&self, day: Date) -> bool {
        let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        // New Year's Day on a Saturday is observed in the year before.
        let years = [day.year(), day.year().saturating_add(1)];
        let closed = |holiday: &Holiday| years.iter().any(|&year| holiday.observed_in(year) == Some(day));
        !weekend && !self.0.iter().any(closed)
    }

    /// Each holiday of a year by its name, with the day on which offices are closed for it.
    pub fn observed(&self, year: i16) -> impl Iterator<Item = (&str, Date)> {
        self.0.iter().filter_map(move |holiday| Some((&*holiday.name, holiday.observed_in(year)?)))
    }

    /// The last of so many business days after a day; the calendar's end where it has no more.
    pub fn business_day_after(&self, day: Date, business_days: u16) -> Date {
        let mut left = business_days;
        let mut day = day;
        while left > 0 {
            let Ok(next) = day.tomorrow() else { return day };
            day = next;
            if self.is_business_day(day) {
                left -= 1;
            }
        }
        day
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Written {
    holiday: Vec<WrittenHoliday>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenHoliday {
    name: String,
    month: i8,
    day: Option<i8>,
    nth: Option<i8>,
    weekday: Option<String>,
}

impl Written {
    pub(super) fn read(self, file: &str, problems: &mut Vec<Problem>) -> Holidays {
        let mut list = Vec::with_capacity(self.holiday.len());
        for written in self.holiday {
            let weekday = written.weekday.as_deref().map(weekday);
            let on = match (written.day, written.nth, weekday) {
                (Some(day), None, None) => Some(On::Day(day)),
                (None, Some(nth), Some(Some(weekday))) => Some(On::Nth(nth, weekday)),
                _ => None,
            };
            let holiday =
                on.map(|on| Holiday { name: written.name.as_str().into(), month: written.month, on });
            // 2024 has a 29 February: what it does not have, no year has.
            match holiday.filter(|holiday| holiday.in_year(2024).is_some()) {
                Some(holiday) => list.push(holiday),
                None => problems.push(Problem::new("no_such_day", format!("{file}: {}", written.name))),
            }
        }
        Holidays(list)
    }
}

fn weekday(name: &str) -> Option<Weekday> {
    Some(match name {
        "monday" => Weekday::Monday,
        "tuesday" => Weekday::Tuesday,
        "wednesday" => Weekday::Wednesday,
        "thursday" => Weekday::Thursday,
        "friday" => Weekday::Friday,
        "saturday" => Weekday::Saturday,
        "sunday" => Weekday::Sunday,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use crate::basics::Date;
    use crate::billing::RuleSet;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn observed_holidays_are_no_business_days() {
        // On a Saturday or Sunday they are kept on the day beside it, if need be in the year before.
        let holidays = RuleSet::embedded().holidays();
        let closed = [
            "2026-07-03",
            "2021-12-31",
            "2023-01-02",
            "2027-12-24",
            "2026-11-26",
            "2026-03-07",
            "2026-03-08",
        ];
        assert_eq!(closed.map(day).iter().find(|&&day| holidays.is_business_day(day)), None);
        let open = ["2026-07-06", "2026-07-02", "2024-12-26", "2026-03-09", "2025-11-10"];
        assert_eq!(open.map(day).iter().find(|&&day| !holidays.is_business_day(day)), None);
        // Wednesday before Thanksgiving: Thursday is closed.
        assert_eq!(holidays.business_day_after(day("2026-11-25"), 2), day("2026-11-30"));
        assert_eq!(holidays.business_day_after(day("2026-03-06"), 2), day("2026-03-10"));
    }
}
