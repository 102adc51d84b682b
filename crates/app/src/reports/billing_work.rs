//! What waits for whoever bills: claims that ask for somebody, gathered by what they wait for, and what lies in each tray.
//!
//! Nothing here is kept: what is done is gone at the next look.

use std::collections::BTreeMap;

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::claim::{AlertRule, Timers};
use ccm::remittance::MoneyTerms;
use serde::Serialize;

use crate::claim::life::LifeClocks;
use crate::claim::submissions::files_for_a_person;
use crate::ports::carriage::WhichReceived;
use crate::ports::denials::DenialView;
use crate::ports::ledger::WhichAdjudications;
use crate::ports::patient_money::{Owing, OwingTerms};
use crate::ports::submissions::MatterCount;
use crate::{App, Place, Result, Work};

/// More than anybody lets lie in a tray; who has more is told of so many.
const MOST: i64 = 500;

/// All of it.
#[derive(Clone, Debug, Serialize)]
pub struct BillingWork {
    pub schema: &'static str,
    pub today: Date,
    /// The most pressing kind first, then the nearest last day.
    pub matters: Vec<WaitingClaims>,
    /// Those with something in them.
    pub trays: Vec<(Tray, u64)>,
}

/// Claims of one month that wait for the same of the same payer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WaitingClaims {
    pub rule: AlertRule,
    pub payer: PayerId,
    pub payer_name: String,
    pub month: ServiceMonth,
    pub claims: u64,
    /// What is charged.
    pub cents: Cents,
    /// Since the first of them asks.
    pub since: Date,
    /// The first last day, where there is one.
    pub last_day: Option<Date>,
}

/// Where work of one kind lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Tray {
    /// Files that nothing of ours brings to their partner.
    Unsent,
    /// Files that came and could not be read.
    Quarantined,
    /// Money for claims that nobody knows.
    Unmatched,
    /// Claims that were not paid, and nobody has decided about.
    Refused,
    /// Patients whose statement is due.
    Statements,
    /// Money that has to go back.
    Refunds,
    /// Coverage of this month that differs from the record.
    Coverage,
}

impl Tray {
    pub fn word(self) -> &'static str {
        match self {
            Self::Unsent => "unsent",
            Self::Quarantined => "quarantined",
            Self::Unmatched => "unmatched",
            Self::Refused => "refused",
            Self::Statements => "statements",
            Self::Refunds => "refunds",
            Self::Coverage => "coverage",
        }
    }
}

/// Everything that waits. That it was looked at goes on record.
///
/// # Errors
/// [`crate::Error::Forbidden`]; storage's failures.
pub async fn billing_work(app: &App, actor: &Actor, place: Place) -> Result<BillingWork> {
    let mut work = app.begin_read(actor, place).await?.require(Permission::ExchangeClaims).await?;
    let practice = work.practice_id()?;
    let clocks = LifeClocks::read(&mut work).await?;
    let today = clocks.today();
    let counted = work.tx.matters_counted(practice, today).await?;
    let names = crate::claim::inbox::payer_names(&mut work).await?;
    let timers = |payer| clocks.terms(payer).map(|(timers, _)| timers);
    let mut matters = gathered(&counted, today, timers);
    for one in &mut matters {
        one.payer_name = names.get(&one.payer).cloned().unwrap_or_default();
    }
    let mut trays = trays(&mut work, today).await?;
    drop(work);
    trays.retain(|(_, count)| *count > 0);
    app.audit_read(actor, place, "billing_work", &today.to_string(), None).await?;
    Ok(BillingWork { schema: "perennial.billing_work.1", today, matters, trays })
}

/// By what is asked today, of whom, for which month.
fn gathered<'a>(
    counted: &[MatterCount],
    today: Date,
    timers: impl Fn(PayerId) -> Option<&'a Timers>,
) -> Vec<WaitingClaims> {
    let mut by: BTreeMap<(AlertRule, PayerId, ServiceMonth), WaitingClaims> = BTreeMap::new();
    for one in counted {
        let alert = timers(one.payer).and_then(|timers| one.matter.on(today, &timers.warnings));
        let Some(alert) = alert else { continue };
        let fresh = || WaitingClaims {
            rule: alert.rule,
            payer: one.payer,
            payer_name: String::new(),
            month: one.month,
            claims: 0,
            cents: Cents(0),
            since: alert.since,
            last_day: alert.last_day,
        };
        let row = by.entry((alert.rule, one.payer, one.month)).or_insert_with(fresh);
        row.claims += one.claims;
        row.cents = Cents(row.cents.0.saturating_add(one.total.0));
        row.since = row.since.min(alert.since);
        row.last_day = row.last_day.min(alert.last_day).or(alert.last_day);
    }
    let mut rows: Vec<WaitingClaims> = by.into_values().collect();
    rows.sort_by_key(|row| (row.rule, row.last_day, row.since, row.payer, row.month));
    rows
}

async fn trays(work: &mut Work, today: Date) -> Result<Vec<(Tray, u64)>> {
    let practice = work.practice_id()?;
    let unsent = files_for_a_person(work).await?;
    let quarantined = work.tx.received(practice, WhichReceived::Quarantined(None), MOST).await?.len();
    let unmatched = work.tx.adjudications(practice, WhichAdjudications::Unmatched, MOST).await?.len();
    let refused = work.tx.refusals_counted(practice, DenialView::Open, today).await?;
    let terms = OwingTerms::of(&MoneyTerms::default(), work.now);
    let owing = work.tx.owing_counts(practice, terms).await?;
    let due = owing.iter().find(|(owing, ..)| *owing == Owing::Due).map_or(0, |(_, patients, ..)| *patients);
    let refunds = work.tx.credits(practice, MOST).await?.len();
    let month = ServiceMonth::of(today);
    let coverage = work.tx.inquiry_counts(practice, month, month.last_day()).await?.differing;
    let count = |count: i64| u64::try_from(count).unwrap_or_default();
    Ok(vec![
        (Tray::Unsent, unsent),
        (Tray::Quarantined, quarantined as u64),
        (Tray::Unmatched, unmatched as u64),
        (Tray::Refused, refused.iter().map(|one| one.claims).sum()),
        (Tray::Statements, count(due)),
        (Tray::Refunds, refunds as u64),
        (Tray::Coverage, count(coverage)),
    ])
}
