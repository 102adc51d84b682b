//! Where somebody is: complete, and for the billing provider a street.

use crate::basics::Problem;
use crate::people::Address;

/// Street, city and state; what a ZIP looks like its type has settled.
pub(super) fn complete(path: &str, address: &Address, problems: &mut Vec<Problem>) {
    for (name, value) in [("street", &address.street), ("city", &address.city)] {
        if value.trim().is_empty() {
            problems.push(Problem::new("required", format!("{path}.{name}")));
        }
    }
    if address.state.len() != 2 || !address.state.bytes().all(|b| b.is_ascii_alphabetic()) {
        problems.push(Problem::new("state_shape", format!("{path}.state")).with("expected", "two letters"));
    }
}

/// 2010AA takes a street and nine digits of ZIP.
pub(super) fn of_billing_provider(path: &str, address: &Address, problems: &mut Vec<Problem>) {
    complete(path, address, problems);
    if !address.zip.is_full() {
        problems.push(
            Problem::new("zip_without_extension", format!("{path}.zip")).with("expected", "nine digits"),
        );
    }
    if is_post_office_box(&address.street) {
        problems.push(Problem::new("post_office_box", format!("{path}.street")));
    }
    if address.street2.as_deref().is_some_and(is_post_office_box) {
        problems.push(Problem::new("post_office_box", format!("{path}.street2")));
    }
}

/// `P.O. Box 7`, `PO BOX 7`, `POB 7`, `Post Office Box 7`, `Lock Box 7`, `Box 7`; not `12 Box Elder Road`.
fn is_post_office_box(street: &str) -> bool {
    let upper = street.to_ascii_uppercase();
    let words: Vec<&str> =
        upper.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let is_box = |word: &str| matches!(word, "BOX" | "BX" | "B" | "DRAWER");
    let is_number = |word: &str| word.bytes().all(|b| b.is_ascii_digit());
    let joined = |word: &str| {
        ["POBOX", "POB", "LOCKBOX"].iter().any(|start| word.strip_prefix(start).is_some_and(is_number))
    };
    let anywhere = (0..words.len()).any(|at| match &words[at..] {
        ["PO", next, ..] | ["P", "O", next, ..] => is_box(next) || joined(next),
        ["POST", "OFFICE", next, ..] => is_box(next),
        ["LOCK", "BOX", ..] => true,
        [word, ..] => joined(word),
        [] => false,
    });
    // A box without more is one of a post office; after a rural route it is a mailbox on a road.
    anywhere || matches!(words[..], ["BOX", number, ..] if is_number(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_are_told_from_streets() {
        for street in [
            "P.O. Box 7",
            "p o box 7",
            "PO Box 7",
            "POBOX 7",
            "PoBox7",
            "POB 7",
            "P.O.B. 7",
            "Post Office Box 7",
            "Post-Office Box 7",
            "Suite 2, PO Box 7",
            "PO Drawer 7",
            "Lock Box 7",
            "Lockbox 7",
            "Box 7",
        ] {
            assert!(is_post_office_box(street), "{street}");
        }
        for street in [
            "12 Box Elder Road",
            "Box Elder Road 12",
            "7 Boxwood Court",
            "4 Pobst Street",
            "RR 2 Box 15",
            "1 Post Office Square",
            "9 Polk Avenue",
            "88 Drawer Lane",
            "",
        ] {
            assert!(!is_post_office_box(street), "{street}");
        }
    }
}
