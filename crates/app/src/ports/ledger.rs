//! Payments, what they say of claims, and the ledger. All of it is written once.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use ccm::access::Actor;
use ccm::basics::*;
use ccm::claim::PaymentKey;
use ccm::claim::life::{Outcome, WordAt};
use ccm::remittance::{Account, Adjudication, Journal, Payment};

use crate::Result;

/// A payment as it was posted.
#[derive(Clone, Debug, PartialEq)]
pub struct PaymentRow {
    pub id: PaymentId,
    pub payment: Payment,
    /// How many claims it speaks of, and how many of them nobody here knows.
    pub claims: i64,
    pub unmatched: i64,
    pub received: ReceivedId,
    pub posted_at: Timestamp,
}

/// What a payment says of one claim.
#[derive(Clone, Debug, PartialEq)]
pub struct AdjudicationRow {
    pub payment: PaymentId,
    /// From 0.
    pub place: i64,
    pub claim: Option<ClaimId>,
    pub outcome: Option<Outcome>,
    pub said: Adjudication,
    /// How often somebody has said whose it is, or that it is not: odd while a claim has it by hand.
    pub deeds: i64,
}

impl AdjudicationRow {
    /// Somebody gave it to its claim: no number that the payer knows names it.
    pub fn is_given(&self) -> bool {
        self.deeds % 2 == 1
    }

    /// Which word of the payment it is to its claim, or to the next that it is given to.
    pub fn word(&self) -> Option<WordAt> {
        let (place, again) = (u32::try_from(self.place).ok()?, u32::try_from(self.deeds / 2).ok()?);
        Some(WordAt { place, again })
    }
}

/// Which adjudications.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhichAdjudications {
    OfPayment(PaymentId),
    /// The one at this place of it.
    At(PaymentId, i64),
    /// From this place on.
    PageOfPayment(PaymentId, i64),
    /// Everything that payers have said of one claim, also what was given to it later.
    OfClaim(ClaimId),
    /// Those whose claim nobody knows.
    Unmatched,
    /// What payers said in their own turn of a month's claims, after this one.
    OfMonth(ServiceMonth, Option<(PaymentId, i64)>),
}

#[async_trait]
pub trait Ledgers: Send {
    /// Payments that were posted under these trace numbers, of any payer; the total tells whether one is the same.
    async fn payments_traced(&mut self, practice: PracticeId, traces: &[String]) -> Result<Vec<PaymentRow>>;
    /// Payments of these trace numbers that other practices of the organization have posted.
    async fn traced_elsewhere(&mut self, practice: PracticeId, traces: &[String]) -> Result<Vec<PaymentKey>>;
    /// Waits for whoever else in the organization posts payments of these payers, until the end of their transaction.
    async fn lock_payments(&mut self, payers: &BTreeSet<PayerId>, now: Timestamp) -> Result<()>;
    async fn payment(&mut self, practice: PracticeId, id: PaymentId) -> Result<Option<PaymentRow>>;
    /// The newest first; before this one, where a page stands before.
    async fn payments(
        &mut self,
        practice: PracticeId,
        before: Option<PaymentId>,
        limit: i64,
    ) -> Result<Vec<PaymentRow>>;
    /// # Errors
    /// [`crate::Error::Conflict`] for one that is there already.
    async fn add_payment(&mut self, practice: PracticeId, row: &PaymentRow) -> Result<()>;
    async fn add_adjudications(&mut self, practice: PracticeId, rows: &[AdjudicationRow]) -> Result<()>;
    async fn adjudications(
        &mut self,
        practice: PracticeId,
        which: WhichAdjudications,
        limit: i64,
    ) -> Result<Vec<AdjudicationRow>>;
    /// Says whose it is; of no claim: that it is nobody's after all. The row is as it was read.
    ///
    /// # Errors
    /// [`crate::Error::Contended`] where somebody else has just said so.
    async fn add_match(
        &mut self,
        practice: PracticeId,
        of: &AdjudicationRow,
        claim: Option<ClaimId>,
        by: &Actor,
        at: Timestamp,
    ) -> Result<()>;
    /// # Errors
    /// [`crate::Error::Conflict`] for an event that is in the ledger already.
    async fn add_journals(&mut self, practice: PracticeId, journals: &[Journal], at: Timestamp)
    -> Result<()>;
    /// Every journal that speaks of one of these claims, in the order in which they were written.
    async fn journals_of(&mut self, practice: PracticeId, claims: &[ClaimId]) -> Result<Vec<Journal>>;
    /// What every account comes to, over the whole ledger of the practice.
    async fn balances(&mut self, practice: PracticeId) -> Result<BTreeMap<Account, Cents>>;
    /// Names of journals whose postings do not sum to zero: there are none.
    async fn unbalanced(&mut self, practice: PracticeId) -> Result<Vec<String>>;
}
