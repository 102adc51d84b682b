//! Values out of segments that others wrote. What cannot be taken is noted and is `None`; what need not be there is
//! an `Option` inside.

use crate::problem::{Problems, Reason};
use crate::text::{Code, Date8, Money, Quantity, Text, Time4, Told, Unsendable, Words, whole};
use crate::tokenizer::Indexed;

/// A day, or the first and the last of several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    pub first: Date8,
    pub last: Date8,
}

impl Period {
    pub fn day(day: Date8) -> Self {
        Self { first: day, last: day }
    }

    /// In the form that DTP02 names: `D8` or `RD8`.
    pub(crate) fn parse(format: &[u8], bytes: &[u8]) -> Option<Self> {
        match format {
            b"D8" => Date8::parse(bytes).map(Self::day),
            b"RD8" => {
                let (first, last) = bytes.split_at_checked(8)?;
                let (first, last) = (Date8::parse(first)?, Date8::parse(last.strip_prefix(b"-")?)?);
                (first <= last).then_some(Self { first, last })
            }
            _ => None,
        }
    }
}

const A_DAY: &str = "a day, as YYYYMMDD";

impl Problems {
    /// The value of `read`, or that it must be `what`.
    pub fn value<T>(
        &mut self,
        s: &Indexed<'_>,
        n: usize,
        what: &'static str,
        read: impl FnOnce(&[u8]) -> Option<T>,
    ) -> Option<T> {
        let value = read(s.get(n));
        if value.is_none() {
            let reason = if s.get(n).is_empty() { Reason::Required } else { Reason::Expected(what) };
            self.note(s, n, 0, reason);
        }
        value
    }

    /// The same for what need not be there: `None` only for what is there and wrong.
    pub fn value_if<T>(
        &mut self,
        s: &Indexed<'_>,
        n: usize,
        what: &'static str,
        read: impl FnOnce(&[u8]) -> Option<T>,
    ) -> Option<Option<T>> {
        if s.get(n).is_empty() { Some(None) } else { self.value(s, n, what, read).map(Some) }
    }

    fn sendable<T>(&mut self, s: &Indexed<'_>, n: usize, value: Result<T, Unsendable>) -> Option<T> {
        let reason = match value {
            Ok(value) => return Some(value),
            Err(Unsendable::Empty) => Reason::Required,
            Err(Unsendable::TooLong { most }) => Reason::Length { least: 1, most },
            Err(why) => Reason::Unsendable(why),
        };
        self.note(s, n, 0, reason);
        None
    }

    pub fn fixed(&mut self, s: &Indexed<'_>, n: usize, value: &'static str) {
        if s.get(n) != value.as_bytes() {
            let reason = if s.get(n).is_empty() { Reason::Required } else { Reason::Expected(value) };
            self.note(s, n, 0, reason);
        }
    }

    /// A code from a list.
    pub fn code<const N: usize>(&mut self, s: &Indexed<'_>, n: usize) -> Option<Code<N>> {
        let raw = s.get(n);
        let code = Code::exact(raw).or_else(|_| Code::exact(&raw.trim_ascii().to_ascii_uppercase()));
        self.sendable(s, n, code)
    }

    pub fn code_if<const N: usize>(&mut self, s: &Indexed<'_>, n: usize) -> Option<Option<Code<N>>> {
        if s.get(n).is_empty() { Some(None) } else { self.code(s, n).map(Some) }
    }

    /// An identifier, as it stands.
    pub fn told<const N: usize>(&mut self, s: &Indexed<'_>, n: usize) -> Option<Told<N>> {
        self.sendable(s, n, Told::new(s.get(n)))
    }

    pub fn told_if<const N: usize>(&mut self, s: &Indexed<'_>, n: usize) -> Option<Option<Told<N>>> {
        if s.get(n).is_empty() { Some(None) } else { self.told(s, n).map(Some) }
    }

    pub fn date(&mut self, s: &Indexed<'_>, n: usize) -> Option<Date8> {
        self.value(s, n, A_DAY, Date8::parse)
    }

    pub fn date_if(&mut self, s: &Indexed<'_>, n: usize) -> Option<Option<Date8>> {
        self.value_if(s, n, A_DAY, Date8::parse)
    }

    /// Elements 2 and 3 of a DTP.
    pub fn period(&mut self, s: &Indexed<'_>) -> Option<Period> {
        self.value(
            s,
            3,
            "one or two days of the calendar, in the form that the element before names",
            |bytes| Period::parse(s.get(2), bytes),
        )
    }

    /// A time of day; what stands behind the minutes is left out.
    pub fn time(&mut self, s: &Indexed<'_>, n: usize) -> Option<Time4> {
        self.value(s, n, "a time of day, as HHMM", minute)
    }

    pub fn money(&mut self, s: &Indexed<'_>, n: usize) -> Option<Money> {
        let bytes = s.get(n);
        let money = Money::parse(bytes);
        if money.is_none() && is_large(bytes) {
            self.note(s, n, 0, Reason::TooLarge);
            return None;
        }
        self.value(s, n, "an amount of money", |_| money)
    }

    pub fn money_if(&mut self, s: &Indexed<'_>, n: usize) -> Option<Option<Money>> {
        if s.get(n).is_empty() { Some(None) } else { self.money(s, n).map(Some) }
    }

    pub fn quantity_if(&mut self, s: &Indexed<'_>, n: usize) -> Option<Option<Quantity>> {
        self.value_if(s, n, "a number", Quantity::parse)
    }

    pub fn count(&mut self, s: &Indexed<'_>, n: usize) -> Option<u64> {
        self.value(s, n, "a whole number", |bytes| whole(bytes).filter(|count| *count <= MOST_COUNT))
    }
}

/// More than any element that counts has digits for.
const MOST_COUNT: u64 = 999_999_999_999_999;

/// HHMM, of what may be longer.
pub(crate) fn minute(bytes: &[u8]) -> Option<Time4> {
    let (minute, rest) = bytes.split_at_checked(4)?;
    let are_digits = rest.len() <= 4 && rest.iter().all(u8::is_ascii_digit);
    Time4::parse(minute).filter(|_| are_digits)
}

/// A number as it should be, with more digits than fit.
fn is_large(bytes: &[u8]) -> bool {
    let digits = bytes.strip_prefix(b"-").unwrap_or(bytes);
    let dollars = digits.split(|byte| *byte == b'.').next().unwrap_or_default();
    dollars.len() > 16 && dollars.iter().all(u8::is_ascii_digit)
}

/// Words for people, cleaned and cut as ours are; nothing where nothing is left.
pub(crate) fn text<const N: usize>(s: &Indexed<'_>, n: usize) -> Option<Text<N>> {
    match std::str::from_utf8(s.get(n)) {
        Ok(raw) => Text::optional(raw),
        Err(_) => Text::optional(&String::from_utf8_lossy(s.get(n))),
    }
}

/// Words as they stand.
pub(crate) fn words(s: &Indexed<'_>, n: usize) -> Option<Words> {
    Words::new(s.get(n))
}
