//! What came of a month's claims: how many are how far, and where every cent of what was billed stands, by programs and payer.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::basics::{Cents, PayerId};
use crate::claim::ClaimState;
use crate::claim::life::Outcome;
use crate::enrollment::Program;
use crate::remittance::Account;

/// What a row is of. A claim with services of several programs is one claim: its money is not taken apart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct MoneyOf {
    pub programs: BTreeSet<Program>,
    pub payer: PayerId,
}

/// Claims of one row that stand alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimsAlike {
    pub of: MoneyOf,
    pub state: ClaimState,
    pub outcome: Option<Outcome>,
    pub claims: u64,
    /// What they charge, sent or not.
    pub charged: Cents,
}

/// One row. What was billed is the sum of `paid`, `reduced`, `denied`, `outstanding` and `patient`: every account of the
/// ledger is in one of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct MonthMoney {
    /// That went to a payer.
    pub claims: u64,
    /// Of them: taken by the payer.
    pub accepted: u64,
    /// Refused before anybody judged them, or refused when they did; wholly or in part.
    pub refused: u64,
    pub billed: Cents,
    /// By payers, without interest, less what went back to them.
    pub paid: Cents,
    /// By contract and by law, and what nobody pays of a qualified beneficiary's share.
    pub reduced: Cents,
    /// What payers refused: worked on, or given up.
    pub denied: Cents,
    /// Owed by payers.
    pub outstanding: Cents,
    /// The patients' share: paid, owed, forgiven.
    pub patient: Cents,
    /// Of it: still owed.
    pub patient_owes: Cents,
    /// The middle one of the days from sending to the first payment; of an even number the later of the two.
    pub days_to_pay: Option<u32>,
}

impl MonthMoney {
    /// Cents of an account go where they belong.
    fn put(&mut self, account: Account, cents: Cents) {
        use Account as A;
        let to = match account {
            A::Charges => {
                self.billed.0 = self.billed.0.saturating_sub(cents.0);
                return;
            }
            A::CashClearing
            | A::Bank
            | A::Interest
            | A::Recovery
            | A::RefundPayer
            | A::ProviderLevel
            | A::Unmatched => &mut self.paid,
            A::Contractual | A::Sequestration | A::QmbWriteOff => &mut self.reduced,
            A::Disputed | A::WriteOff => &mut self.denied,
            A::PayerReceivable | A::OtherReceivable | A::PatientShare => &mut self.outstanding,
            A::PatientReceivable => {
                self.patient_owes.0 = self.patient_owes.0.saturating_add(cents.0);
                &mut self.patient
            }
            A::PatientMoney | A::RefundPatient | A::Hardship | A::BadDebt => &mut self.patient,
        };
        to.0 = to.0.saturating_add(cents.0);
    }

    fn count(&mut self, alike: &ClaimsAlike) {
        use ClaimState as S;
        if matches!(alike.state, S::Draft | S::Ready | S::Queued) {
            return;
        }
        self.claims = self.claims.saturating_add(alike.claims);
        let is_taken = alike.outcome.is_some()
            || matches!(
                alike.state,
                S::PayerAccepted
                    | S::Pended
                    | S::Paid
                    | S::ZeroPaid
                    | S::PartiallyDenied
                    | S::Denied
                    | S::Posted
            );
        if is_taken {
            self.accepted = self.accepted.saturating_add(alike.claims);
        }
        let is_refused = matches!(alike.state, S::InterchangeRejected | S::SyntaxRejected | S::PayerRejected)
            || matches!(alike.outcome, Some(Outcome::Denied | Outcome::PartiallyDenied));
        if is_refused {
            self.refused = self.refused.saturating_add(alike.claims);
        }
    }
}

/// Rows, and all of them together.
pub fn month_money(
    claims: &[ClaimsAlike],
    balances: &[(MoneyOf, Account, Cents)],
    days: &[(MoneyOf, u32)],
) -> (BTreeMap<MoneyOf, MonthMoney>, MonthMoney) {
    let (mut rows, mut all) = (BTreeMap::<MoneyOf, MonthMoney>::new(), MonthMoney::default());
    for alike in claims {
        rows.entry(alike.of.clone()).or_default().count(alike);
        all.count(alike);
    }
    for (of, account, cents) in balances {
        rows.entry(of.clone()).or_default().put(*account, *cents);
        all.put(*account, *cents);
    }
    for (of, row) in &mut rows {
        row.days_to_pay = middle(days.iter().filter(|(other, _)| other == of).map(|(_, days)| *days));
    }
    all.days_to_pay = middle(days.iter().map(|(_, days)| *days));
    rows.retain(|_, row| row.claims > 0 || row.billed.0 != 0);
    (rows, all)
}

fn middle(days: impl Iterator<Item = u32>) -> Option<u32> {
    let mut days: Vec<u32> = days.collect();
    days.sort_unstable();
    days.get(days.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(program: Program) -> MoneyOf {
        MoneyOf { programs: [program].into(), payer: PayerId(uuid::Uuid::from_u128(1)) }
    }

    #[test]
    fn every_cent_that_was_billed_stands_in_one_column() {
        // One amount on each account, and charges against all of them.
        let others: Vec<Account> = Account::ALL.into_iter().filter(|one| *one != Account::Charges).collect();
        let each = |place: usize| Cents(1 << place);
        let mut balances: Vec<_> =
            others.iter().enumerate().map(|(place, one)| (of(Program::Ccm), *one, each(place))).collect();
        let sum: i64 = balances.iter().map(|(_, _, cents)| cents.0).sum();
        balances.push((of(Program::Ccm), Account::Charges, Cents(-sum)));
        let (rows, all) = month_money(&[], &balances, &[]);
        let row = &rows[&of(Program::Ccm)];
        assert_eq!(row, &all);
        let parts = [row.paid, row.reduced, row.denied, row.outstanding, row.patient];
        assert_eq!(row.billed.0, parts.iter().map(|cents| cents.0).sum::<i64>());
        assert_eq!(row.billed.0, sum);
    }

    #[test]
    fn claims_are_counted_as_far_as_they_have_come() {
        let alike = |state, outcome, claims| ClaimsAlike {
            of: of(Program::Rpm),
            state,
            outcome,
            claims,
            charged: Cents(100),
        };
        let claims = [
            alike(ClaimState::Ready, None, 1),
            alike(ClaimState::Transmitted, None, 2),
            alike(ClaimState::PayerRejected, None, 4),
            alike(ClaimState::Pended, None, 8),
            alike(ClaimState::Posted, Some(Outcome::Paid), 16),
            alike(ClaimState::Posted, Some(Outcome::Denied), 32),
        ];
        let days = [3, 9, 14, 30].map(|days| (of(Program::Rpm), days));
        let (rows, all) = month_money(&claims, &[], &days);
        assert_eq!((all.claims, all.accepted, all.refused), (62, 56, 36));
        assert_eq!((rows.len(), all.days_to_pay), (1, Some(14)));
        assert_eq!(month_money(&[], &[], &[]).1.days_to_pay, None);
    }
}
