//! Money that patients give, and receipts that were none.

use ccm::access::{Actor, CommandId};
use ccm::basics::*;
use ccm::remittance::posting::{SharedDeed, decide_together};
use ccm::remittance::statement::plan::REASON_CHARACTERS;
use ccm::remittance::statement::{PaidBy, reference_problems, spread};
use serde::Serialize;

use super::MAY;
use super::books::{Counter, PatientBooks, known};
use crate::ports::patient_money::{MoneyDetail, MoneyKind, MoneyRow};
use crate::remittance::Billed;
use crate::{App, Error, Place, Result, Work};

/// A payment of a patient.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct NewReceipt {
    /// The same form sent twice is one payment.
    pub command_id: CommandId,
    pub cents: Cents,
    pub by: PaidBy,
    pub on: Date,
    /// A check's number, a terminal's reference; never the number of a card.
    pub reference: String,
}

/// Writes a payment down. It goes to the oldest month that is owed; what is more than all of them is the patient's own again.
///
/// # Errors
/// [`Error::Invalid`] with all problems; [`Error::NotFound`]; [`Error::Forbidden`].
pub async fn receive(
    app: &App,
    actor: &Actor,
    place: Place,
    patient: PatientId,
    new: NewReceipt,
) -> Result<MoneyDeedId> {
    let work = app.begin(actor, place).await?.require(MAY).await?;
    let mut work = known(work, patient).await?;
    let counter = Counter::of(&mut work).await?;
    let books = PatientBooks::read(&mut work, patient).await?;
    let command = match work.take_up_or_answer(&new.command_id, "receive", &(patient, &new)).await? {
        Ok(command) => command,
        Err(before) => return Ok(before),
    };
    let reference = new.reference.trim().to_owned();
    let mut problems = reference_problems(&reference, "reference");
    problems.extend(amount_and_day(new.cents, new.on, (books.since(), counter.today)));
    // Cash leaves no trace elsewhere; whatever else does is found again by what it is called there.
    if new.by != PaidBy::Cash && reference.is_empty() {
        problems.push(Problem::new("required", "reference"));
    }
    let mut owed = books.owed();
    if owed.is_empty() {
        owed.extend(books.billed.last().map(|one| (one.row.id, Cents(0))));
    }
    let parts = spread(new.cents, &owed);
    if parts.is_empty() && problems.is_empty() {
        problems.push(Problem::new("nothing_billed", "cents"));
    }
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let id = MoneyDeedId(work.id());
    let deed = SharedDeed::Paid { receipt: ReceiptId(id.0) };
    let journal = decide_together(new.on, deed, claims(&books, &parts))?;
    books.post(&mut work, journal, new.on).await?;
    let detail = MoneyDetail { by: Some(new.by), note: reference, parts };
    let row = row(&work, (id, MoneyKind::Receipt, patient), (new.cents, new.on), detail);
    keep(&mut work, row).await?;
    work.done(command, &id).await?;
    work.commit().await?;
    Ok(id)
}

/// A receipt that was none.
#[derive(Clone, PartialEq, Eq)]
pub struct NewReversal {
    pub receipt: MoneyDeedId,
    pub on: Date,
    pub reason: String,
}

/// Takes a receipt back, whole: what it paid is owed again. The receipt stays on record.
///
/// # Errors
/// [`Error::Invalid`] with all problems; [`Error::Conflict`] for one that was taken back already; [`Error::NotFound`];
/// [`Error::Forbidden`].
pub async fn reverse(
    app: &App,
    actor: &Actor,
    place: Place,
    patient: PatientId,
    new: NewReversal,
) -> Result<MoneyDeedId> {
    let work = app.begin(actor, place).await?.require(MAY).await?;
    let mut work = known(work, patient).await?;
    let counter = Counter::of(&mut work).await?;
    let books = PatientBooks::read(&mut work, patient).await?;
    let wrong = books.deeds.iter().find(|deed| deed.id == new.receipt && deed.kind == MoneyKind::Receipt);
    let wrong = wrong.ok_or(Error::NotFound("receipt"))?.clone();
    if books.deeds.iter().any(|deed| deed.reverses == Some(wrong.id)) {
        return Err(Error::Conflict("this receipt was taken back already".into()));
    }
    let reason = new.reason.trim().to_owned();
    let mut problems = reason_problems(&reason, "reason");
    problems
        .extend(reference_problems(&reason, "reason").into_iter().filter(|one| one.code == "card_number"));
    problems.extend(amount_and_day(wrong.cents, new.on, (wrong.on, counter.today)));
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let id = MoneyDeedId(work.id());
    let back: Vec<(ClaimId, Cents)> =
        wrong.detail.parts.iter().map(|(claim, cents)| (*claim, Cents(cents.0.saturating_neg()))).collect();
    let deed = SharedDeed::Paid { receipt: ReceiptId(id.0) };
    let journal = decide_together(new.on, deed, claims(&books, &back))?;
    books.post(&mut work, journal, new.on).await?;
    let detail = MoneyDetail { by: wrong.detail.by, note: reason, parts: wrong.detail.parts };
    let made = row(&work, (id, MoneyKind::Reversal, patient), (wrong.cents, new.on), detail);
    keep(&mut work, MoneyRow { reverses: Some(wrong.id), ..made }).await?;
    work.commit().await?;
    Ok(id)
}

/// The claims that parts are of.
pub(super) fn claims<'a>(
    books: &'a PatientBooks,
    parts: &'a [(ClaimId, Cents)],
) -> impl Iterator<Item = (&'a ccm::remittance::BilledClaim, Cents)> {
    let of = |id: ClaimId| move |one: &&'a Billed| one.row.id == id;
    parts.iter().filter_map(move |(id, cents)| Some((&books.billed.iter().find(of(*id))?.claim, *cents)))
}

/// `since`: the first day on which it can have been.
pub(super) fn amount_and_day(cents: Cents, on: Date, (since, today): (Date, Date)) -> Vec<Problem> {
    let mut problems = Vec::new();
    if cents.0 <= 0 {
        problems.push(Problem::new("out_of_range", "cents").with("expected", "more than nothing"));
    }
    if !cents.can_be_true() {
        let expected = format!("at most {}", Cents::MOST);
        problems.push(Problem::new("out_of_range", "cents").with("expected", expected));
    }
    if on < since {
        problems.push(Problem::new("before_the_money", "on").with("expected", since));
    }
    if on > today {
        problems.push(Problem::new("in_the_future", "on"));
    }
    problems
}

pub(super) fn reason_problems(reason: &str, path: &str) -> Vec<Problem> {
    match reason.chars().count() {
        0 => vec![Problem::new("required", path)],
        length if length > REASON_CHARACTERS => {
            let most = format!("at most {REASON_CHARACTERS} characters");
            vec![Problem::new("too_long", path).with("expected", most)]
        }
        _ => Vec::new(),
    }
}

pub(super) fn row(
    work: &Work,
    (id, kind, patient): (MoneyDeedId, MoneyKind, PatientId),
    (cents, on): (Cents, Date),
    detail: MoneyDetail,
) -> MoneyRow {
    let (recorded_at, recorded_by) = (work.now, work.actor.clone());
    MoneyRow { id, kind, patient, cents, on, reverses: None, detail, recorded_at, recorded_by }
}

/// With its audit event and its place in the change feed.
pub(super) async fn keep(work: &mut Work, row: MoneyRow) -> Result<()> {
    let practice = work.practice_id()?;
    work.tx.add_money_deed(practice, &row).await?;
    let details = serde_json::json!({"kind": row.kind.word(), "cents": row.cents});
    work.audit("record", "money_deed", &row.id.to_string(), Some(row.patient), details);
    work.changed_of("money_deed", row.id, 1, Some(row.patient));
    Ok(())
}
