//! A claim as its patient sees it: line by line, and whether anything may be asked for it.

use serde::Serialize;

use crate::basics::{Cents, ClaimId, ClaimLineId, Date, ServiceMonth};
use crate::remittance::ledger::{Account, Ledger};
use crate::remittance::posting::{BilledClaim, is_qmb};
use crate::remittance::terms::MoneyTerms;

/// One line of the bill. `charge` is the sum of `payer_paid`, `adjusted` and `you_owe`: nothing is left out.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct StatementLine {
    pub line: ClaimLineId,
    pub on: Date,
    /// The code that stands on the claim, so that the patient can hold both together.
    pub code: String,
    /// In the patient's words.
    pub service: String,
    pub charge: Cents,
    /// What the payer allows of the charge: all of it but what falls to contract or law before anybody pays.
    pub allowed: Cents,
    pub payer_paid: Cents,
    /// By contract and by law, and what the practice gave up.
    pub adjusted: Cents,
    pub you_owe: Cents,
}

/// What the practice calls a line's service when it talks to patients.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceTold {
    pub line: ClaimLineId,
    pub label: String,
}

/// One claim's part of a statement.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct MonthAccount {
    pub claim: ClaimId,
    pub number: String,
    pub month: ServiceMonth,
    pub lines: Vec<StatementLine>,
    /// What was done in the month, in the patient's words, with its minutes.
    pub done: Vec<(String, String)>,
    /// Below zero: we gave back a payment that never came.
    pub you_paid: Cents,
    pub forgiven: Cents,
    pub you_owe: Cents,
}

/// Why a patient is not asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum StatementRefused {
    #[error("a Qualified Medicare Beneficiary is never billed")]
    Qmb,
    #[error("the payer has not decided")]
    PayerOpen,
    #[error("another payer may still pay")]
    SecondaryOpen,
    #[error("what the payer refused is still worked on")]
    RefusalOpen,
    #[error("nothing is owed")]
    NothingOwed,
    #[error("money of the patient's own lies here; it is used first")]
    CreditHeld,
    #[error("less is owed than the practice asks for")]
    SmallBalance,
}

impl StatementRefused {
    pub const ALL: [Self; 7] = [
        Self::Qmb,
        Self::PayerOpen,
        Self::SecondaryOpen,
        Self::RefusalOpen,
        Self::NothingOwed,
        Self::CreditHeld,
        Self::SmallBalance,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Self::Qmb => "qmb",
            Self::PayerOpen => "payer_open",
            Self::SecondaryOpen => "secondary_open",
            Self::RefusalOpen => "refusal_open",
            Self::NothingOwed => "nothing_owed",
            Self::CreditHeld => "credit_held",
            Self::SmallBalance => "small_balance",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }
}

/// What may be asked of the patient for a claim, as the ledger has it: the one place that says so. Lists of a practice read the
/// same from its balances.
///
/// # Errors
/// Why nothing may, the gravest reason alone.
pub fn may_ask(claim: &BilledClaim, ledger: &Ledger, terms: &MoneyTerms) -> Result<Cents, StatementRefused> {
    if is_qmb(claim, ledger.of_claim(claim.claim)) {
        return Err(StatementRefused::Qmb);
    }
    let open = |account| {
        let lines = claim.lines.iter().map(|line| Some(line.id)).chain([None]);
        lines.map(|line| ledger.of_line(account, claim.claim, line)).any(|cents| cents.0 != 0)
    };
    if open(Account::PayerReceivable) || open(Account::PatientShare) {
        return Err(StatementRefused::PayerOpen);
    }
    if open(Account::OtherReceivable) {
        return Err(StatementRefused::SecondaryOpen);
    }
    if open(Account::Disputed) {
        return Err(StatementRefused::RefusalOpen);
    }
    let owed = ledger.of_claim_account(Account::PatientReceivable, claim.claim);
    match () {
        () if owed.0 <= 0 => Err(StatementRefused::NothingOwed),
        () if ledger.credit_of(claim.patient).0 > 0 => Err(StatementRefused::CreditHeld),
        () if owed < terms.small_balance() => Err(StatementRefused::SmallBalance),
        () => Ok(owed),
    }
}

/// A claim's part of a statement, as the ledger has it.
///
/// # Errors
/// As [`may_ask`].
pub fn month_account(
    claim: &BilledClaim,
    month: ServiceMonth,
    ledger: &Ledger,
    services: &[ServiceTold],
    done: Vec<(String, String)>,
    terms: &MoneyTerms,
) -> Result<MonthAccount, StatementRefused> {
    let you_owe = may_ask(claim, ledger, terms)?;
    let whole = |account| ledger.of_claim_account(account, claim.claim);
    let lines = claim.lines.iter().map(|line| {
        let of = |accounts: &[Account]| {
            let cents = accounts.iter().map(|account| ledger.of_line(*account, claim.claim, Some(line.id)).0);
            Cents(cents.fold(0, i64::saturating_add))
        };
        let told = services.iter().find(|one| one.line == line.id);
        let charge = Cents(of(&[Account::Charges]).0.saturating_neg());
        StatementLine {
            line: line.id,
            on: line.on,
            code: line.code.clone(),
            service: told.map_or_else(|| line.code.clone(), |one| one.label.clone()),
            charge,
            allowed: Cents(charge.0.saturating_sub(of(&[Account::Contractual]).0)),
            payer_paid: of(&[Account::CashClearing]),
            adjusted: of(&[
                Account::Contractual,
                Account::Sequestration,
                Account::QmbWriteOff,
                Account::WriteOff,
            ]),
            you_owe: of(&[Account::PatientReceivable]),
        }
    });
    // Beyond the share it is the patient's own again, and no part of this bill.
    let you_paid = Cents(whole(Account::PatientMoney).0.saturating_add(whole(Account::RefundPatient).0));
    let forgiven = Cents(whole(Account::Hardship).0.saturating_add(whole(Account::BadDebt).0));
    Ok(MonthAccount {
        claim: claim.claim,
        number: claim.number.clone(),
        month,
        lines: lines.collect(),
        done,
        you_paid,
        forgiven,
        you_owe,
    })
}

macro_rules! redacted {
    ($($name:ident)*) => {$(
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    )*};
}
redacted!(StatementLine MonthAccount);
