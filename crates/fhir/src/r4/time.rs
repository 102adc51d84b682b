//! FHIR's `date`, `dateTime` and `instant`, each with the precision it was written in.

use jiff::Timestamp;
use jiff::civil::{self, Date};
use jiff::tz::Offset;

use crate::json::{Reader, Step};
use crate::read::{Element, element};

/// A FHIR `date`: a year, a month or a day. What was not said is not made up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PartialDate {
    Year(i16),
    Month { year: i16, month: i8 },
    Day(Date),
}

impl PartialDate {
    /// The day, if one was given.
    pub fn day(self) -> Option<Date> {
        match self {
            Self::Day(day) => Some(day),
            Self::Year(_) | Self::Month { .. } => None,
        }
    }

    /// The first day it can mean.
    pub fn first(self) -> Date {
        match self {
            Self::Year(year) => civil::date(year, 1, 1),
            Self::Month { year, month } => civil::date(year, month, 1),
            Self::Day(day) => day,
        }
    }

    /// The last day it can mean.
    pub fn last(self) -> Date {
        match self {
            Self::Year(year) => civil::date(year, 12, 31),
            Self::Month { year, month } => civil::date(year, month, 1).last_of_month(),
            Self::Day(day) => day,
        }
    }

    /// Reads `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, years 0001 to 9999.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let year = year(bytes.first_chunk()?)?;
        match bytes[4..] {
            [] => Some(Self::Year(year)),
            [b'-', m1, m2] => {
                let month = two(m1, m2)?;
                (1..=12).contains(&month).then_some(Self::Month { year, month })
            }
            [b'-', m1, m2, b'-', d1, d2] => Date::new(year, two(m1, m2)?, two(d1, d2)?).ok().map(Self::Day),
            _ => None,
        }
    }
}

/// A FHIR `instant`: a moment, and the offset of the clock that showed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Instant {
    pub at: Timestamp,
    pub offset: Offset,
}

impl Instant {
    /// The day on the clock that showed it.
    pub fn local_date(self) -> Date {
        self.offset.to_datetime(self.at).date()
    }

    /// Reads `YYYY-MM-DDThh:mm:ss`, an optional fraction, and `Z` or `±hh:mm`, which is required: a time
    /// without a zone names no moment. A leap second is read as the second before it.
    pub fn parse(text: &str) -> Option<Self> {
        let (date_time, rest) = text.as_bytes().split_first_chunk::<19>()?;
        let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2, b'T', h1, h2, b':', n1, n2, b':', s1, s2] =
            date_time
        else {
            return None;
        };
        let (nanoseconds, zone) = fraction(rest)?;
        let offset = match *zone {
            [b'Z'] => Offset::UTC,
            [sign @ (b'+' | b'-'), h1, h2, b':', m1, m2] => {
                let (hours, minutes) = (two(h1, h2)?, two(m1, m2)?);
                if hours > 14 || minutes > 59 {
                    return None;
                }
                let seconds = i32::from(hours) * 3600 + i32::from(minutes) * 60;
                Offset::from_seconds(if sign == b'-' { -seconds } else { seconds }).ok()?
            }
            _ => return None,
        };
        let second = match two(s1, s2)? {
            60 => 59,
            second => second,
        };
        let local = civil::DateTime::new(
            year(&[y1, y2, y3, y4])?,
            two(m1, m2)?,
            two(d1, d2)?,
            two(h1, h2)?,
            two(n1, n2)?,
            second,
            nanoseconds,
        )
        .ok()?;
        let at = offset.to_timestamp(local).ok()?;
        Some(Self { at, offset })
    }
}

/// A FHIR `dateTime`: a date of any precision, or a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DateTime {
    Date(PartialDate),
    Instant(Instant),
}

impl DateTime {
    /// The date as written, a moment's on the clock that showed it.
    pub fn local_date(self) -> PartialDate {
        match self {
            Self::Date(date) => date,
            Self::Instant(instant) => PartialDate::Day(instant.local_date()),
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        if text.len() > "YYYY-MM-DD".len() {
            Instant::parse(text).map(Self::Instant)
        } else {
            PartialDate::parse(text).map(Self::Date)
        }
    }
}

element! {
    /// From start to end, both included; an open end is absent.
    pub struct Period {
        "start" => start: Option<DateTime>,
        "end" => end: Option<DateTime>,
    }
}

impl<'a> Element<'a> for PartialDate {
    fn read(reader: &mut Reader<'a>) -> Step<Option<Self>> {
        reader.parsed("a date: YYYY, YYYY-MM or YYYY-MM-DD", Self::parse)
    }
}

impl<'a> Element<'a> for Instant {
    fn read(reader: &mut Reader<'a>) -> Step<Option<Self>> {
        reader.parsed("an instant: YYYY-MM-DDThh:mm:ss±hh:mm", Self::parse)
    }
}

impl<'a> Element<'a> for DateTime {
    fn read(reader: &mut Reader<'a>) -> Step<Option<Self>> {
        reader.parsed("a date (YYYY, YYYY-MM, YYYY-MM-DD) or YYYY-MM-DDThh:mm:ss±hh:mm", Self::parse)
    }
}

/// Four digits, not 0000.
fn year(&[y1, y2, y3, y4]: &[u8; 4]) -> Option<i16> {
    let year = i16::from(two(y1, y2)?) * 100 + i16::from(two(y3, y4)?);
    (year > 0).then_some(year)
}

fn two(tens: u8, ones: u8) -> Option<i8> {
    if !tens.is_ascii_digit() || !ones.is_ascii_digit() {
        return None;
    }
    Some(((tens - b'0') * 10 + (ones - b'0')) as i8)
}

/// The nanoseconds of `.123` and what follows; digits finer than that are dropped.
fn fraction(rest: &[u8]) -> Option<(i32, &[u8])> {
    let Some(digits) = rest.strip_prefix(b".") else {
        return Some((0, rest));
    };
    let len = digits.iter().take_while(|b| b.is_ascii_digit()).count();
    if len == 0 {
        return None;
    }
    let nanoseconds = (0..9).fold(0, |sum, i| {
        let digit = if i < len { digits[i] - b'0' } else { 0 };
        sum * 10 + i32::from(digit)
    });
    Some((nanoseconds, &digits[len..]))
}
