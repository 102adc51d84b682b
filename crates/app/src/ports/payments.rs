//! Payments as boards show them: what they sum to, where their money stands, and which claims of ours unknown money may
//! be for.

use std::collections::BTreeMap;

use async_trait::async_trait;
use ccm::basics::*;
use ccm::claim::{ClaimState, PaymentKey};
use ccm::remittance::Account;

use super::ledger::PaymentRow;
use crate::Result;

/// What all claims of a payment come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PaymentSums {
    pub claims: u64,
    /// Of these: nobody has said yet whose they are.
    pub unmatched: u64,
    pub charge: Cents,
    pub paid: Cents,
    pub share: Cents,
}

/// A claim by what it charged, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChargedClaim {
    pub claim: ClaimId,
    pub number: String,
    pub patient: PatientId,
    pub payer: PayerId,
    pub month: ServiceMonth,
    pub total: Cents,
    pub state: ClaimState,
}

#[async_trait]
pub trait PaymentBoards: Send {
    /// These payments, in no order.
    async fn payments_named(
        &mut self,
        practice: PracticeId,
        payments: &[PaymentId],
    ) -> Result<Vec<PaymentRow>>;
    /// Sums over what each of these payments says of claims.
    async fn payment_sums(
        &mut self,
        practice: PracticeId,
        payments: &[PaymentId],
    ) -> Result<BTreeMap<PaymentId, PaymentSums>>;
    /// What stands in the ledger under a payment's name, by account. Debits are positive.
    async fn payment_accounts(
        &mut self,
        practice: PracticeId,
        key: &PaymentKey,
    ) -> Result<BTreeMap<Account, Cents>>;
    /// The payments of these keys, as far as they were posted.
    async fn payment_ids(
        &mut self,
        practice: PracticeId,
        keys: &[PaymentKey],
    ) -> Result<Vec<(PaymentKey, PaymentId)>>;
    /// Claims that it may be for: those whose numbers look alike come first, then those of whoever paid.
    async fn claims_charged(
        &mut self,
        practice: PracticeId,
        sought: &SoughtClaims,
        limit: i64,
    ) -> Result<Vec<ChargedClaim>>;
}

/// What is known of claims whose numbers nobody here gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SoughtClaims {
    pub months: Vec<ServiceMonth>,
    /// What one of them charged.
    pub totals: Vec<Cents>,
    /// Parts of their numbers that one of ours may hold.
    pub parts: Vec<String>,
    pub payers: Vec<PayerId>,
}
