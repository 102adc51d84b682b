//! What a month's work cost: hours by person, and rates.

use async_trait::async_trait;
use ccm::basics::*;
use ccm::claim::ClaimState;
use ccm::claim::life::Outcome;
use ccm::remittance::Account;
use ccm::reports::result::{Rate, Worked};

use super::Recorded;
use crate::Result;

/// Claims of a month with the same codes, payer, state and outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlikeRow {
    /// Codes of its lines, each once.
    pub codes: Vec<String>,
    pub payer: PayerId,
    pub state: ClaimState,
    pub outcome: Option<Outcome>,
    pub claims: i64,
    pub charged: Cents,
}

/// What a month's claims come to in the ledger, and how long payers took.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MonthBooks {
    pub claims: Vec<AlikeRow>,
    /// Codes, payer, account.
    pub balances: Vec<(Vec<String>, PayerId, Account, Cents)>,
    /// Codes, payer, when the claim was sent, when it was first paid.
    pub paid: Vec<(Vec<String>, PayerId, Timestamp, Date)>,
}

#[async_trait]
pub trait Results: Send {
    /// What holds of each day that something was said of, in the order of subjects and days.
    async fn rates(&mut self, practice: PracticeId) -> Result<Vec<Rate>>;
    async fn add_rate(&mut self, practice: PracticeId, rate: &Rate, recorded: Recorded) -> Result<()>;
    /// Time that began between two instants, by person, role and program.
    async fn worked(
        &mut self,
        practice: PracticeId,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Vec<Worked>>;
    /// Of a month, all its closings together.
    async fn month_books(&mut self, practice: PracticeId, month: ServiceMonth) -> Result<MonthBooks>;
}
