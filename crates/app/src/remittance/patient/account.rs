//! One patient's account: what stands of each month, what was told, paid and agreed.

use std::collections::BTreeMap;

use ccm::access::Actor;
use ccm::basics::*;
use ccm::remittance::Account;
use ccm::remittance::posting::waits_for_another;
use ccm::remittance::statement::{AccountEvent, PaymentPlan, StatementRefused};

use super::MAY;
use super::books::{Counter, PatientBooks, known, sum};
use crate::care::PatientName;
use crate::ports::patient_money::{MoneyRow, StatementDelivery, StatementHead};
use crate::{App, Place, Result};

/// One claim on the account.
#[derive(Clone, Debug)]
pub struct MonthView {
    pub claim: ClaimId,
    pub number: String,
    pub month: ServiceMonth,
    pub charged: Cents,
    /// By payers.
    pub paid: Cents,
    pub you_paid: Cents,
    pub forgiven: Cents,
    pub owes: Cents,
    /// Of the share: waits for a payer after the claim's own, who has not spoken.
    pub waits: Cents,
    /// `None`: it may be asked for.
    pub refused: Option<StatementRefused>,
}

/// A patient's account.
#[derive(Clone)]
pub struct AccountView {
    pub patient: PatientId,
    pub name: PatientName,
    pub speaks_spanish: bool,
    /// The newest month first.
    pub months: Vec<MonthView>,
    pub owed: Cents,
    /// What of it a statement would ask for now.
    pub asked: Cents,
    /// What is the patient's own again.
    pub credit: Cents,
    /// What of it could be used for what is owed.
    pub usable: Cents,
    /// Given back to a qualified beneficiary of a payment that never came: no share, and not asked for.
    pub given_back: Cents,
    /// The newest one knows all that there is.
    pub is_told: bool,
    /// Newest first, each with its deliveries, oldest first.
    pub statements: Vec<(StatementHead, Vec<StatementDelivery>)>,
    /// Newest first.
    pub deeds: Vec<MoneyRow>,
    /// Newest first.
    pub events: Vec<AccountEvent>,
    pub plan: Option<PlanView>,
    pub terms: ccm::remittance::MoneyTerms,
    pub today: Date,
    pub zone: ZoneName,
    pub people: BTreeMap<PersonId, String>,
}

/// A plan that holds.
#[derive(Clone)]
pub struct PlanView {
    pub id: PaymentPlanId,
    pub plan: PaymentPlan,
    pub paid: Cents,
    /// What should have been paid by now, and was not.
    pub behind: Cents,
    /// What is left of it is what is owed.
    pub fits: bool,
}

impl AccountView {
    /// Who did something, by name; a command by its word.
    pub fn who(&self, actor: &Actor) -> &str {
        let name = actor.person().and_then(|person| self.people.get(&person));
        name.map_or("", String::as_str)
    }
}

/// # Errors
/// [`crate::Error::NotFound`]; [`crate::Error::Forbidden`].
pub async fn account(app: &App, actor: &Actor, place: Place, patient: PatientId) -> Result<AccountView> {
    let work = app.begin_read(actor, place).await?.require(MAY).await?;
    let mut work = known(work, patient).await?;
    let counter = Counter::of(&mut work).await?;
    let books = PatientBooks::read(&mut work, patient).await?;
    let practice = counter.practice.id;
    let statements = work.tx.statements_of(practice, patient).await?;
    let deliveries = work.tx.statement_deliveries(practice, patient).await?;
    let row = work.tx.patient(practice, patient).await?;
    let heads = work.tx.patients_of(practice, &[patient]).await?;
    let persons = work.tx.persons().await?;
    drop(work);
    app.audit_read(actor, place, "account", "all", Some(patient)).await?;

    let on = |account, claim| books.on(account, claim);
    let mut months: Vec<MonthView> = books
        .asks()
        .map(|(one, told)| {
            let id = one.row.id;
            MonthView {
                claim: id,
                number: one.row.number.clone(),
                month: one.row.month,
                charged: Cents(on(Account::Charges, id).0.saturating_neg()),
                paid: on(Account::CashClearing, id),
                you_paid: Cents(
                    on(Account::PatientMoney, id).0.saturating_add(on(Account::RefundPatient, id).0),
                ),
                forgiven: Cents(on(Account::Hardship, id).0.saturating_add(on(Account::BadDebt, id).0)),
                owes: on(Account::PatientReceivable, id),
                waits: sum(&waits_for_another(&one.claim, &one.journals)),
                refused: told.err(),
            }
        })
        .collect();
    months.reverse();
    let given_back = months.iter().map(|month| on(Account::RefundPatient, month.claim).0.max(0));
    let credit = months.iter().map(|month| on(Account::RefundPatient, month.claim).0.saturating_neg().max(0));
    let (owed, asked) = (books.owed(), sum(&books.asked()));
    let usable = books.ledger.credit_of(patient).min(sum(&books.set_against_credit()));
    let plan = books.plan().map(|(agreed, paid)| {
        let covered: Vec<_> = owed.iter().copied().filter(|(claim, _)| agreed.covers(*claim)).collect();
        PlanView {
            id: agreed.id,
            behind: agreed.plan.behind(paid, counter.today),
            fits: agreed.plan.left(paid).map_or(Cents(0), |left| left.total()) == sum(&covered),
            plan: agreed.plan,
            paid,
        }
    });
    let is_told = match (statements.first(), books.moved_at()) {
        (Some(newest), Some(moved)) => newest.moved_at >= moved,
        _ => false,
    };
    let of = |head: StatementHead| {
        let mine = deliveries.iter().filter(|one| one.statement == head.id).cloned().collect();
        (head, mine)
    };
    let language = row.and_then(|row| row.language).unwrap_or_default();
    Ok(AccountView {
        patient,
        name: heads.first().map(PatientName::of).unwrap_or_default(),
        speaks_spanish: Tongue::of(&language) == Tongue::Spanish,
        asked,
        credit: Cents(credit.fold(0, i64::saturating_add)),
        usable,
        given_back: Cents(given_back.fold(0, i64::saturating_add)),
        months,
        owed: sum(&owed),
        is_told,
        statements: statements.into_iter().map(of).collect(),
        plan,
        deeds: books.deeds.into_iter().rev().collect(),
        events: books.events.into_iter().rev().collect(),
        terms: books.terms,
        today: counter.today,
        zone: counter.zone_name,
        people: persons.iter().map(|one| (one.id, format!("{} {}", one.given, one.family))).collect(),
    })
}
