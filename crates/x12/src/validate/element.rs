//! Is an element what may stand there?

use crate::guide::{ElementRule, Kind, SegmentRule};
use crate::problem::{Problems, Reason};
use crate::text::{Date8, Unsendable};
use crate::tokenizer::Indexed;

pub(super) fn check(s: &Indexed<'_>, rule: &SegmentRule, component: u8, problems: &mut Problems) {
    // The last element of an ISA is the component separator itself.
    let component = if s.segment().id() == b"ISA" { b'\0' } else { component };
    let mut absent = rule.required & !s.filled();
    while absent != 0 {
        problems.note(s, absent.trailing_zeros() as usize, 0, Reason::Required);
        absent &= absent - 1;
    }
    let mut left = s.filled();
    while left != 0 {
        let n = left.trailing_zeros() as usize;
        left &= left - 1;
        let Some(asked) = rule.elements.get(n - 1) else {
            problems.note(s, n, 0, Reason::Unexpected);
            break;
        };
        if let Kind::Parts(parts) = &asked.kind {
            self::parts(s, n, parts, problems);
        } else if let Some(reason) = wrong(&asked.kind, s.get(n), component, || s.get(n - 1)) {
            problems.note(s, n, 0, reason);
        }
    }
    if !s.is_empty() && s.get(s.len()).is_empty() {
        problems.note(s, s.len(), 0, Reason::Trailing);
    }
    for relation in &rule.relations {
        if let Some(asked) = relation.broken(s.filled()) {
            problems.note(s, relation.first, 0, Reason::Relation(asked));
        }
    }
}

fn parts(s: &Indexed<'_>, n: usize, asked: &[ElementRule], problems: &mut Problems) {
    let mut found = s.components(n);
    for (part, asked) in (1..).zip(asked) {
        let value = found.next().unwrap_or_default();
        let reason = if value.is_empty() {
            asked.is_required.then_some(Reason::Required)
        } else {
            wrong(&asked.kind, value, b'\0', || b"")
        };
        if let Some(reason) = reason {
            problems.note(s, n, part, reason);
        }
    }
    if found.next().is_some() {
        problems.note(s, n, asked.len() + 1, Reason::Unexpected);
    }
}

/// What is wrong with a value that is there; `before` is the element before it.
fn wrong<'a>(kind: &Kind, value: &[u8], component: u8, before: impl Fn() -> &'a [u8]) -> Option<Reason> {
    let expected = |is_right: bool, what| (!is_right).then_some(Reason::Expected(what));
    match kind {
        Kind::Unused | Kind::Parts(_) => Some(Reason::Unexpected),
        Kind::Text(least, most) => {
            let printable = |byte: &u8| (b' '..=b'~').contains(byte) && *byte != component;
            // Without a branch per byte.
            let is_sendable = value.iter().fold(true, |all, byte| all & printable(byte));
            let is_padded = value.ends_with(b" ") && value.trim_ascii_end().len() >= *least;
            length(value.len(), *least, *most)
                .or((!is_sendable || is_padded).then_some(Reason::Unsendable(Unsendable::Character)))
        }
        Kind::Number(least, most) => {
            let digits = value.strip_prefix(b"-").unwrap_or(value);
            expected(are_digits(digits), "a whole number").or_else(|| length(digits.len(), *least, *most))
        }
        Kind::Decimal(least, most) => {
            let value = value.strip_prefix(b"-").unwrap_or(value);
            let point = memchr::memchr(b'.', value);
            let (whole, rest) = value.split_at(point.unwrap_or(value.len()));
            let fraction = rest.get(1..);
            let is_number = (whole.is_empty() || are_digits(whole)) && fraction.is_none_or(are_digits);
            let digits = value.len() - usize::from(point.is_some());
            expected(is_number, "an amount").or_else(|| length(digits, *least, *most))
        }
        Kind::Day => expected(Date8::parse(value).is_some(), "a day, as YYYYMMDD"),
        Kind::ShortDay => expected(is_short_day(value), "a day, as YYMMDD"),
        Kind::Time => expected(is_time(value), "a time of day, as HHMM"),
        Kind::Period => match before() {
            b"D8" => expected(Date8::parse(value).is_some(), "a day, as YYYYMMDD"),
            b"RD8" => expected(is_range(value), "two days, as YYYYMMDD-YYYYMMDD"),
            // The element before is wrong itself, or missing.
            _ => None,
        },
        Kind::Codes(codes) => expected(codes.holds(value), "one of the codes that may stand here"),
    }
}

fn length(found: usize, least: usize, most: usize) -> Option<Reason> {
    (!(least..=most).contains(&found)).then_some(Reason::Length { least, most })
}

fn are_digits(bytes: &[u8]) -> bool {
    !bytes.is_empty() && bytes.iter().all(u8::is_ascii_digit)
}

fn is_short_day(value: &[u8]) -> bool {
    let mut day = *b"20000000";
    let is_six = value.len() == 6;
    if is_six {
        day[2..].copy_from_slice(value);
    }
    is_six && Date8::parse(&day).is_some()
}

fn is_range(value: &[u8]) -> bool {
    let halves = value.split_at_checked(8).and_then(|(first, rest)| Some((first, rest.strip_prefix(b"-")?)));
    halves.is_some_and(|(first, last)| Date8::parse(first).is_some() && Date8::parse(last).is_some())
}

/// HHMM, with seconds and their tenths or hundredths if they are given.
fn is_time(value: &[u8]) -> bool {
    let within = |at: usize, end: &[u8; 2]| value.get(at..at + 2).is_none_or(|two| two <= end);
    let is_long_enough = matches!(value.len(), 4 | 6..=8);
    is_long_enough && are_digits(value) && within(0, b"23") && within(2, b"59") && within(4, b"59")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_what_their_kind_says() {
        let table: [(Kind, &[&str], &[&str]); 7] = [
            (Kind::Text(2, 5), &["AB", "a C", "  ", "A^"], &["A", "ABCDEF", "AB ", "A:B", "A\u{7}", "É"]),
            (Kind::Number(1, 3), &["0", "-12", "007"], &["1.5", "-", "1234", "+1"]),
            (Kind::Decimal(1, 5), &["162.5", ".5", "-100", "12345"], &["1,5", "5.", ".", "123456", "1e3"]),
            (Kind::Day, &["20240229", "18991231"], &["20260229", "202601", "2026010x"]),
            (Kind::ShortDay, &["240229", "991231"], &["260230", "26010", "2601011"]),
            (Kind::Time, &["0915", "235959", "2359599", "23595999"], &["2400", "091", "09156", "0960"]),
            (Kind::Period, &["20261001-20261031"], &["20261001", "20261001-2026103", "20261001/20261031"]),
        ];
        for (kind, right, bad) in table {
            let found = |value: &str| wrong(&kind, value.as_bytes(), b':', || b"RD8");
            for value in right {
                assert_eq!(found(value), None, "{kind:?} {value}");
            }
            for value in bad {
                assert!(found(value).is_some(), "{kind:?} {value}");
            }
        }
    }
}
