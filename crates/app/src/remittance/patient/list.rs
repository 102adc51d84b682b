//! Everybody who owes something, by how far it is with them; and who pays in parts.

use std::collections::BTreeSet;

use ccm::access::Actor;
use ccm::basics::*;
use ccm::remittance::MoneyTerms;
use ccm::remittance::statement::{AccountEvent, Instalment, StatementRefused, may_ask};

use super::MAY;
use super::books::{Counter, ledger, plan_of};
use crate::ports::patient_money::{MoneyRow, Owing, OwingTerms};
use crate::remittance::Billed;
use crate::reports::PatientCard;
use crate::{App, Place, Result, Work};

/// Patients of one page.
pub(super) const PAGE: usize = 50;

/// How many patients are how far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OwingCount {
    pub owing: Owing,
    pub patients: i64,
    /// What may be asked of them.
    pub asked: Cents,
    /// What they owe, asked for or not.
    pub owed: Cents,
}

/// One of them.
#[derive(Clone)]
pub struct OwingView {
    pub card: PatientCard,
    pub owed: Cents,
    pub asked: Cents,
    pub statement: Option<StatementId>,
    /// Why something of it is not asked for; of those who wait alone.
    pub refused: BTreeSet<StatementRefused>,
}

/// A page of them.
#[derive(Clone)]
pub struct StatementsList {
    pub owing: Owing,
    pub counts: Vec<OwingCount>,
    pub rows: Vec<OwingView>,
    pub next: Option<PatientId>,
    pub terms: MoneyTerms,
    pub today: Date,
}

/// # Errors
/// [`crate::Error::Forbidden`]; storage's failures.
pub async fn statements(
    app: &App,
    actor: &Actor,
    place: Place,
    owing: Owing,
    after: Option<PatientId>,
) -> Result<StatementsList> {
    let mut work = app.begin_read(actor, place).await?.require(MAY).await?;
    let counter = Counter::of(&mut work).await?;
    let practice = counter.practice.id;
    let terms = MoneyTerms::default();
    let when = OwingTerms::of(&terms, work.now);
    let counts = work.tx.owing_counts(practice, when).await?;
    let mut found = work.tx.owing(practice, when, owing, after, PAGE as i64 + 1).await?;
    let next = more(&mut found).then(|| found.last().map(|row| row.patient)).flatten();
    let ids: Vec<PatientId> = found.iter().map(|row| row.patient).collect();
    let cards = cards(&mut work, &counter, &ids).await?;
    let mut waits: Vec<(PatientId, StatementRefused)> = Vec::new();
    if owing == Owing::Waiting {
        let rows = work.tx.claims_billed(practice, &ids).await?;
        let billed = Billed::over(&mut work, rows).await?;
        let ledger = ledger(&billed);
        for one in &billed {
            let told = may_ask(&one.claim, &ledger, &terms);
            waits.extend(told.err().map(|why| (one.row.patient, why)));
        }
    }
    drop(work);
    app.audit_read(actor, place, "accounts", owing.word(), None).await?;
    let row = |row: crate::ports::patient_money::OwingRow| {
        let card = cards.iter().find(|card| card.id == row.patient)?.clone();
        let mine = waits.iter().filter(|(patient, _)| *patient == row.patient).map(|(_, why)| *why);
        let refused = mine.filter(|why| *why != StatementRefused::NothingOwed).collect();
        Some(OwingView { card, owed: row.owed, asked: row.asked, statement: row.statement, refused })
    };
    let count = |(owing, patients, asked, owed)| OwingCount { owing, patients, asked, owed };
    Ok(StatementsList {
        owing,
        counts: counts.into_iter().map(count).collect(),
        rows: found.into_iter().filter_map(row).collect(),
        next,
        terms,
        today: counter.today,
    })
}

/// Cuts a list to a page; whether anything was cut.
fn more<T>(rows: &mut Vec<T>) -> bool {
    let is_more = rows.len() > PAGE;
    rows.truncate(PAGE);
    is_more
}

pub(super) async fn cards(
    work: &mut Work,
    counter: &Counter,
    patients: &[PatientId],
) -> Result<Vec<PatientCard>> {
    let found = work.tx.found(counter.practice.id, patients).await?;
    Ok(found.into_iter().map(|row| PatientCard::of(row.patient, counter.today)).collect())
}

/// Somebody who pays in parts.
#[derive(Clone)]
pub struct OnPlan {
    pub card: PatientCard,
    pub agreed: Cents,
    pub paid: Cents,
    /// What should have been paid by now, and was not.
    pub behind: Cents,
    pub next: Option<Instalment>,
}

/// A page of them.
#[derive(Clone)]
pub struct PlansList {
    pub rows: Vec<OnPlan>,
    pub next: Option<PatientId>,
    pub today: Date,
}

/// Who pays in parts, and who is behind.
///
/// # Errors
/// [`crate::Error::Forbidden`]; storage's failures.
pub async fn on_plans(app: &App, actor: &Actor, place: Place, after: Option<PatientId>) -> Result<PlansList> {
    let mut work = app.begin_read(actor, place).await?.require(MAY).await?;
    let counter = Counter::of(&mut work).await?;
    let practice = counter.practice.id;
    let mut ids = work.tx.on_plans(practice, after, PAGE as i64 + 1).await?;
    let next = more(&mut ids).then(|| ids.last().copied()).flatten();
    let events = work.tx.account_events(practice, &ids).await?;
    let deeds = work.tx.money_deeds(practice, &ids).await?;
    let cards = cards(&mut work, &counter, &ids).await?;
    drop(work);
    app.audit_read(actor, place, "accounts", "plans", None).await?;
    let row = |id: PatientId| {
        let of = |(patient, event): &(PatientId, AccountEvent)| (*patient == id).then(|| event.clone());
        let mine: Vec<AccountEvent> = events.iter().filter_map(of).collect();
        let given: Vec<MoneyRow> = deeds.iter().filter(|deed| deed.patient == id).cloned().collect();
        let (agreed, paid) = plan_of(&mine, &given)?;
        let plan = agreed.plan;
        Some(OnPlan {
            card: cards.iter().find(|card| card.id == id)?.clone(),
            agreed: plan.total(),
            paid,
            behind: plan.behind(paid, counter.today),
            next: plan.next(paid),
        })
    };
    Ok(PlansList { rows: ids.into_iter().filter_map(row).collect(), next, today: counter.today })
}
