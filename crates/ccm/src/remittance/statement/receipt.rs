//! Money that a patient gave, or got back: how it came, and which months it pays.

use serde::{Deserialize, Serialize};

use crate::basics::{Cents, Problem};

/// The longest note of what shows a payment: a check's number, a terminal's reference.
pub const REFERENCE_CHARACTERS: usize = 200;

/// Digits in a row, blanks and dashes aside, that a card's number has at least and at most.
const CARD_DIGITS: std::ops::RangeInclusive<usize> = 13..=19;

/// How it came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaidBy {
    Cash,
    Check,
    /// At a terminal of somebody else's: only its reference is known here.
    Card,
    BankTransfer,
}

impl PaidBy {
    pub const ALL: [Self; 4] = [Self::Cash, Self::Check, Self::Card, Self::BankTransfer];

    pub fn word(self) -> &'static str {
        match self {
            Self::Cash => "cash",
            Self::Check => "check",
            Self::Card => "card",
            Self::BankTransfer => "bank_transfer",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }
}

/// What is wrong with a reference: a number of a card is never kept, wherever somebody typed it.
pub fn reference_problems(reference: &str, path: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    if reference.chars().count() > REFERENCE_CHARACTERS {
        let most = format!("at most {REFERENCE_CHARACTERS} characters");
        problems.push(Problem::new("too_long", path).with("expected", most));
    }
    if holds_card_number(reference) {
        problems.push(Problem::new("card_number", path));
    }
    problems
}

/// Whether digits stand in it that could be a card's: as many, and with a right check digit.
pub fn holds_card_number(text: &str) -> bool {
    let mut run: Vec<u32> = Vec::new();
    for one in text.chars().chain(std::iter::once('.')) {
        match one.to_digit(10) {
            Some(digit) => run.push(digit),
            None if one == ' ' || one == '-' => {}
            None => {
                if has_card(&run) {
                    return true;
                }
                run.clear();
            }
        }
    }
    false
}

fn has_card(run: &[u32]) -> bool {
    CARD_DIGITS.into_iter().any(|length| run.windows(length).any(is_card))
}

fn is_card(digits: &[u32]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, &digit)| match (place % 2, digit * 2) {
            (0, _) => digit,
            (_, double) if double > 9 => double - 9,
            (_, double) => double,
        })
        .sum();
    sum.is_multiple_of(10) && digits.iter().any(|&digit| digit != 0)
}

/// Spreads an amount over months that are owed, the oldest first; what is left goes to the last of them, and is the
/// patient's own again. Empty: there is nothing that it could belong to.
pub fn spread<Of: Copy>(cents: Cents, owed: &[(Of, Cents)]) -> Vec<(Of, Cents)> {
    let mut left = cents.0.max(0);
    let mut parts: Vec<(Of, Cents)> = Vec::new();
    for (of, owes) in owed {
        let part = owes.0.clamp(0, left);
        left -= part;
        if part > 0 {
            parts.push((*of, Cents(part)));
        }
    }
    if let (true, Some((last, _))) = (left > 0, owed.last()) {
        match parts.pop() {
            Some((of, part)) => parts.push((of, Cents(part.0.saturating_add(left)))),
            None => parts.push((*last, Cents(left))),
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_number_of_a_card_gets_through() {
        for text in
            ["4111 1111 1111 1111", "ref 5500-0000-0000-0004.", "x378282246310005y", "9 4111111111111111"]
        {
            assert!(holds_card_number(text), "{text}");
        }
        for text in
            ["check 1042", "AUTH 003911", "2026-11-23 10:15", "4111 1111 1111 1113", "000000000000000000"]
        {
            assert!(!holds_card_number(text), "{text}");
        }
        let long = "x".repeat(REFERENCE_CHARACTERS + 1);
        assert_eq!(reference_problems(&long, "reference")[0].code, "too_long");
        assert!(PaidBy::ALL.into_iter().all(|one| PaidBy::from_word(one.word()) == Some(one)));
    }

    #[test]
    fn a_payment_goes_to_the_oldest_month_first_and_none_of_it_is_lost() {
        let owed = [('a', Cents(300)), ('b', Cents(0)), ('c', Cents(500))];
        let table: [(i64, &[(char, i64)]); 5] = [
            (100, &[('a', 100)]),
            (300, &[('a', 300)]),
            (450, &[('a', 300), ('c', 150)]),
            (900, &[('a', 300), ('c', 600)]),
            (0, &[]),
        ];
        for (cents, parts) in table {
            let parts: Vec<(char, Cents)> = parts.iter().map(|(of, cents)| (*of, Cents(*cents))).collect();
            assert_eq!(spread(Cents(cents), &owed), parts, "{cents}");
        }
        assert_eq!(spread(Cents(50), &[('a', Cents(0))]), [('a', Cents(50))]);
        assert_eq!(spread::<char>(Cents(50), &[]), []);
    }
}
