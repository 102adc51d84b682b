//! Numbers of the right shape for people who do not exist.

/// A National Provider Identifier with its check digit.
pub fn npi(number: u32) -> String {
    let nine = format!("1{:08}", number % 100_000_000);
    // Luhn from the right, the check digit's own place left out; the issuer's prefix adds 24.
    let sum = nine.bytes().rev().enumerate().fold(24, |sum, (place, byte)| {
        let digit = u32::from(byte - b'0') * if place % 2 == 0 { 2 } else { 1 };
        sum + digit / 10 + digit % 10
    });
    format!("{nine}{}", (10 - sum % 10) % 10)
}

/// A Medicare Beneficiary Identifier; different for different numbers below 500 million.
pub fn mbi(number: u64) -> String {
    const LETTERS: &[u8; 20] = b"ACDEFGHJKMNPQRTUVWXY";
    let mut rest = number;
    let mut take = |choices: u64| {
        let taken = rest % choices;
        rest /= choices;
        taken as usize
    };
    let shape = b"1A0NA0NAANN";
    let letters = shape.iter().rev().map(|place| match place {
        b'N' => char::from(b'0' + take(10) as u8),
        b'A' => char::from(LETTERS[take(20)]),
        fixed => char::from(*fixed),
    });
    letters.collect::<Vec<_>>().into_iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn numbers_are_of_their_shape_and_differ() {
        let mbis: HashSet<String> = (0..5_000).map(|number| mbi(number * 99_991)).collect();
        assert_eq!(mbis.len(), 5_000);
        assert!(mbis.iter().all(|mbi| mbi.parse::<ccm::basics::Mbi>().is_ok()));
        assert!((0..5_000).all(|number| npi(number).parse::<ccm::basics::Npi>().is_ok()));
    }
}
