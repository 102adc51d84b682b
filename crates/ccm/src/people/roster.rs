//! How much of a week somebody is there for care management.

use serde::Serialize;

use crate::basics::{Date, PersonId};

/// One person's hours from a day on, until others begin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RosteredHours {
    pub person: PersonId,
    pub from: Date,
    /// Over the five business days of a week.
    pub weekly_minutes: u32,
}

/// No week has more.
pub const WEEK_MINUTES: u32 = 7 * 24 * 60;
const BUSINESS_DAYS: u64 = 5;

/// Seconds from a day to another, both counted whole: a fifth of a week on each business day. `None`: nobody of them is
/// on the roster at all.
pub fn rostered_seconds(
    hours: &[RosteredHours],
    from: Date,
    until: Date,
    is_business_day: impl Fn(Date) -> bool,
) -> Option<u64> {
    let mut people: Vec<PersonId> = hours.iter().map(|one| one.person).collect();
    people.sort_unstable();
    people.dedup();
    let weekly = |person: PersonId, day: Date| {
        let begun = hours.iter().filter(|one| one.person == person && one.from <= day);
        begun.max_by_key(|one| one.from).map_or(0, |one| u64::from(one.weekly_minutes))
    };
    let days = from.series(jiff::Span::new().days(1)).take_while(|day| *day <= until);
    let minutes: u64 = days
        .filter(|day| is_business_day(*day))
        .map(|day| people.iter().map(|person| weekly(*person, day)).sum::<u64>())
        .sum();
    (!people.is_empty()).then_some(minutes * 60 / BUSINESS_DAYS)
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Weekday, date};
    use uuid::Uuid;

    use super::*;

    fn hours(person: u128, from: Date, hours: u32) -> RosteredHours {
        RosteredHours { person: PersonId(Uuid::from_u128(person)), from, weekly_minutes: hours * 60 }
    }

    #[test]
    fn hours_count_from_their_day_on_and_on_business_days() {
        let weekday = |day: Date| !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        // Friday the 16th to Tuesday the 20th of October 2026: three business days.
        let (from, until) = (date(2026, 10, 16), date(2026, 10, 20));
        let left = |of: &[RosteredHours]| rostered_seconds(of, from, until, weekday);
        assert_eq!(left(&[]), None);
        assert_eq!(left(&[hours(1, date(2026, 1, 1), 40)]), Some(24 * 3_600));
        let fewer = [hours(1, date(2026, 1, 1), 40), hours(1, date(2026, 10, 19), 20)];
        assert_eq!(left(&fewer), Some(16 * 3_600));
        assert_eq!(left(&[hours(1, date(2026, 1, 1), 0)]), Some(0));
        assert_eq!(left(&[hours(1, date(2026, 11, 1), 40)]), Some(0));
        let two = [hours(1, date(2026, 1, 1), 40), hours(2, date(2026, 10, 20), 5)];
        assert_eq!(left(&two), Some(25 * 3_600));
        assert_eq!(rostered_seconds(&two, until, from, weekday), Some(0));
    }
}
