//! Whole cents, and how X12 spells them (interop.md §1): no trailing zeros, no thousands separator.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub};

/// An amount of money in whole cents; may be negative.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cents(pub i64);

impl Cents {
    pub const ZERO: Self = Self(0);

    /// An X12 `R` with at most two decimals, of at most nine digits; `None` for anything else.
    pub fn read(text: &str) -> Option<Self> {
        let (is_negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let are_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let has_some = !whole.is_empty() || !fraction.is_empty();
        if !has_some || whole.len() > 9 || fraction.len() > 2 || !are_digits(whole) || !are_digits(fraction) {
            return None;
        }
        let whole: i64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
        let fraction: i64 = format!("{fraction:0<2}").parse().ok()?;
        let cents = whole * 100 + fraction;
        Some(Self(if is_negative { -cents } else { cents }))
    }

    /// So many hundredths of it, rounded half up; of what is not negative.
    pub fn percent(self, share: u32) -> Self {
        Self((self.0 * i64::from(share) + 50).div_euclid(100))
    }
}

/// As X12 has it: `162.5`, `66`, `-0.05`.
impl fmt::Display for Cents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, rest) = (self.0.unsigned_abs() / 100, self.0.unsigned_abs() % 100);
        match rest {
            0 => write!(f, "{sign}{whole}"),
            tenths if tenths % 10 == 0 => write!(f, "{sign}{whole}.{}", tenths / 10),
            cents => write!(f, "{sign}{whole}.{cents:02}"),
        }
    }
}

impl Add for Cents {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl AddAssign for Cents {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl Sub for Cents {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl Neg for Cents {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl Sum for Cents {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_spelled_and_read_as_x12_has_them() {
        for (cents, text) in [(0, "0"), (6_600, "66"), (16_250, "162.5"), (5, "0.05"), (-105, "-1.05")] {
            assert_eq!(Cents(cents).to_string(), text);
            assert_eq!(Cents::read(text), Some(Cents(cents)), "{text}");
        }
        for wrong in ["", "-", ".", "1.234", "1,000", "12 ", "1e3", "9999999999", "--1", "+1"] {
            assert_eq!(Cents::read(wrong), None, "{wrong}");
        }
    }
}
