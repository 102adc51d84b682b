//! What people decide about a claim's money, and what patients pay. Each is a journal; the settlement after it says what it
//! comes to.

use super::BilledClaim;
use crate::basics::{Cents, ClaimLineId, Date, MoneyDecisionId, ReceiptId};
use crate::remittance::ledger::{Account, Journal, Move, Subject, Unbalanced, Why};

/// A deed of a person. Amounts are positive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MoneyDeed {
    /// The patient paid.
    Paid { receipt: ReceiptId, cents: Cents },
    /// The patient got money back.
    Refunded { receipt: ReceiptId, cents: Cents },
    /// Forgiven because the patient cannot pay; the note says what it rests on.
    Hardship { decision: MoneyDecisionId, cents: Cents },
    /// Given up because the patient does not pay.
    BadDebt { decision: MoneyDecisionId, cents: Cents },
    /// What a payer refused is given up.
    WrittenOff { decision: MoneyDecisionId, line: Option<ClaimLineId>, cents: Cents },
    /// What a payer refused as the patient's is asked of the patient.
    BilledPatient { decision: MoneyDecisionId, line: Option<ClaimLineId>, cents: Cents },
    /// We found that a payer paid too much (AUDIT-13).
    OverpaymentFound { decision: MoneyDecisionId, line: Option<ClaimLineId>, cents: Cents },
    /// And sent it back.
    OverpaymentReturned { decision: MoneyDecisionId, cents: Cents },
}

/// Writes it down.
///
/// # Errors
/// Amounts beyond what can be held.
pub fn decide(claim: &BilledClaim, on: Date, deed: &MoneyDeed) -> Result<Journal, Unbalanced> {
    let whole = |account| claim.side(account, None);
    let (why, name, cents, debit, credit): (_, _, _, (Account, Subject), _) = match deed {
        MoneyDeed::Paid { receipt, cents } => {
            let (to, from) = (whole(Account::PatientMoney), whole(Account::PatientReceivable));
            (Why::PatientPaid, receipt.to_string(), cents, to, from)
        }
        MoneyDeed::Refunded { receipt, cents } => {
            let (to, from) = (whole(Account::RefundPatient), whole(Account::PatientMoney));
            (Why::PatientRefunded, receipt.to_string(), cents, to, from)
        }
        MoneyDeed::Hardship { decision, cents } => {
            let (to, from) = (whole(Account::Hardship), whole(Account::PatientReceivable));
            (Why::Hardship, decision.to_string(), cents, to, from)
        }
        MoneyDeed::BadDebt { decision, cents } => {
            let (to, from) = (whole(Account::BadDebt), whole(Account::PatientReceivable));
            (Why::BadDebt, decision.to_string(), cents, to, from)
        }
        MoneyDeed::WrittenOff { decision, line, cents } => {
            let (to, from) = (claim.side(Account::WriteOff, *line), claim.side(Account::Disputed, *line));
            (Why::WrittenOff, decision.to_string(), cents, to, from)
        }
        MoneyDeed::BilledPatient { decision, line, cents } => {
            let (to, from) = (claim.side(Account::PatientShare, *line), claim.side(Account::Disputed, *line));
            (Why::BilledPatient, decision.to_string(), cents, to, from)
        }
        MoneyDeed::OverpaymentFound { decision, line, cents } => {
            let (to, from) = (claim.side(Account::Recovery, *line), claim.side(Account::RefundPayer, *line));
            (Why::OverpaymentFound, decision.to_string(), cents, to, from)
        }
        MoneyDeed::OverpaymentReturned { decision, cents } => {
            let (to, from) = (whole(Account::RefundPayer), whole(Account::Bank));
            (Why::OverpaymentReturned, decision.to_string(), cents, to, from)
        }
    };
    Journal::of(why, name, on, [Move { cents: *cents, debit, credit }])
}

/// Writes down that nobody pays after the claim's own payer: what waits is the patient's share again, and the settlement after
/// it says who bears that.
///
/// # Errors
/// Amounts beyond what can be held.
pub fn nobody_else(
    claim: &BilledClaim,
    on: Date,
    decision: MoneyDecisionId,
    waiting: &[(Option<ClaimLineId>, Cents)],
) -> Result<Journal, Unbalanced> {
    let back = waiting.iter().map(|(line, cents)| Move {
        cents: *cents,
        debit: claim.side(Account::PatientShare, *line),
        credit: claim.side(Account::OtherReceivable, *line),
    });
    Journal::of(Why::NobodyElse, decision.to_string(), on, back.collect::<Vec<_>>())
}

/// A deed that is about several months of one patient at once: one journal, so that it is written whole or not at all. A
/// payment that is taken back, a check that bounced, has amounts below zero and a receipt of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SharedDeed {
    Paid { receipt: ReceiptId },
    Refunded { receipt: ReceiptId },
    Hardship { decision: MoneyDecisionId },
    BadDebt { decision: MoneyDecisionId },
}

/// Writes it down, with what falls to each claim.
///
/// # Errors
/// Amounts beyond what can be held.
pub fn decide_together<'a>(
    on: Date,
    deed: SharedDeed,
    parts: impl IntoIterator<Item = (&'a BilledClaim, Cents)>,
) -> Result<Journal, Unbalanced> {
    use Account as A;
    let (why, name, to, from) = match deed {
        SharedDeed::Paid { receipt } => {
            (Why::PatientPaid, receipt.to_string(), A::PatientMoney, A::PatientReceivable)
        }
        SharedDeed::Refunded { receipt } => {
            (Why::PatientRefunded, receipt.to_string(), A::RefundPatient, A::PatientMoney)
        }
        SharedDeed::Hardship { decision } => {
            (Why::Hardship, decision.to_string(), A::Hardship, A::PatientReceivable)
        }
        SharedDeed::BadDebt { decision } => {
            (Why::BadDebt, decision.to_string(), A::BadDebt, A::PatientReceivable)
        }
    };
    let moves = parts.into_iter().map(|(claim, cents)| Move {
        cents,
        debit: claim.side(to, None),
        credit: claim.side(from, None),
    });
    Journal::of(why, name, on, moves.collect::<Vec<_>>())
}
