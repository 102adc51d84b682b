//! How a practice posts and judges money: data with bounds, `remittance/terms.toml`.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::ledger::Account;
use super::posting::QmbTerm;
use crate::basics::{Bounds, Cents, Date, Problem, Timestamp};
use crate::people::PayerKind;

/// What a practice has set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MoneyTerms {
    /// Paid and expected may differ by so much, in cents of a line.
    pub tolerance_cents: i64,
    /// Less than this is not asked of a patient.
    pub small_balance_cents: i64,
    pub instalments_at_most: i64,
    /// Days from a statement until its amount is due.
    pub payment_days: i64,
    /// Days without news on a patient's account before they are asked: whoever pays after may still answer.
    pub statement_wait_days: i64,
    /// What becomes of a qualified beneficiary's share (PAY-06).
    pub qmb: QmbTerm,
}

/// `remittance/terms.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TermsFile {
    pub version: u32,
    pub from: Date,
    pub source: String,
    pub verified: bool,
    #[serde(rename = "term")]
    pub terms: Vec<Bounds>,
    #[serde(rename = "sequestration")]
    pub sequestrations: Vec<SequestrationTerm>,
    #[serde(rename = "provider_level")]
    pub provider_levels: Vec<ProviderLevelTerm>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SequestrationTerm {
    pub kinds: Vec<PayerKind>,
    /// Hundredths of a percent.
    pub basis_points: u32,
    pub verified: bool,
}

/// Where a provider-level adjustment goes.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProviderLevelTerm {
    pub code: String,
    pub en: String,
    pub account: Account,
    pub verified: bool,
}

impl TermsFile {
    /// The file that the program was built with.
    ///
    /// # Panics
    /// Never in a program whose tests have run: they read the same file.
    pub fn embedded() -> &'static Self {
        static FILE: LazyLock<TermsFile> = LazyLock::new(|| {
            TermsFile::read(include_str!("../../../../remittance/terms.toml"))
                .unwrap_or_else(|problems| panic!("the terms of money are wrong: {problems:?}"))
        });
        &FILE
    }

    /// # Errors
    /// Every problem of the file at once.
    pub fn read(text: &str) -> Result<Self, Vec<Problem>> {
        let read: Self = toml::from_str(text).map_err(|error| {
            vec![Problem::new("not_readable", "terms.toml").with("found", error.message())]
        })?;
        let place = |what: &str| format!("terms.toml: {what}");
        let mut problems = Vec::new();
        for (name, _) in MoneyTerms::zero().figures() {
            if read.terms.iter().filter(|one| one.name == name).count() != 1 {
                problems.push(Problem::new("required", place(name)));
            }
        }
        for one in &read.terms {
            if !MoneyTerms::zero().figures().iter().any(|(name, _)| *name == one.name) {
                problems.push(Problem::new("unknown_word", place(&one.name)));
            }
            if one.least < 0 || !(one.least..=one.most).contains(&one.default) {
                problems.push(Problem::new("out_of_range", place(&one.name)));
            }
        }
        if read.sequestrations.iter().any(|one| one.basis_points > 10_000) {
            problems.push(Problem::new("out_of_range", place("sequestration")));
        }
        for (at, one) in read.provider_levels.iter().enumerate() {
            if read.provider_levels[..at].iter().any(|before| before.code == one.code) {
                problems.push(Problem::new("not_unique", place(&one.code)));
            }
            let fits = [Account::Interest, Account::Recovery, Account::ProviderLevel].contains(&one.account);
            if !fits || one.en.trim().is_empty() {
                problems.push(Problem::new("provider_level", place(&one.code)));
            }
        }
        if problems.is_empty() { Ok(read) } else { Err(problems) }
    }

    /// Where a provider-level adjustment's money goes; an unknown code is a matter of the payment alone.
    pub fn provider_level(&self, code: &str) -> Account {
        let known = self.provider_levels.iter().find(|one| one.code == code);
        known.map_or(Account::ProviderLevel, |one| one.account)
    }

    /// What a payer's payments are cut by, in hundredths of a percent.
    pub fn sequestration(&self, kind: PayerKind) -> u32 {
        self.sequestrations.iter().find(|one| one.kinds.contains(&kind)).map_or(0, |one| one.basis_points)
    }
}

impl MoneyTerms {
    /// Every figure's name, default and bounds.
    pub fn bounds() -> &'static [Bounds] {
        &TermsFile::embedded().terms
    }

    /// The figures by their names.
    pub fn figures(&self) -> [(&'static str, i64); 5] {
        [
            ("tolerance_cents", self.tolerance_cents),
            ("small_balance_cents", self.small_balance_cents),
            ("instalments_at_most", self.instalments_at_most),
            ("payment_days", self.payment_days),
            ("statement_wait_days", self.statement_wait_days),
        ]
    }

    /// Everything that is wrong.
    pub fn problems(&self) -> Vec<Problem> {
        Bounds::check(Self::bounds(), self.figures())
    }

    pub fn tolerance(&self) -> Cents {
        Cents(self.tolerance_cents)
    }

    /// The last day to pay what is asked for on a day.
    pub fn due(&self, asked_on: Date) -> Date {
        let days = jiff::Span::new().try_days(self.payment_days).ok();
        days.and_then(|days| asked_on.checked_add(days).ok()).unwrap_or(Date::MAX)
    }

    /// Accounts on which nothing has moved since this instant are asked for.
    pub fn quiet_since(&self, now: Timestamp) -> Timestamp {
        let seconds = self.statement_wait_days.saturating_mul(86_400);
        now.checked_sub(jiff::SignedDuration::from_secs(seconds)).unwrap_or(Timestamp::MIN)
    }

    pub fn small_balance(&self) -> Cents {
        Cents(self.small_balance_cents)
    }

    fn zero() -> Self {
        Self {
            tolerance_cents: 0,
            small_balance_cents: 0,
            instalments_at_most: 0,
            payment_days: 0,
            statement_wait_days: 0,
            qmb: QmbTerm::default(),
        }
    }
}

impl Default for MoneyTerms {
    fn default() -> Self {
        let of = |name| Bounds::usual(Self::bounds(), name);
        Self {
            tolerance_cents: of("tolerance_cents"),
            small_balance_cents: of("small_balance_cents"),
            instalments_at_most: of("instalments_at_most"),
            payment_days: of("payment_days"),
            statement_wait_days: of("statement_wait_days"),
            qmb: QmbTerm::default(),
        }
    }
}
