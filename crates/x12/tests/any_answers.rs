//! Any bytes into every reader: an answer or problems, never a panic, and never more problems than there is room for.

#[allow(dead_code)]
mod answers;

use answers::{fixture, read_all, repunctuated};
use proptest::prelude::*;
use x12::Delimiters;
use x12::problem::MOST_PROBLEMS;

const FILES: [&str; 6] = ["835.x12", "999.x12", "ta1.x12", "277ca.x12", "277ca-refused.x12", "271.x12"];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(160))]

    #[test]
    fn no_bytes_make_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..800), with_isa in any::<bool>()) {
        let isa = if with_isa { fixture("835.x12")[..107].to_vec() } else { Vec::new() };
        read_all(&[isa, bytes].concat());
    }

    #[test]
    fn no_changed_bytes_make_a_panic(
        file in prop::sample::select(&FILES[..]),
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..4u8), 1..20),
    ) {
        let mut bytes = fixture(file);
        for (place, byte, kind) in edits {
            let at = place.index(bytes.len());
            match kind {
                0 => bytes[at] = byte,
                // A digit for a digit, a letter for a letter: what looks right and is not.
                1 if bytes[at].is_ascii_digit() => bytes[at] = b'0' + byte % 10,
                1 => bytes[at] ^= 1,
                2 => bytes.insert(at, byte),
                _ => { bytes.remove(at); }
            }
        }
        prop_assert!(read_all(&bytes) <= MOST_PROBLEMS);
    }

    #[test]
    fn no_order_of_segments_makes_a_panic(
        file in prop::sample::select(&FILES[..]),
        order in prop::collection::vec(any::<prop::sample::Index>(), 0..120),
        swaps in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 0..6),
    ) {
        let text = String::from_utf8(fixture(file)).expect("ASCII");
        let lines: Vec<&str> = text.lines().collect();
        let any: String = lines[..2].iter().copied().chain(order.iter().map(|n| lines[n.index(lines.len())])).collect();
        read_all(any.as_bytes());
        // Swapped, doubled, cut: nearly the file.
        let mut near = lines.clone();
        for (one, other) in swaps {
            let (one, other) = (one.index(near.len()), other.index(near.len()));
            near.swap(one, other);
            near.insert(other, lines[one % lines.len()]);
        }
        let near = near.concat();
        prop_assert!(read_all(near.as_bytes()) <= MOST_PROBLEMS);
        read_all(&near.as_bytes()[..near.len() / 2]);
    }

    #[test]
    fn no_delimiters_make_a_panic(
        file in prop::sample::select(&FILES[..]),
        element in any::<u8>(),
        component in any::<u8>(),
        repetition in any::<Option<u8>>(),
        terminator in any::<u8>(),
    ) {
        let to = Delimiters { element, component, repetition, terminator };
        read_all(&repunctuated(&fixture(file), to, "\r\n"));
    }

    /// A file that is cut is never taken for a whole one.
    #[test]
    fn no_part_of_a_file_is_good(file in prop::sample::select(&FILES[..]), at in any::<prop::sample::Index>()) {
        let bytes = fixture(file);
        let end = bytes.iter().rposition(|byte| *byte == b'~').expect("an end");
        prop_assert!(read_all(&bytes[..at.index(end)]) > 0);
    }

    /// One digit of one amount: the payment no longer balances, whichever it is.
    #[test]
    fn no_changed_amount_goes_unseen(
        place in any::<prop::sample::Index>(),
        digit in 1..10u8,
    ) {
        let text = String::from_utf8(fixture("835.x12")).expect("ASCII");
        let mut amounts = Vec::new();
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let is_money: &[usize] = match &line[..3] {
                "BPR" => &[2],
                "CLP" => &[3, 4],
                "SVC" => &[2, 3],
                "CAS" => &[3, 6],
                "PLB" => &[4, 6, 8],
                _ => &[],
            };
            let mut start = at;
            for (n, element) in line.split('*').enumerate() {
                if is_money.contains(&n) {
                    amounts.extend((start..start + element.len()).filter(|at| text.as_bytes()[*at].is_ascii_digit()));
                }
                start += element.len() + 1;
            }
            at += line.len();
        }
        let mut bytes = text.into_bytes();
        let at = amounts[place.index(amounts.len())];
        bytes[at] = b'0' + (bytes[at] - b'0' + digit) % 10;
        prop_assert!(x12::remittance::check(&bytes[..]).is_err());
    }
}
