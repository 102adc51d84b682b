//! What the ledger of a practice comes to, and whether it can be true.

use std::collections::BTreeMap;

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::remittance::Account;
use serde::Serialize;

use crate::{App, Place, Result};

/// The ledger as a whole.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Books {
    pub schema: &'static str,
    /// Debits are positive.
    pub balances: BTreeMap<Account, Cents>,
    /// What all accounts sum to: nothing.
    pub total: Cents,
    /// Events whose amounts do not sum to zero: none.
    pub unbalanced: Vec<String>,
    /// What payers paid for claims that nobody here knows.
    pub unmatched: Cents,
}

impl Books {
    pub fn is_balanced(&self) -> bool {
        self.total == Cents(0) && self.unbalanced.is_empty()
    }
}

/// Sums the ledger up. That it was read goes on record.
///
/// # Errors
/// [`crate::Error::Forbidden`]; storage's failures.
pub async fn books(app: &App, actor: &Actor, place: Place) -> Result<Books> {
    let mut work = app.begin_read(actor, place).await?.require(Permission::ExchangeClaims).await?;
    let practice = work.practice_id()?;
    let balances = work.tx.balances(practice).await?;
    let unbalanced = work.tx.unbalanced(practice).await?;
    drop(work);
    app.audit_read(actor, place, "ledger", "balances", None).await?;
    let total = balances.values().fold(0_i64, |sum, cents| sum.saturating_add(cents.0));
    let unmatched = balances.get(&Account::Unmatched).map_or(0, |cents| cents.0.saturating_neg());
    Ok(Books {
        schema: "perennial.books.1",
        balances,
        total: Cents(total),
        unbalanced,
        unmatched: Cents(unmatched),
    })
}
