//! Numbers of the shapes that Medicare uses, and plainly nobody's.
//!
//! NPIs carry a right check digit and begin with `1999`; MBIs begin with the letters of the public specimen
//! card, `1EG4-TE`. See interoperability spec §1.

/// The system of the practice's own medical record numbers.
pub const MRN_SYSTEM: &str = "https://larkspur-im.example/fhir/mrn";
pub const MBI_SYSTEM: &str = "http://hl7.org/fhir/sid/us-mbi";
pub const NPI_SYSTEM: &str = "http://hl7.org/fhir/sid/us-npi";

/// The letters an MBI may hold: no S, L, O, I, B, Z, which are mistaken for digits.
const MBI_LETTERS: &[u8; 20] = b"ACDEFGHJKMNPQRTUVWXY";

pub(crate) fn mrn(number: u32) -> String {
    format!("MRN-{number:04}")
}

/// The `number`-th NPI of our own making (0 to 99,999).
pub(crate) fn npi(number: u32) -> String {
    let stem = format!("1999{:05}", number % 100_000);
    let check = (10 - luhn_sum(&stem, true) % 10) % 10;
    format!("{stem}{check}")
}

/// Ten digits, the first 1 or 2, and a Luhn sum (over `80840` and the number) that ends in 0.
pub fn npi_is_valid(npi: &str) -> bool {
    npi.len() == 10
        && npi.bytes().all(|byte| byte.is_ascii_digit())
        && npi.starts_with(['1', '2'])
        && luhn_sum(npi, false).is_multiple_of(10)
}

/// The prefix `80840` adds 24. Without its check digit a number doubles from its last digit, else from the one before.
fn luhn_sum(digits: &str, double_last: bool) -> u32 {
    let mut double = double_last;
    let mut sum = 24;
    for digit in digits.bytes().rev().map(|byte| u32::from(byte - b'0')) {
        sum += if double { digit * 2 / 10 + digit * 2 % 10 } else { digit };
        double = !double;
    }
    sum
}

/// The `number`-th MBI of our own making; the first 400,000 differ.
pub(crate) fn mbi(number: u32) -> String {
    // A multiplier prime to 400,000 scatters neighbors without ever meeting the same value twice.
    let mut rest = (u64::from(number) * 48_271 + 86_413) % 400_000;
    let mut take = |base: u64| {
        let digit = (rest % base) as usize;
        rest /= base;
        digit
    };
    let (a, b, c, d, e) = (take(10), take(20), take(20), take(10), take(10));
    let letter = |at: usize| MBI_LETTERS[at] as char;
    format!("1EG4TE{a}{}{}{d}{e}", letter(b), letter(c))
}

/// Eleven characters: digit 1–9, letter, either, digit, letter, either, digit, letter, letter, digit, digit.
pub fn mbi_has_shape(mbi: &str) -> bool {
    let letter = |byte: u8| MBI_LETTERS.contains(&byte);
    let digit = |byte: u8| byte.is_ascii_digit();
    mbi.len() == 11
        && mbi.bytes().enumerate().all(|(place, byte)| match place {
            0 => digit(byte) && byte != b'0',
            1 | 4 | 7 | 8 => letter(byte),
            2 | 5 => letter(byte) || digit(byte),
            _ => digit(byte),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn npis_carry_a_right_check_digit() {
        for known in ["1234567893", "1900000013", "1987654328"] {
            assert!(npi_is_valid(known), "{known}");
        }
        assert!(!npi_is_valid("1234567894"));
        assert!((0..500).all(|number| npi_is_valid(&npi(number))));
    }

    #[test]
    fn mbis_have_the_shape_and_differ() {
        assert!(mbi_has_shape("1EG4TE5MK73"));
        assert!(!mbi_has_shape("1EG4TE5MS73"));
        let made: std::collections::BTreeSet<_> = (0..20_000).map(mbi).collect();
        assert_eq!(made.len(), 20_000);
        assert!(made.iter().all(|mbi| mbi_has_shape(mbi)));
    }
}
