//! Payments that came, the newest first; and one of them with its claims, what was done to it as a whole, and the proof
//! that it balances as it was posted.

use std::collections::{BTreeMap, HashMap};

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::remittance::Account;
use ccm::remittance::terms::{ProviderLevelTerm, TermsFile};

use crate::claim::inbox::payer_names;
use crate::ports::ledger::{AdjudicationRow, PaymentRow, WhichAdjudications};
use crate::ports::payments::PaymentSums;
use crate::{App, Error, Place, Result};

/// Payments of one page.
const PAYMENTS: usize = 50;
/// Claims of a payment on one page.
const CLAIMS: usize = 100;

/// A page of payments.
pub struct PaymentsBoard {
    pub payments: Vec<PaymentHeadView>,
    /// For the next page; `None`: this is the last.
    pub next: Option<PaymentId>,
}

/// A payment, who paid it, and what its claims come to now.
pub struct PaymentHeadView {
    pub row: PaymentRow,
    pub payer_name: String,
    pub sums: PaymentSums,
}

/// Lists them. That they were read goes on record.
///
/// # Errors
/// [`Error::Forbidden`]; storage's failures.
pub async fn payments(
    app: &App,
    actor: &Actor,
    place: Place,
    before: Option<PaymentId>,
) -> Result<PaymentsBoard> {
    let mut work = app.begin_read(actor, place).await?.require(Permission::ExchangeClaims).await?;
    let practice = work.practice_id()?;
    let mut rows = work.tx.payments(practice, before, PAYMENTS as i64 + 1).await?;
    let has_more = rows.len() > PAYMENTS;
    rows.truncate(PAYMENTS);
    let next = rows.last().filter(|_| has_more).map(|row| row.id);
    let ids: Vec<PaymentId> = rows.iter().map(|row| row.id).collect();
    let sums = work.tx.payment_sums(practice, &ids).await?;
    let payers = payer_names(&mut work).await?;
    drop(work);
    app.audit_read(actor, place, "payments", "newest", None).await?;
    let view = |row: PaymentRow| PaymentHeadView {
        payer_name: payers.get(&row.payment.key.payer).cloned().unwrap_or_default(),
        sums: sums.get(&row.id).copied().unwrap_or_default(),
        row,
    };
    Ok(PaymentsBoard { payments: rows.into_iter().map(view).collect(), next })
}

/// One payment on a page of its own.
pub struct PaymentPage {
    pub head: PaymentHeadView,
    /// Its file's name.
    pub received: String,
    pub claims: Vec<AdjudicationRow>,
    /// The place that the next page begins at; `None`: this is the last.
    pub next: Option<i64>,
    /// What the adjustments to the payment as a whole take from it.
    pub adjusted: Cents,
    /// What stands in the ledger under the payment's name, by account.
    pub accounts: BTreeMap<Account, Cents>,
}

impl PaymentPage {
    /// Claims paid, less what was done to the payment as a whole.
    pub fn comes_to(&self) -> Cents {
        Cents(self.head.sums.paid.0.saturating_sub(self.adjusted.0))
    }

    /// Money in the ledger: on its way to the bank, or there.
    pub fn in_ledger(&self) -> Cents {
        let of = |account| self.accounts.get(&account).map_or(0, |cents| cents.0);
        Cents(of(Account::CashClearing).saturating_add(of(Account::Bank)))
    }

    pub fn is_balanced(&self) -> bool {
        self.comes_to() == self.head.row.payment.total && self.in_ledger() == self.head.row.payment.total
    }

    /// What a code of an adjustment to a whole payment means, where a table of ours has it.
    pub fn provider_level(code: &str) -> Option<&'static ProviderLevelTerm> {
        TermsFile::embedded().provider_levels.iter().find(|one| one.code == code)
    }
}

/// Shows one payment, with a page of its claims from a place on.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`]; storage's failures.
pub async fn payment(
    app: &App,
    actor: &Actor,
    place: Place,
    id: PaymentId,
    from: i64,
) -> Result<PaymentPage> {
    let mut work = app.begin_read(actor, place).await?.require(Permission::ExchangeClaims).await?;
    let practice = work.practice_id()?;
    let row = work.tx.payment(practice, id).await?.ok_or(Error::NotFound("payment"))?;
    let which = WhichAdjudications::PageOfPayment(id, from);
    let mut claims = work.tx.adjudications(practice, which, CLAIMS as i64 + 1).await?;
    let next = (claims.len() > CLAIMS).then(|| from.saturating_add(CLAIMS as i64));
    claims.truncate(CLAIMS);
    let sums = work.tx.payment_sums(practice, &[id]).await?.remove(&id).unwrap_or_default();
    let accounts = work.tx.payment_accounts(practice, &row.payment.key).await?;
    let received = work.tx.received_names_of(practice, &[row.received]).await?.pop();
    let payers: HashMap<PayerId, String> = payer_names(&mut work).await?;
    drop(work);
    app.audit_read(actor, place, "payment", &id.to_string(), None).await?;
    let adjusted = row.payment.adjustments.iter().fold(0_i64, |sum, one| sum.saturating_add(one.cents.0));
    let payer_name = payers.get(&row.payment.key.payer).cloned().unwrap_or_default();
    Ok(PaymentPage {
        head: PaymentHeadView { row, payer_name, sums },
        received: received.map(|(_, name)| name).unwrap_or_default(),
        claims,
        next,
        adjusted: Cents(adjusted),
        accounts,
    })
}
