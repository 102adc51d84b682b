//! Paying in parts, and not being able to pay: agreements with a patient.

use ccm::access::{Actor, CommandId};
use ccm::basics::*;
use ccm::remittance::posting::{SharedDeed, decide_together};
use ccm::remittance::statement::{AccountEvent, AccountStep, PaymentPlan, PlanError, spread};
use serde::Serialize;

use super::MAY;
use super::books::{Counter, PatientBooks, known, sum};
use super::money::{claims, keep, row};
use crate::ports::patient_money::{MoneyDetail, MoneyKind};
use crate::{App, Error, Place, Result, Work};

/// So many monthly parts of all that may be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewPlan {
    pub parts: u32,
    pub first_due: Date,
}

/// Agrees that what may be asked for today is paid in parts; what comes later is asked for beside it.
///
/// # Errors
/// [`Error::Invalid`] with all problems; [`Error::Conflict`] while another plan holds; [`Error::NotFound`];
/// [`Error::Forbidden`], also for whoever is no member of the staff.
pub async fn agree_plan(
    app: &App,
    actor: &Actor,
    place: Place,
    patient: PatientId,
    new: NewPlan,
) -> Result<PaymentPlanId> {
    let (mut work, counter, books) = open(app, actor, place, patient).await?;
    if books.plan().is_some() {
        return Err(Error::Conflict("another plan holds; end it first".into()));
    }
    let mut problems = Vec::new();
    if new.first_due < counter.today {
        problems.push(Problem::new("in_the_past", "first_due"));
    }
    let asked = books.asked();
    let plan = PaymentPlan::of(sum(&asked), new.parts, new.first_due, &books.terms);
    let plan = plan.map_err(|error| match error {
        PlanError::Nothing if !books.set_against_credit().is_empty() => Problem::new("credit_held", "parts"),
        PlanError::Nothing => Problem::new("nothing_owed", "parts"),
        PlanError::Parts => {
            let expected = format!("2 to {}", books.terms.instalments_at_most);
            Problem::new("out_of_range", "parts").with("expected", expected)
        }
        PlanError::Impossible => Problem::new("plan_impossible", "parts"),
    });
    let plan = match plan {
        Ok(plan) if problems.is_empty() => plan,
        other => {
            problems.extend(other.err());
            return Err(Error::Invalid(problems));
        }
    };
    let id = PaymentPlanId(work.id());
    let claims = asked.into_iter().map(|(claim, _)| claim).collect();
    say(&mut work, &books, AccountStep::PlanAgreed { id, plan, claims }).await?;
    work.commit().await?;
    Ok(id)
}

/// Ends the plan that holds: paid, given up, or to agree on another one.
///
/// # Errors
/// [`Error::Invalid`]; [`Error::NotFound`] where no plan holds; [`Error::Forbidden`].
pub async fn end_plan(
    app: &App,
    actor: &Actor,
    place: Place,
    patient: PatientId,
    reason: &str,
) -> Result<()> {
    let (mut work, _, books) = open(app, actor, place, patient).await?;
    let (plan, _) = books.plan().ok_or(Error::NotFound("plan"))?;
    let step = AccountStep::PlanEnded { id: plan.id, reason: reason.trim().to_owned() };
    let problems = step.check();
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    say(&mut work, &books, step).await?;
    work.commit().await
}

/// That a patient cannot pay.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct NewHardship {
    /// The same form sent twice is one.
    pub command_id: CommandId,
    /// Forgiven now; zero: only noted.
    pub cents: Cents,
    pub basis: String,
}

/// Puts on record that a patient cannot pay, and what of the debt is forgiven: nothing, or up to all that the patient bears for
/// good. Never as a habit (PAY-05): what it rests on is asked of every patient alone.
///
/// # Errors
/// [`Error::Invalid`] with all problems; [`Error::NotFound`]; [`Error::Forbidden`].
pub async fn forgive(
    app: &App,
    actor: &Actor,
    place: Place,
    patient: PatientId,
    new: NewHardship,
) -> Result<MoneyDeedId> {
    let (mut work, counter, books) = open(app, actor, place, patient).await?;
    let command = match work.take_up_or_answer(&new.command_id, "forgive", &(patient, &new)).await? {
        Ok(command) => command,
        Err(before) => return Ok(before),
    };
    let id = MoneyDeedId(work.id());
    let (cents, basis) = (new.cents, new.basis.trim().to_owned());
    let step = AccountStep::Hardship { decision: MoneyDecisionId(id.0), cents, basis: basis.clone() };
    let mut problems = step.check();
    let borne = books.borne();
    let owed = sum(&borne);
    if cents.0 > 0 && !books.set_against_credit().is_empty() {
        problems.push(Problem::new("credit_held", "cents"));
    } else if cents > owed {
        let expected = format!("at most {owed}");
        problems.push(Problem::new("more_than_owed", "cents").with("expected", expected));
    }
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let parts = spread(cents, &borne);
    if cents.0 > 0 {
        let deed = SharedDeed::Hardship { decision: MoneyDecisionId(id.0) };
        let journal = decide_together(counter.today, deed, claims(&books, &parts))?;
        books.post(&mut work, journal, counter.today).await?;
    }
    say(&mut work, &books, step).await?;
    let detail = MoneyDetail { by: None, note: basis, parts };
    let made = row(&work, (id, MoneyKind::Hardship, patient), (cents, counter.today), detail);
    keep(&mut work, made).await?;
    work.done(command, &id).await?;
    work.commit().await?;
    Ok(id)
}

pub(super) async fn open(
    app: &App,
    actor: &Actor,
    place: Place,
    patient: PatientId,
) -> Result<(Work, Counter, PatientBooks)> {
    let work = app.begin(actor, place).await?.require(MAY).await?;
    let mut work = known(work, patient).await?;
    let counter = Counter::of(&mut work).await?;
    let books = PatientBooks::read(&mut work, patient).await?;
    Ok((work, counter, books))
}

/// Written once, under the next number: two who agree at once do not both.
async fn say(work: &mut Work, books: &PatientBooks, step: AccountStep) -> Result<()> {
    let by = work.actor.person().ok_or(Error::Forbidden(MAY.word()))?;
    let practice = work.practice_id()?;
    let kind = step.kind();
    let nth = i64::try_from(books.events.len()).unwrap_or(i64::MAX).saturating_add(1);
    let event = AccountEvent { at: work.now, by, step };
    work.tx.add_account_event(practice, books.patient, nth, &event).await?;
    let details = serde_json::json!({ "kind": kind });
    work.audit("record", "account_event", &format!("{} {nth}", books.patient), Some(books.patient), details);
    work.changed_of("account_event", books.patient, nth, Some(books.patient));
    Ok(())
}
