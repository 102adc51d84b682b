//! Many journals, what they sum to, and whether they can be true.

use std::collections::{BTreeMap, BTreeSet};

use super::{Account, Journal, Posting, Why};
use crate::basics::{Cents, ClaimId, ClaimLineId, PatientId, Problem};
use crate::claim::PaymentKey;

/// Journals in the order in which they were written: of one claim, of a month, or all of them.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    journals: Vec<Journal>,
    known: BTreeSet<(&'static str, String)>,
    by_claim: BTreeMap<ClaimId, Vec<usize>>,
    payments: BTreeMap<PaymentKey, Cents>,
    /// What stands on the account of refunds, by patient.
    credits: BTreeMap<PatientId, i64>,
}

/// The event is in the ledger already.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{why} {of} is posted already")]
pub struct AlreadyPosted {
    pub why: &'static str,
    pub of: String,
}

impl Ledger {
    /// # Errors
    /// [`AlreadyPosted`] for the same event; nothing is posted twice.
    pub fn add(&mut self, journal: Journal) -> Result<(), AlreadyPosted> {
        let name = (journal.why().word(), journal.name().to_owned());
        if !self.known.insert(name.clone()) {
            return Err(AlreadyPosted { why: name.0, of: name.1 });
        }
        let claims: BTreeSet<ClaimId> =
            journal.postings().iter().filter_map(|posting| posting.subject.claim).collect();
        for claim in claims {
            self.by_claim.entry(claim).or_default().push(self.journals.len());
        }
        for posting in journal.postings().iter().filter(|one| one.account == Account::RefundPatient) {
            if let Some(patient) = posting.subject.patient {
                let credit = self.credits.entry(patient).or_default();
                *credit = credit.saturating_sub(posting.cents.0);
            }
        }
        self.journals.push(journal);
        Ok(())
    }

    pub fn knows(&self, why: &'static str, of: &str) -> bool {
        self.known.contains(&(why, of.to_owned()))
    }

    /// The total of a payment that was posted; `None`: it was not.
    pub fn payment(&self, key: &PaymentKey) -> Option<Cents> {
        self.payments.get(key).copied()
    }

    /// A payment's claims and adjustments are all in here.
    pub fn note_payment(&mut self, key: PaymentKey, total: Cents) {
        self.payments.insert(key, total);
    }

    /// What we hold of a patient's own, over all claims.
    pub fn credit_of(&self, patient: PatientId) -> Cents {
        Cents(self.credits.get(&patient).copied().unwrap_or_default().max(0))
    }

    pub fn journals(&self) -> &[Journal] {
        &self.journals
    }

    /// Those that speak of a claim, in the order in which they were written.
    pub fn of_claim(&self, claim: ClaimId) -> impl Iterator<Item = &Journal> {
        self.by_claim.get(&claim).into_iter().flatten().filter_map(|&place| self.journals.get(place))
    }

    /// What the postings that fit sum to.
    pub fn sum(&self, fits: impl Fn(&Posting) -> bool) -> Cents {
        sum(self.journals.iter(), fits)
    }

    pub fn account(&self, account: Account) -> Cents {
        self.sum(|posting| posting.account == account)
    }

    /// Of one line of a claim; `None`: of what belongs to the claim as a whole.
    pub fn of_line(&self, account: Account, claim: ClaimId, line: Option<ClaimLineId>) -> Cents {
        sum(self.of_claim(claim), |posting| {
            posting.account == account && posting.subject.claim == Some(claim) && posting.subject.line == line
        })
    }

    /// Of a claim with all its lines.
    pub fn of_claim_account(&self, account: Account, claim: ClaimId) -> Cents {
        sum(self.of_claim(claim), |posting| {
            posting.account == account && posting.subject.claim == Some(claim)
        })
    }

    pub fn of_patient(&self, account: Account, patient: PatientId) -> Cents {
        self.sum(|posting| posting.account == account && posting.subject.patient == Some(patient))
    }

    pub fn of_payment(&self, account: Account, key: &PaymentKey) -> Cents {
        self.sum(|posting| posting.account == account && posting.subject.payment.as_ref() == Some(key))
    }

    /// Everything that is not zero, by account.
    pub fn balances(&self) -> BTreeMap<Account, Cents> {
        let mut balances: BTreeMap<Account, i64> = BTreeMap::new();
        for posting in self.journals.iter().flat_map(Journal::postings) {
            let balance = balances.entry(posting.account).or_default();
            *balance = balance.saturating_add(posting.cents.0);
        }
        balances
            .into_iter()
            .filter(|(_, sum)| *sum != 0)
            .map(|(account, sum)| (account, Cents(sum)))
            .collect()
    }

    /// Whether it can be true: every journal and the whole sum to zero, every payment's claims and adjustments make its
    /// total, and no patient's share is left between two accounts. Everything at once.
    pub fn check(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut shares: BTreeMap<(Option<ClaimId>, Option<ClaimLineId>), i128> = BTreeMap::new();
        let mut cash: BTreeMap<&PaymentKey, i128> = BTreeMap::new();
        for journal in &self.journals {
            let sum: i128 = journal.postings().iter().map(|posting| i128::from(posting.cents.0)).sum();
            if sum != 0 {
                problems.push(Problem::new("unbalanced", journal.name()).with("cents", sum));
            }
            for posting in journal.postings() {
                let cents = i128::from(posting.cents.0);
                match (posting.account, &posting.subject.payment) {
                    (Account::PatientShare, _) => {
                        *shares.entry((posting.subject.claim, posting.subject.line)).or_default() += cents;
                    }
                    (Account::CashClearing, Some(key)) if journal.why() != Why::Deposited => {
                        *cash.entry(key).or_default() += cents;
                    }
                    (Account::CashClearing, None) => {
                        problems.push(Problem::new("no_payment", journal.name()));
                    }
                    _ => {}
                }
            }
        }
        for ((claim, _), cents) in shares.into_iter().filter(|(_, cents)| *cents != 0) {
            let place = claim.map_or_else(|| "ledger".to_owned(), |claim| claim.to_string());
            problems.push(Problem::new("unsettled_share", place).with("cents", cents));
        }
        for (key, total) in &self.payments {
            let cents = cash.get(key).copied().unwrap_or_default();
            if cents != i128::from(total.0) {
                let problem = Problem::new("payment_total", &key.trace);
                problems.push(problem.with("cents", cents).with("expected", total.0));
            }
        }
        problems
    }
}

fn sum<'a>(journals: impl Iterator<Item = &'a Journal>, fits: impl Fn(&Posting) -> bool) -> Cents {
    let fitting = journals.flat_map(Journal::postings).filter(|posting| fits(posting));
    Cents(fitting.fold(0, |total: i64, posting| total.saturating_add(posting.cents.0)))
}
