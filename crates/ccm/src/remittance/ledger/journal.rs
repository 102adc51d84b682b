//! One event's postings. They sum to zero, because nothing else can be made.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Account;
use crate::basics::{Cents, ClaimId, ClaimLineId, Date, PatientId};
use crate::claim::PaymentKey;
use crate::claim::life::PayerTurn;

/// What a posting is about; whatever does not apply is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct Subject {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub claim: Option<ClaimId>,
    /// `None` beside a claim: of the claim as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<ClaimLineId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub patient: Option<PatientId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment: Option<PaymentKey>,
}

impl Subject {
    pub fn payment(key: &PaymentKey) -> Self {
        Self { payment: Some(key.clone()), ..Self::default() }
    }

    pub fn claim(claim: ClaimId, patient: PatientId, line: Option<ClaimLineId>) -> Self {
        Self { claim: Some(claim), line, patient: Some(patient), payment: None }
    }
}

/// An amount on an account: debits are positive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Posting {
    pub account: Account,
    #[serde(flatten)]
    pub subject: Subject,
    pub cents: Cents,
}

/// So much from one account to another: both sides at once. A negative amount goes the other way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    pub cents: Cents,
    /// Where it comes to.
    pub debit: (Account, Subject),
    /// Where it comes from.
    pub credit: (Account, Subject),
}

/// Why money moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum Why {
    Charged,
    /// The claim does not stand any more: its charge is taken back.
    Withdrawn,
    Adjudicated(Said),
    /// A part of a payment's interest is this claim's.
    Interest,
    ProviderLevel,
    /// Paid for a claim that we do not know.
    Unmatched,
    /// It is known now.
    Matched,
    /// It is not that claim's after all: what was posted of it goes back.
    Unsaid(Said),
    /// Who bears the patient's share, worked out anew.
    Settled,
    /// Somebody decided that no payer comes after the claim's own.
    NobodyElse,
    PatientPaid,
    PatientRefunded,
    Hardship,
    BadDebt,
    /// What a payer refused is given up.
    WrittenOff,
    /// What a payer refused is the patient's, and somebody has looked at it.
    BilledPatient,
    OverpaymentFound,
    OverpaymentReturned,
    Deposited,
}

/// What a settlement needs to know of a remittance's word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Said {
    pub turn: PayerTurn,
    pub is_reversal: bool,
    pub is_forwarded: bool,
    pub says_qmb: bool,
    /// It lays an amount on the patient that its own remarks relieve the patient of.
    #[serde(default)]
    pub bars_patient: bool,
}

impl Why {
    /// Stable for ever.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Charged => "charged",
            Self::Withdrawn => "withdrawn",
            Self::Adjudicated(_) => "adjudicated",
            Self::Interest => "interest",
            Self::ProviderLevel => "provider_level",
            Self::Unmatched => "unmatched",
            Self::Matched => "matched",
            Self::Unsaid(_) => "unsaid",
            Self::Settled => "settled",
            Self::NobodyElse => "nobody_else",
            Self::PatientPaid => "patient_paid",
            Self::PatientRefunded => "patient_refunded",
            Self::Hardship => "hardship",
            Self::BadDebt => "bad_debt",
            Self::WrittenOff => "written_off",
            Self::BilledPatient => "billed_patient",
            Self::OverpaymentFound => "overpayment_found",
            Self::OverpaymentReturned => "overpayment_returned",
            Self::Deposited => "deposited",
        }
    }
}

/// One event in the ledger: why, what exactly, when, and its postings. Written once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct Journal {
    why: Why,
    of: String,
    on: Date,
    reference: Option<String>,
    postings: Vec<Posting>,
}

/// The amounts do not sum to zero, or are too large to be true.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the postings of {why} {of} do not sum to zero")]
pub struct Unbalanced {
    pub why: &'static str,
    pub of: String,
}

impl Journal {
    /// `of` names the event: the same `why` and `of` is the same journal, and is in a ledger once.
    ///
    /// # Errors
    /// [`Unbalanced`] for amounts beyond what an account can hold, and nothing else.
    pub fn of(
        why: Why,
        of: impl Into<String>,
        on: Date,
        moves: impl IntoIterator<Item = Move>,
    ) -> Result<Self, Unbalanced> {
        let of = of.into();
        let mut sums: BTreeMap<(Account, Subject), i128> = BTreeMap::new();
        for one in moves {
            *sums.entry(one.debit).or_default() += i128::from(one.cents.0);
            *sums.entry(one.credit).or_default() -= i128::from(one.cents.0);
        }
        let posting = |((account, subject), sum): ((Account, Subject), i128)| {
            Some(Posting { account, subject, cents: Cents(i64::try_from(sum).ok()?) })
        };
        let kept = sums.into_iter().filter(|(_, sum)| *sum != 0).map(posting).collect();
        let Some(postings) = kept else { return Err(Unbalanced { why: why.word(), of }) };
        Ok(Self { why, of, on, reference: None, postings })
    }

    /// All that these moved, back again.
    ///
    /// # Errors
    /// As [`Journal::of`].
    pub fn against<'a>(
        why: Why,
        of: impl Into<String>,
        on: Date,
        journals: impl IntoIterator<Item = &'a Self>,
    ) -> Result<Self, Unbalanced> {
        // What one account gives is what another takes: each posting against one and the same place, which comes to nothing.
        let through = || (Account::CashClearing, Subject::default());
        let back = journals.into_iter().flat_map(Self::postings).map(|posting| Move {
            cents: posting.cents,
            debit: through(),
            credit: (posting.account, posting.subject.clone()),
        });
        Self::of(why, of, on, back.collect::<Vec<_>>())
    }

    /// With somebody else's name for it: a payer's claim number, a claim number that we do not know.
    pub fn with_reference(mut self, reference: Option<&str>) -> Self {
        self.reference = reference.map(str::to_owned);
        self
    }

    pub fn why(&self) -> Why {
        self.why
    }

    /// Names the event among those of its kind.
    pub fn name(&self) -> &str {
        &self.of
    }

    pub fn on(&self) -> Date {
        self.on
    }

    pub fn reference(&self) -> Option<&str> {
        self.reference.as_deref()
    }

    pub fn postings(&self) -> &[Posting] {
        &self.postings
    }

    /// Nothing moved.
    pub fn is_empty(&self) -> bool {
        self.postings.is_empty()
    }

    /// What of an account it moved.
    pub fn sum(&self, account: Account) -> Cents {
        let of = self.postings.iter().filter(|posting| posting.account == account);
        Cents(of.map(|posting| posting.cents.0).sum())
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    why: Why,
    of: String,
    on: Date,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reference: Option<String>,
    postings: Vec<Posting>,
}

impl From<Journal> for Written {
    fn from(journal: Journal) -> Self {
        let Journal { why, of, on, reference, postings } = journal;
        Self { why, of, on, reference, postings }
    }
}

impl TryFrom<Written> for Journal {
    type Error = Unbalanced;
    /// Money is checked again as read.
    fn try_from(written: Written) -> Result<Self, Unbalanced> {
        let Written { why, of, on, reference, postings } = written;
        let sum: i128 = postings.iter().map(|posting| i128::from(posting.cents.0)).sum();
        if sum == 0 {
            Ok(Self { why, of, on, reference, postings })
        } else {
            Err(Unbalanced { why: why.word(), of })
        }
    }
}
