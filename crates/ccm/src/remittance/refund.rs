//! What we owe back: to patients who gave more than their share, to payers who paid too much.
//!
//! AUDIT-13: a paid claim that is found wrong is reported and returned within 60 days of its finding; the current wording is
//! not checked, so the figure is data with `verified = false`.

use serde::Serialize;

use super::ledger::{Account, Ledger};
use crate::basics::{Cents, ClaimId, Date, PatientId};
use crate::claim::Timers;

/// Whose money it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OwedTo {
    Patient,
    Payer,
}

impl OwedTo {
    pub const ALL: [Self; 2] = [Self::Patient, Self::Payer];

    pub fn word(self) -> &'static str {
        match self {
            Self::Patient => "patient",
            Self::Payer => "payer",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }
}

/// Money of somebody else's that we hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RefundOwed {
    pub to: OwedTo,
    pub claim: ClaimId,
    pub patient: Option<PatientId>,
    pub cents: Cents,
    /// The day on which the ledger first knew of what is still owed.
    pub found_on: Date,
    /// The last day to return it.
    pub return_until: Date,
}

impl RefundOwed {
    /// Somebody is told of it: the first warning before the last day has come.
    pub fn is_pressing(&self, timers: &Timers, today: Date) -> bool {
        let days = timers.warnings.refund.first().copied().unwrap_or_default();
        let warned =
            jiff::Span::new().try_days(i64::from(days)).and_then(|days| self.return_until.checked_sub(days));
        today >= warned.unwrap_or(Date::MIN)
    }
}

/// Every refund that a ledger owes, the most pressing first.
pub fn refunds_owed(
    ledger: &Ledger,
    claims: impl IntoIterator<Item = ClaimId>,
    timers: &Timers,
) -> Vec<RefundOwed> {
    let mut owed = Vec::new();
    for claim in claims {
        for (to, account) in
            [(OwedTo::Patient, Account::RefundPatient), (OwedTo::Payer, Account::RefundPayer)]
        {
            owed.extend(one(ledger, claim, to, account, timers));
        }
    }
    owed.sort_by_key(|one: &RefundOwed| (one.return_until, one.claim, one.to));
    owed
}

fn one(ledger: &Ledger, claim: ClaimId, to: OwedTo, account: Account, timers: &Timers) -> Option<RefundOwed> {
    let cents = Cents(ledger.of_claim_account(account, claim).0.checked_neg()?);
    if cents.0 <= 0 {
        return None;
    }
    // Since the balance last came to be owed: a refund that was paid back in full starts no clock anew.
    let mut balance = 0_i64;
    let (mut since, mut patient) = (None, None);
    for journal in ledger.of_claim(claim) {
        let of = journal
            .postings()
            .iter()
            .filter(|one| one.account == account && one.subject.claim == Some(claim));
        for posting in of {
            patient = patient.or(posting.subject.patient);
            balance = balance.saturating_sub(posting.cents.0);
        }
        since = if balance > 0 { since.or(Some(journal.on())) } else { None };
    }
    let found_on = since?;
    let days = jiff::Span::new().try_days(i64::from(timers.refund_days)).ok()?;
    let return_until = found_on.checked_add(days).unwrap_or(Date::MAX);
    Some(RefundOwed { to, claim, patient, cents, found_on, return_until })
}

/// Why a refund is not recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RefundError {
    #[error("a refund is an amount above zero")]
    Nothing,
    #[error("more than is owed; look at the account first")]
    MoreThanOwed,
}

/// Whether so much may be paid back: never more than is owed.
///
/// # Errors
/// [`RefundError`].
pub fn may_refund(ledger: &Ledger, claim: ClaimId, to: OwedTo, cents: Cents) -> Result<(), RefundError> {
    let account = match to {
        OwedTo::Patient => Account::RefundPatient,
        OwedTo::Payer => Account::RefundPayer,
    };
    if cents.0 <= 0 {
        return Err(RefundError::Nothing);
    }
    let owed = ledger.of_claim_account(account, claim).0.saturating_neg();
    if cents.0 > owed { Err(RefundError::MoreThanOwed) } else { Ok(()) }
}
