//! Time: [`Timestamp`] for instants, civil [`Date`] for days, [`ServiceMonth`] for months.
//! A month belongs to the practice's time zone (ENG-03); `now` is always an argument.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use jiff::Timestamp;
pub use jiff::civil::Date;
pub use jiff::tz::TimeZone;

/// A calendar month of service: `2026-03`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ServiceMonth {
    first: Date,
    last: Date,
}

impl ServiceMonth {
    /// `None` when the month is not 1 to 12 or the year not 1 to 9999.
    pub fn new(year: i16, month: i8) -> Option<Self> {
        (year >= 1).then(|| Date::new(year, month, 1).ok()).flatten().map(Self::of)
    }

    /// The month in which a day lies.
    pub fn of(day: Date) -> Self {
        Self { first: day.first_of_month(), last: day.last_of_month() }
    }

    pub fn first_day(self) -> Date {
        self.first
    }

    pub fn last_day(self) -> Date {
        self.last
    }

    pub fn covers(self, day: Date) -> bool {
        self.first_day() <= day && day <= self.last_day()
    }

    pub fn year(self) -> i16 {
        self.first.year()
    }

    /// The month after; saturates at the end of time.
    pub fn next(self) -> Self {
        self.last_day().tomorrow().map_or(self, Self::of)
    }

    pub fn previous(self) -> Self {
        self.first.yesterday().map_or(self, Self::of)
    }

    /// First instant inside and first instant after the month, in a time zone.
    pub fn bounds(self, zone: &TimeZone) -> (Timestamp, Timestamp) {
        (start_of_day(self.first_day(), zone), start_of_day(self.next().first_day(), zone))
    }
}

impl std::fmt::Display for ServiceMonth {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}", self.first.year(), self.first.month())
    }
}

impl std::str::FromStr for ServiceMonth {
    type Err = DateError;
    fn from_str(text: &str) -> Result<Self, DateError> {
        let read = || {
            let (year, month) = text.split_once('-')?;
            let digits = |part: &str, len| part.len() == len && part.bytes().all(|b| b.is_ascii_digit());
            (digits(year, 4) && digits(month, 2)).then_some(())?;
            Self::new(year.parse().ok()?, month.parse().ok()?)
        };
        read().ok_or(DateError("a month of the form 2026-03"))
    }
}

/// So many calendar months later, earlier where negative. A day that the month does not have is its last: from
/// 29 February back to 28 February. `None` beyond the calendar's ends.
pub fn months_later(day: Date, months: i64) -> Option<Date> {
    let count = i64::from(day.year()) * 12 + i64::from(day.month()) - 1;
    let count = count.checked_add(months)?;
    let (year, month) =
        (i16::try_from(count.div_euclid(12)).ok()?, i8::try_from(count.rem_euclid(12)).ok()? + 1);
    let last = Date::new(year, month, 1).ok()?.last_of_month();
    Date::new(year, month, day.day().min(last.day())).ok()
}

/// The text is not what was expected.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} is expected")]
pub struct DateError(pub &'static str);

/// First instant of a day in a zone. A skipped midnight is the first instant that exists.
pub fn start_of_day(day: Date, zone: &TimeZone) -> Timestamp {
    zone.to_zoned(day.to_datetime(jiff::civil::Time::midnight()))
        .and_then(|start| start.start_of_day())
        .map_or(if day.year() < 0 { Timestamp::MIN } else { Timestamp::MAX }, |start| start.timestamp())
}

/// A moment that may be known only to the day: `2026-03-05`, or `2026-03-05T12:00:00Z`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Moment {
    /// The clock time is not known.
    Day(Date),
    Instant(Timestamp),
}

impl Moment {
    pub fn day(self, zone: &TimeZone) -> Date {
        match self {
            Self::Day(day) => day,
            Self::Instant(at) => zone.to_datetime(at).date(),
        }
    }

    /// The instant; for a day, its first instant.
    pub fn earliest(self, zone: &TimeZone) -> Timestamp {
        match self {
            Self::Day(day) => start_of_day(day, zone),
            Self::Instant(at) => at,
        }
    }

    /// The instant; for a day, the first instant after it.
    pub fn latest(self, zone: &TimeZone) -> Timestamp {
        match self {
            Self::Day(day) => day.tomorrow().map_or(Timestamp::MAX, |next| start_of_day(next, zone)),
            Self::Instant(at) => at,
        }
    }

    /// Reads a date, an instant with an offset, or a local date and time in `zone`.
    /// A local time that occurs twice is the earlier instant, one that is skipped keeps the offset
    /// from before the change (ENG-04).
    pub fn parse(text: &str, zone: &TimeZone) -> Result<Self, DateError> {
        let wrong = DateError("a date, or an instant of the form 2026-03-05T12:00");
        if let Ok(at) = text.parse::<Timestamp>() {
            return Ok(Self::Instant(at));
        }
        if text.contains('T') {
            let local: jiff::civil::DateTime = text.parse().map_err(|_| wrong.clone())?;
            return local_instant(local, zone).map(Self::Instant).ok_or(wrong);
        }
        text.parse().map(Self::Day).map_err(|_| wrong)
    }
}

/// The instant of a local time: the earlier of two, and with the offset from before a gap (ENG-04).
pub fn local_instant(local: jiff::civil::DateTime, zone: &TimeZone) -> Option<Timestamp> {
    let ambiguous = zone.to_ambiguous_timestamp(local);
    match ambiguous.offset() {
        jiff::tz::AmbiguousOffset::Unambiguous { offset } => offset.to_timestamp(local),
        jiff::tz::AmbiguousOffset::Fold { before, .. } | jiff::tz::AmbiguousOffset::Gap { before, .. } => {
            before.to_timestamp(local)
        }
    }
    .ok()
}

impl std::fmt::Display for Moment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Day(day) => write!(f, "{day}"),
            Self::Instant(at) => write!(f, "{at}"),
        }
    }
}

impl std::str::FromStr for Moment {
    type Err = DateError;
    fn from_str(text: &str) -> Result<Self, DateError> {
        match text.parse::<Timestamp>() {
            Ok(at) => Ok(Self::Instant(at)),
            Err(_) => {
                text.parse().map(Self::Day).map_err(|_| DateError("a date, or an instant with its offset"))
            }
        }
    }
}

/// The IANA name of a time zone that exists: `America/Chicago`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ZoneName(std::sync::Arc<str>);

impl ZoneName {
    pub fn zone(&self) -> TimeZone {
        // Checked when the name was read.
        TimeZone::get(&self.0).unwrap_or(TimeZone::UTC)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::str::FromStr for ZoneName {
    type Err = DateError;
    fn from_str(text: &str) -> Result<Self, DateError> {
        TimeZone::get(text)
            .map(|_| Self(text.into()))
            .map_err(|_| DateError("an IANA time zone such as America/Chicago"))
    }
}

impl std::fmt::Display for ZoneName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

macro_rules! as_text {
    ($($name:ident)*) => {$(
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.collect_str(self)
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(from)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    )*};
}
as_text!(ServiceMonth Moment ZoneName);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_knows_its_edges() {
        let february: ServiceMonth = "2028-02".parse().unwrap();
        assert_eq!(february.last_day().to_string(), "2028-02-29");
        assert_eq!(february.next().to_string(), "2028-03");
        assert!("2028-13".parse::<ServiceMonth>().is_err());
        assert!("28-1".parse::<ServiceMonth>().is_err());
    }

    #[test]
    fn months_later_are_those_of_the_calendar() {
        for first in ["2024-01-31", "2024-02-29", "2025-12-01", "-009999-01-01", "9999-12-31"] {
            let day: Date = first.parse().unwrap();
            for months in [-300_000, -240_000, -25, -12, -1, 0, 1, 2, 11, 12, 1_200, 240_000, i64::MAX] {
                let span = jiff::Span::new().try_months(months);
                let known = span.ok().and_then(|span| day.checked_add(span).ok());
                assert_eq!(months_later(day, months), known, "{day} {months}");
            }
        }
    }

    #[test]
    fn the_hour_that_repeats_is_the_earlier_one() {
        let zone = TimeZone::get("America/Chicago").unwrap();
        let at = |text| Moment::parse(text, &zone).unwrap().to_string();
        assert_eq!(at("2026-11-01T01:30"), "2026-11-01T06:30:00Z");
        assert_eq!(at("2026-03-08T02:30"), "2026-03-08T08:30:00Z");
        assert_eq!(at("2026-03-08"), "2026-03-08");
    }
}
