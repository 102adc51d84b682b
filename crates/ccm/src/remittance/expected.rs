//! Paid against expected, line by line: what is short, and what was too much.
//!
//! Expected is the fee, less the patient's share as the payer told it, less what the law cuts from the rest (PAY-05, PAY-08).
//! A refused line is a denial and no underpayment; it is worked elsewhere.

use serde::Serialize;

use super::adjudication::{Adjudication, ClpStatus, Group};
use super::denial::{MoneyTo, ReasonBook};
use super::posting::{BilledClaim, match_lines};
use super::terms::{MoneyTerms, TermsFile};
use crate::basics::{Cents, ClaimLineId};
use crate::people::PayerKind;

/// What one line's payment is, held against what was expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PaidAs {
    Expected,
    Underpaid,
    Overpaid,
    /// No fee was on record when the claim was made: nobody can say.
    Unknown,
}

impl PaidAs {
    pub const ALL: [Self; 4] = [Self::Expected, Self::Underpaid, Self::Overpaid, Self::Unknown];

    pub fn word(self) -> &'static str {
        match self {
            Self::Expected => "expected",
            Self::Underpaid => "underpaid",
            Self::Overpaid => "overpaid",
            Self::Unknown => "unknown",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }
}

/// One line, compared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LineExpectation {
    pub line: ClaimLineId,
    pub paid: Cents,
    pub patient_share: Cents,
    /// What the payer should have paid; `None`: not known.
    pub expected: Option<Cents>,
    /// Paid less expected; negative where it is short.
    pub difference: Option<Cents>,
    pub paid_as: PaidAs,
}

/// Compares what one remittance paid. A reversal, a predetermination and a forwarded share say nothing of the fee; neither
/// does the word of a payer after the claim's own.
pub fn compare(
    claim: &BilledClaim,
    said: &Adjudication,
    kind: PayerKind,
    book: &ReasonBook,
    terms: &MoneyTerms,
) -> Vec<LineExpectation> {
    let speaks = matches!(said.status, ClpStatus::Primary | ClpStatus::PrimaryForwarded);
    if !speaks {
        return Vec::new();
    }
    let cut = TermsFile::embedded().sequestration(kind);
    let matched = match_lines(claim, &said.lines);
    let compared = said.lines.iter().zip(matched).filter_map(|(line, ours)| {
        let ours = claim.lines.iter().find(|one| Some(one.id) == ours)?;
        let sum = |fits: &dyn Fn(&super::Adjustment) -> bool| {
            line.adjustments
                .iter()
                .filter(|one| fits(one))
                .fold(0_i64, |sum, one| sum.saturating_add(one.cents.0))
        };
        let refused =
            sum(&|one| one.group != Group::Patient && book.money_to(&one.reason) == MoneyTo::Disputed);
        if refused > 0 {
            return None;
        }
        let share = Cents(sum(&|one| one.group == Group::Patient));
        let expected = ours.expected.and_then(|fee| expected_payment(fee, ours.charge, share, cut));
        let difference = expected.map(|expected| Cents(line.paid.0.saturating_sub(expected.0)));
        let paid_as = match difference {
            None => PaidAs::Unknown,
            Some(cents) if cents.0.abs() <= terms.tolerance_cents => PaidAs::Expected,
            Some(cents) if cents.0 < 0 => PaidAs::Underpaid,
            Some(_) => PaidAs::Overpaid,
        };
        Some(LineExpectation {
            line: ours.id,
            paid: line.paid,
            patient_share: share,
            expected,
            difference,
            paid_as,
        })
    });
    compared.collect()
}

/// What is left of a fee for the payer. A payer never pays more than is charged. `None`: an amount that cannot be held.
pub fn expected_payment(fee: Cents, charge: Cents, patient_share: Cents, basis_points: u32) -> Option<Cents> {
    let allowed = fee.min(charge);
    let payable = allowed.0.checked_sub(patient_share.0)?.max(0);
    // Half up to the cent, once.
    let cut = (i128::from(payable) * i128::from(basis_points) + 5_000) / 10_000;
    i64::try_from(i128::from(payable) - cut).ok().map(Cents)
}
