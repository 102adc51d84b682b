//! Money of a patient's own that lies here while something is owed: it is used before anybody is asked.

use ccm::access::Actor;
use ccm::basics::*;
use ccm::remittance::Account;
use ccm::remittance::posting::{SharedDeed, decide_together};
use ccm::remittance::statement::spread;

use super::agree::open;
use super::books::sum;
use super::money::{claims, keep, row};
use crate::ports::patient_money::{MoneyDetail, MoneyKind};
use crate::{App, Error, Place, Result};

/// Uses what we hold for what is owed, the oldest month first, as far as it goes. What is left of it goes back as a refund.
///
/// # Errors
/// [`Error::Invalid`] with `nothing_to_use` where none is held or nothing is owed; [`Error::NotFound`]; [`Error::Forbidden`].
pub async fn use_credit(app: &App, actor: &Actor, place: Place, patient: PatientId) -> Result<MoneyDeedId> {
    let (mut work, counter, books) = open(app, actor, place, patient).await?;
    let owed = books.set_against_credit();
    let cents = Cents(books.ledger.credit_of(patient).0.min(sum(&owed).0));
    if cents.0 <= 0 {
        return Err(Error::invalid(Problem::new("nothing_to_use", "credit")));
    }
    let held = books.billed.iter().map(|one| {
        let held = books.on(Account::RefundPatient, one.row.id).0.saturating_neg().max(0);
        (one.row.id, Cents(held))
    });
    let held: Vec<(ClaimId, Cents)> = held.collect();
    let from = spread(cents, &held).into_iter().map(|(claim, part)| (claim, Cents(part.0.saturating_neg())));
    let parts: Vec<(ClaimId, Cents)> = from.chain(spread(cents, &owed)).collect();
    let id = MoneyDeedId(work.id());
    let deed = SharedDeed::Paid { receipt: ReceiptId(id.0) };
    let journal = decide_together(counter.today, deed, claims(&books, &parts))?;
    books.post(&mut work, journal, counter.today).await?;
    let detail = MoneyDetail { by: None, note: String::new(), parts };
    let made = row(&work, (id, MoneyKind::CreditUsed, patient), (cents, counter.today), detail);
    keep(&mut work, made).await?;
    work.commit().await?;
    Ok(id)
}
