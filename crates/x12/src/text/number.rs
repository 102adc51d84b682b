//! Numbers as X12 writes them: `R` decimals, plain integers, control numbers.

use super::element::Unsendable;

/// What is asked for a service, in whole cents: from 0 to 99,999,999.99 dollars, the most that
/// an `R` element of ten digits holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Charge(u64);

impl Charge {
    const MOST_CENTS: u64 = 9_999_999_999;

    /// # Errors
    /// [`Unsendable::Amount`] for negative and for too large amounts.
    pub fn from_cents(cents: i64) -> Result<Self, Unsendable> {
        let cents = u64::try_from(cents).map_err(|_| Unsendable::Amount)?;
        if cents > Self::MOST_CENTS { Err(Unsendable::Amount) } else { Ok(Self(cents)) }
    }

    pub fn cents(self) -> u64 {
        self.0
    }
}

/// The number of an envelope: 1 to 999,999,999, given out by the sender and used once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ControlNumber(u32);

impl ControlNumber {
    /// `None` out of range.
    pub fn new(number: u32) -> Option<Self> {
        (1..=999_999_999).contains(&number).then_some(Self(number))
    }

    /// Reads 1 to 9 digits, leading zeros allowed.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        if bytes.len() > 9 {
            return None;
        }
        whole(bytes).and_then(|number| Self::new(u32::try_from(number).ok()?))
    }

    pub fn get(self) -> u32 {
        self.0
    }

    /// With leading zeros to `W` digits; the last `W` digits if it has more.
    pub(crate) fn padded<const W: usize>(self) -> [u8; W] {
        let mut digits = [b'0'; W];
        let mut rest = self.0;
        for digit in digits.iter_mut().rev() {
            *digit = b'0' + (rest % 10) as u8;
            rest /= 10;
        }
        digits
    }
}

/// Cents in the `R` form: `162.5`, `66`, `0.05`, `-1`. No zeros at the end, no separators.
pub fn money(cents: i64) -> String {
    let mut buffer = [0; MONEY_ROOM];
    let length = put_money(&mut buffer, cents.unsigned_abs());
    let sign = if cents < 0 { "-" } else { "" };
    format!("{sign}{}", String::from_utf8_lossy(&buffer[..length]))
}

/// Cents of an `R` amount. `None` for what is not one, or has more than two decimals.
pub fn money_cents(bytes: &[u8]) -> Option<i64> {
    let (negative, bytes) = match bytes.strip_prefix(b"-") {
        Some(rest) => (true, rest),
        None => (false, bytes),
    };
    let point = memchr::memchr(b'.', bytes);
    let dollars = match &bytes[..point.unwrap_or(bytes.len())] {
        b"" if point.is_some() => 0,
        dollars => whole(dollars)?,
    };
    let cents = match point.map(|point| &bytes[point + 1..]) {
        None => 0,
        Some(tenths @ [_]) => whole(tenths)? * 10,
        Some(cents @ [_, _]) => whole(cents)?,
        Some(_) => return None,
    };
    let amount = i64::try_from(dollars.checked_mul(100)?.checked_add(cents)?).ok()?;
    Some(if negative { -amount } else { amount })
}

/// An unsigned number of digits only.
pub(crate) fn whole(bytes: &[u8]) -> Option<u64> {
    if bytes.is_empty() {
        return None;
    }
    bytes.iter().try_fold(0u64, |sum, byte| {
        let digit = byte.is_ascii_digit().then(|| u64::from(byte - b'0'))?;
        sum.checked_mul(10)?.checked_add(digit)
    })
}

/// Bytes that [`put_money`] may need: twenty digits, a point and two more.
pub(crate) const MONEY_ROOM: usize = 23;

/// Writes cents in the `R` form at the start of `into`; gives the length.
/// `into` must have [`MONEY_ROOM`].
pub(crate) fn put_money(into: &mut [u8], cents: u64) -> usize {
    let length = put_number(into, cents / 100);
    let [tens, ones] = PAIRS[(cents % 100) as usize];
    match (tens, ones) {
        (b'0', b'0') => length,
        (tens, b'0') => {
            into[length..length + 2].copy_from_slice(&[b'.', tens]);
            length + 2
        }
        (tens, ones) => {
            into[length..length + 3].copy_from_slice(&[b'.', tens, ones]);
            length + 3
        }
    }
}

/// Writes a number at the start of `into`; gives the length, at most 20.
pub(crate) fn put_number(into: &mut [u8], mut number: u64) -> usize {
    if number < 10 {
        into[0] = b'0' + number as u8;
        return 1;
    }
    let length = number.ilog10() as usize + 1;
    let mut at = length;
    while number >= 10 {
        at -= 2;
        into[at..at + 2].copy_from_slice(&PAIRS[(number % 100) as usize]);
        number /= 100;
    }
    if at == 1 {
        into[0] = b'0' + number as u8;
    }
    length
}

/// `00` to `99`: two digits for one division.
const PAIRS: [[u8; 2]; 100] = {
    let mut pairs = [[0; 2]; 100];
    let mut n = 0;
    while n < 100 {
        pairs[n] = [b'0' + (n / 10) as u8, b'0' + (n % 10) as u8];
        n += 1;
    }
    pairs
};

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn money_has_no_zeros_at_its_end() {
        for (cents, text) in [
            (16250, "162.5"),
            (6600, "66"),
            (5, "0.05"),
            (0, "0"),
            (10, "0.1"),
            (9_999_999_999, "99999999.99"),
            (-100, "-1"),
            (i64::MIN, "-92233720368547758.08"),
        ] {
            assert_eq!(money(cents), text);
        }
        for bad in ["", "-", ".", "1.", "1.234", "1,000", "+1", "1e3", "99999999999999999999"] {
            assert_eq!(money_cents(bad.as_bytes()), None, "{bad}");
        }
        assert_eq!(money_cents(b"66.50"), Some(6650));
        assert_eq!(money_cents(b".5"), Some(50));
    }

    #[test]
    fn charges_and_control_numbers_have_ends() {
        assert_eq!(Charge::from_cents(-1), Err(Unsendable::Amount));
        assert_eq!(Charge::from_cents(10_000_000_000), Err(Unsendable::Amount));
        assert_eq!(ControlNumber::new(0), None);
        assert_eq!(ControlNumber::parse(b"1000000000"), None);
        assert_eq!(ControlNumber::new(101).unwrap().padded::<9>(), *b"000000101");
    }

    proptest! {
        #[test]
        fn numbers_are_written_as_the_standard_library_does(number in any::<u64>(), shift in 0..64u32) {
            let number = number >> shift;
            let mut buffer = [0; MONEY_ROOM];
            let length = put_number(&mut buffer, number);
            prop_assert_eq!(buffer[..length].to_vec(), number.to_string().into_bytes());
        }

        #[test]
        fn money_comes_back(cents in (i64::MIN + 1)..) {
            prop_assert_eq!(money_cents(money(cents).as_bytes()), Some(cents));
        }
    }
}
