//! Numbers as payers tell them: money with a sign, and quantities with decimals.

use super::number::{money_cents, whole};
use std::fmt;

/// An amount as a payer tells it, in whole cents; taken back where it is negative. Within what the eighteen digits
/// of an `R` element hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Money(i64);

impl Money {
    pub const ZERO: Self = Self(0);
    /// 10^18 cents are more than eighteen digits can say.
    const MOST_CENTS: u64 = 999_999_999_999_999_999;

    /// `None` for more than eighteen digits.
    pub fn from_cents(cents: i64) -> Option<Self> {
        (cents.unsigned_abs() <= Self::MOST_CENTS).then_some(Self(cents))
    }

    /// Reads an `R` amount. `None` for what is not one, has more than two decimals, or is too large.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        Self::from_cents(money_cents(bytes)?)
    }

    pub fn cents(self) -> i64 {
        self.0
    }
}

/// What amounts come to. No number of amounts that a file can hold is too large for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Sum(i128);

impl Sum {
    pub fn add(&mut self, money: Money) {
        self.0 += i128::from(money.0);
    }

    pub fn take(&mut self, other: Self) {
        self.0 += other.0;
    }

    pub fn take_away(&mut self, other: Self) {
        self.0 -= other.0;
    }

    pub fn is(self, money: Money) -> bool {
        self.0 == i128::from(money.0)
    }

    /// For people to read: the nearest that fits.
    pub fn cents(self) -> i64 {
        i64::try_from(self.0).unwrap_or(if self.0 < 0 { i64::MIN } else { i64::MAX })
    }
}

/// A decimal number that is no money: units, days, a part of one. Exact, and without zeros at its end.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Quantity {
    digits: i64,
    decimals: u8,
}

impl Quantity {
    /// Reads an `R` number of at most fifteen digits.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let (sign, bytes) = match bytes.strip_prefix(b"-") {
            Some(rest) => (-1, rest),
            None => (1, bytes),
        };
        let point = bytes.iter().position(|byte| *byte == b'.').unwrap_or(bytes.len());
        let (before, after) = (&bytes[..point], bytes.get(point + 1..));
        let after = match after {
            Some([]) => return None,
            Some(after) => {
                &after[..after.iter().rposition(|digit| *digit != b'0').map_or(0, |last| last + 1)]
            }
            None => b"",
        };
        let is_bare = before.is_empty() && point == bytes.len();
        if is_bare || before.len() + after.len() > 15 {
            return None;
        }
        let number = |digits: &[u8]| if digits.is_empty() { Some(0) } else { whole(digits) };
        let scale = 10_u64.pow(u32::try_from(after.len()).ok()?);
        let digits = number(before)?.checked_mul(scale)?.checked_add(number(after)?)?;
        Some(Self { digits: sign * i64::try_from(digits).ok()?, decimals: u8::try_from(after.len()).ok()? })
    }

    /// `None` where it has a fraction.
    pub fn whole(self) -> Option<i64> {
        (self.decimals == 0).then_some(self.digits)
    }

    /// All its digits, and how many of them stand behind the point: 10.5 is 105 and 1.
    pub fn parts(self) -> (i64, u8) {
        (self.digits, self.decimals)
    }
}

impl fmt::Debug for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.decimals == 0 {
            return write!(f, "{}", self.digits);
        }
        let scale = 10_u64.pow(self.decimals.into());
        let (sign, digits) = (if self.digits < 0 { "-" } else { "" }, self.digits.unsigned_abs());
        let decimals = usize::from(self.decimals);
        write!(f, "{sign}{}.{:0decimals$}", digits / scale, digits % scale)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_have_a_sign_and_an_end() {
        for (text, cents) in [
            ("150000.00", Some(15_000_000)),
            ("-0.5", Some(-50)),
            ("9999999999999999.99", Some(999_999_999_999_999_999)),
            ("10000000000000000", None),
            ("99999999999999999999", None),
            ("1.005", None),
            ("", None),
        ] {
            assert_eq!(Money::parse(text.as_bytes()).map(Money::cents), cents, "{text}");
        }
        let mut sum = Sum::default();
        for _ in 0..100 {
            sum.add(Money(999_999_999_999_999_999));
        }
        assert_eq!(sum.cents(), i64::MAX);
        sum.take_away(sum);
        assert!(sum.is(Money::ZERO));
    }

    #[test]
    fn quantities_are_exact() {
        for (text, read) in [
            ("2", Some("2")),
            ("10.50", Some("10.5")),
            ("1.00", Some("1")),
            (".25", Some("0.25")),
            ("-3.04", Some("-3.04")),
            ("-0.5", Some("-0.5")),
            ("1234567890123456", None),
            ("1.", None),
            (".", None),
            ("-", None),
            ("", None),
            ("1e3", None),
        ] {
            let found = Quantity::parse(text.as_bytes()).map(|quantity| quantity.to_string());
            assert_eq!(found.as_deref(), read, "{text}");
        }
        assert_eq!(Quantity::parse(b"2.0").and_then(Quantity::whole), Some(2));
        assert_eq!(Quantity::parse(b"2.5").map(|q| (q.whole(), q.parts())), Some((None, (25, 1))));
    }
}
