//! Days and times of day, as their digits. What day it is, others know.

/// A day of the Gregorian calendar as `D8` writes it: `20261031`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date8(pub(crate) [u8; 8]);

impl Date8 {
    /// `None` for a day that the calendar lacks, and for years before 1 or after 9999.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        let (year, month, day) =
            (u16::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?);
        let exists = (1..=9999).contains(&year) && (1..=days_in(year, month)).contains(&day);
        if !exists {
            return None;
        }
        let [hundreds, years] = [two(year / 100), two(year % 100)];
        let [months, days] = [two(month.into()), two(day.into())];
        Some(Self([hundreds[0], hundreds[1], years[0], years[1], months[0], months[1], days[0], days[1]]))
    }

    /// Reads exactly eight digits that are a day.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let digits: [u8; 8] = bytes.try_into().ok()?;
        if !digits.iter().all(u8::is_ascii_digit) {
            return None;
        }
        let read = Self(digits);
        Self::new(read.year(), read.month(), read.day())
    }

    pub fn year(self) -> i16 {
        self.pair(0) * 100 + self.pair(2)
    }

    pub fn month(self) -> i8 {
        self.pair(4) as i8
    }

    pub fn day(self) -> i8 {
        self.pair(6) as i8
    }

    pub fn as_str(&self) -> &str {
        // Digits are ASCII, so this never falls back.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The six digits of the ISA, which has no century.
    pub(crate) fn short(self) -> [u8; 6] {
        let [_, _, short @ ..] = self.0;
        short
    }

    fn pair(self, at: usize) -> i16 {
        i16::from(self.0[at] - b'0') * 10 + i16::from(self.0[at + 1] - b'0')
    }
}

/// Some are birth dates, so none shows itself.
impl std::fmt::Debug for Date8 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Date8(..)")
    }
}

fn days_in(year: u16, month: u8) -> u8 {
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap => 29,
        2 => 28,
        1..=12 => 31,
        _ => 0,
    }
}

fn two(number: u16) -> [u8; 2] {
    [b'0' + (number / 10 % 10) as u8, b'0' + (number % 10) as u8]
}

/// A minute of the day: `0915`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time4(pub(crate) [u8; 4]);

impl Time4 {
    /// `None` outside 00:00 to 23:59.
    pub fn new(hour: i8, minute: i8) -> Option<Self> {
        let exists = (0..24).contains(&hour) && (0..60).contains(&minute);
        let ([h, hh], [m, mm]) = (two(hour.unsigned_abs().into()), two(minute.unsigned_abs().into()));
        exists.then_some(Self([h, hh, m, mm]))
    }

    /// Reads exactly four digits that are a time.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let digits: [u8; 4] = bytes.try_into().ok()?;
        let [h, hh, m, mm] = digits;
        let are_digits = digits.iter().all(u8::is_ascii_digit);
        let exists = are_digits && (h, hh) < (b'2', b'4') && (m, mm) < (b'6', b'0');
        exists.then_some(Self(digits))
    }

    pub fn hour(self) -> i8 {
        self.pair(0)
    }

    pub fn minute(self) -> i8 {
        self.pair(2)
    }

    fn pair(self, at: usize) -> i8 {
        (self.0[at] - b'0') as i8 * 10 + (self.0[at + 1] - b'0') as i8
    }
}

/// When an interchange was made, by its sender's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    pub date: Date8,
    pub time: Time4,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_days_of_the_calendar() {
        assert_eq!(Date8::new(2026, 10, 31).unwrap().as_str(), "20261031");
        assert!(Date8::parse(b"20240229").is_some() && Date8::parse(b"20000229").is_some());
        for bad in
            ["20230229", "21000229", "20261131", "20261301", "20260100", "2026103", "2026103x", "00000101"]
        {
            assert_eq!(Date8::parse(bad.as_bytes()), None, "{bad}");
        }
        let day = Date8::parse(b"19480317").unwrap();
        assert_eq!((day.year(), day.month(), day.day()), (1948, 3, 17));
    }

    #[test]
    fn only_minutes_of_the_day() {
        assert_eq!(Time4::new(9, 15), Time4::parse(b"0915"));
        assert!(Time4::new(0, 0).is_some() && Time4::parse(b"2359").is_some());
        for bad in ["2400", "0960", "091", "09:5", "9999"] {
            assert_eq!(Time4::parse(bad.as_bytes()), None, "{bad}");
        }
        assert_eq!(Time4::new(-1, 0), None);
    }
}
