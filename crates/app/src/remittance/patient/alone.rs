//! A share that waits for a payer who does not come.

use ccm::access::Actor;
use ccm::basics::*;
use ccm::remittance::posting::{nobody_else, waits_for_another};

use super::agree::open;
use super::books::sum;
use super::money::{keep, reason_problems, row};
use crate::ports::patient_money::{MoneyDetail, MoneyKind};
use crate::{App, Error, Place, Result};

/// Says that nobody pays for a claim after its own payer: the supplement ended, it never answered, there is none. The share is
/// the patient's from then on, or nobody's where the patient is a qualified beneficiary (PAY-06). A payer that comes after all
/// is booked as if nobody had said so.
///
/// # Errors
/// [`Error::Invalid`] with all problems, `nobody_awaited` where nothing waits; [`Error::NotFound`]; [`Error::Forbidden`].
pub async fn await_nobody(
    app: &App,
    actor: &Actor,
    place: Place,
    patient: PatientId,
    (claim, reason): (ClaimId, &str),
) -> Result<MoneyDeedId> {
    let (mut work, counter, books) = open(app, actor, place, patient).await?;
    let billed = books.billed(claim)?;
    let waiting = waits_for_another(&billed.claim, &billed.journals);
    let reason = reason.trim().to_owned();
    let mut problems = reason_problems(&reason, "reason");
    if waiting.is_empty() {
        problems.push(Problem::new("nobody_awaited", "claim"));
    }
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let id = MoneyDeedId(work.id());
    let journal = nobody_else(&billed.claim, counter.today, MoneyDecisionId(id.0), &waiting)?;
    books.post(&mut work, journal, counter.today).await?;
    let cents = sum(&waiting);
    let detail = MoneyDetail { by: None, note: reason, parts: vec![(claim, cents)] };
    let made = row(&work, (id, MoneyKind::NobodyElse, patient), (cents, counter.today), detail);
    keep(&mut work, made).await?;
    work.commit().await?;
    Ok(id)
}
