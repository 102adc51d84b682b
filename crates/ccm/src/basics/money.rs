//! Money is whole cents. Rates and RVUs are decimals, rounded once, at the fee (PAY-01).

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

/// An amount of US dollars in whole cents; negative where money goes back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cents(pub i64);

impl Cents {
    /// The largest amount that can be true: what the formats of payers have digits for. Sums of so many stay within reach.
    pub const MOST: Self = Self(999_999_999_999);

    pub fn can_be_true(self) -> bool {
        (-Self::MOST.0..=Self::MOST.0).contains(&self.0)
    }

    /// Half up to the cent, as PAY-01 asks. `None` when the amount does not fit.
    pub fn round_half_up(dollars: Decimal) -> Option<Self> {
        let cents = dollars.checked_mul(Decimal::ONE_HUNDRED)?;
        let whole = cents.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
        i64::try_from(whole).ok().map(Self)
    }

    /// Dollars as a whole number of the decimal place `scale`, half up to the cent (PAY-01). `None` when the amount
    /// does not fit.
    pub fn of_mantissa(mantissa: i128, scale: u32) -> Option<Self> {
        let Some(places) = scale.checked_sub(2) else {
            return i64::try_from(mantissa.checked_mul(10i128.checked_pow(2 - scale)?)?).ok().map(Self);
        };
        let unit = 10i128.checked_pow(places)?;
        let half = if mantissa < 0 { -(unit / 2) } else { unit / 2 };
        let rounded = mantissa.checked_add(half)?;
        // Any fee fits into half the width, and divides many times faster there.
        match (i64::try_from(rounded), i64::try_from(unit)) {
            (Ok(rounded), Ok(unit)) => Some(Self(rounded / unit)),
            _ => i64::try_from(rounded / unit).ok().map(Self),
        }
    }

    /// This amount, a whole number of times. `None` on overflow.
    pub fn times(self, count: u32) -> Option<Self> {
        self.0.checked_mul(i64::from(count)).map(Self)
    }

    /// So many hundredths of it, half up to the cent. `None` on overflow.
    pub fn percent(self, percent: u32) -> Option<Self> {
        let hundredths = i128::from(self.0) * i128::from(percent);
        let half = if hundredths < 0 { -50 } else { 50 };
        i64::try_from((hundredths + half) / 100).ok().map(Self)
    }

    /// The sum, or `None` on overflow.
    pub fn sum(amounts: impl IntoIterator<Item = Self>) -> Option<Self> {
        amounts.into_iter().try_fold(Self(0), |total, amount| total.0.checked_add(amount.0).map(Self))
    }

    /// Reads `66`, `66.5`, `66.13`; at most two decimals, no sign but a leading minus.
    pub fn parse(text: &str) -> Option<Self> {
        let decimal: Decimal = text.parse().ok()?;
        (decimal.scale() <= 2 && text.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b'-'))
            .then(|| Self::round_half_up(decimal))?
    }
}

/// Dollars and two decimals: `66.13`.
impl std::fmt::Display for Cents {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        write!(f, "{sign}{}.{:02}", self.0.unsigned_abs() / 100, self.0.unsigned_abs() % 100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_half_up_once() {
        let of = |text: &str| Cents::round_half_up(text.parse().unwrap()).unwrap();
        assert_eq!(of("66.125"), Cents(6613));
        assert_eq!(of("66.1249999"), Cents(6612));
        assert_eq!(Cents::parse("66.5"), Some(Cents(6650)));
        assert_eq!(Cents::parse("66.501"), None);
        assert_eq!(Cents::parse("1e2"), None);
        assert_eq!(Cents(-5).to_string(), "-0.05");
    }
}
